using System.Text.RegularExpressions;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;

namespace MotCua.Catalogue;

/// <summary>What the shape of the JSON cannot say about a procedure: whatever is let through here is met by a person at the counter.</summary>
internal static partial class OverlayCheck
{
    /// <summary>Two working years; more is a slip of the pen.</summary>
    private const decimal MostHours = 4000;

    private static readonly string[] PaperKinds = ["original", "copy", "certified", "form"];

    [GeneratedRegex("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
    private static partial Regex Name();

    /// <param name="forms">Newest version of each published form.</param>
    /// <returns>Where in the file, and why.</returns>
    public static IEnumerable<(string Place, string Reason)> Problems(ProcedureOverlay overlay, IReadOnlyDictionary<string, int> forms)
    {
        if (overlay.Alias is null || !Name().IsMatch(overlay.Alias)) yield return ("alias", "Mã ngắn chỉ gồm chữ không dấu, chữ số, gạch nối");
        if (overlay.CompetentLevel is not (null or "commune" or "province")) yield return ("competentLevel", "competentLevel cần là commune hoặc province");
        if (overlay.Term is { Unit: not TermUnit.SameDay, Value: <= 0 }) yield return ("term", "Thời hạn (value) cần lớn hơn 0");
        if (!forms.TryGetValue(overlay.FormCode ?? VersionBuilder.GenericForm, out var newest)) yield return ("formCode", $"Biểu mẫu \"{overlay.FormCode}\" chưa được công bố");
        else if (overlay.FormVersion is { } version && (version < 1 || version > newest)) yield return ("formVersion", $"Biểu mẫu này chưa có phiên bản {version}; mới nhất là {newest}");
        foreach (var one in Papers(overlay.Papers ?? []).Concat(Steps(overlay.Process ?? [])).Concat(Maximum(overlay.StatutoryMax ?? []))) yield return one;
        if (overlay.Result is { } result && (new[] { result.Name, result.PaperType, result.NumberFormat, result.Title }.Any(string.IsNullOrWhiteSpace) || result.Paragraphs is null || result.Paragraphs.Any(string.IsNullOrWhiteSpace)))
            yield return ("result", "Kết quả cần đủ name, paperType, numberFormat, title và các đoạn (paragraphs)");
    }

    private static IEnumerable<(string, string)> Papers(IReadOnlyList<PaperView?> papers)
    {
        for (var i = 0; i < papers.Count; i++)
        {
            if (papers[i] is not { } paper) yield return ($"papers[{i}]", "Mục này để trống");
            else if (paper.Key is null || !Name().IsMatch(paper.Key)) yield return ($"papers[{i}].key", "Khóa giấy tờ chỉ gồm chữ không dấu, chữ số, gạch nối");
            else if (papers.Take(i).Any(other => other?.Key == paper.Key)) yield return ($"papers[{i}].key", $"Khóa giấy tờ \"{paper.Key}\" có hai lần");
            else if (string.IsNullOrWhiteSpace(paper.Name)) yield return ($"papers[{i}].name", "Giấy tờ cần tên");
            else if (!PaperKinds.Contains(paper.Kind)) yield return ($"papers[{i}].kind", $"Loại giấy tờ cần là một trong: {string.Join(", ", PaperKinds)}");
            else if (paper.Originals < 0 || paper.Copies < 0) yield return ($"papers[{i}]", "Số bản không được âm");
        }
    }

    private static IEnumerable<(string, string)> Steps(IReadOnlyList<ProcessStepView?> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not { } step)
            {
                yield return ($"process[{i}]", "Mục này để trống");
                continue;
            }
            if (string.IsNullOrWhiteSpace(step.Key) || steps.Take(i).Any(other => other?.Key == step.Key)) yield return ($"process[{i}].key", "Mỗi bước cần một khóa (key) riêng");
            if (string.IsNullOrWhiteSpace(step.Name)) yield return ($"process[{i}].name", "Bước cần tên");
            if (step.Role is null || !Roles.Names.ContainsKey(step.Role)) yield return ($"process[{i}].role", $"Vai trò \"{step.Role}\" không có trong danh sách");
            if (!ProcessStepView.Kinds.Contains(step.Kind)) yield return ($"process[{i}].kind", $"Loại bước \"{step.Kind}\" cần là một trong: {string.Join(", ", ProcessStepView.Kinds)}");
            if (step.Hours is <= 0 or > MostHours) yield return ($"process[{i}].hours", $"Số giờ của bước cần lớn hơn 0 và không quá {MostHours}");
        }
        if (steps is [{ } first, .., { } last])
        {
            if (first.Kind != "receive") yield return ("process[0].kind", "Quy trình cần bắt đầu bằng bước tiếp nhận (receive)");
            if (last.Kind != "return") yield return ($"process[{steps.Count - 1}].kind", "Quy trình cần kết thúc bằng bước trả kết quả (return)");
        }
        else if (steps.Count == 1) yield return ("process", "Quy trình cần ít nhất bước tiếp nhận (receive) và bước trả kết quả (return)");
    }

    /// <summary>A maximum without its article, or two at once, is no law.</summary>
    private static IEnumerable<(string, string)> Maximum(IReadOnlyList<StatutoryMaximum?> most)
    {
        foreach (var one in most)
        {
            var wrong = one?.Term is null || one.Term.Value <= 0 ? "statutoryMax cần thời hạn (term) lớn hơn 0"
                : string.IsNullOrWhiteSpace(one.Basis) ? "statutoryMax cần căn cứ (basis): điều, khoản của luật"
                : one.ValidFrom == default || one.ValidTo < one.ValidFrom ? "statutoryMax cần ngày bắt đầu (validFrom) và ngày kết thúc không trước ngày đó" : null;
            if (wrong is null) continue;
            yield return ("statutoryMax", wrong);
            yield break;
        }
        var ordered = most.OrderBy(one => one!.ValidFrom).ToList();
        if (ordered.Zip(ordered.Skip(1)).Any(pair => pair.First!.ValidTo is not { } end || end >= pair.Second!.ValidFrom)) yield return ("statutoryMax", "Hai mục statutoryMax có hiệu lực cùng lúc");
    }
}
