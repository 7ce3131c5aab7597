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

    /// <summary>
    /// Without marks, because a single accented letter more than halves what fits into one SMS. Over 160 characters the words
    /// are shortened, the longest value first; links, codes and dates stay whole, even when the message then takes two parts.
    /// </summary>
    public static string Sms(string template, IReadOnlyDictionary<string, string> fields, string link)
    {
        var plain = fields.ToDictionary(field => field.Key, field => Plain(field.Value), StringComparer.Ordinal);
        var words = Plain(template);
        string Filled() => Fill(words, plain, Plain(link));
        var asked = Field().Matches(words).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var name in plain.Keys.Where(name => asked.Contains(name) && !IsWhole(name, plain[name]))
            .OrderByDescending(name => plain[name].Length).ToList())
        {
            var over = Filled().Length - LongestSms;
            if (over <= 0) break;
            plain[name] = Shortened(plain[name], Math.Max(plain[name].Length - over, LeastWords));
        }
        var text = Filled();
        // Nothing to be kept whole: from the end, at a word.
        if (!text.Contains("://", StringComparison.Ordinal)) return text.Length <= LongestSms ? text : Shortened(text, LongestSms);
        if (text.Length <= LongestSms) return text;
        return WithoutLastWords(text, [.. asked.Where(name => plain.ContainsKey(name) && IsWhole(name, plain[name])).Select(name => plain[name])]);
    }

    public static string Sms(string text) => Sms(text.Replace("{", "(", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal),
        new Dictionary<string, string>(), "");

    /// <summary>Enough of a value to be recognised.</summary>
    private const int LeastWords = 20;

    private static bool IsWhole(string name, string value) =>
        name is "link" or "page" or "short" or "code" or "due" or "before" or "count" || value.Contains("://", StringComparison.Ordinal);

    private static string Shortened(string value, int most)
    {
        if (value.Length <= most) return value;
        var cut = value.LastIndexOf(' ', most - 3);
        return value[..(cut > most / 2 ? cut : most - 3)].TrimEnd() + "...";
    }

    /// <summary>The template itself is too long: its words go from the end, what must stay whole keeps its place.</summary>
    private static string WithoutLastWords(string text, IReadOnlyCollection<string> whole)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        for (var at = words.Count - 1; at >= 0 && string.Join(' ', words).Length > LongestSms; at--)
        {
            var bare = words[at].Trim('.', ',', ':', ';');
            if (bare.Contains("://", StringComparison.Ordinal) || whole.Any(value => value.Contains(bare, StringComparison.Ordinal))) continue;
            if (at + 1 < words.Count && words[at + 1] == "...") words.RemoveAt(at);
            else words[at] = "...";
        }
        return string.Join(' ', words);
    }

    public static HashSet<string> FieldsOf(string template) =>
        Field().Matches(template).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    public static string WithoutFields(string template) => Field().Replace(template, "");

    /// <summary>As an SMS would be if nothing of it had to be shortened.</summary>
    public static string PlainFilled(string template, IReadOnlyDictionary<string, string> fields, string link) => Plain(Fill(template, fields, link));

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            plain.Append(letter switch { 'đ' => 'd', 'Đ' => 'D', '–' or '—' => '-', '\n' or '\r' => ' ', < '\u0080' => letter, _ => '?' });
        }
        return plain.ToString();
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Field();
}
