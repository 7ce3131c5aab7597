using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue;

/// <summary>
/// Whether a dossier that walks these steps comes to its end: taken in, decided by one signature of a leader, returned. What is refused
/// here would leave somebody at a counter with a dossier that nobody can move.
/// </summary>
internal static class ProcessCheck
{
    private const int MostSteps = 60;

    /// <returns>Where among the steps, and what is wrong.</returns>
    public static IEnumerable<(string Place, string Reason)> Problems(IReadOnlyList<ProcessStepView?> steps)
    {
        var wrong = steps.SelectMany((step, i) => Step(steps, step, i).Select(problem => ($"process[{i}]{problem.Place}", problem.Reason)));
        // Steps that cannot be read cannot be walked.
        return steps.All(step => step is not null && ProcessStepView.Kinds.Contains(step.Kind)) ? wrong.Concat(Walk([.. steps.Select(step => step!)])) : wrong;
    }

    private static IEnumerable<(string Place, string Reason)> Step(IReadOnlyList<ProcessStepView?> steps, ProcessStepView? step, int i)
    {
        if (step is null)
        {
            yield return ("", "Mục này để trống");
            yield break;
        }
        if (string.IsNullOrWhiteSpace(step.Key) || steps.Take(i).Any(other => other?.Key == step.Key)) yield return (".key",
            "Mỗi bước cần một khóa (key) riêng");
        if (string.IsNullOrWhiteSpace(step.Name)) yield return (".name", "Bước cần tên");
        else if (step.Name.Length > 300) yield return (".name", "Tên bước dài quá 300 ký tự");
        if (step.Role is null || !Roles.Names.ContainsKey(step.Role)) yield return (".role", $"Vai trò \"{step.Role}\" không có trong danh sách");
        if (!ProcessStepView.Kinds.Contains(step.Kind)) yield return (".kind",
            $"Loại bước \"{step.Kind}\" cần là một trong: {string.Join(", ", ProcessStepView.Kinds)}");
        else if (step.Role is not null && Roles.Names.ContainsKey(step.Role) && StepRules.Doers[Enum.Parse<StepKind>(step.Kind, ignoreCase: true)] is var doers
            && !doers.Contains(step.Role))
            yield return (".role", $"Bước {step.Kind} không do vai trò {step.Role} làm được. Chọn: {string.Join(", ", doers)}");
        if (step.Hours is <= 0 or > StepRules.MostHours) yield return (".hours", $"Số giờ của bước cần lớn hơn 0 và không quá {StepRules.MostHours}");
    }

    private static IEnumerable<(string Place, string Reason)> Walk(List<ProcessStepView> steps)
    {
        if (steps.Count == 0) yield break;
        if (steps.Count > MostSteps) yield return ("process", $"Quy trình có hơn {MostSteps} bước");
        if (steps.Count == 1)
        {
            yield return ("process", "Quy trình cần ít nhất bước tiếp nhận (receive), bước ký (sign) và bước trả kết quả (return)");
            yield break;
        }
        if (steps[0].Kind != "receive") yield return ("process[0].kind", "Quy trình cần bắt đầu bằng bước tiếp nhận (receive)");
        if (steps[^1].Kind != "return") yield return ($"process[{steps.Count - 1}].kind", "Quy trình cần kết thúc bằng bước trả kết quả (return)");
        var signing = steps.FindIndex(step => step.Kind == "sign");
        if (signing < 0) yield return ("process", "Quy trình cần đúng một bước ký (sign) của lãnh đạo; hiện không có");
        for (var i = 1; i < steps.Count; i++)
        {
            var (kind, place) = (steps[i].Kind, $"process[{i}].kind");
            if (kind == "receive") yield return (place, "Chỉ bước đầu tiên là bước tiếp nhận (receive)");
            if (kind == "return" && i < steps.Count - 1) yield return (place, "Chỉ bước cuối cùng là bước trả kết quả (return)");
            if (kind == "sign" && i != signing) yield return (place, "Quy trình cần đúng một bước ký (sign) của lãnh đạo; đây là bước ký thứ hai");
            if (kind == "number" && (signing < 0 || i < signing)) yield return (place, "Vào sổ, đóng dấu (number) chỉ có sau bước ký");
            if (kind is "assign" or "appraise" or "approve" && signing >= 0 && i > signing) yield return (place,
                "Sau bước ký không còn thẩm định, phân công hay duyệt");
        }
        if (steps.Sum(step => step.Hours) > StepRules.MostHours) yield return ("process", $"Tổng số giờ các bước quá {StepRules.MostHours}");
    }
}
