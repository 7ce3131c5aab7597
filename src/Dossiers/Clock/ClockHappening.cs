using MotCua.Catalogue.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Clock;

/// <summary>A line of the ledger that timelines tell, under the title of the message that told it.</summary>
/// <param name="Moved">"Hẹn trả …, trước là …."; null when the promise stayed.</param>
internal sealed record ClockHappening(ClockEntry Entry, string Title, string? Moved, string? Icon)
{
    /// <summary>Requests for a supplement, letters of apology, reception and the end have lines of their own.</summary>
    public static IEnumerable<ClockHappening> Of(IEnumerable<ClockEntry> entries)
    {
        var (cause, due) = ((string?)null, (DateTimeOffset?)null);
        foreach (var entry in entries)
        {
            var moved = due is { } before && entry.DueAt is { } now && before != now ? $"Hẹn trả {Vi.DateTime(now)}, trước là {Vi.DateTime(before)}." : null;
            due = entry.DueAt ?? due;
            if (entry.Kind == ClockKind.Pause) cause = entry.Cause;
            (string Title, string? Icon)? told = entry.Kind switch
            {
                ClockKind.Pause or ClockKind.Resume or ClockKind.Restart when cause == PauseCause.Supplement => null,
                ClockKind.Pause when cause == PauseCause.Payment => ("Chờ ông/bà nộp tiền", "wallet"),
                ClockKind.Pause => ("Tạm dừng tính giờ", "pause"),
                ClockKind.Resume or ClockKind.Restart => ("Giải quyết tiếp", null),
                ClockKind.Correct => ("Đính chính thời hạn", "calendar"),
                ClockKind.Calendar when moved is not null => ("Tính lại theo lịch mới", "calendar"),
                _ => null,
            };
            if (told is { } line) yield return new(entry, line.Title, moved, line.Icon);
        }
    }
}
