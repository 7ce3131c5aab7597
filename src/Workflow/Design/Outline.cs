using MotCua.Organisation.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>A way out of an element, in words.</summary>
/// <param name="To">Id of where it leads.</param>
/// <param name="When">Null: always.</param>
internal sealed record OutlineWay(string To, string Words, string? When);

/// <summary>One element of the outline.</summary>
/// <param name="Number">Of the narration; null: nothing is done or waited for there.</param>
/// <param name="At">The element at whose edge it is.</param>
/// <param name="Facts">Role, place, hours and the like.</param>
/// <param name="Original">The words of the decision that a template was read from, or a remark.</param>
internal sealed record OutlineItem(Node Node, int? Number, string Kind, string Title, string? At, IReadOnlyList<string> Facts, IReadOnlyList<string> Checks,
    IReadOnlyList<OutlineWay> Ways, string? Original, bool Guessed);

/// <summary>
/// Dàn ý: the whole drawing as a list, each element after one that leads to it. Who sees no diagram reads and changes everything here.
/// </summary>
internal static class Outline
{
    public static IReadOnlyList<OutlineItem> Of(ProcessDefinition definition)
    {
        var order = ReadingOrder.Of(definition, out _).SelectMany(node => definition.Around(node).Prepend(node)).ToList();
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in order.Where(node => node.Waits)) number[node.Id] = number.Count + 1;
        return [.. order.Select(Item)];

        OutlineItem Item(Node node) => new(node, number.TryGetValue(node.Id, out var at) ? at : null, Kind(node), Title(definition, node, number),
            (node as Boundary)?.AttachedTo, [.. Facts(node)], (node as UserTask)?.Checklist ?? [],
            [.. definition.OutOf(node).Select(flow => new OutlineWay(flow.To, Title(definition, definition[flow.To], number), When(node, flow)))],
            (node as UserTask)?.Documentation, node is UserTask { Guessed: true });
    }

    /// <summary>"bước 3 “Thẩm định”", "cổng rẽ sau bước 3".</summary>
    public static string Title(ProcessDefinition definition, Node node, IReadOnlyDictionary<string, int>? number = null)
    {
        var at = number is not null && number.TryGetValue(node.Id, out var found) ? $"{found}. " : "";
        if (node.Name.Length > 0) return at + node.Name;
        return node switch
        {
            Start => "Bắt đầu", End { Terminates: true } => "Kết thúc tất cả", End => "Kết thúc",
            Gateway or Boundary => $"{Kind(node)}{After(definition, node)}", _ => at + node.Id,
        };
    }

    public static string Kind(Node node) => node switch
    {
        Start => "Điểm bắt đầu", End => "Điểm kết thúc", UserTask { Kind: { } kind } => $"Bước {BpmnWords.Said(kind)}", UserTask => "Bước",
        ServiceTask => "Việc của hệ thống", Gateway { Kind: GatewayKind.Parallel } => "Cổng song song",
        Gateway { Kind: GatewayKind.Inclusive } => "Cổng rẽ nhiều nhánh", Gateway => "Cổng rẽ", CallActivity => "Thủ tục liên thông",
        Catch { For: Awaited.Timer } => "Chờ thời gian", Catch => "Chờ tin",
        Boundary { For: Awaited.Timer } => "Khi hết giờ", Boundary => "Khi có tin", _ => "Không đọc được",
    };

    private static string After(ProcessDefinition definition, Node node)
    {
        var before = node is Boundary edge ? definition.Find(edge.AttachedTo) : definition.Into(node).Select(flow => definition[flow.From]).FirstOrDefault();
        return before is { Name.Length: > 0 } ? $" {(node is Boundary ? "ở" : "sau")} “{before.Name}”" : $" {node.Id}";
    }

    private static IEnumerable<string> Facts(Node node)
    {
        switch (node)
        {
            case UserTask step:
                yield return step.Role is { } role ? Roles.Names.GetValueOrDefault(role, role) : "chưa giao cho ai";
                yield return BpmnWords.Said(step.Seat, step.Unit);
                if (step.People > 1) yield return $"{step.People} người cùng làm";
                yield return step.Hours is { } hours ? ProcessFaults.Hours(hours) : "chưa có số giờ";
                if (step.Outcomes.Count > 0) yield return $"kết thúc bằng: {string.Join(", ", step.Outcomes.Select(one => $"{one.Words} ({one.Key})"))}";
                break;
            case ServiceTask act: yield return act.Act is { } kind ? BpmnWords.Said(kind) : "chưa nói làm gì"; break;
            case CallActivity call: yield return call.Procedure is { Length: > 0 } code ? $"thủ tục {code}" : "chưa có mã thủ tục"; break;
            case Catch { For: { } awaited } wait: yield return Narration.Event(awaited, wait.Hours); break;
            case Boundary { For: { } awaited } edge:
                yield return Narration.Event(awaited, edge.Hours);
                yield return edge.Interrupts ? "thôi bước đang làm" : "làm thêm bên cạnh";
                break;
            case End { Terminates: true }: yield return "thôi mọi nhánh còn lại"; break;
        }
    }

    private static string? When(Node node, Flow flow) => node is not Gateway { Kind: not GatewayKind.Parallel } ? null
        : flow.IsDefault ? "khi không điều kiện nào đúng" : flow.ConditionText is null ? null : $"khi {flow.Condition?.Words() ?? flow.ConditionText}";
}
