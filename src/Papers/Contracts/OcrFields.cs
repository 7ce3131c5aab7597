using System.Globalization;
using System.Text.RegularExpressions;

namespace MotCua.Papers.Contracts;

/// <summary>Trường gợi ý từ chữ đọc được.</summary>
/// <param name="Name">full_name, birth_date, personal_id, number, issued_on, issuer.</param>
/// <param name="Value">Dates as yyyy-MM-dd, other values as read.</param>
/// <param name="Confidence">0–100: the weakest word of the value, lowered when the value fails its own check.</param>
public sealed record SuggestedField(string Name, string Value, double Confidence);

/// <summary>Gợi ý nội dung giấy tờ: finds the usual fields in the words of a page. Never final: an official confirms each one.</summary>
public static partial class OcrFields
{
    public static IReadOnlyList<SuggestedField> Suggest(IReadOnlyList<OcrWord> words)
    {
        var lines = words.GroupBy(w => w.Line).Select(l => (Words: l.ToList(), Text: string.Join(' ', l.Select(w => w.Text)))).ToList();
        var fields = new List<SuggestedField>();
        void Take(string name, Regex pattern, Func<string, (string? Value, double Factor)> read)
        {
            foreach (var (lineWords, text) in lines)
            {
                var match = pattern.Match(text);
                if (!match.Success || fields.Exists(f => f.Name == name))
                {
                    continue;
                }

                var group = match.Groups["v"];
                if (read(group.Value.Trim()) is ({ } value, var factor))
                {
                    fields.Add(new SuggestedField(name, value, Math.Round(Weakest(lineWords, group) * factor, 1)));
                }
            }
        }

        Take("full_name", FullName(), v => Name(v));
        Take("birth_date", BirthDate(), v => (Date(v), 1));
        Take("personal_id", PersonalId(), v => (Digits(v), IsPlausibleId(Digits(v)) ? 1 : 0.5));
        Take("number", Number(), v => (v.TrimEnd('.', ',', ';'), 1));
        Take("issued_on", IssuedOn(), v => (Date(v), 1));
        Take("issued_on", PlaceAndDate(), v => (Date(v), 0.95));
        Take("issuer", Issuer(), v => (v.TrimEnd('.', ',', ';'), 1));
        Take("issuer", Committee(), v => (v, 0.9));
        return fields;
    }

    private static double Weakest(List<OcrWord> words, Group group)
    {
        var at = 0;
        var weakest = 100.0;
        foreach (var word in words)
        {
            if (at < group.Index + group.Length && at + word.Text.Length > group.Index)
            {
                weakest = Math.Min(weakest, word.Confidence);
            }

            at += word.Text.Length + 1;
        }

        return weakest;
    }

    private static (string? Value, double Factor) Name(string value)
    {
        var name = string.Join(' ', value.Trim('.', ',', ';', ':', ' ', '-').Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var parts = name.Split(' ').Length;
        return name.Length < 4 || name.Any(char.IsDigit) ? (null, 0) : (name, parts is >= 2 and <= 6 ? 1 : 0.6);
    }

    private static string Digits(string value) => string.Concat(value.Where(char.IsAsciiDigit));

    /// <summary>Twelve digits: three of the province, one of century and sex, two of the year, six at random (Nghị định 137/2015/NĐ-CP, điều 13).</summary>
    private static bool IsPlausibleId(string id) => id.Length == 12 && id[0] == '0' && id[..3] != "000";

    private static string? Date(string value)
    {
        var numbers = DatePart().Matches(value).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
        return numbers is [var day, var month, var year] && year is > 1850 and < 2200 && month is >= 1 and <= 12 && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
            ? $"{year:d4}-{month:d2}-{day:d2}"
            : null;
    }

    private const string DatePattern = @"(?<v>(ngày\s*)?\d{1,2}\s*([/.\-]|tháng)\s*\d{1,2}\s*([/.\-]|năm)\s*\d{4})";

    [GeneratedRegex(@"\d+")]
    private static partial Regex DatePart();

    [GeneratedRegex(@"(họ[,\s]+(chữ đệm[,\s]+(và\s+)?)?(và\s+)?tên|họ tên)[^:]{0,40}[:：]\s*(?<v>\p{L}[\p{L}\s.'’\-]{2,60})", RegexOptions.IgnoreCase)]
    private static partial Regex FullName();

    [GeneratedRegex(@"(ngày,?\s*tháng,?\s*năm\s*sinh|ngày sinh|sinh ngày)[^0-9]{0,40}" + DatePattern, RegexOptions.IgnoreCase)]
    private static partial Regex BirthDate();

    [GeneratedRegex(@"(định danh|căn cước|CCCD|giấy tờ tùy thân)[^0-9]{0,60}(?<v>\d[\d\s.]{9,16}\d)", RegexOptions.IgnoreCase)]
    private static partial Regex PersonalId();

    [GeneratedRegex(@"^\s*(quyển số.{0,20})?\bsố\s*[:：]\s*(?<v>\d[\p{L}\p{N}/\-.]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"(ngày cấp|cấp ngày|ngày đăng ký|ký ngày)[^0-9]{0,30}" + DatePattern, RegexOptions.IgnoreCase)]
    private static partial Regex IssuedOn();

    [GeneratedRegex(@"^\s*[\p{L}\s]{2,40},\s*" + DatePattern, RegexOptions.IgnoreCase)]
    private static partial Regex PlaceAndDate();

    [GeneratedRegex(@"(nơi cấp|cơ quan cấp|nơi đăng ký|cơ quan đăng ký)[^:]{0,30}[:：]\s*(?<v>.{4,120})", RegexOptions.IgnoreCase)]
    private static partial Regex Issuer();

    [GeneratedRegex(@"(?<v>(ỦY|UỶ) BAN NHÂN DÂN(\s+(XÃ|PHƯỜNG|TỈNH|THÀNH PHỐ|HUYỆN)(\s+(?!CỘNG|ĐỘC)\p{Lu}+){0,5})?)")]
    private static partial Regex Committee();
}
