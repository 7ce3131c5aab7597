using MotCua.Organisation.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>Khác nhau giữa hai phiên bản của quy trình, in words: what is new, what is gone, what is otherwise. Elements are the same by their id.</summary>
internal static class ProcessDifference
{
    /// <returns>Nothing when both mean the same; a picture drawn otherwise or a line moved in the file is no difference.</returns>
    public static IReadOnlyList<string> Of(ProcessDefinition before, ProcessDefinition after)
    {
        var told = new List<string>();
        if (before.Name != after.Name) told.Add($"Đổi tên quy trình từ “{before.Name}” thành “{after.Name}”");
        foreach (var node in after.Nodes.Where(node => before.Find(node.Id) is null)) told.Add($"Thêm {What(node)}{Facts(node)}");
        foreach (var node in before.Nodes.Where(node => after.Find(node.Id) is null)) told.Add($"Bỏ {What(node)}");
        foreach (var node in after.Nodes)
            if (before.Find(node.Id) is { } was) told.AddRange(Changed(was, node));
        told.AddRange(Ways(before, after));
        var (had, has) = (ProcessFaults.LongestWay(before), ProcessFaults.LongestWay(after));
        if (had != has) told.Add($"Đi hết quy trình lâu nhất {ProcessFaults.Hours(has)}, trước là {ProcessFaults.Hours(had)}");
        return told;
    }

    private static IEnumerable<string> Changed(Node was, Node node)
    {
        if (was.GetType() != node.GetType())
        {
            yield return $"{Capital(What(was))} thành {What(node)}{Facts(node)}";
            yield break;
        }
        if (was.Name != node.Name) yield return $"Đổi tên {What(was)} thành “{node.Name}”";
        var (old, now) = (Properties(was), Properties(node));
        foreach (var (name, value) in now.Where(pair => old[pair.Key] != pair.Value))
            yield return $"{Capital(What(node))}: {name} {value}, trước là {old[name]}";
        if (node is not UserTask step) yield break;
        foreach (var words in Lists("mục kiểm tra", ((UserTask)was).Checklist, step.Checklist)
            .Concat(Lists("cách kết thúc", [.. ((UserTask)was).Outcomes.Select(Said)], [.. step.Outcomes.Select(Said)])))
            yield return $"{Capital(What(node))}: {words}";

        static string Said(Outcome one) => $"{one.Words} ({one.Key})";
    }

    private static IEnumerable<string> Lists(string what, IReadOnlyList<string> was, IReadOnlyList<string> now)
    {
        foreach (var more in now.Except(was, StringComparer.Ordinal)) yield return $"thêm {what} “{more}”";
        foreach (var less in was.Except(now, StringComparer.Ordinal)) yield return $"bỏ {what} “{less}”";
        if (!was.SequenceEqual(now, StringComparer.Ordinal) && was.Order(StringComparer.Ordinal).SequenceEqual(now.Order(StringComparer.Ordinal)))
            yield return $"đổi thứ tự các {what}";
    }

    /// <summary>Flows by where they lead: an id of a flow is nothing that anybody sees.</summary>
    private static IEnumerable<string> Ways(ProcessDefinition before, ProcessDefinition after)
    {
        var (was, now) = (Grouped(before), Grouped(after));
        foreach (var ends in was.Keys.Union(now.Keys))
        {
            var (old, fresh) = (was.GetValueOrDefault(ends) ?? [], now.GetValueOrDefault(ends) ?? []);
            if (old.SequenceEqual(fresh, StringComparer.Ordinal)) continue;
            var (from, to) = (after.Find(ends.From) ?? before[ends.From], after.Find(ends.To) ?? before[ends.To]);
            var way = $"từ {Soundness.Said(from)} tới {Soundness.Said(to)}";
            yield return fresh.Count == 0 ? $"Bỏ đường {way}" : old.Count == 0 ? $"Thêm đường {way}{Space(fresh, always: false)}"
                : $"Đường {way}{Space(fresh)}, trước là{Space(old)}";
        }

        static string Space(List<string> conditions, bool always = true) =>
            string.Concat(conditions.Where(one => always || one != Always).Select(one => " " + one));

        static Dictionary<(string From, string To), List<string>> Grouped(ProcessDefinition process) => process.Flows.GroupBy(flow => (flow.From, flow.To))
            .ToDictionary(group => group.Key, group => group.Select(flow => When(process, flow)).Order(StringComparer.Ordinal).ToList());

        static string When(ProcessDefinition process, Flow flow) =>
            process[flow.From] is not Gateway { Kind: not GatewayKind.Parallel } || (flow.ConditionText is null && !flow.IsDefault) ? Always
            : flow.IsDefault ? "khi không điều kiện nào đúng" : $"khi {flow.Condition?.Words() ?? flow.ConditionText}";
    }

    private static string Facts(Node node)
    {
        var facts = Properties(node).Where(pair => pair.Value.Length > 0 && pair.Value != None).Select(pair => $"{pair.Key} {pair.Value}").ToList();
        return facts.Count == 0 ? "" : $" ({string.Join(", ", facts)})";
    }

    private const string None = "chưa có";

    private const string Always = "luôn đi";

    /// <summary>What an element says beside its name, each with its word on screen.</summary>
    private static Dictionary<string, string> Properties(Node node) => node switch
    {
        UserTask step => new(StringComparer.Ordinal)
        {
            ["loại"] = step.Kind is { } kind ? BpmnWords.Said(kind) : None,
            ["giao cho"] = step.Role is { } role ? Roles.Names.GetValueOrDefault(role, role) : None,
            ["làm tại"] = BpmnWords.Said(step.Seat, step.Unit),
            ["thời gian"] = Time(step.Hours), ["ghi chú"] = step.Documentation is { Length: > 0 } words ? $"“{words}”" : None,
            ["cùng làm"] = step.People > 1 ? $"{step.People} người" : None, ["đối chiếu"] = step.Guessed ? "còn là đoán" : "đã xác nhận",
        },
        ServiceTask act => new() { ["hệ thống làm"] = act.Act is { } kind ? BpmnWords.Said(kind) : None },
        Gateway gateway => new()
        {
            ["kiểu"] = gateway.Kind switch { GatewayKind.Parallel => "song song", GatewayKind.Inclusive => "rẽ nhiều nhánh", _ => "rẽ một nhánh" },
        },
        CallActivity call => new()
        {
            ["thủ tục"] = call.Procedure ?? None, ["nơi giải quyết theo"] = call.Place ?? None,
            ["khai sẵn"] = call.Given is { Count: > 0 } given ? string.Join("; ", given.Select(one => $"{one.Field}: {one.Text}")) : None,
        },
        Catch wait => new() { ["chờ"] = Awaits(wait.For, wait.Hours) },
        Boundary edge => new()
        {
            ["chờ"] = Awaits(edge.For, edge.Hours), ["gắn vào"] = edge.AttachedTo,
            ["khi xảy ra"] = edge.Interrupts ? "thôi bước đang làm" : "làm thêm bên cạnh",
        },
        End end => new() { ["kết thúc"] = end.Terminates ? "tất cả các nhánh" : "nhánh này" },
        _ => [],
    };

    private static string Awaits(Awaited? what, decimal? hours) => what is null ? None : Narration.Event(what, hours);

    private static string Time(decimal? hours) => hours is { } some ? ProcessFaults.Hours(some) : None;

    private static string What(Node node) => node switch
    {
        UserTask => $"bước {Soundness.Said(node)}", ServiceTask => $"việc của hệ thống {Soundness.Said(node)}",
        CallActivity => $"thủ tục liên thông {Soundness.Said(node)}", Catch => $"điểm chờ {Soundness.Said(node)}",
        Boundary => $"sự kiện bên mép {Soundness.Said(node)}", Gateway or Start or End when node.Name.Length > 0 => $"điểm {Soundness.Said(node)}",
        _ => Soundness.Said(node),
    };

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
