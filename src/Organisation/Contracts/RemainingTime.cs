using System.Globalization;
using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>Which chip shows the time: plain, soon (orange), overdue (filled red), done (closed in time), late (closed too late), paused.</summary>
public enum RemainingKind { Plain, Soon, Overdue, Done, Late, Paused }

/// <summary>Thời gian còn lại bằng lời: the one wording of every screen, message and paper.</summary>
/// <param name="Text">Whole sentence, for example "Còn 2 ngày làm việc — hạn 16:30, 05/05/2026".</param>
/// <param name="Chip">The same without the date.</param>
public sealed record RemainingTime(RemainingKind Kind, string Text, string Chip)
{
    /// <summary>For a row of a list, "Còn 4 giờ · 17:00 29/04": the kind of it is seen on the chip.</summary>
    public required string Short { get; init; }

    /// <summary>"Sắp đến hạn" from a fifth of the term, and never earlier than so many working days before its end.</summary>
    public const int SoonDays = 5;

    /// <param name="startedAt">When the clock started: the day of receipt itself is never counted, and a fifth of the term is "soon".</param>
    /// <param name="closedAt">When the dossier was finished; null while it runs.</param>
    public static RemainingTime Words(DateTimeOffset now, DateTimeOffset due, WorkingCalendar calendar,
        DateTimeOffset? startedAt = null, DateTimeOffset? closedAt = null, bool paused = false)
    {
        if (closedAt is { } closed) return Done(closed, due, calendar);
        // Days in a pause are not lateness, and nobody knows how many are left.
        if (paused) return new RemainingTime(RemainingKind.Paused, $"Tạm dừng tính giờ — {DueWords(due)} trước khi tạm dừng", "Tạm dừng tính giờ")
            { Short = "Tạm dừng" };
        if (now > due)
        {
            var late = DaysEnded(due, now, calendar);
            var words = late == 0 ? "Quá hạn dưới 1 ngày làm việc" : $"Quá hạn {late} ngày làm việc";
            return new RemainingTime(RemainingKind.Overdue, words, words) { Short = Row(words, due, now) };
        }
        var left = Left(now, due, calendar, startedAt);
        var soon = left.Days <= 1 || left.Days <= SoonDays && startedAt is { } started
            && calendar.WorkingTime(now, due) * 5 <= calendar.WorkingTime(started, due);
        var chip = soon ? $"Sắp đến hạn, còn {left.Words}" : $"Còn {left.Words}";
        return new RemainingTime(soon ? RemainingKind.Soon : RemainingKind.Plain, $"{chip} — {DueWords(due)}", chip)
        {
            Short = Row($"Còn {left.Words}", due, now),
        };
    }

    /// <summary>"hạn 16:30, 05/05/2026".</summary>
    public static string DueWords(DateTimeOffset due) =>
        due.InVietnam().ToString("'hạn' HH:mm, dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string InRow(string words) => words.Replace(" làm việc", "", StringComparison.Ordinal);

    private static string Row(string words, DateTimeOffset due, DateTimeOffset now) => $"{InRow(words)} · "
        + due.InVietnam().ToString(due.InVietnam().Year == now.InVietnam().Year ? "HH:mm dd/MM" : "HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static RemainingTime Done(DateTimeOffset closed, DateTimeOffset due, WorkingCalendar calendar)
    {
        if (closed > due)
        {
            var late = DaysEnded(due, closed, calendar);
            return Closed(RemainingKind.Late, late == 0 ? "Trễ dưới 1 ngày làm việc" : $"Trễ {late} ngày làm việc");
        }
        var early = calendar.WorkingDaysAfter(closed.Day(), due.Day());
        return Closed(RemainingKind.Done, early == 0 ? "Đúng hạn" : $"Trước hạn {early} ngày làm việc");

        static RemainingTime Closed(RemainingKind kind, string words) => new(kind, words, words) { Short = InRow(words) };
    }

    /// <summary>Whole working days still to come; inside the last one, working hours.</summary>
    private static (int Days, string Words) Left(DateTimeOffset now, DateTimeOffset due, WorkingCalendar calendar, DateTimeOffset? startedAt)
    {
        // Never more days than the term has: it begins with the valid receipt, and an end within a day is no whole day.
        var valid = startedAt is { } started ? calendar.Snap(started).Day() : DateOnly.MinValue;
        var today = now.Day() < valid ? valid : now.Day();
        var days = calendar.WorkingDaysAfter(today, due.Day());
        if (valid < today && today <= due.Day() && calendar.IsWorkingDay(today) && now <= calendar.Opening(today)) days++;
        if (due < calendar.Closing(due.Day())) days = Math.Min(days, (int)(calendar.WorkingTime(now, due).TotalHours / (double)Term.HoursOfDay));
        if (days > 0) return (days, $"{days} ngày làm việc");
        var hours = (int)Math.Floor(calendar.WorkingTime(now, due).TotalHours);
        return (0, hours == 0 ? "dưới 1 giờ làm việc" : $"{hours} giờ làm việc");
    }

    /// <summary>Lateness counts working days that have ended since the due date.</summary>
    private static int DaysEnded(DateTimeOffset due, DateTimeOffset now, WorkingCalendar calendar)
    {
        var count = calendar.WorkingDaysAfter(due.Day(), now.Day());
        return now.Day() > due.Day() && calendar.IsWorkingDay(now.Day()) && now < calendar.Closing(now.Day()) ? count - 1 : count;
    }
}
