using System.Collections.Frozen;
using MotCua.Platform.Expressions;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>
/// Quy trình as it is drawn: nodes and the flows between them, read from BPMN 2.0 (<see cref="BpmnReader"/>). What it means is said by
/// <see cref="TokenGame"/>, whether it may be published by <see cref="ProcessFaults"/>.
/// </summary>
/// <param name="id">The id of the process in its file.</param>
internal sealed class ProcessDefinition(string id, string name, IReadOnlyList<Node> nodes, IReadOnlyList<Flow> flows)
{
    private readonly FrozenDictionary<string, Node> byId = nodes.ToFrozenDictionary(node => node.Id, StringComparer.Ordinal);
    private readonly ILookup<string, Flow> outOf = flows.ToLookup(flow => flow.From, StringComparer.Ordinal);
    private readonly ILookup<string, Flow> into = flows.ToLookup(flow => flow.To, StringComparer.Ordinal);
    private readonly ILookup<string, Boundary> around = nodes.OfType<Boundary>().ToLookup(one => one.AttachedTo, StringComparer.Ordinal);

    public string Id => id;
    public string Name => name;
    public IReadOnlyList<Node> Nodes => nodes;
    public IReadOnlyList<Flow> Flows => flows;

    public Node this[string node] => byId[node];

    public Node? Find(string? node) => node is null ? null : byId.GetValueOrDefault(node);

    public IEnumerable<Flow> OutOf(Node node) => outOf[node.Id];

    public IEnumerable<Flow> Into(Node node) => into[node.Id];

    /// <summary>What may happen while a token waits there.</summary>
    public IEnumerable<Boundary> Around(Node node) => around[node.Id];

    /// <summary>Steps of people that come next, whatever else lies between.</summary>
    public IEnumerable<UserTask> StepsAfter(Node node) => Near(node, OutOf, flow => flow.To);

    /// <summary>Steps of people that lead to it, whatever else lies between.</summary>
    public IEnumerable<UserTask> StepsBefore(Node node) => Near(node, one => Into(Host(one)), flow => flow.From);

    /// <summary>What stands at the edge of a step is come to by it.</summary>
    private Node Host(Node node) => node is Boundary edge ? this[edge.AttachedTo] : node;

    private IEnumerable<UserTask> Near(Node from, Func<Node, IEnumerable<Flow>> flows, Func<Flow, string> end) => Walk(from, flows, end).OfType<UserTask>();

    /// <summary>What lies between it and the next steps of people.</summary>
    public IEnumerable<Node> Between(Node node) => Walk(node, OutOf, flow => flow.To).Where(next => next is not UserTask);

    private IEnumerable<Node> Walk(Node from, Func<Node, IEnumerable<Flow>> flows, Func<Flow, string> end)
    {
        var (open, seen) = (new Stack<Node>([from]), new HashSet<string>(StringComparer.Ordinal));
        while (open.TryPop(out var node))
            foreach (var next in flows(node).Select(flow => this[end(flow)]).Select(Host).Where(next => seen.Add(next.Id)))
            {
                yield return next;
                if (next is not UserTask) open.Push(next);
            }
    }
}

/// <summary>Luồng: where a token goes next.</summary>
/// <param name="Condition">Asked by the gateway that it leaves.</param>
/// <param name="IsDefault">Taken when no other flow of its gateway is.</param>
internal sealed record Flow(string Id, string Name, string From, string To, int Line, string? ConditionText = null, Expression? Condition = null,
    bool IsDefault = false);

/// <summary>An element of the drawing.</summary>
/// <param name="Line">Of the file, for faults.</param>
internal abstract record Node(string Id, string Name, int Line)
{
    /// <summary>A token waits here for somebody or something; what does not wait is gone through in the same move.</summary>
    public virtual bool Waits => false;
}

internal sealed record Start(string Id, string Name, int Line) : Node(Id, Name, Line);

/// <param name="Terminates">Ends whatever else still goes on.</param>
internal sealed record End(string Id, string Name, int Line, bool Terminates) : Node(Id, Name, Line);

/// <summary>Nơi làm: the one-stop office that took the dossier in, the competent agency, or a unit by its code.</summary>
internal enum Seat { Office, Agency, Unit }

/// <summary>Bước của một người.</summary>
/// <param name="Kind">What kind of act it is; null in files of other tools.</param>
/// <param name="Role">Role code of Organisation; null when nobody is named.</param>
/// <param name="Unit">With <see cref="Seat.Unit"/>: its code.</param>
/// <param name="Hours">Working hours.</param>
/// <param name="Checklist">What is to be looked at.</param>
/// <param name="Documentation">Remarks; of a template the words that it was read from.</param>
/// <param name="Guessed">Kind and role were guessed from prose, and nobody has confirmed them yet.</param>
/// <param name="People">Cùng làm: so many different people end it together; each says so, and whoever does not agree sends it back.</param>
/// <param name="Outcomes">How it can end, when it can end in several ways; a gateway asks for them as <c>step.ID</c>.</param>
internal sealed record UserTask(string Id, string Name, int Line, StepKind? Kind, string? Role, Seat Seat, string? Unit, decimal? Hours,
    IReadOnlyList<string> Checklist, IReadOnlyList<Outcome> Outcomes, string? Documentation = null, bool Guessed = false,
    int People = 1) : Node(Id, Name, Line)
{
    /// <summary>A council has no more.</summary>
    public const int MostPeople = 20;

    public override bool Waits => true;
}

/// <summary>Cách kết thúc một bước.</summary>
internal sealed record Outcome(string Key, string Words);

/// <summary>Việc của hệ thống, of a closed list.</summary>
internal enum ServiceAct { TakeNumber, Render, Sign, Charge, LookUp, Notify, Send, Archive }

internal sealed record ServiceTask(string Id, string Name, int Line, ServiceAct? Act) : Node(Id, Name, Line)
{
    /// <summary>What is done outside may take its time and fail; it is done by a job, and the token waits for it.</summary>
    public override bool Waits => true;
}

internal enum GatewayKind { Exclusive, Inclusive, Parallel }

internal sealed record Gateway(string Id, string Name, int Line, GatewayKind Kind) : Node(Id, Name, Line);

/// <summary>Thủ tục liên thông: a child dossier with a code, a clock and an authority of its own; the token waits for its end.</summary>
/// <param name="Procedure">Code of the procedure of the child.</param>
/// <param name="Place">Path of the address whose commune decides on the child; null: the commune that decides here, else that of who files.</param>
/// <param name="Given">Answers of the child's form that this form does not ask for.</param>
internal sealed record CallActivity(string Id, string Name, int Line, string? Procedure, string? Place = null, IReadOnlyList<GivenAnswer>? Given = null)
    : Node(Id, Name, Line)
{
    /// <summary>How it ended, as conditions ask for it by <c>step.ID</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Ends = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [LinkedEnd.Done] = "Có kết quả", [LinkedEnd.None] = "Không có kết quả",
    };

    public override bool Waits => true;
}

/// <summary>What is waited for from outside, of a closed list.</summary>
internal enum Awaited { Supplement, Payment, Consultation, Confirmation, ChildResult, Timer }

/// <param name="Hours">Working hours, for <see cref="Awaited.Timer"/>.</param>
internal sealed record Catch(string Id, string Name, int Line, Awaited? For, decimal? Hours) : Node(Id, Name, Line)
{
    public override bool Waits => true;
}

/// <summary>What may happen while a token waits at another node.</summary>
/// <param name="Interrupts">The other node is left.</param>
internal sealed record Boundary(string Id, string Name, int Line, string AttachedTo, bool Interrupts, Awaited? For, decimal? Hours) : Node(Id, Name, Line);

/// <summary>What cannot be executed and was refused; kept so that its neighbours still have their flows.</summary>
internal sealed record Unread(string Id, string Name, int Line) : Node(Id, Name, Line)
{
    public override bool Waits => true;
}

/// <summary>What is wrong with a drawing, or deserves a look.</summary>
/// <param name="Line">Of the file; 0 for the whole.</param>
/// <param name="Element">Id of the element; null for the whole.</param>
/// <param name="Hinders">It cannot be published as it is.</param>
internal sealed record ProcessFault(int Line, string? Element, string Words, bool Hinders = true);
