using System.Globalization;
using System.Text.Json.Serialization;

namespace MotCua.Dossiers.Supplement;

/// <summary>Vùng được đánh dấu on a page of a paper, in whole percents of its width and height from the top left corner.</summary>
internal sealed record PageRegion(int X, int Y, int W, int H)
{
    private static readonly string[] Places =
    [
        "góc trên bên trái", "phía trên, ở giữa", "góc trên bên phải", "giữa trang, bên trái", "chính giữa trang", "giữa trang, bên phải",
        "góc dưới bên trái", "phía dưới, ở giữa", "góc dưới bên phải",
    ];

    /// <summary>What can be chosen without drawing: ninths of the page, "1" to "9" in the order of reading.</summary>
    public static IEnumerable<(string Code, string Words, PageRegion Region)> Ninths => Enumerable.Range(0, 9).Select(at =>
        ((at + 1).ToString(CultureInfo.InvariantCulture), Places[at], new PageRegion(at % 3 * 33, at / 3 * 33, 34, 34)));

    [JsonIgnore]
    public bool IsOnPage => X >= 0 && Y >= 0 && W is >= 1 and <= 100 && H is >= 1 and <= 100 && X <= 100 - W && Y <= 100 - H;

    /// <summary>Where its middle lies, for who reads or hears instead of seeing.</summary>
    [JsonIgnore]
    public string Words => Places[Math.Clamp((2 * Y + H) / 67, 0, 2) * 3 + Math.Clamp((2 * X + W) / 67, 0, 2)];

    /// <param name="text">"x,y,w,h" as drawn on the picture, or the code of a ninth.</param>
    /// <returns>Null when it is neither.</returns>
    public static PageRegion? Read(string? text)
    {
        if (Ninths.FirstOrDefault(ninth => ninth.Code == text).Region is { } ninth) return ninth;
        var numbers = (text ?? "").Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToList();
        return numbers is [var x, var y, var w, var h] && new PageRegion(x, y, w, h) is { IsOnPage: true } drawn ? drawn : null;
    }

    public override string ToString() => $"{X},{Y},{W},{H}";
}
