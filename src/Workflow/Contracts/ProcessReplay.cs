using System.Text;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Replay;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Contracts;

/// <summary>An element of a drawing, as figures and choices name it.</summary>
/// <param name="Kind">In words: "Bước thẩm định", "Cổng rẽ".</param>
/// <param name="Outcomes">Of a step that can end in several ways.</param>
public sealed record DrawnElement(string Id, string Name, string Kind, bool IsCall, IReadOnlyList<StepOutcome> Outcomes);

/// <summary>A way out of a gateway that chooses.</summary>
/// <param name="When">In words.</param>
public sealed record DrawnWay(string Id, string From, string To, string When);

/// <summary>
/// Chạy thử hồ sơ đã qua: plays what happened to a dossier through a drawing that need not be approved. Pure: the tokens, the conditions and the calendar are
/// those of the engine, the times are those that the steps took. It always ends: what would go round or stand for ever is said to be stuck.
/// </summary>
public sealed class ProcessReplay
{
    private readonly RunnableProcess process;
    private readonly decimal callHours;

    private ProcessReplay(RunnableProcess process, decimal callHours) => (this.process, this.callHours) = (process, callHours);

    /// <summary>Working hours that a linked dossier is taken to need; what happens to it is decided elsewhere.</summary>
    public const decimal UsualCallHours = 40;

    /// <summary>Why it cannot be played at all, in words; empty: it can. A drawing that gets stuck can.</summary>
    public static IReadOnlyList<string> Problems(Drawing drawing)
    {
        var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(drawing.Xml), drawing.Known);
        var words = faults.Where(fault => fault.Hinders).Select(fault => fault.Words).ToList();
        if (definition is not null && !definition.Nodes.OfType<Start>().Any()) words.Add("Quy trình cần một điểm bắt đầu");
        return words;
    }

    /// <param name="drawing">Without <see cref="Problems"/>.</param>
    public static ProcessReplay Of(Drawing drawing, decimal callHours = UsualCallHours) =>
        new(RunnableProcess.Of(drawing.Id, drawing.Xml, drawing.Known), callHours);

    /// <summary>Its conditions look at the answers of the dossier.</summary>
    public bool AsksAnswers => process.AsksAnswers;

    /// <summary>Names that its conditions look at.</summary>
    public IReadOnlySet<string> Asked =>
        process.Definition.Flows.SelectMany(flow => flow.Condition?.Names ?? []).ToHashSet(StringComparer.Ordinal);

    /// <summary>Everything drawn, in reading order.</summary>
    public IReadOnlyList<DrawnElement> Elements =>
        [.. Design.Outline.Of(process.Definition).Select(item => new DrawnElement(item.Node.Id, item.Title, item.Kind, item.Node is CallActivity,
            [.. ((item.Node as UserTask)?.Outcomes ?? []).Select(one => new StepOutcome(one.Key, one.Words))]))];

    /// <summary>The ways of the gateways that choose.</summary>
    public IReadOnlyList<DrawnWay> Ways =>
        [.. process.Definition.Nodes.OfType<Gateway>().Where(gateway => gateway.Kind != GatewayKind.Parallel)
            .Select(gateway => process.Definition.OutOf(gateway).ToList()).Where(flows => flows.Count > 1).SelectMany(flows => flows)
            .Select(flow => new DrawnWay(flow.Id, flow.From, flow.To, flow.IsDefault ? "khi không điều kiện nào đúng"
                : $"khi {flow.Condition?.Words() ?? flow.ConditionText}"))];

    public Replayed Play(PastCase past) => new CaseReplay(process, past, callHours).Play();
}
