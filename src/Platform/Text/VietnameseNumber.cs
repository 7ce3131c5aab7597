using System.Globalization;
using System.Text.RegularExpressions;
using MotCua.Platform.Ui;

namespace MotCua.Platform.Text;

/// <summary>
/// Số và tiền như người Việt viết: a dot parts thousands, a comma parts decimals where the thing can be divided. What can be
/// read in two ways is not read at all: the sentence shows how to write it. One reader for forms, counter, pages and programs.
/// </summary>
public static partial class VietnameseNumber
{
    [GeneratedRegex(@"^(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[0-9]+)$")]
    private static partial Regex WholeShape();

    [GeneratedRegex(@"^([1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]{4,}),00?$")]
    private static partial Regex WithoutChange();

    [GeneratedRegex(@"^(?:([1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+),([0-9]+)|([0-9]+)\.([0-9]{1,2}|[0-9]{4,})|(0)\.([0-9]+))$")]
    private static partial Regex Divided();

    [GeneratedRegex("(?<=[0-9])[ \u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))")]
    private static partial Regex ThousandsBlank();

    private static readonly string[] Dong = ["đồng", "vnđ", "vnd", "đ", "₫", "dong", "d"];

    /// <summary>Đồng: there is nothing smaller, so "1,5" and "4000.50" are not read; "20.000,00" is twenty thousand.</summary>
    /// <param name="problem">The sentence for the person when the result is null.</param>
    public static long? Money(string? text, out string? problem)
    {
        var bare = Bare(text, Dong);
        if (WithoutChange().Match(bare) is { Success: true } cents) bare = cents.Groups[1].Value;
        var amount = Whole(bare);
        problem = amount is null ? "Nhập số tiền tròn đồng, dấu chấm tách hàng nghìn, ví dụ 50.000.000" : null;
        return amount;
    }

    /// <summary>Something that is counted: 2, 1.250; never 2,5.</summary>
    public static long? Count(string? text, string label, string? unit, out string? problem)
    {
        var count = Whole(Bare(text, Units(unit)));
        problem = count is null ? $"{label}: nhập số nguyên bằng chữ số, ví dụ 2" : null;
        return count;
    }

    /// <summary>Something that is measured: 12,5 and 1.250,75; "12.5" can only mean the same as 12,5, "1.250" is one thousand.</summary>
    public static decimal? Decimal(string? text, string label, string? unit, out string? problem)
    {
        var bare = Bare(text, Units(unit));
        decimal? value = Whole(bare);
        if (value is null && Divided().Match(bare) is { Success: true } parts && bare.Length <= 24)
        {
            var (whole, rest) = parts.Groups[1].Success ? (parts.Groups[1].Value, parts.Groups[2].Value)
                : parts.Groups[3].Success ? (parts.Groups[3].Value, parts.Groups[4].Value) : (parts.Groups[5].Value, parts.Groups[6].Value);
            value = decimal.Parse($"{whole.Replace(".", "", StringComparison.Ordinal)}.{rest}", CultureInfo.InvariantCulture);
        }
        problem = value is null ? $"{label}: nhập bằng chữ số, dấu phẩy trước phần lẻ, ví dụ 1.250,5" : null;
        return value;
    }

    /// <summary>The same within bounds; what lies outside is refused with the number, never moved to the bound.</summary>
    public static int? Count(string? text, string label, int least, int most, out string? problem)
    {
        if (Count(text, label, null, out problem) is not { } count) return null;
        problem = count < least ? $"{label}: ít nhất {Vi.Number(least)}, đang ghi {Vi.Number(count)}"
            : count > most ? $"{label}: nhiều nhất {Vi.Number(most)}, đang ghi {Vi.Number(count)}. Kiểm tra lại số" : null;
        return problem is null ? (int)count : null;
    }

    private static long? Whole(string bare) =>
        WholeShape().IsMatch(bare) && long.TryParse(bare.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal),
            NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000_000_000_000 ? number : null;

    private static string[] Units(string? unit) => unit is null ? [] : [unit];

    private static string Bare(string? text, IEnumerable<string> units)
    {
        var bare = VietnameseText.Clean(TypedText.Strict(text ?? ""));
        foreach (var unit in units)
        {
            if (!bare.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            bare = bare[..^unit.Length];
            break;
        }
        return ThousandsBlank().Replace(bare.Trim(), "");
    }
}
