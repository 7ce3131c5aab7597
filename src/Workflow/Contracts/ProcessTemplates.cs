using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Contracts;

/// <summary>Bước của quy trình đã công bố, and the words that it was read from.</summary>
/// <param name="Original">As published; null for a step that the published list leaves out.</param>
public sealed record TemplateStep(ProcessStep Step, string? Original);

/// <summary>Mẫu quy trình: a published list of steps as a drawing, to be looked at, confirmed and changed.</summary>
public static class ProcessTemplates
{
    /// <summary>
    /// BPMN 2.0 with its picture. Kind and role of a step that was read from prose are marked as guessed, its original words stand beside it.
    /// </summary>
    public static string Draw(string id, string name, IReadOnlyList<TemplateStep> steps)
    {
        var nodes = new List<Node> { new Start("start", "", 0) };
        nodes.AddRange(steps.Select(one => new UserTask(one.Step.Key, one.Step.Name, 0, one.Step.Kind, one.Step.Role,
            one.Step.AtOffice ? Seat.Office : Seat.Agency, null, one.Step.Hours, [], [], one.Original, Guessed: one.Original is not null)));
        nodes.Add(new End("end", "", 0, Terminates: false));
        return BpmnWriter.Write(new(id, name, nodes, [.. nodes.Zip(nodes.Skip(1), (from, to) => new Flow($"{from.Id}-{to.Id}", "", from.Id, to.Id, 0))]));
    }
}
