using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Vì sao là ngày này: every day from reception to the due one in one reading, counted, skipped or standing, each with its reason.
/// </summary>
internal static class CountedDays
{
    public const string Received = "Ngày tiếp nhận";
    private const string AfterHours = "Nhận sau giờ làm việc";
    private const string CountsAsReceived = "Tính là ngày tiếp nhận";
    private const string CountedAgain = "Tính lại toàn bộ thời hạn khi hồ sơ đủ";
    private const string Letter = "Gia hạn theo văn bản xin lỗi và hẹn lại";

    /// <summary>The letter still says so, until another one promises a day on which somebody is there.</summary>
    private const string LetterDayOff = "Ngày hẹn trong văn bản, nay là ngày nghỉ";

    /// <summary>The answer was there before closing: what waiting took is told, nobody is said to be waited for.</summary>
    private const string AddedUp = "Đã tính tiếp; thời gian dừng cộng lại thành ngày";
    private const string WhilePaused = "đang tạm dừng";

    // A guard against a calendar without any working day; no legal term is longer.
    private const int FurthestDays = 366 * 30;

    /// <param name="pausedSince">The clock stands: what comes after that day nobody knows.</param>
    /// <param name="why">What is waited for.</param>
    public static IReadOnlyList<CountedDay> Of(TermCount count, DateTimeOffset? pausedSince, string why)
    {
        var days = new List<CountedDay>();
        var (first, counting, due) = (count.Received.Day(), count.CountedFrom.Day(), count.Due().Day());
        var last = pausedSince is { } since && since.Day() < due ? since.Day() : due;
        IReadOnlyList<Standstill> stills = pausedSince is { } open
            ? [.. count.Stills, new Standstill(open, VietnamTime.At(open.Day().AddDays(1), TimeOnly.MinValue), why)] : count.Stills;
        var (before, after, next) = (new Sum(count), new Sum(count), 0);
        // Pauses are summed anew behind a letter, which promised another day.
        var (clock, letter) = (VietnamTime.At(counting.AddDays(1), TimeOnly.MinValue), count.BeforeLetter is null ? DateTimeOffset.MaxValue : count.PausesFrom);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (days.Count > FurthestDays) throw new InvalidOperationException("The calendar has no working day.");
            while (next < stills.Count && stills[next].To.Day() < day) next++;
            IReadOnlyList<Standstill> on = next < stills.Count && stills[next].From.Day() <= day
                ? [.. stills.Skip(next).TakeWhile(still => still.From.Day() <= day)] : [];
            var stood = 0;
            foreach (var still in on)
            {
                stood += before.Add(day, still.From > clock ? still.From : clock, still.To < letter ? still.To : letter);
                stood += after.Add(day, still.From > letter ? still.From : letter, still.To);
            }
            var told = day < counting ? Earlier(day, count, on) : day == counting && Began(day, count, on) is { } began ? began
                : count.BeforeLetter is { } end && day > end.Day() && stood == 0 ? new CountedDay(day, false, count.Office.WhyNot(day) ?? Letter)
                : count.Explain(day, stood, on);
            days.Add(day == due && count.Promised is not null && count.Office.WhyNot(day) is { } off
                ? new CountedDay(day, false, $"{LetterDayOff}: {off}") : Both(told, count.Office, on));
        }
        return days;
    }

    /// <summary>A day on which the clock stood: waited for somebody until closing, or only long enough to make up a day.</summary>
    public static CountedDay Still(DateOnly day, WorkingCalendar calendar, IReadOnlyList<Standstill> stills)
    {
        var end = calendar.IsOpen(day) ? calendar.Closing(day) : VietnamTime.At(day, new TimeOnly(23, 59));
        var waited = stills.LastOrDefault(still => still.From < end && still.To >= end);
        return new CountedDay(day, false, waited?.Why ?? AddedUp, Paused: true);
    }

    /// <summary>A day off in the middle of a pause is both, and neither hides the other.</summary>
    private static CountedDay Both(CountedDay told, WorkingCalendar calendar, IReadOnlyList<Standstill> stills)
    {
        if (told.Counted || stills.Count == 0 || calendar.WhyNot(told.Date) is not { } off) return told;
        if (told.Paused) return told with { Reason = $"{told.Reason}; {off}" };
        var (begin, end) = (VietnamTime.At(told.Date, TimeOnly.MinValue), VietnamTime.At(told.Date.AddDays(1), TimeOnly.MinValue));
        return told.Reason == off && stills.Any(still => still.From <= begin && still.To >= end) ? told with { Reason = $"{off}; {WhilePaused}" } : told;
    }

    /// <summary>Before the day from which the term is counted: reception outside hours, or the whole term began again later.</summary>
    private static CountedDay Earlier(DateOnly day, TermCount count, IReadOnlyList<Standstill> stills) =>
        count.Office.WhyNot(day) is { } off ? new CountedDay(day, false, off)
        : count.Restarted && stills.Count > 0 && Still(day, count.Office, stills) is { Reason: not AddedUp } waiting ? waiting
        : new CountedDay(day, false, count.Restarted ? CountedAgain : AfterHours);

    /// <summary>The day on which counting began is itself counted only by terms that run from the hour.</summary>
    private static CountedDay? Began(DateOnly day, TermCount count, IReadOnlyList<Standstill> stills)
    {
        if (count is not WholeDayCount && count.Explain(day, 0, stills) is { Counted: true } counted) return counted;
        if (count is SameDayCount) return count.Explain(day, 0, stills);
        return new CountedDay(day, false, count.Restarted ? CountedAgain : day == count.Received.Day() ? Received : count.Office.WhyNot(day) is { } off
            ? $"{CountsAsReceived} ({off})" : CountsAsReceived);
    }

    /// <summary>Pauses of one promise, day by day.</summary>
    private sealed class Sum(TermCount count)
    {
        private decimal paused;

        /// <returns>Whole days that have become full on this day.</returns>
        public int Add(DateOnly day, DateTimeOffset from, DateTimeOffset to)
        {
            if (to <= from) return 0;
            var before = count.RoundedDays(paused);
            paused += count.Share(day, from, to);
            return count.RoundedDays(paused) - before;
        }
    }
}
