using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>Terms in whole days: the end moves by the sum of what was paused, rounded once to whole days.</summary>
internal abstract class WholeDayCount(WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private decimal paused;

    /// <summary>The last day as far as it has been counted.</summary>
    protected DateOnly Last { get; set; }

    protected override void Begin(DateTimeOffset valid) => (Last, paused) = (LastFrom(valid.Day()), 0);

    protected sealed override DateTimeOffset ClockStart(DateTimeOffset valid) => VietnamTime.At(valid.Day().AddDays(1), TimeOnly.MinValue);

    protected sealed override void Move(DateTimeOffset from, DateTimeOffset to)
    {
        var before = RoundedDays(paused);
        for (var day = from.Day(); day <= to.Day(); day = day.AddDays(1)) paused += Share(day, from, to);
        if (RoundedDays(paused) is var now && now == before) return;
        Unpromise();
        for (; before < now; before++) Last = After(Last);
    }

    protected override void Until(DateTimeOffset until) => (Last, paused) = (until.Day(), 0);

    protected abstract DateOnly LastFrom(DateOnly first);

    protected abstract DateOnly After(DateOnly day);
}

/// <summary>
/// Ngày làm việc: counting starts the next working day after valid receipt. Whole days by the day, then what is left of a day as
/// working hours of the day after, and never later than that day.
/// </summary>
internal sealed class WorkingDayCount(decimal value, WorkingCalendar calendar, CountingRules rules) : WholeDayCount(calendar, rules)
{
    private TimeSpan rest;

    protected override void Begin(DateTimeOffset valid)
    {
        base.Begin(valid);
        rest = TimeSpan.FromTicks((long)((value - Math.Truncate(value)) * Rules.HoursPerDay * TimeSpan.TicksPerHour));
    }

    protected override DateOnly LastFrom(DateOnly first)
    {
        for (var left = (int)value; left > 0; left--) first = After(first);
        return first;
    }

    protected override void Until(DateTimeOffset until)
    {
        base.Until(until);
        rest = TimeSpan.Zero;
    }

    protected override DateTimeOffset End()
    {
        if (rest == TimeSpan.Zero) return Calendar.Closing(Last);
        var (end, most) = (Calendar.After(Calendar.Closing(Last), rest), Calendar.Closing(After(Last)));
        return end < most ? end : most;
    }

    protected override DateOnly After(DateOnly day) => Calendar.NextWorkingDay(day);

    internal override decimal Share(DateOnly day, DateTimeOffset from, DateTimeOffset to) => !Calendar.IsWorkingDay(day) ? 0
        : (decimal)Calendar.OfficeTime(day, from, to).Ticks / Calendar.OfficeTime(day).Ticks;

    internal override CountedDay Explain(DateOnly day, int stood, IReadOnlyList<Standstill> stills) =>
        Calendar.WhyNot(day) is { } why ? new CountedDay(day, false, why)
        : stood > 0 ? CountedDays.Still(day, Calendar, stills)
        : new CountedDay(day, true, null, Spent: day > Last ? rest : (TimeSpan?)null);
}

/// <summary>Ngày, tháng theo lịch: from the day after receipt; an end on a day off rolls forward.</summary>
internal sealed class CalendarDayCount(int days, int months, WorkingCalendar calendar, CountingRules rules) : WholeDayCount(calendar, rules)
{
    protected override DateOnly LastFrom(DateOnly first) => first.AddMonths(months).AddDays(days);

    protected override DateTimeOffset End() => Calendar.Closing(!Rules.RollForward || Calendar.IsWorkingDay(Last) ? Last : Calendar.NextWorkingDay(Last));

    protected override DateOnly After(DateOnly day) => day.AddDays(1);

    internal override decimal Share(DateOnly day, DateTimeOffset from, DateTimeOffset to)
    {
        var (begin, end) = (VietnamTime.At(day, TimeOnly.MinValue), VietnamTime.At(day.AddDays(1), TimeOnly.MinValue));
        if (from > begin) begin = from;
        if (to < end) end = to;
        return end <= begin ? 0 : (decimal)(end - begin).Ticks / TimeSpan.TicksPerDay;
    }

    internal override CountedDay Explain(DateOnly day, int stood, IReadOnlyList<Standstill> stills) => stood > 0 ? CountedDays.Still(day, Calendar, stills)
        : day <= Last ? new CountedDay(day, true, null) : new CountedDay(day, false, Calendar.WhyNot(day) ?? "Ngày làm việc kế tiếp");
}

/// <summary>Giờ làm việc: only time inside office hours is used up.</summary>
internal sealed class HourCount(decimal hours, WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private DateTimeOffset end;

    protected override void Begin(DateTimeOffset valid) => end = Calendar.After(valid, TimeSpan.FromTicks((long)(hours * TimeSpan.TicksPerHour)));

    protected override DateTimeOffset ClockStart(DateTimeOffset valid) => valid;

    protected override void Move(DateTimeOffset from, DateTimeOffset to)
    {
        if (Calendar.WorkingTime(from, to) is var lost && lost == TimeSpan.Zero) return;
        Unpromise();
        end = Calendar.After(end, lost);
    }

    protected override void Until(DateTimeOffset until) => end = until;

    protected override DateTimeOffset End() => end;

    internal override CountedDay Explain(DateOnly day, int stood, IReadOnlyList<Standstill> stills)
    {
        var last = BeforeLetter ?? end;
        var spent = Calendar.WhyNot(day) is null ? Calendar.OfficeTime(day, CountedFrom, last) : TimeSpan.Zero;
        if (spent > TimeSpan.Zero)
            foreach (var still in stills) spent -= Calendar.OfficeTime(day, Later(still.From, CountedFrom), still.To < last ? still.To : last);
        return spent > TimeSpan.Zero ? new CountedDay(day, true, null, Spent: spent)
            : Calendar.WhyNot(day) is { } why ? new CountedDay(day, false, why)
            : stills.Count > 0 ? CountedDays.Still(day, Calendar, stills) : new CountedDay(day, false, "Ngoài giờ làm việc");
    }
}

/// <summary>Trả trong ngày: received by the cut-off, due at closing the same day, else the next working day; after a pause the same from its end.</summary>
internal sealed class SameDayCount(TimeOnly cutOff, WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private DateOnly day;

    protected override void Begin(DateTimeOffset valid)
    {
        day = valid.Day();
        if (!Calendar.IsWorkingDay(day) || TimeOnly.FromDateTime(valid.InVietnam().DateTime) > cutOff) day = Calendar.NextWorkingDay(day);
    }

    protected override DateTimeOffset ClockStart(DateTimeOffset valid) => valid;

    protected override void Move(DateTimeOffset from, DateTimeOffset to)
    {
        var before = Due();
        Begin(Valid(to));
        if (End() > before) Unpromise();
        else day = before.Day();
    }

    protected override void Until(DateTimeOffset until) => day = until.Day();

    protected override DateTimeOffset End() => Calendar.Closing(day);

    internal override CountedDay Explain(DateOnly date, int stood, IReadOnlyList<Standstill> stills) => date == day ? new CountedDay(date, true, null)
        : Calendar.WhyNot(date) is { } why ? new CountedDay(date, false, why)
        : stills.Count > 0 ? CountedDays.Still(date, Calendar, stills) : new CountedDay(date, false, "Nhận sau giờ chốt trong ngày");
}
