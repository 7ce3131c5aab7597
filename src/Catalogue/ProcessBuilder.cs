using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue;

/// <summary>
/// Quy trình of a version: a published one read into our roles and kinds, or the standard one. However it was published,
/// a process begins with receiving, has exactly one signing and ends with returning; after the signing nothing is decided.
/// </summary>
internal static class ProcessBuilder
{
    private const decimal UsualHours = 80;

    public static (IReadOnlyList<ProcessStepView> Steps, string Source) Build(IEnumerable<SourceStep> published, Term? term)
    {
        // Cases of one procedure are separate processes: the one without a case is the common one.
        var process = published.GroupBy(step => step.ProcessId)
            .OrderBy(group => group.Any(step => !string.IsNullOrEmpty(step.CaseName))).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault();
        if (process is null || process.Count() < 3) return (Standard(term), "Quy trình chuẩn");
        var first = process.First();
        return (Published([.. process.OrderBy(step => step.StepNo)]),
            $"Quy trình mẫu theo {first.Decision ?? "văn bản công bố"}{(first.Province is null ? "" : $" ({first.Province})")}");
    }

    /// <summary>Receive, assign, appraise, sign, number, return; the hours are those of the term.</summary>
    public static IReadOnlyList<ProcessStepView> Standard(Term? term)
    {
        var total = Math.Max(4, HoursOf(term));
        var (small, sign) = (StepRules.SmallShare(total), StepRules.SigningShare(total));
        return
        [
            new("receive", "Tiếp nhận hồ sơ", Roles.ReceivingOfficer, "receive", small),
            new("assign", "Phân công thụ lý", Roles.Leader, "assign", small),
            new("appraise", "Thẩm định hồ sơ, dự thảo kết quả", Roles.Specialist, "appraise", total - sign - 4 * small),
            new("sign", "Ký duyệt kết quả", Roles.Leader, "sign", sign),
            new("number", "Vào sổ, đóng dấu", Roles.Registrar, "number", small),
            new("return", "Trả kết quả", Roles.ReceivingOfficer, "return", small),
        ];
    }

    public static decimal HoursOf(Term? term) => term?.Unit switch
    {
        null => UsualHours,
        TermUnit.SameDay => Term.HoursOfDay,
        TermUnit.Hour => term.Value,
        TermUnit.Day => Math.Ceiling(term.Value * 5 / 7) * Term.HoursOfDay,
        TermUnit.Month => term.Value * 22 * Term.HoursOfDay,
        _ => term.Value * Term.HoursOfDay,
    };

    /// <summary>The steps of one published process. Those that were read from a row have its number: s1, s2 …</summary>
    public static List<ProcessStepView> Published(IReadOnlyList<SourceStep> source)
    {
        var roles = source.Select(step => RoleOf(step.RoleUnit ?? step.Content ?? "")).ToList();
        // The counter begins and ends; what it only passes through in between is done where the dossier lies, for nobody of the counter sits there.
        for (var i = 1; i < roles.Count - 1; i++)
            if (roles[i] == Roles.ReceivingOfficer) roles[i] = Roles.Specialist;
        var signing = roles.FindLastIndex(role => role == Roles.Leader);
        // Work after the last head named, of another house mostly, means that the decision comes after it: what that head does is to agree.
        if (Enumerable.Range(signing + 1, roles.Count - signing - 1).Any(i => roles[i] == Roles.Specialist && !OnlyCarries(source[i]))) signing = -1;
        var steps = new List<ProcessStepView>();
        for (var i = 0; i < source.Count; i++)
            steps.Add(new ProcessStepView($"s{i + 1}", NameOf(source[i]), roles[i], KindOf(roles, i, signing),
            source[i].TimeHours is > 0 and var hours ? hours : 4));
        if (steps[0].Kind != "receive") steps.Insert(0, new("s0", "Tiếp nhận hồ sơ", Roles.ReceivingOfficer, "receive", 2));
        if (steps[^1].Kind == "return" || (source[^1].TimeHours == 0 && roles[^1] == Roles.Specialist && OnlyCarries(source[^1])))
            steps.RemoveAt(steps.Count - 1);
        if (signing < 0) steps.Add(new("sign", "Ký duyệt kết quả", Roles.Leader, "sign", 4));
        steps.Add(new("return", "Trả kết quả", Roles.ReceivingOfficer, "return", 2));
        return steps;
    }

    /// <summary>"Chuyển trả kết quả cho …", "Thông báo …", or a row without any time: the result is on its way, nothing is decided.</summary>
    private static bool OnlyCarries(SourceStep step)
    {
        var words = (step.Content ?? "").TrimStart(' ', '-').ToLowerInvariant();
        return step.TimeHours == 0 || new[] { "chuyển trả", "trả kết quả", "chuyển kết quả", "thông báo" }.Any(start =>
            words.StartsWith(start, StringComparison.Ordinal));
    }

    private static string KindOf(List<string> roles, int index, int signing) => roles[index] switch
    {
        Roles.ReceivingOfficer => index == 0 ? "receive" : "return",
        Roles.Registrar => signing >= 0 && index > signing ? "number" : "consult",
        Roles.Leader when index == signing => "sign",
        Roles.Leader => roles.Take(index).Contains(Roles.Specialist) ? "approve" : "assign",
        _ => signing >= 0 && index > signing ? "consult" : "appraise",
    };

    /// <summary>Words of the published unit decide; what nobody else does is the specialist's.</summary>
    internal static string RoleOf(string unit)
    {
        var words = unit.ToLowerInvariant();
        if (Has("tiếp nhận", "một cửa", "ttpvhcc", "ccmc", "trung tâm phục vụ hành chính công")) return Roles.ReceivingOfficer;
        if (Has("văn thư")) return Roles.Registrar;
        if (Has("lãnh đạo", "giám đốc", "chủ tịch", "trưởng phòng", "người đứng đầu", "hiệu trưởng", "chỉ huy trưởng")
            || words.Trim(' ', '-') is "ubnd tỉnh" or "bộ chqs tỉnh" or "ubnd cấp xã") return Roles.Leader;
        return Roles.Specialist;

        bool Has(params string[] any) => any.Any(word => words.Contains(word, StringComparison.Ordinal));
    }

    private static string NameOf(SourceStep step)
    {
        var unit = (step.RoleUnit ?? "").Trim(' ', '-', ';', '.');
        var name = string.IsNullOrWhiteSpace(step.Content) ? unit : unit.Length == 0 ? step.Content.Trim() : $"{step.Content.Trim(' ', '.', ';')} ({unit})";
        return name.Length <= 200 ? name : name[..199] + "…";
    }
}
