using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>Việc mà hệ thống đã làm được. What the subset knows but nothing carries out yet would leave a dossier waiting for nobody.</summary>
internal static class Executable
{
    public const string NotYet = "Hệ thống chưa làm được việc này";

    public static readonly IReadOnlySet<ServiceAct> Acts = new HashSet<ServiceAct> { ServiceAct.Notify };

    public static readonly IReadOnlySet<Awaited> Events =
        new HashSet<Awaited> { Awaited.Timer, Awaited.Consultation, Awaited.Supplement, Awaited.Confirmation };

    public static IEnumerable<ProcessFault> Faults(ProcessDefinition definition)
    {
        foreach (var node in definition.Nodes)
        {
            var what = node switch
            {
                ServiceTask { Act: { } act } when !Acts.Contains(act) => $"hệ thống tự {BpmnWords.Said(act)}",
                Catch { For: { } awaited } when !Events.Contains(awaited) => $"chờ {Narration.Event(awaited, null)}",
                Boundary { For: { } awaited } when !Events.Contains(awaited) => $"chờ {Narration.Event(awaited, null)}",
                UserTask { Seat: Seat.Unit } => "giao bước cho một cơ quan khác ngoài hồ sơ liên thông và lấy ý kiến", _ => null,
            };
            if (what is not null) yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: {what}. {NotYet}");
            // Those have pages of their own, which end them in one way.
            if (node is UserTask { Kind: StepKind.Receive or StepKind.Sign or StepKind.Number or StepKind.Return } step
                && step.Outcomes.Count + step.Checklist.Count > 0)
                yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: bước {BpmnWords.Said(step.Kind!.Value)} chỉ có một cách kết thúc và không có "
                    + "mục kiểm tra riêng. Đặt chúng ở bước trước");
        }
    }
}
