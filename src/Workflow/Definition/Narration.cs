using MotCua.Organisation.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>Kể lại quy trình bằng lời: what the drawing says, step by step, so that who cannot read diagrams can agree to it or not.</summary>
internal static class Narration
{
    /// <summary>One sentence or two for each step, in the order in which a dossier can come to them.</summary>
    public static IReadOnlyList<string> Of(ProcessDefinition definition)
    {
        var steps = ReadingOrder.Of(definition, out _).Where(node => node.Waits).ToList();
        var number = steps.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i + 1, StringComparer.Ordinal);
        return [.. steps.Select(node => $"{number[node.Id]}. {Step(node)}{On(node)}" + string.Concat(definition.Around(node).Select(Edge)))];

        // What leads nowhere yet is a fault, told elsewhere.
        string On(Node node) => After(node) is { Length: > 0 } words ? $" {Capital(words)}." : "";

        string After(Node node) => string.Join("; ", definition.OutOf(node).Select(flow => "xong thì " + To(flow, [])));

        string Edge(Boundary edge) => " " + Capital($"{Event(edge.For, edge.Hours)} thì {(edge.Interrupts ? "thôi bước này và " : "đồng thời ")}" +
            $"{string.Join("; ", definition.OutOf(edge).Select(flow => To(flow, [])))}.");

        string To(Flow flow, HashSet<string> gone)
        {
            var node = definition[flow.To];
            var leaves = definition.OutOf(node).ToList();
            if (number.TryGetValue(node.Id, out var step)) return $"tới bước {step}";
            if (node is End end) return end.Terminates ? "kết thúc tất cả" : "kết thúc";
            if (!gone.Add(node.Id) || node is not Gateway gateway) return $"tới {Soundness.Said(node)}";
            var wait = gateway.Kind != GatewayKind.Exclusive && definition.Into(node).Skip(1).Any() ? "chờ các nhánh đã mở, rồi " : "";
            if (leaves.Count == 1) return wait + To(leaves[0], gone);
            if (gateway.Kind == GatewayKind.Parallel) return wait + "cùng lúc " + string.Join(" và ", leaves.Select(leaf => To(leaf, gone)));
            var ways = leaves.OrderBy(leaf => leaf.IsDefault).Select(leaf => leaf.IsDefault ? $"còn lại {To(leaf, gone)}"
                : $"nếu {leaf.Condition?.Words() ?? leaf.ConditionText} thì {To(leaf, gone)}");
            return wait + (gateway.Kind == GatewayKind.Inclusive ? "đi mọi nhánh có điều kiện đúng: " : "") + string.Join(", ", ways);
        }
    }

    private static string Step(Node node) => node switch
    {
        UserTask step => $"{step.Name} — " +
            $"{(step.People > 1 ? $"{step.People} người cùng làm, " : "")}" +
            $"{(step.Role is { } role ? Roles.Names.GetValueOrDefault(role, role) : "chưa giao cho ai")}, " +
            $"tại {BpmnWords.Said(step.Seat, step.Unit)}" +
            $"{(step.Hours is { } hours ? $", {ProcessFaults.Hours(hours)}" : "")}." + Ends(step),
        ServiceTask act => $"{act.Name} — hệ thống tự làm{(act.Act is { } kind ? $": {BpmnWords.Said(kind)}" : "")}.",
        CallActivity call => $"{call.Name} — mở hồ sơ liên thông, thủ tục {call.Procedure}, và chờ kết quả.",
        Catch wait => $"{wait.Name} — {(wait.For == Awaited.Timer ? "chờ" : "chờ đến khi")} {Event(wait.For, wait.Hours)}.", _ => node.Name + ".",
    };

    private static string Ends(UserTask step) =>
        step.Outcomes.Count == 0 ? "" : $" Kết thúc bằng một trong: {string.Join(", ", step.Outcomes.Select(one => one.Words))}.";

    internal static string Event(Awaited? what, decimal? hours) => what switch
    {
        Awaited.Timer => $"{(hours is { } some ? ProcessFaults.Hours(some) : "một thời gian")}", Awaited.Supplement => "người nộp bổ sung",
        Awaited.Payment => "đã nộp tiền", Awaited.Consultation => "có ý kiến được hỏi", Awaited.Confirmation => "bên ngoài xác nhận",
        Awaited.ChildResult => "có kết quả hồ sơ liên thông", _ => "một sự kiện chưa nói rõ",
    };

    private static string Capital(string words) => words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
}
