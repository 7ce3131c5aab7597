using MotCua.Organisation.Contracts;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>Kiểm tra quy trình: every reason for which a drawing cannot be published, each with its place; and what deserves a look.</summary>
internal static class ProcessFaults
{
    /// <param name="termHours">Working hours of the legal term; null: there is none to compare with.</param>
    public static IReadOnlyList<ProcessFault> Of(ProcessDefinition definition, decimal? termHours = null)
    {
        var faults = definition.Nodes.SelectMany(node => Place(definition, node).Concat(Inside(node)).Select(wrong => At(node, wrong.Words, wrong.Hinders)))
            .Concat(definition.Flows.SelectMany(flow => Asked(definition, flow))).Concat(Whole(definition)).ToList();
        // How tokens move is only worth asking where every part of the drawing says something.
        if (!faults.Exists(fault => fault.Hinders)) faults.AddRange(Soundness.Faults(definition));
        if (!faults.Exists(fault => fault.Hinders) && termHours is { } term && LongestWay(definition) is var hours && hours > term)
            faults.Add(new(0, null, $"Các bước mất tới {Hours(hours)}, quá thời hạn {Hours(term)} của thủ tục"));
        return [.. faults.OrderBy(fault => fault.Line)];
    }

    /// <summary>Working hours of the way that takes longest; branches beside each other count once, a loop is gone through once.</summary>
    public static decimal LongestWay(ProcessDefinition definition)
    {
        var (known, under) = (new Dictionary<string, decimal>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        return definition.Nodes.OfType<Start>().Select(Way).DefaultIfEmpty().Max();

        decimal Way(Node node)
        {
            if (known.TryGetValue(node.Id, out var hours)) return hours;
            if (!under.Add(node.Id)) return 0;
            var after = definition.OutOf(node).Concat(definition.Around(node).SelectMany(definition.OutOf)).Select(flow => Way(definition[flow.To]));
            hours = ((node as UserTask)?.Hours ?? 0) + after.DefaultIfEmpty().Max();
            under.Remove(node.Id);
            return known[node.Id] = hours;
        }
    }

    /// <summary>"56 giờ làm việc (7 ngày)".</summary>
    public static string Hours(decimal hours) =>
        $"{Vi.Number(hours)} giờ làm việc{(hours >= Term.HoursOfDay && hours % Term.HoursOfDay == 0 ? $" ({Vi.Number(hours / Term.HoursOfDay)} ngày)" : "")}";

    private static IEnumerable<ProcessFault> Whole(ProcessDefinition definition)
    {
        var starts = definition.Nodes.OfType<Start>().ToList();
        if (starts.Count == 0) yield return new(0, null, "Quy trình cần một điểm bắt đầu");
        foreach (var more in starts.Skip(1)) yield return At(more, "Quy trình chỉ có một điểm bắt đầu; đây là điểm thứ hai");
        if (!definition.Nodes.OfType<End>().Any()) yield return new(0, null, "Quy trình cần ít nhất một điểm kết thúc");
        if (starts is [var start] && definition.OutOf(start).Select(flow => definition[flow.To]).FirstOrDefault() is { } first
            and not UserTask { Kind: StepKind.Receive })
            yield return At(first, "Quy trình bắt đầu bằng bước tiếp nhận (receive)");
        foreach (var again in definition.Nodes.OfType<UserTask>().Where(step => step.Kind == StepKind.Receive).Skip(1))
            yield return At(again, "Chỉ có một bước tiếp nhận (receive)");
        var asked = definition.Flows.SelectMany(flow => flow.Condition?.Names ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var step in definition.Nodes.OfType<UserTask>().Where(step => step.Outcomes.Count > 1 && !asked.Contains("step." + step.Id)))
        {
            yield return At(step, $"Bước có {step.Outcomes.Count} cách kết thúc ({string.Join(", ", step.Outcomes.Select(one => one.Words))}) " +
                $"mà không cổng rẽ nào hỏi tới step.{step.Id}");
        }
    }

    private static IEnumerable<(string Words, bool Hinders)> Place(ProcessDefinition definition, Node node)
    {
        if (node is Unread) yield break;
        var (come, go) = (definition.Into(node).Count(), definition.OutOf(node).Count());
        if (node is Start or Boundary && come > 0) yield return ("Không luồng nào đi vào đây được", true);
        if (node is not (Start or Boundary) && come == 0) yield return ("Không luồng nào đi vào", true);
        if (node is End && go > 0) yield return ("Sau điểm kết thúc không còn gì", true);
        if (node is not End && go == 0) yield return ("Ngõ cụt: không luồng nào đi ra", true);
        if (node is not (End or Gateway) && go > 1) yield return ($"Có {go} luồng đi ra; đặt một cổng rẽ hoặc cổng song song sau bước này", true);
        if (node is Gateway && come <= 1 && go <= 1) yield return ("Cổng chỉ có một luồng vào và một luồng ra: không có tác dụng", false);
        if (node is Gateway { Kind: not GatewayKind.Parallel } && go > 1 && !definition.OutOf(node).Any(flow => flow.IsDefault))
            yield return ("Cổng rẽ cần một luồng mặc định, đi khi không điều kiện nào đúng", true);
    }

    private static IEnumerable<(string Words, bool Hinders)> Inside(Node node)
    {
        if (node is UserTask or Catch or CallActivity or ServiceTask && node.Name.Length == 0) yield return ("Bước cần tên", true);
        if (node.Name.Length > 300) yield return ("Tên dài quá 300 ký tự", true);
        switch (node)
        {
            case UserTask step:
                if (step.Guessed)
                    yield return ("Loại bước và vai trò được đoán từ văn bản công bố; đối chiếu với nguyên văn rồi bỏ dấu đoán (guessed)", true);
                if (step.Kind is null)
                    yield return ($"Chưa nói loại bước: {string.Join(", ", BpmnWords.Kinds.Select(one => $"{BpmnWords.Said(one.Value)} ({one.Key})"))}", true);
                if (step.Role is null) yield return ("Chưa giao cho vai trò nào", true);
                else if (!Roles.Names.ContainsKey(step.Role))
                    yield return ($"Vai trò \"{step.Role}\" không có; chọn một trong: {string.Join(", ", Roles.Names.Keys)}", true);
                else if (step.Kind is { } kind && !StepRules.Doers[kind].Contains(step.Role))
                {
                    var doers = StepRules.Doers[kind].Select(role => Roles.Names[role]);
                    yield return ($"{Roles.Names[step.Role]} không làm được bước {BpmnWords.Said(kind)}. Chọn: {string.Join(", ", doers)}", true);
                }
                if (step.Seat == Seat.Unit && string.IsNullOrEmpty(step.Unit)) yield return ("Làm ở một đơn vị nhưng chưa có mã đơn vị (unit)", true);
                if (step.Hours is null) yield return ("Chưa có số giờ làm việc (hours)", true);
                else if (step.Hours is <= 0 or > StepRules.MostHours) yield return ($"Số giờ của bước cần lớn hơn 0 và không quá {StepRules.MostHours}", true);
                break;
            case ServiceTask { Act: null }: yield return ($"Chưa nói hệ thống làm việc gì (act): {string.Join(", ", BpmnWords.Acts.Keys)}", true); break;
            case CallActivity { Procedure: null or "" }: yield return ("Thủ tục liên thông cần mã thủ tục (calledElement)", true); break;
            case Catch { For: null } or Boundary { For: null }:
                yield return ($"Bước chờ mà không nói chờ ai: cần tin một trong {string.Join(", ", BpmnWords.Messages.Keys)}", true);
                break;
            case Catch { For: Awaited.Timer, Hours: not (> 0 and <= StepRules.MostHours) }
                or Boundary { For: Awaited.Timer, Hours: not (> 0 and <= StepRules.MostHours) }:
                yield return ($"Thời gian chờ cần lớn hơn 0 và không quá {StepRules.MostHours} giờ làm việc", true);
                break;
        }
    }

    private static IEnumerable<ProcessFault> Asked(ProcessDefinition definition, Flow flow)
    {
        var from = definition[flow.From];
        ProcessFault Wrong(string words) => new(flow.Line, flow.Id, $"Luồng từ {Soundness.Said(from)} tới {Soundness.Said(definition[flow.To])}: {words}");
        var chooses = from is Gateway { Kind: not GatewayKind.Parallel } && definition.OutOf(from).Skip(1).Any();
        if (!chooses && flow.ConditionText is not null) yield return Wrong("điều kiện ở đây không được hỏi tới; đặt nó sau một cổng rẽ");
        if (chooses && flow.IsDefault && flow.ConditionText is not null) yield return Wrong("luồng mặc định không có điều kiện");
        if (chooses && !flow.IsDefault && flow.ConditionText is null) yield return Wrong("cần một điều kiện");
    }

    private static ProcessFault At(Node node, string words, bool hinders = true)
    {
        var said = Soundness.Said(node);
        return new(node.Line, node.Id, $"{char.ToUpperInvariant(said[0])}{said[1..]}: {char.ToLowerInvariant(words[0])}{words[1..]}", hinders);
    }
}
