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
                CallActivity => "mở hồ sơ liên thông", _ => null,
            };
            if (what is not null) yield return new(node.Line, node.Id, $"{Soundness.Said(node)}: {what}. {NotYet}");
        }
    }
}
