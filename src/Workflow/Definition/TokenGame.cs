namespace MotCua.Workflow.Definition;

/// <summary>
/// What a drawing means: how tokens move through it (BPMN 2.0, chapter 13). Pure: the same for the engine, which chooses by the answers of a dossier, for the
/// check before publishing, which tries every choice, and for replay. A move goes on until every token waits for somebody or something, or is gone.
/// </summary>
internal sealed class TokenGame
{
    private readonly ProcessDefinition definition;
    private readonly Dictionary<string, int> flowPlaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> nodePlaces = new(StringComparer.Ordinal);
    private readonly (Flow? Flow, Node Node, bool IsJoin)[] at;
    private readonly Dictionary<string, IReadOnlyList<(int Into, Marking Before)>> before = new(StringComparer.Ordinal);

    public TokenGame(ProcessDefinition definition)
    {
        this.definition = definition;
        var standing = definition.Nodes.Where(node => node.Waits || node is Boundary).ToList();
        at = [.. definition.Flows.Select(flow => ((Flow?)flow, definition[flow.To], IsJoin(definition[flow.To]))),
            .. standing.Select(node => ((Flow?)null, node, false))];
        foreach (var flow in definition.Flows) flowPlaces[flow.Id] = flowPlaces.Count;
        foreach (var node in standing) nodePlaces[node.Id] = flowPlaces.Count + nodePlaces.Count;
        foreach (var join in definition.Nodes.OfType<Gateway>().Where(one => one.Kind == GatewayKind.Inclusive && IsJoin(one)))
            before[join.Id] = [.. definition.Into(join).Select(flow => (Place(flow), Before(flow, join)))];
    }

    /// <summary>A token on the flow that leaves the start.</summary>
    public Marking Begin() =>
        definition.Nodes.OfType<Start>().SelectMany(definition.OutOf).Aggregate(Marking.Nothing(at.Length), (marking, flow) => marking.With(Place(flow)));

    /// <summary>The nodes that wait, in the order of the drawing.</summary>
    public IEnumerable<Node> Waiting(Marking marking) => Standing(marking).Where(node => node.Waits);

    /// <summary>What may happen beside them.</summary>
    public IEnumerable<Boundary> Armed(Marking marking) => Standing(marking).OfType<Boundary>();

    /// <summary>Joins at which a token has come, and waits for another.</summary>
    public IEnumerable<Node> Held(Marking marking) =>
        marking.Places().Where(place => at[place].Flow is not null).Select(place => at[place].Node).Distinct();

    public bool IsAt(Marking marking, Node node) => marking.Has(Place(node));

    public bool IsAt(Marking marking, Flow flow) => marking.Has(Place(flow));

    /// <summary>Somebody has done what the node waited for. What comes of it is settled by the next move.</summary>
    public Marking Leave(Marking marking, Node node) => definition.OutOf(node).Aggregate(Off(marking, node), Put);

    /// <summary>What stood at the edge of a node has happened.</summary>
    public Marking Happen(Marking marking, Boundary boundary)
    {
        // Once for each time that the node is entered.
        marking = boundary.Interrupts ? Off(marking, definition[boundary.AttachedTo]) : marking.Without(Place(boundary));
        return definition.OutOf(boundary).Aggregate(marking, Put);
    }

    /// <summary>Moves on until nothing moves by itself.</summary>
    /// <param name="choose">Which flows leave a gateway that chooses.</param>
    /// <param name="entered">Told of every node that a token came to.</param>
    public Marking Settle(Marking marking, Func<Gateway, IReadOnlyList<Flow>> choose, Action<Node>? entered = null)
    {
        while (Next(marking) is var (node, taken))
        {
            entered?.Invoke(node);
            marking = Enter(marking, node, taken, node is Gateway { Kind: not GatewayKind.Parallel } gateway ? choose(gateway) : [.. definition.OutOf(node)]);
        }
        return marking;
    }

    /// <summary>Each way in which it can settle, whatever the answers are.</summary>
    public IEnumerable<Marking> EveryWay(Marking marking, Action<Node> entered)
    {
        var open = new Stack<Marking>([marking]);
        while (open.TryPop(out var now))
        {
            if (Next(now) is not var (node, taken))
            {
                yield return now;
                continue;
            }
            entered(node);
            foreach (var flows in Choices(node)) open.Push(Enter(now, node, taken, flows));
        }
    }

    /// <summary>The next node that a token enters by itself, and the flows whose tokens it takes.</summary>
    private (Node Node, IReadOnlyList<int> Taken)? Next(Marking marking)
    {
        Node? full = null;
        foreach (var place in marking.Places())
        {
            // Flows have the first places.
            var (flow, node, isJoin) = at[place];
            if (flow is null) break;
            if (!isJoin) return (node, [place]);
            // Joins come last: whatever can still arrive has arrived.
            full ??= IsFull(marking, (Gateway)node) ? node : null;
        }
        return full is null ? null : (full, [.. definition.Into(full).Select(Place).Where(marking.Has)]);
    }

    private Marking Enter(Marking marking, Node node, IReadOnlyList<int> taken, IReadOnlyList<Flow> leaves)
    {
        foreach (var place in taken) marking = marking.Without(place);
        if (node is End end) return end.Terminates ? Marking.Nothing(at.Length) : marking;
        if (!node.Waits) return leaves.Aggregate(marking, Put);
        if (IsAt(marking, node)) throw new DoubledToken(node);
        return Stand(marking, node);
    }

    private Marking Put(Marking marking, Flow flow) => marking.Has(Place(flow)) ? throw new DoubledToken(definition[flow.To]) : marking.With(Place(flow));

    /// <summary>Without the token that waits there, and its edge.</summary>
    public Marking Off(Marking marking, Node node) =>
        definition.Around(node).Aggregate(marking.Without(Place(node)), (now, boundary) => now.Without(Place(boundary)));

    /// <summary>Tokens at these elements, by their id: flows that a join holds, nodes that wait, armed boundaries.</summary>
    public Marking At(IEnumerable<string> ids) => ids.Aggregate(Marking.Nothing(at.Length), (marking, id) =>
        marking.With(flowPlaces.TryGetValue(id, out var flow) ? flow : nodePlaces[id]));

    /// <summary>The ids of the elements at which tokens stand.</summary>
    public IEnumerable<string> Ids(Marking marking) => marking.Places().Select(place => at[place].Flow?.Id ?? at[place].Node.Id);

    /// <summary>
    /// Trả lại bước trước: where the tokens stood when <paramref name="to"/> waited in place of <paramref name="from"/>, beside the same others. Found by
    /// playing on: from there one must come to where they stand now by leaving that step alone, through gateways, our own acts and times.
    /// </summary>
    /// <returns>null: other branches would have to be taken back too, or no way leads from there to here.</returns>
    public Marking? Back(Marking now, Node from, Node to)
    {
        var rest = Off(now, from);
        if (IsAt(rest, to)) return null;
        var whole = Stand(rest, from);
        var before = Stand(rest, to);
        // At the joins between both the other branches have come.
        foreach (var join in JoinsBetween(to, from))
            foreach (var flow in definition.Into(join.Gateway).Where(flow => !join.Own.Contains(flow.Id))) before = before.With(Place(flow));
        return LeadsTo(before, to, whole, rest) ? before : null;
    }

    private bool LeadsTo(Marking before, Node leaving, Marking goal, Marking rest)
    {
        var (open, seen) = (new Queue<Marking>(), new HashSet<Marking>());
        try { foreach (var next in EveryWay(Leave(before, leaving), _ => { })) open.Enqueue(next); }
        catch (DoubledToken) { return false; }
        while (open.TryDequeue(out var at) && seen.Count < MostTried)
        {
            if (at.Equals(goal)) return true;
            if (!seen.Add(at)) continue;
            // What stood there already has not moved meanwhile; acts and times in between have passed.
            foreach (var passed in Waiting(at).Where(node => node is ServiceTask or Catch { For: Awaited.Timer } && !IsAt(rest, node)))
            {
                try { foreach (var next in EveryWay(Leave(at, passed), _ => { })) open.Enqueue(next); }
                catch (DoubledToken) { return false; }
            }
        }
        return false;
    }

    private const int MostTried = 500;

    /// <summary>Parallel joins that can be come to without another step of a person, with the flows by which one comes.</summary>
    private IEnumerable<(Gateway Gateway, HashSet<string> Own)> JoinsBetween(Node to, Node from)
    {
        var joins = new Dictionary<string, (Gateway, HashSet<string>)>(StringComparer.Ordinal);
        var (open, seen) = (new Stack<Flow>(definition.OutOf(to)), new HashSet<string>(StringComparer.Ordinal));
        while (open.TryPop(out var flow))
        {
            if (!seen.Add(flow.Id)) continue;
            var node = definition[flow.To];
            if (node.Id == from.Id || node is not (Gateway or ServiceTask or Catch { For: Awaited.Timer })) continue;
            if (node is Gateway { Kind: GatewayKind.Parallel } join && IsJoin(join))
            {
                if (!joins.TryGetValue(join.Id, out var known)) joins[join.Id] = known = (join, new(StringComparer.Ordinal));
                known.Item2.Add(flow.Id);
            }
            foreach (var next in definition.OutOf(node)) open.Push(next);
        }
        return joins.Values;
    }

    private Marking Stand(Marking marking, Node node) =>
        definition.Around(node).Aggregate(marking.With(Place(node)), (now, boundary) => now.With(Place(boundary)));

    private bool IsFull(Marking marking, Gateway join)
    {
        if (join.Kind == GatewayKind.Parallel) return definition.Into(join).All(flow => marking.Has(Place(flow)));
        // An inclusive join waits as long as a token could still come by a flow that has none, unless it could as well come by one that has (BPMN 2.0, 13.4.3):
        // joins in a loop would wait for each other.
        var (open, come) = (Marking.Nothing(at.Length), Marking.Nothing(at.Length));
        foreach (var (into, before) in before[join.Id])
        {
            if (marking.Has(into)) come = come.Or(before);
            else open = open.Or(before);
        }
        return !marking.HasOf(open, come);
    }

    private bool IsJoin(Node node) => node is Gateway { Kind: not GatewayKind.Exclusive } && definition.Into(node).Skip(1).Any();

    private IEnumerable<IReadOnlyList<Flow>> Choices(Node node)
    {
        var leaves = definition.OutOf(node).ToList();
        return node switch
        {
            Gateway { Kind: GatewayKind.Exclusive } => leaves.Select(flow => (IReadOnlyList<Flow>)[flow]),
            // The default alone, or any of the others; more than six ways are tried one by one and all together.
            Gateway { Kind: GatewayKind.Inclusive } when leaves.Count > 1 => Some(leaves),
            _ => [leaves],
        };
    }

    private static IEnumerable<IReadOnlyList<Flow>> Some(List<Flow> leaves)
    {
        var asked = leaves.Where(flow => !flow.IsDefault).ToList();
        if (asked.Count < leaves.Count) yield return [.. leaves.Where(flow => flow.IsDefault)];
        if (asked.Count <= 6)
        {
            for (var some = 1; some < 1 << asked.Count; some++) yield return [.. asked.Where((_, i) => (some >> i & 1) == 1)];
            yield break;
        }
        foreach (var flow in asked) yield return [flow];
        yield return asked;
    }

    /// <summary>All places from which a token can come by this flow without going through the join.</summary>
    private Marking Before(Flow flow, Gateway join)
    {
        var (reach, seen) = (Marking.Nothing(at.Length), new HashSet<string>(StringComparer.Ordinal) { join.Id });
        var open = new Stack<Node>([definition[flow.From]]);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node.Id)) continue;
            if (node.Waits || node is Boundary) reach = reach.With(Place(node));
            // Whoever comes to the node arms its edge; whoever stands there after it has happened comes no more by it.
            foreach (var into in definition.Into(node is Boundary edge ? definition[edge.AttachedTo] : node))
            {
                reach = reach.With(Place(into));
                open.Push(definition[into.From]);
            }
        }
        return reach;
    }

    private IEnumerable<Node> Standing(Marking marking) => marking.Places().Where(place => at[place].Flow is null).Select(place => at[place].Node);

    private int Place(Flow flow) => flowPlaces[flow.Id];

    private int Place(Node node) => nodePlaces[node.Id];
}

/// <summary>Two tokens of one dossier at one place: what was drawn would be done twice. A published process cannot come to this.</summary>
internal sealed class DoubledToken(Node node) : Exception($"Two tokens at {node.Id}.")
{
    public Node Node => node;
}
