using System.Globalization;
using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>Which chip shows the time: plain, soon (orange), overdue (filled red), done (closed).</summary>
public enum RemainingKind { Plain, Soon, Overdue, Done }

/// <summary>Thời gian còn lại bằng lời: the one wording of every screen, message and paper.</summary>
/// <param name="Text">Whole sentence, for example "Còn 2 ngày làm việc — hạn 16:30, 05/05/2026".</param>
/// <param name="Chip">The same without the date.</param>
public sealed record RemainingTime(RemainingKind Kind, string Text, string Chip)
{
    /// <param name="startedAt">When the clock started: the day of receipt itself is never counted, and a fifth of the term is "soon".</param>
    /// <param name="closedAt">When the dossier was finished; null while it runs.</param>
    public static RemainingTime Words(DateTimeOffset now, DateTimeOffset due, WorkingCalendar calendar,
        DateTimeOffset? startedAt = null, DateTimeOffset? closedAt = null)
    {
        if (closedAt is { } closed) return Done(closed, due, calendar);
        if (now > due)
        {
            var late = DaysEnded(due, now, calendar);
            var words = late == 0 ? "Quá hạn dưới 1 ngày làm việc" : $"Quá hạn {late} ngày làm việc";
            return new RemainingTime(RemainingKind.Overdue, words, words);
        }
        var left = Left(now, due, calendar, startedAt);
        var soon = left.Days <= 1 || (startedAt is { } started
            && calendar.WorkingTime(now, due) * 5 <= calendar.WorkingTime(started, due));
        var chip = soon ? $"Sắp đến hạn, còn {left.Words}" : $"Còn {left.Words}";
        return new RemainingTime(soon ? RemainingKind.Soon : RemainingKind.Plain, $"{chip} — {DueWords(due)}", chip);
    }

    /// <summary>"hạn 16:30, 05/05/2026".</summary>
    public static string DueWords(DateTimeOffset due) =>
        due.InVietnam().ToString("'hạn' HH:mm, dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static RemainingTime Done(DateTimeOffset closed, DateTimeOffset due, WorkingCalendar calendar)
    {
        string words;
        if (closed > due)
        {
            var late = DaysEnded(due, closed, calendar);
            words = late == 0 ? "Trễ dưới 1 ngày làm việc" : $"Trễ {late} ngày làm việc";
        }
        else
        {
            var early = calendar.WorkingDaysAfter(closed.Day(), due.Day());
            words = early == 0 ? "Đúng hạn" : $"Trước hạn {early} ngày làm việc";
        }
        return new RemainingTime(RemainingKind.Done, words, words);
    }

    /// <summary>Whole working days still to come; inside the last one, working hours.</summary>
    private static (int Days, string Words) Left(DateTimeOffset now, DateTimeOffset due, WorkingCalendar calendar, DateTimeOffset? startedAt)
    {
        var today = now.Day();
        var days = calendar.WorkingDaysAfter(today, due.Day());
        var counts = startedAt is not { } started || calendar.Snap(started).Day() < today;
        if (counts && today <= due.Day() && calendar.IsWorkingDay(today) && now <= calendar.Opening(today)) days++;
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
