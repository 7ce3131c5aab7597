using System.Text.RegularExpressions;
using MotCua.Papers.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Papers.Results;

/// <summary>Merges a template and lays the result out as a paper (Nghị định 30/2020/NĐ-CP).</summary>
internal static partial class ResultPaper
{
    /// <summary>Fills {{fields}}; the names of those without a value are reported, so that nothing is printed with a hole.</summary>
    public static (IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Missing) Merge(IReadOnlyList<string> template,
        IReadOnlyDictionary<string, string> fields)
    {
        var missing = new List<string>();
        var merged = template.Select(paragraph => Field().Replace(paragraph, match =>
        {
            var name = match.Groups[1].Value.Trim();
            // Number and date exist only when the leader signs.
            if (name is "result.number" or "result.date") return match.Value;
            if (fields.TryGetValue(name, out var value) && value.Length > 0) return value;
            missing.Add(name);
            return "……";
        })).ToList();
        return (merged, missing.Distinct().ToList());
    }

    /// <summary>The fields that a template prints.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> template) =>
        template.SelectMany(paragraph => Field().Matches(paragraph)).Select(match => match.Groups[1].Value.Trim()).Distinct();

    public static byte[] Render(Result result, IReadOnlyList<string> paragraphs, string? place, string verifyUrl, DateTimeOffset? signedAt, string? signerName,
        string? signerTitle)
    {
        var day = signedAt?.InVietnam();
        var number = result.Number ?? "(cấp khi ký)";
        var paper = new PaperDocument(result.Title) { Content = (SignedContent.Entry, SignedContent.Of(result).Write()) };
        foreach (var block in (ReadOnlySpan<Block>)[
            PaperDocument.Letterhead([result.AgencyName], $"Số: {number}",
                $"{place ?? "……"}, ngày {(day is { } d ? $"{d:dd} tháng {d:MM} năm {d:yyyy}" : "… tháng … năm …")}"),
            new QrCode(verifyUrl, 25),
            PaperDocument.Heading(result.Title.ToUpperInvariant()),
        ]) paper.Add(block);
        foreach (var paragraph in paragraphs)
            paper.Add(new Paragraph(paragraph.Replace("{{result.number}}", number, StringComparison.Ordinal)
                .Replace("{{result.date}}", day is { } at ? $"{at:dd/MM/yyyy}" : "……", StringComparison.Ordinal)) { FirstLineMm = 10, Size = 13 });
        paper.Add(new Columns(
            [new Paragraph(Run.BI("Kiểm tra kết quả:"), new Run($"\n{verifyUrl}\nMã hồ sơ {result.DossierCode}", Size: 10)) { Before = 12 }],
            [
                new Paragraph(Run.B((signerTitle ?? "Người ký").ToUpperInvariant())) { Align = Align.Center, Before = 12, After = 0 },
                new SignatureArea(SignatureField),
                new Paragraph(Run.B(signerName ?? "")) { Align = Align.Center },
            ]));
        return paper.ToPdf();
    }

    public const string SignatureField = "ChuKyLanhDao";

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex Field();
}
