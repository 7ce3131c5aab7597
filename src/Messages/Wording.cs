using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MotCua.Messages;

internal static partial class Wording
{
    public const int LongestSms = 160;

    /// <summary>A field without a value is left out: a template edited wrongly must not stop the act that sends it.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> fields, string link) =>
        Field().Replace(template, match => fields.GetValueOrDefault(match.Groups[1].Value)
            ?? (match.Groups[1].Value == "link" ? link : "")).Normalize();

    /// <summary>Without marks, because a single accented letter more than halves what fits into one SMS; at most 160 characters.</summary>
    public static string Sms(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            plain.Append(letter switch { 'đ' => 'd', 'Đ' => 'D', '–' or '—' => '-', '\n' or '\r' => ' ', < '\u0080' => letter, _ => '?' });
        }
        var result = plain.ToString();
        if (result.Length <= LongestSms) return result;
        var cut = result.LastIndexOf(' ', LongestSms - 3);
        return result[..(cut > 100 ? cut : LongestSms - 3)] + "...";
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Field();
}
