namespace MotCua.Workflow.Definition;

/// <summary>
/// Whether every dossier that begins this process comes to its end, whatever is answered: all the places where its tokens can stand together are visited.
/// This is the soundness of workflow nets (van der Aalst 1998): no two tokens at one place, none held for ever, the end reachable from everywhere, no
/// element without use.
/// </summary>
internal static class Soundness
{
    /// <summary>Eight opinions asked at once are 256; what has more is too much to be read as well.</summary>
    public const int MostStates = 20_000;

    /// <summary>Of a drawing without faults of its parts (<see cref="ProcessFaults"/>).</summary>
    public static IReadOnlyList<ProcessFault> Faults(ProcessDefinition definition)
    {
        var faults = new List<ProcessFault>();
        foreach (var node in EndlessRounds(definition))
            faults.Add(Of(node, $"{Said(node)} nằm trong một vòng mà không ai phải làm gì: hồ sơ sẽ quay mãi. Vòng lặp cần một bước của người"));
        if (faults.Count > 0) return faults;

        var game = new TokenGame(definition);
        var entered = new HashSet<Node>(definition.Nodes.OfType<Start>());
        var (number, states, from) = (new Dictionary<Marking, int>(), new List<Marking>(), new List<List<int>>());
        var stuck = new HashSet<int>();
        Reach(null, game.Begin);
        for (var i = 0; i < states.Count; i++)
        {
            if (states.Count > MostStates)
            {
                return [.. faults, new(0, null, $"Có hơn {MostStates} cách các nhánh cùng đứng với nhau nên không kiểm hết được. " +
                    "Bớt nhánh song song, hoặc tách thành thủ tục liên thông")];
            }
            var now = states[i];
            var (waiting, armed) = (game.Waiting(now).ToList(), game.Armed(now).ToList());
            if (waiting.Count + armed.Count == 0 && !now.IsEmpty)
            {
                stuck.Add(i);
                foreach (var join in game.Held(now)) Add(join, $"{Said(join)} chờ một nhánh không bao giờ tới: {Missing(join, now)}");
            }
            foreach (var node in waiting) Reach(i, () => game.Leave(now, node), node);
            foreach (var boundary in armed)
            {
                entered.Add(boundary);
                Reach(i, () => game.Happen(now, boundary), boundary);
            }
        }
        // What lies behind a fault is not reached because of it.
        if (faults.Count == 0)
            foreach (var node in definition.Nodes.Where(node => !entered.Contains(node))) Add(node, $"{Said(node)}: không đường nào dẫn tới");
        if (faults.Count == 0 && Endless() is { } lost) Add(lost, $"Từ {Said(lost)} có lúc không còn đường tới kết thúc");
        return faults;

        void Reach(int? before, Func<Marking> move, Node? after = null)
        {
            try
            {
                foreach (var next in game.EveryWay(move(), node => entered.Add(node)))
                {
                    if (!number.TryGetValue(next, out var at))
                    {
                        number[next] = at = states.Count;
                        states.Add(next);
                        from.Add([]);
                    }
                    if (before is { } one) from[at].Add(one);
                }
            }
            catch (DoubledToken doubled)
            {
                Add(doubled.Node, $"{Said(doubled.Node)} bị đi tới hai lần cùng lúc{(after is null ? "" : $" (sau {Said(after)})")}. " +
                    "Nhánh song song gặp nhau ở cổng song song, nhánh rẽ gặp nhau ở cổng rẽ");
            }
        }

        void Add(Node node, string words)
        {
            if (faults.TrueForAll(fault => fault.Element != node.Id)) faults.Add(Of(node, words));
        }

        string Missing(Node join, Marking now) =>
            string.Join(", ", definition.Into(join).Where(flow => !game.IsAt(now, flow)).Select(flow => Said(definition[flow.From])));

        // A state from which no end can be reached, though something always goes on.
        Node? Endless()
        {
            var ends = new HashSet<int>(Enumerable.Range(0, states.Count).Where(i => states[i].IsEmpty));
            var open = new Stack<int>(ends);
            while (open.TryPop(out var at))
                foreach (var one in from[at].Where(ends.Add)) open.Push(one);
            var lost = Enumerable.Range(0, states.Count).FirstOrDefault(i => !ends.Contains(i) && !stuck.Contains(i), -1);
            return lost < 0 ? null : game.Waiting(states[lost]).FirstOrDefault();
        }
    }

    /// <summary>Every way in which the tokens of one dossier can stand, of a drawing without faults.</summary>
    public static HashSet<Marking> Reached(TokenGame game)
    {
        var (reached, open) = (new HashSet<Marking>(), new Queue<Marking>(game.EveryWay(game.Begin(), _ => { })));
        while (open.TryDequeue(out var now) && reached.Count <= MostStates)
        {
            if (!reached.Add(now)) continue;
            foreach (var left in game.Waiting(now).Select(node => game.Leave(now, node)).Concat(game.Armed(now).Select(edge => game.Happen(now, edge))))
                foreach (var next in game.EveryWay(left, _ => { })) open.Enqueue(next);
        }
        return reached;
    }

    /// <summary>As an official finds it in the drawing: its name, or its id.</summary>
    public static string Said(Node node) => node.Name.Length > 0 ? $"“{node.Name}”" : node switch
    {
        Gateway { Kind: GatewayKind.Parallel } => $"cổng song song {node.Id}", Gateway => $"cổng rẽ {node.Id}", Start => "điểm bắt đầu",
        End => $"điểm kết thúc {node.Id}", _ => node.Id,
    };

    private static ProcessFault Of(Node node, string words) => new(node.Line, node.Id, char.ToUpperInvariant(words[0]) + words[1..]);

    /// <summary>One node of each round in which only gateways, our own acts and timers stand.</summary>
    private static IEnumerable<Node> EndlessRounds(ProcessDefinition definition)
    {
        bool Passes(Node node) => node is Gateway or ServiceTask or Catch { For: Awaited.Timer };
        var left = definition.Nodes.Where(Passes).ToHashSet();
        // Whoever has no way on among them is in no round; taken away until nothing changes.
        for (var before = -1; before != left.Count;)
        {
            before = left.Count;
            left.RemoveWhere(node => !definition.OutOf(node).Any(flow => left.Contains(definition[flow.To])));
        }
        for (var before = -1; before != left.Count;)
        {
            before = left.Count;
            left.RemoveWhere(node => !definition.Into(node).Any(flow => left.Contains(definition[flow.From])));
        }
        return left.Take(1);
    }
}
