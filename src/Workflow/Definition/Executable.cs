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
                _ => null,
            };
            if (what is not null) yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: {what}. {NotYet}");
            // What another agency does is a part of the work; who decides asks, signs and hands out.
            if (node is UserTask { Seat: Seat.Unit } part)
            {
                if (part.Kind is { } kind && kind is not (StepKind.Appraise or StepKind.Approve))
                    yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: cơ quan khác chỉ làm bước {BpmnWords.Said(StepKind.Appraise)} hoặc "
                        + $"{BpmnWords.Said(StepKind.Approve)}. Bước {BpmnWords.Said(kind)} thuộc cơ quan giải quyết hoặc nơi nhận hồ sơ");
                if (definition.StepsAfter(part).Any(next => next.Kind == StepKind.Sign))
                    yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: cơ quan khác làm xong thì cơ quan giải quyết xem lại trước khi ký. "
                        + "Thêm một bước của cơ quan giải quyết giữa bước này và bước ký");
            }
            if (node is UserTask { People: > 1 } joint)
            {
                if (joint.Kind is { } does && does is not (StepKind.Appraise or StepKind.Consult or StepKind.Approve))
                    yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: bước {BpmnWords.Said(does)} do một người làm");
                if (joint.Outcomes.Count > 0)
                    yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: bước nhiều người cùng làm chỉ có một cách kết thúc; ai không đồng ý thì trả "
                        + "lại bước trước. Để một người chọn cách kết thúc ở bước sau");
            }
            // Those have pages of their own, which end them in one way.
            if (node is UserTask { Kind: StepKind.Receive or StepKind.Sign or StepKind.Number or StepKind.Return } step
                && step.Outcomes.Count + step.Checklist.Count > 0)
                yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: bước {BpmnWords.Said(step.Kind!.Value)} chỉ có một cách kết thúc và không có "
                    + "mục kiểm tra riêng. Đặt chúng ở bước trước");
        }
    }
}
