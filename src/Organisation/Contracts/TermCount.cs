using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>Cách đếm thời hạn.</summary>
/// <param name="HoursPerDay">Working hours that make one working day (8).</param>
/// <param name="SameDayCutOff">Same-day procedures received after it are due the next working day, unless the procedure has its own.</param>
/// <param name="ReceptionCutOff">Received after it counts as received the next working morning; null: closing time.</param>
/// <param name="RollForward">An end on a day off moves to the next working day.</param>
public sealed record CountingRules(decimal HoursPerDay, TimeOnly SameDayCutOff, TimeOnly? ReceptionCutOff, bool RollForward);

/// <summary>
/// Đếm một thời hạn: one term while it runs, stands and runs again, the only place where a term is counted. Each unit counts
/// in its own way; what they share is that time already used up stays used, and a due time that has passed never moves.
/// </summary>
public abstract class TermCount(WorkingCalendar calendar, CountingRules rules)
{
    // A guard against a calendar without any working day; no legal term is longer.
    protected const int FurthestDays = 366 * 30;

    private readonly List<CountedDay> days = [];

    protected WorkingCalendar Calendar => calendar;

    protected CountingRules Rules => rules;

    /// <summary>Ngày đã đếm, đã bỏ qua hoặc đứng yên, as far as it has been counted.</summary>
    public IReadOnlyList<CountedDay> Days => days;

    /// <param name="cutOff">Of the procedure, for same-day terms; else that of the rule set.</param>
    public static TermCount Of(Term term, TimeOnly? cutOff, WorkingCalendar calendar, CountingRules rules) => term.Unit switch
    {
        TermUnit.SameDay => new SameDayCount(cutOff ?? rules.SameDayCutOff, calendar, rules),
        TermUnit.Hour => new HourCount(term.Value, 1, calendar, rules),
        // No whole day is left to count: by closing time of the day of receipt, however late in the day.
        TermUnit.WorkingDay when term.Value == 0 => new SameDayCount(TimeOnly.MaxValue, calendar, rules),
        TermUnit.WorkingDay when term.Value != Math.Truncate(term.Value) => new HourCount(term.Value * rules.HoursPerDay, rules.HoursPerDay, calendar, rules),
        TermUnit.WorkingDay => new WorkingDayCount((int)term.Value, calendar, rules),
        TermUnit.Day => new CalendarDayCount((int)Math.Ceiling(term.Value), months: 0, calendar, rules),
        TermUnit.Month => new CalendarDayCount(0, (int)Math.Ceiling(term.Value), calendar, rules),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.Unit, null),
    };

    /// <summary>Bắt đầu tính. Everything that follows comes in the order of time.</summary>
    public abstract void Start(DateTimeOffset at);

    /// <summary>Tạm dừng.</summary>
    public abstract void Pause(DateTimeOffset at);

    /// <summary>Tính tiếp.</summary>
    /// <param name="whole">Count the whole term again (restart).</param>
    /// <param name="why">What was waited for, for the days that stood.</param>
    public abstract void Resume(DateTimeOffset at, bool whole, string why);

    /// <summary>Gia hạn.</summary>
    /// <param name="amount">In the unit of the term; calendar days also for months.</param>
    public abstract void Extend(decimal amount);

    /// <summary>The due time if nothing else happens. While the clock stands: the one that held before.</summary>
    public abstract DateTimeOffset Due();

    /// <summary>The pause came when the time was over: it changes nothing, even if an extension follows.</summary>
    protected bool TooLate { get; set; }

    /// <summary>Thời điểm nhận hợp lệ: after the rule set's cut-off it is the next morning on which the office is open.</summary>
    protected DateTimeOffset Valid(DateTimeOffset at)
    {
        var valid = calendar.Snap(at);
        return rules.ReceptionCutOff is { } cutOff && TimeOnly.FromDateTime(valid.InVietnam().DateTime) > cutOff
            ? calendar.Opening(calendar.NextOpenDay(valid.Day())) : valid;
    }

    protected void Mark(DateOnly date, bool counted, string? reason, bool paused = false, TimeSpan? spent = null)
    {
        if (days.Count > 0 && days[^1].Date >= date)
        {
            // The same day goes on after a pause.
            if (days[^1].Date == date && spent is not null) days[^1] = days[^1] with { Counted = true, Reason = null, Spent = (days[^1].Spent ?? TimeSpan.Zero) + spent };
            return;
        }
        days.Add(new CountedDay(date, counted, reason, paused, spent));
        if (days.Count > FurthestDays) throw new InvalidOperationException("The calendar has no working day.");
    }

    /// <summary>Days between arrival and valid receipt.</summary>
    protected void MarkLate(DateOnly from, DateOnly valid)
    {
        for (var date = from; date < valid; date = date.AddDays(1)) Mark(date, false, calendar.WhyNot(date) ?? "Nhận sau giờ làm việc");
    }

    protected void MarkStill(DateOnly after, DateOnly last, string why)
    {
        for (var date = after.AddDays(1); date <= last; date = date.AddDays(1)) Mark(date, false, why, paused: true);
    }
}

/// <summary>
/// Ngày làm việc: counting starts the next working day after valid receipt; a day is used up when it ends while the clock
/// runs; after a pause counting starts again the next working day.
/// </summary>
internal sealed class WorkingDayCount(int whole, WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private int whole = whole;
    private int left = whole;
    private DateOnly last;
    private DateTimeOffset standsSince;

    public override void Start(DateTimeOffset at)
    {
        last = Valid(at).Day();
        MarkLate(at.Day(), last);
    }

    public override void Pause(DateTimeOffset at)
    {
        Run(at);
        (standsSince, TooLate) = (at, left == 0);
    }

    public override void Resume(DateTimeOffset at, bool again, string why)
    {
        if (at <= standsSince || TooLate) return;
        if (again) left = whole;
        var valid = Valid(at).Day();
        MarkStill(last, valid, why);
        if (valid > last) last = valid;
    }

    public override void Extend(decimal amount) => (whole, left) = (whole + (int)amount, left + (int)amount);

    public override DateTimeOffset Due()
    {
        Run(null);
        return Calendar.Closing(last);
    }

    private void Run(DateTimeOffset? until)
    {
        var stop = until?.Day() ?? DateOnly.MaxValue;
        while (left > 0 && last < stop)
        {
            var day = last.AddDays(1);
            var why = Calendar.WhyNot(day);
            if (why is null && until is { } at && day == stop && Calendar.Closing(day) > at) return;
            Mark(day, why is null, why);
            last = day;
            if (why is null) left--;
        }
    }
}

/// <summary>Giờ làm việc: only time inside office hours is used up.</summary>
internal sealed class HourCount(decimal hours, decimal hoursOfUnit, WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private TimeSpan whole = Hours(hours);
    private TimeSpan left = Hours(hours);
    private DateTimeOffset now;
    private DateTimeOffset standsSince;

    public override void Start(DateTimeOffset at)
    {
        now = Valid(at);
        MarkLate(at.Day(), now.Day());
    }

    public override void Pause(DateTimeOffset at)
    {
        Run(at);
        (standsSince, TooLate) = (at, left == TimeSpan.Zero);
    }

    public override void Resume(DateTimeOffset at, bool again, string why)
    {
        if (at <= standsSince || TooLate) return;
        if (again) left = whole;
        var valid = Valid(at);
        MarkStill(now.Day(), valid.Day().AddDays(-1), why);
        now = valid;
    }

    public override void Extend(decimal amount) => (whole, left) = (whole + Hours(amount * hoursOfUnit), left + Hours(amount * hoursOfUnit));

    public override DateTimeOffset Due()
    {
        Run(null);
        return now;
    }

    private void Run(DateTimeOffset? until)
    {
        while (left > TimeSpan.Zero)
        {
            var day = now.Day();
            if (until is { } stop && now >= stop) return;
            var why = Calendar.WhyNot(day);
            if (why is not null) Mark(day, false, why);
            else if (Spend(day, until)) return;
            var next = VietnamTime.At(day.AddDays(1), TimeOnly.MinValue);
            now = until is { } end && end < next ? end : next;
        }
    }

    /// <summary>true: the term or the run ended on this day.</summary>
    private bool Spend(DateOnly day, DateTimeOffset? until)
    {
        var spent = TimeSpan.Zero;
        foreach (var span in Calendar.HoursOn(day))
        {
            var (opens, closes) = (VietnamTime.At(day, span.Opens), VietnamTime.At(day, span.Closes));
            if (opens < now) opens = now;
            if (until is { } stop && closes > stop) closes = stop;
            if (closes <= opens) continue;
            var part = closes - opens < left ? closes - opens : left;
            (spent, left, now) = (spent + part, left - part, opens + part);
            if (left == TimeSpan.Zero) break;
        }
        if (spent > TimeSpan.Zero) Mark(day, true, null, spent: spent);
        else Mark(day, false, "Ngoài giờ làm việc");
        return left == TimeSpan.Zero || until is { } end && now >= end;
    }

    private static TimeSpan Hours(decimal hours) => TimeSpan.FromTicks((long)(hours * TimeSpan.TicksPerHour));
}

/// <summary>
/// Ngày, tháng theo lịch: from the day after receipt; an end on a day off rolls forward. A pause moves the end by as many days as
/// it lasted; for days, those before counting began are no loss and do not count, while months may end on one date from two
/// beginnings (31/12 and 30/12 both on 28/02), so there the whole pause counts, or a new holiday would make a date earlier.
/// </summary>
internal sealed class CalendarDayCount(int days, int months, WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private DateOnly last;
    private DateTimeOffset standsSince;
    private int extended;
    private int left;
    private int early;

    public override void Start(DateTimeOffset at)
    {
        last = Valid(at).Day();
        MarkLate(at.Day(), last);
        left = Whole(last);
    }

    public override void Pause(DateTimeOffset at)
    {
        Run(at.Day());
        (standsSince, TooLate) = (at, left == 0 && at > Calendar.Closing(Rolled()));
        early = months == 0 ? 0 : Math.Max(0, last.DayNumber - at.Day().DayNumber);
    }

    public override void Resume(DateTimeOffset at, bool again, string why)
    {
        if (at <= standsSince || TooLate) return;
        var valid = Valid(at).Day();
        MarkStill(last, valid, why);
        if (valid > last) last = valid;
        left = again ? Whole(last) + extended : left + early;
    }

    public override void Extend(decimal amount) => (extended, left) = (extended + (int)amount, left + (int)amount);

    public override DateTimeOffset Due()
    {
        Run(DateOnly.MaxValue);
        var due = Rolled();
        for (var day = last.AddDays(1); day <= due; day = day.AddDays(1)) Mark(day, false, Calendar.WhyNot(day) ?? "Ngày làm việc kế tiếp");
        return Calendar.Closing(due);
    }

    private int Whole(DateOnly from) => months == 0 ? days : from.AddMonths(months).DayNumber - from.DayNumber;

    private DateOnly Rolled() => !Rules.RollForward || Calendar.IsWorkingDay(last) ? last : Calendar.NextWorkingDay(last);

    private void Run(DateOnly until)
    {
        while (left > 0 && last < until)
        {
            last = last.AddDays(1);
            left--;
            Mark(last, true, null);
        }
    }
}

/// <summary>Trả trong ngày: received by the cut-off, due at closing the same day, else the next working day; an extension adds working days.</summary>
internal sealed class SameDayCount(TimeOnly cutOff, WorkingCalendar calendar, CountingRules rules) : TermCount(calendar, rules)
{
    private DateOnly day;
    private int extended;
    private DateTimeOffset standsSince;

    public override void Start(DateTimeOffset at) => Begin(at, null);

    public override void Pause(DateTimeOffset at) => (standsSince, TooLate) = (at, at > DueTime());

    public override void Resume(DateTimeOffset at, bool again, string why)
    {
        if (at > standsSince && !TooLate) Begin(at, why);
    }

    public override void Extend(decimal amount) => extended += (int)amount;

    public override DateTimeOffset Due()
    {
        for (var left = extended; left > 0;)
        {
            day = day.AddDays(1);
            var why = Calendar.WhyNot(day);
            Mark(day, why is null, why);
            if (why is null) left--;
        }
        extended = 0;
        Mark(day, true, null);
        return Calendar.Closing(day);
    }

    private DateTimeOffset DueTime()
    {
        var due = day;
        for (var i = 0; i < extended; i++) due = Calendar.NextWorkingDay(due);
        return Calendar.Closing(due);
    }

    private void Begin(DateTimeOffset at, string? stoodFor)
    {
        var valid = Valid(at);
        if (stoodFor is null) MarkLate(at.Day(), valid.Day());
        else MarkStill(standsSince.Day().AddDays(-1), valid.Day().AddDays(-1), stoodFor);
        day = valid.Day();
        var why = Calendar.WhyNot(day) ?? (TimeOnly.FromDateTime(valid.InVietnam().DateTime) > cutOff ? "Nhận sau giờ chốt trong ngày" : null);
        if (why is null) return;
        var next = Calendar.NextWorkingDay(day);
        Mark(day, false, why);
        MarkLate(day.AddDays(1), next);
        day = next;
    }
}
