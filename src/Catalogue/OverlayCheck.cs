using System.Text.RegularExpressions;
using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue;

/// <summary>What the shape of the JSON cannot say about a procedure: whatever is let through here is met by a person at the counter.</summary>
internal static partial class OverlayCheck
{
    private const decimal MostTerm = 1000;
    private const int MostMonths = 1200;
    private const int MostCopies = 99;
    private const long MostFee = 10_000_000_000;
    private const int MostMinutes = 600;

    /// <summary>What a result may say besides the answers.</summary>
    private static readonly HashSet<string> HouseFields = new(StringComparer.Ordinal)
    {
        "dossier.code", "dossier.procedure", "dossier.receivedAt", "dossier.submittedAt", "dossier.ownerName", "owner.name", "owner.number", "agency.name",
            "result.number", "result.date",
    };

    private static readonly string[] PaperKinds = ["original", "copy", "certified", "form"];

    [GeneratedRegex(@"^\s*Số\s*:?\s*[0-9]+\s*/", RegexOptions.IgnoreCase)]
    private static partial Regex ConstantNumber();

    [GeneratedRegex("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
    private static partial Regex Name();

    /// <param name="forms">Newest version of each published form.</param>
    /// <param name="form">The one that this procedure fills in, when it can be read.</param>
    /// <returns>Where in the file, and why.</returns>
    public static IEnumerable<(string Place, string Reason)> Problems(ProcedureOverlay overlay, IReadOnlyDictionary<string, int> forms,
        FormDefinition? form = null)
    {
        if (overlay.Alias is null || !Name().IsMatch(overlay.Alias)) yield return ("alias", "Mã ngắn chỉ gồm chữ không dấu, chữ số, gạch nối");
        if (overlay.CompetentLevel is not (null or "commune" or "province")) yield return ("competentLevel", "competentLevel cần là commune hoặc province");
        if (overlay.Term is { Unit: not TermUnit.SameDay, Value: <= 0 or > MostTerm }) yield return ("term",
            $"Thời hạn (value) cần lớn hơn 0 và không quá {MostTerm}");
        if (overlay.EstimatedMinutes is < 1 or > MostMinutes) yield return ("estimatedMinutes", $"Số phút khai từ 1 đến {MostMinutes}");
        if (overlay.Fee is { AmountVnd: < 0 or > MostFee }) yield return ("fee.amountVnd", $"Mức thu từ 0 đến {MostFee} đồng");
        if (overlay.Fee is { Words: null or "" }) yield return ("fee.words", "Mức thu cần lời (words), ví dụ Không thu phí");
        if (!forms.TryGetValue(overlay.FormCode ?? VersionBuilder.GenericForm, out var newest))
            yield return ("formCode", $"Biểu mẫu \"{overlay.FormCode}\" chưa được công bố");
        else if (overlay.FormVersion is { } version && (version < 1 || version > newest))
            yield return ("formVersion", $"Biểu mẫu này chưa có phiên bản {version}; mới nhất là {newest}");
        foreach (var one in Papers(overlay.Papers ?? []).Concat(ProcessCheck.Problems(overlay.Process ?? [])).Concat(Maximum(overlay.StatutoryMax ?? []))
            .Concat(Result(overlay.Result, form)).Concat(Drawn(overlay, form))) yield return one;
    }

    private static IEnumerable<(string, string)> Drawn(ProcedureOverlay overlay, FormDefinition? form)
    {
        if (overlay is { Drawing: not null, Process.Count: > 0 })
            yield return ("drawing", "Quy trình là một bản vẽ (drawing) hoặc một danh sách bước (process)");
        if (overlay.Drawing is { } drawing && form is not null)
            foreach (var words in Drawing.Faults(drawing, FormValues.Known(form))) yield return ("drawing", words);
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
            else if (paper.Originals is < 0 or > MostCopies || paper.Copies is < 0 or > MostCopies) yield return ($"papers[{i}]",
                $"Số bản không được âm và không quá {MostCopies}");
        }
    }

    /// <summary>What is printed with a number must take it from the book, and may name only what the form or the house knows.</summary>
    private static IEnumerable<(string, string)> Result(ResultView? result, FormDefinition? form)
    {
        if (result is null) yield break;
        if (new[] { result.Name, result.PaperType, result.NumberFormat, result.Title }.Any(string.IsNullOrWhiteSpace)
            || result.Paragraphs is not { Count: > 0 } || result.Paragraphs.Any(string.IsNullOrWhiteSpace))
        {
            yield return ("result", "Kết quả cần đủ name, paperType, numberFormat, title và các đoạn (paragraphs)");
            yield break;
        }
        if (result.NumberFormat.Split("{seq}").Length != 2) yield return ("result.numberFormat",
            "Số kết quả lấy từ sổ: cần đúng một trường {seq}, ví dụ {seq}/QĐ-UBND");
        else if (result.NumberFormat.Replace("{seq}", "", StringComparison.Ordinal).Replace("{year}", "", StringComparison.Ordinal).IndexOfAny(['{', '}']) >= 0)
            yield return ("result.numberFormat", "Số kết quả chỉ có hai trường: {seq} và {year}");
        if (result.NumberFormat.Length > 60) yield return ("result.numberFormat", "Mẫu số kết quả dài quá 60 ký tự");
        if (result.ValidMonths is < 1 or > MostMonths) yield return ("result.validMonths",
            $"Số tháng hiệu lực từ 1 đến {MostMonths}; bỏ trống nếu không thời hạn");
        for (var i = 0; i < result.Paragraphs.Count; i++)
        {
            foreach (var name in FormMerge.Names(result.Paragraphs[i]))
                if (!HouseFields.Contains(name) && (form is null ? !name.StartsWith("answers.", StringComparison.Ordinal) : !FormMerge.Knows(form, name)))
                    yield return ($"result.paragraphs[{i}]", $"Không có trường {{{{{name}}}}} trong biểu mẫu: kết quả sẽ không soạn được");
            if (ConstantNumber().IsMatch(result.Paragraphs[i])) yield return ($"result.paragraphs[{i}]",
                "Số của kết quả phải là trường {{result.number}}, không viết cố định");
        }
    }

    /// <summary>A maximum without its article, or two at once, is no law.</summary>
    private static IEnumerable<(string, string)> Maximum(IReadOnlyList<StatutoryMaximum?> most)
    {
        foreach (var one in most)
        {
            var wrong = one?.Term is null || one.Term.Value is <= 0 or > MostTerm ? $"statutoryMax cần thời hạn (term) lớn hơn 0 và không quá {MostTerm}"
                : string.IsNullOrWhiteSpace(one.Basis) ? "statutoryMax cần căn cứ (basis): điều, khoản của luật"
                : one.ValidFrom == default || one.ValidTo < one.ValidFrom
                ? "statutoryMax cần ngày bắt đầu (validFrom) và ngày kết thúc không trước ngày đó" : null;
            if (wrong is null) continue;
            yield return ("statutoryMax", wrong);
            yield break;
        }
        var ordered = most.OrderBy(one => one!.ValidFrom).ToList();
        if (ordered.Zip(ordered.Skip(1)).Any(pair => pair.First!.ValidTo is not { } end || end >= pair.Second!.ValidFrom))
            yield return ("statutoryMax", "Hai mục statutoryMax có hiệu lực cùng lúc");
    }
}
