using System.Globalization;
using System.Text.RegularExpressions;
using MotCua.Forms.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Forms;

/// <summary>Rows of a repeating group, added and taken away by named submit buttons ("add" = members, "remove" = members[1]).</summary>
internal static partial class GroupRows
{
    [GeneratedRegex("^(?<group>[A-Za-z0-9.]{1,100})\\[(?<row>[0-9]{1,2})\\]$")]
    private static partial Regex RowShape();

    public static int Count(FormField group, RawValues raw)
    {
        var least = Math.Max(1, group.MinRows ?? 0);
        return int.TryParse(raw[$"{group.Name}.rows"], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? Math.Clamp(rows, group.Optional ? 0 : least, group.RowLimit)
            : group.Optional ? 0 : least;
    }

    /// <summary>What is said when more rows were sent than the form takes; what stands in them is not read.</summary>
    public static string? TooMany(FormField group, RawValues raw) =>
        long.TryParse(raw[$"{group.Name}.rows"], NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > group.RowLimit
            ? $"{group.Label}: tối đa {group.RowLimit} dòng, hiện có {Vi.Number(rows)}. Bỏ bớt dòng, hoặc nộp thêm một tờ khai" : null;

    public static bool Change(FormPage page, RawValues raw)
    {
        if (raw["add"] is { Length: > 0 } add && Group(page, add) is { } grown)
        {
            raw[$"{grown.Name}.rows"] = Math.Min(Count(grown, raw) + 1, grown.RowLimit).ToString(CultureInfo.InvariantCulture);
            return true;
        }
        if (RowShape().Match(raw["remove"]) is { Success: true } match && Group(page, match.Groups["group"].Value) is { } shrunk)
        {
            Remove(shrunk, int.Parse(match.Groups["row"].ValueSpan, CultureInfo.InvariantCulture), raw);
            return true;
        }
        return false;
    }

    private static FormField? Group(FormPage page, string name) => page.Fields.FirstOrDefault(field => field.Type == FieldType.Group && field.Name == name);

    private static void Remove(FormField group, int gone, RawValues raw)
    {
        var count = Count(group, raw);
        if (gone >= count) return;
        var before = raw.Names.Where(name => name.StartsWith(group.Name + "[", StringComparison.Ordinal)).ToDictionary(name => name, raw.All);
        foreach (var name in before.Keys) raw.Remove(name);
        foreach (var (name, values) in before)
        {
            var close = name.IndexOf(']', StringComparison.Ordinal);
            if (close < 0 || !int.TryParse(name.AsSpan(group.Name.Length + 1, close - group.Name.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture,
                out var row) || row == gone) continue;
            raw.Set($"{group.Name}[{(row > gone ? row - 1 : row)}{name[close..]}", values);
        }
        raw[$"{group.Name}.rows"] = (count - 1).ToString(CultureInfo.InvariantCulture);
    }
}
