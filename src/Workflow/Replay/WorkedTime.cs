using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Workflow.Replay;

/// <summary>
/// Giờ làm việc cộng dồn: the working time of a calendar added up once for each year. A replay asks for it some forty times a dossier, and the calendar
/// itself walks from day to day for each answer.
/// </summary>
internal sealed class WorkedTime(WorkingCalendar calendar)
{
    private static readonly ConditionalWeakTable<WorkingCalendar, WorkedTime> Kept = [];

    private readonly ConcurrentDictionary<int, Year> years = [];

    public static WorkedTime Of(WorkingCalendar calendar) => Kept.GetValue(calendar, one => new(one));

    /// <summary>As <see cref="WorkingCalendar.WorkingTime"/>.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from) return TimeSpan.Zero;
        var (begin, end) = (from.InVietnam().DateTime, until.InVietnam().DateTime);
        var sum = Of(end.Year).Until(end) - Of(begin.Year).Until(begin);
        for (var year = begin.Year; year < end.Year; year++) sum += Of(year).Whole;
        return TimeSpan.FromTicks(sum);
    }

    /// <summary>As <see cref="WorkingCalendar.After"/>.</summary>
    public DateTimeOffset After(DateTimeOffset from, TimeSpan time)
    {
        if (time <= TimeSpan.Zero) return from;
        var begin = from.InVietnam().DateTime;
        var (year, wanted) = (begin.Year, Of(begin.Year).Until(begin) + time.Ticks);
        for (; wanted > Of(year).Whole; year++) wanted -= Of(year).Whole;
        return new DateTimeOffset(Of(year).When(wanted), VietnamTime.Offset);
    }

    /// <summary>As <see cref="WorkingCalendar.AddWorkingHours"/>: hours that are added begin at a minute of the office.</summary>
    public DateTimeOffset Due(DateTimeOffset from, decimal hours)
    {
        var local = from.InVietnam();
        return After(calendar.Snap(local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute))), TimeSpan.FromTicks((long)(hours * TimeSpan.TicksPerHour)));
    }

    private Year Of(int year) => years.GetOrAdd(year, one => new Year(calendar, one));

    private sealed class Year
    {
        private readonly DateOnly first;
        private readonly long[] before;
        private readonly IReadOnlyList<HourSpan>?[] spans;

        public Year(WorkingCalendar calendar, int year)
        {
            first = new DateOnly(year, 1, 1);
            var days = DateTime.IsLeapYear(year) ? 366 : 365;
            (before, spans) = (new long[days + 1], new IReadOnlyList<HourSpan>?[days]);
            for (var day = 0; day < days; day++)
            {
                var date = first.AddDays(day);
                if (calendar.IsWorkingDay(date)) spans[day] = calendar.HoursOn(date);
                before[day + 1] = before[day] + (spans[day]?.Sum(span => (span.Closes - span.Opens).Ticks) ?? 0);
            }
        }

        public long Whole => before[^1];

        public long Until(DateTime at)
        {
            var (day, time) = (at.DayOfYear - 1, at.TimeOfDay.Ticks);
            var sum = before[day];
            foreach (var span in spans[day] ?? []) sum += Math.Clamp(time - span.Opens.Ticks, 0, span.Closes.Ticks - span.Opens.Ticks);
            return sum;
        }

        /// <summary>Exactly at a closing it stays that closing.</summary>
        public DateTime When(long wanted)
        {
            var (low, high) = (0, spans.Length - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (before[middle] < wanted) low = middle;
                else high = middle - 1;
            }
            var left = wanted - before[low];
            foreach (var span in spans[low]!)
            {
                var time = span.Closes.Ticks - span.Opens.Ticks;
                if (left <= time) return first.AddDays(low).ToDateTime(TimeOnly.MinValue).AddTicks(span.Opens.Ticks + left);
                left -= time;
            }
            throw new InvalidOperationException("A working day has no hours.");
        }
    }
}
