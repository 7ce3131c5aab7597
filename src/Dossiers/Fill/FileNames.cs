using System.Globalization;
using System.Text;

namespace MotCua.Dossiers.Fill;

/// <summary>
/// Tên tệp, for display only: no path, no control or bidirectional sign that would make "exe.fdp" read as "pdf.exe", NFC,
/// at most 120 signs with the extension kept.
/// </summary>
internal static class FileNames
{
    private const int Longest = 120;

    public static string Clean(string? given)
    {
        var name = (given ?? "").Replace('\\', '/');
        name = name[(name.LastIndexOf('/') + 1)..];
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune == Rune.ReplacementChar) continue;
            clean.Append(rune);
        }
        name = clean.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
        if (name.Length == 0) return "Tệp không tên";
        if (name.Length <= Longest) return name;
        var extension = name.LastIndexOf('.') is var dot && dot > name.Length - 8 && dot > 0 ? name[dot..] : "";
        return name[..(Longest - extension.Length)].TrimEnd() + extension;
    }
}
