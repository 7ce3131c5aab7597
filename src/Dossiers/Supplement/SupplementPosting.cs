using System.Globalization;
using Microsoft.AspNetCore.Http;
using MotCua.Platform.Text;

namespace MotCua.Dossiers.Supplement;

/// <summary>Reads the supplement form of a desk page: each paper marked right or to be mended, and one line of anything else.</summary>
internal static class SupplementPosting
{
    public static IReadOnlyList<SupplementItem> Read(IFormCollection form, Dossier dossier, string? other)
    {
        var items = dossier.Components.OrderBy(c => c.Seq).Where(c => form[$"check.{c.PaperKey}"] == "ask").Select(c => new SupplementItem(c.PaperKey, c.Name,
            Bound(form[$"note.{c.PaperKey}"], "Cách bổ sung", 500, $"note.{c.PaperKey}"), Blank(form[$"why.{c.PaperKey}"], "Lý do", 60, $"why.{c.PaperKey}"),
            Page(form[$"page.{c.PaperKey}"]),
            Blank(form[$"basis.{c.PaperKey}"], "Căn cứ", 300, $"basis.{c.PaperKey}"), PageRegion.Read(form[$"region.{c.PaperKey}"]))).ToList();
        if (!string.IsNullOrWhiteSpace(other)) items.Add(new SupplementItem(null, Bound(other, "Nội dung khác", 500, "other"), ""));
        return items;
    }

    /// <summary>Papers that were looked at and are right.</summary>
    public static IReadOnlyCollection<string> Right(IFormCollection form, Dossier dossier) =>
        [.. dossier.Components.Where(c => form[$"check.{c.PaperKey}"] == "ok").Select(c => c.PaperKey)];

    /// <returns>Null when left blank; 0, which is no page, when it is not a number: nothing is guessed.</returns>
    private static int? Page(string? text) => string.IsNullOrWhiteSpace(text)
        ? null : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 0;

    private static string? Blank(string? text, string label, int most, string field) => Bound(text, label, most, field) is { Length: > 0 } said ? said : null;

    private static string Bound(string? text, string label, int most, string field) => TypedText.Within(text, most, label, field);
}
