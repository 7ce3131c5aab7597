using System.Globalization;

namespace MotCua.Platform.Web;

/// <summary>Where a page of a list ended: time and id of its last row, opaque to the asker.</summary>
public static class Cursor
{
    public static string Write(DateTimeOffset at, Guid id) => $"{at.UtcTicks:x}-{id:n}";

    /// <exception cref="Refused">400 after: not one of ours.</exception>
    public static (DateTimeOffset At, Guid Id)? After(string? cursor) => cursor is null ? null
        : Read(cursor) ?? throw new Refused(400, "Con trỏ trang không đúng. Lấy lại từ trang trước", "after");

    public static (DateTimeOffset At, Guid Id)? Read(string? cursor)
    {
        var parts = cursor?.Split('-');
        return parts is [var ticks, var id] && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var time)
            && time >= 0 && time <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "n", out var guid)
            ? (new DateTimeOffset(time, TimeSpan.Zero), guid) : null;
    }
}
