namespace MotCua.Platform.Web;

/// <summary>Thứ tự của danh sách, as it stands in the address: "ten", or "-ten" for the other way round.</summary>
public sealed record SortOrder(string By, bool Down)
{
    /// <summary>What a press on the head of this column asks for: upwards first, then the other way.</summary>
    public static string Next(SortOrder? now, string column) => now == new SortOrder(column, false) ? $"-{column}" : column;

    /// <summary>Null: not asked for.</summary>
    /// <param name="columns">By which this list can be sorted.</param>
    /// <exception cref="Refused">400 xep.</exception>
    public static SortOrder? Read(string? text, params ReadOnlySpan<string> columns)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var order = text.StartsWith('-') ? new SortOrder(text[1..], true) : new SortOrder(text, false);
        return columns.Contains(order.By) ? order
            : throw new Refused(400, "Danh sách này không xếp được theo cột đó. Bấm tên một cột trong danh sách để xếp lại", "xep");
    }
}
