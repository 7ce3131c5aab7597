using System.Collections.Concurrent;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Run;

/// <summary>
/// Các bước còn phía trước: which steps may still come after a place, and which come on every way that leads to a result. A round is not counted twice, and a
/// way without a result (a refusal, a withdrawal) decides nothing about the others.
/// </summary>
internal sealed class StepsAhead
{
    private readonly ProcessDefinition definition;
    private readonly IReadOnlyList<Node> order;
    private readonly IReadOnlySet<string> back;
    private readonly ConcurrentDictionary<string, (IReadOnlySet<string> May, IReadOnlySet<string> Must)> known = new(StringComparer.Ordinal);

    public StepsAhead(ProcessDefinition definition)
    {
        this.definition = definition;
        order = ReadingOrder.Of(definition, out back);
    }

    public IEnumerable<UserTask> InOrder(IReadOnlySet<string> steps) => order.OfType<UserTask>().Where(step => steps.Contains(step.Id));

    /// <param name="place">Id of a node, which itself is not ahead, or of a flow.</param>
    public (IReadOnlySet<string> May, IReadOnlySet<string> Must) Of(string place) => definition.Find(place) is { } node ? After(node)
        : definition.Flows.FirstOrDefault(flow => flow.Id == place) is { } flow ? By(flow) : Nothing;

    // As deep as a drawing has elements at most (BpmnReader.MostElements).
    private (IReadOnlySet<string> May, IReadOnlySet<string> Must) After(Node node)
    {
        if (known.TryGetValue(node.Id, out var before)) return before;
        var ways = definition.OutOf(node).Where(flow => !back.Contains(flow.Id)).Select(By).ToList();
        // A parallel gateway takes all its ways; elsewhere one way or another is taken.
        var all = node is Gateway { Kind: GatewayKind.Parallel };
        var interrupting = definition.Around(node).Where(edge => edge.Interrupts).Select(After).ToList();
        var beside = definition.Around(node).Where(edge => !edge.Interrupts).Select(After).ToList();
        var may = ways.Concat(interrupting).Concat(beside).SelectMany(way => way.May).ToHashSet(StringComparer.Ordinal);
        List<IReadOnlySet<string>> choices = [.. all ? [Union(ways.Select(way => way.Must))] : ways.Select(way => way.Must),
            .. interrupting.Select(way => way.Must)];
        var results = choices.Where(way => way.Any(step => definition[step] is UserTask { Kind: StepKind.Return })).ToList();
        if (results.Count > 0) choices = results;
        var must = choices.Count == 0 ? [] : choices[0].ToHashSet(StringComparer.Ordinal);
        foreach (var other in choices.Skip(1)) must.IntersectWith(other);
        return known[node.Id] = (may, must);
    }

    private (IReadOnlySet<string> May, IReadOnlySet<string> Must) By(Flow flow)
    {
        var to = definition[flow.To];
        var after = After(to);
        return to is not UserTask ? after : (Union([after.May, Self(to)]), Union([after.Must, Self(to)]));
    }

    private static readonly (IReadOnlySet<string>, IReadOnlySet<string>) Nothing = (new HashSet<string>(), new HashSet<string>());

    private static HashSet<string> Self(Node node) => new(StringComparer.Ordinal) { node.Id };

    private static HashSet<string> Union(IEnumerable<IReadOnlySet<string>> sets) => sets.SelectMany(set => set).ToHashSet(StringComparer.Ordinal);
}
