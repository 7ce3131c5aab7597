using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>Làm tròn tổng thời gian tạm dừng thành ngày: once for the whole dossier, never pause by pause.</summary>
public enum PauseRounding { Up, Nearest, Down }

/// <summary>Cách đếm thời hạn.</summary>
/// <param name="HoursPerDay">Working hours that make one working day (8).</param>
/// <param name="SameDayCutOff">Same-day procedures received after it are due the next working day, unless the procedure has its own.</param>
/// <param name="ReceptionCutOff">Received after it counts as received the next working morning; null: closing time.</param>
/// <param name="RollForward">An end on a day off moves to the next working day.</param>
/// <param name="ReceptionMinutes">The minute of reception is rounded down to so many (15: quarters); null: whole minutes.</param>
public sealed record CountingRules(decimal HoursPerDay, TimeOnly SameDayCutOff, TimeOnly? ReceptionCutOff, bool RollForward,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    PauseRounding PauseRounding = PauseRounding.Up, int? ReceptionMinutes = null);

/// <summary>A period in which the clock stood, and for what.</summary>
public sealed record Standstill(DateTimeOffset From, DateTimeOffset To, string Why);

/// <summary>
/// Đếm một thời hạn: one term while it runs, stands and runs again, the only place where a term is counted. The end only ever moves
/// forward: by time that was paused, by a letter that promises another day, by counting the whole term again.
/// </summary>
public abstract class TermCount(WorkingCalendar calendar, CountingRules rules)
{
    /// <summary>What is shorter is no pause: nobody could have worked meanwhile.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);

    private readonly List<Standstill> stills = [];
    private DateTimeOffset received;
    private DateTimeOffset? standsSince;
    private bool tooLate;

    protected WorkingCalendar Calendar => calendar;

    protected CountingRules Rules => rules;

    /// <summary>Pauses that moved the end, in the order of time.</summary>
    internal IReadOnlyList<Standstill> Stills => stills;

    internal DateTimeOffset Received => received;

    /// <summary>The whole term was counted again from a complete dossier.</summary>
    internal bool Restarted { get; private set; }

    /// <summary>When counting began, and again at a restart: a valid hour of the office.</summary>
    internal DateTimeOffset CountedFrom { get; private set; }

    /// <summary>Pauses before it are none: the clock has not started, or a letter has promised another day since.</summary>
    internal DateTimeOffset PausesFrom { get; private set; }

    /// <summary>Ngày hẹn trong văn bản đã ký: what a letter says, the clock says, whatever the calendar becomes.</summary>
    public DateTimeOffset? Promised { get; private set; }

    /// <summary>The end before the first letter: later days were added by it.</summary>
    internal DateTimeOffset? BeforeLetter { get; private set; }

    /// <param name="cutOff">Of the procedure, for same-day terms; else that of the rule set.</param>
    public static TermCount Of(Term term, TimeOnly? cutOff, WorkingCalendar calendar, CountingRules rules) => term.Unit switch
    {
        TermUnit.SameDay => new SameDayCount(cutOff ?? rules.SameDayCutOff, calendar, rules),
        TermUnit.Hour => new HourCount(term.Value, calendar, rules),
        // No whole day is left to count: by closing time of the day of receipt, however late in the day.
        TermUnit.WorkingDay when term.Value == 0 => new SameDayCount(TimeOnly.MaxValue, calendar, rules),
        TermUnit.WorkingDay => new WorkingDayCount(term.Value, calendar, rules),
        TermUnit.Day => new CalendarDayCount((int)Math.Ceiling(term.Value), months: 0, calendar, rules),
        TermUnit.Month => new CalendarDayCount(0, (int)Math.Ceiling(term.Value), calendar, rules),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.Unit, null),
    };

    /// <summary>Bắt đầu tính. Everything that follows comes in the order of time.</summary>
    public void Start(DateTimeOffset at)
    {
        received = at;
        Count(Valid(at));
    }

    /// <summary>Tạm dừng. One that comes when the time is over changes nothing, even if an extension follows.</summary>
    public void Pause(DateTimeOffset at) => (standsSince, tooLate) = (at, at >= Due());

    /// <summary>Tính tiếp. A pause without a minute of office time changes nothing.</summary>
    /// <param name="whole">Count the whole term again (restart).</param>
    /// <param name="why">What was waited for, for the days that stood.</param>
    public void Resume(DateTimeOffset at, bool whole, string why)
    {
        var since = standsSince ?? throw new InvalidOperationException("The clock was not paused.");
        standsSince = null;
        if (tooLate || calendar.WorkingTime(since, at) < LeastPause) return;
        stills.Add(new Standstill(since, at, why));
        if (whole) Again(at, Later(since, PausesFrom));
        else if (at > PausesFrom) Move(Later(since, PausesFrom), at);
    }

    /// <summary>Gia hạn đến ngày hẹn trong văn bản đã ký; a letter never makes the date earlier. What is paused later is added up anew.</summary>
    public void Extend(DateTimeOffset at, DateTimeOffset until)
    {
        BeforeLetter ??= Due();
        (Promised, PausesFrom) = (Later(until, Due()), at);
        Until(Promised.Value);
    }

    /// <summary>The due time if nothing else happens. While the clock stands: the one that held before.</summary>
    public DateTimeOffset Due() => Promised ?? End();

    /// <summary>Ngày đã đếm, đã bỏ qua hoặc đứng yên: every day from reception to the due one, or to the pause that is still open.</summary>
    public IReadOnlyList<CountedDay> Days(string? openPause = null) => CountedDays.Of(this, openPause is null ? null : standsSince, openPause ?? "");

    /// <summary>The end without a letter.</summary>
    protected abstract DateTimeOffset End();

    /// <summary>Count the whole term from that valid hour.</summary>
    protected abstract void Begin(DateTimeOffset valid);

    /// <summary>The first instant of counting: a pause that ended before it changes nothing.</summary>
    protected abstract DateTimeOffset ClockStart(DateTimeOffset valid);

    /// <summary>The clock stood from … to: move the end.</summary>
    protected abstract void Move(DateTimeOffset from, DateTimeOffset to);

    /// <summary>The end is where a letter says; what is paused later moves it on from there.</summary>
    protected abstract void Until(DateTimeOffset until);

    /// <summary>What an explanation says of a day after the one on which counting began.</summary>
    /// <param name="stood">Whole days lost on it, as far as days are the unit of the term.</param>
    internal abstract CountedDay Explain(DateOnly day, int stood, IReadOnlyList<Standstill> stills);

    /// <summary>How much of a day was lost while the clock stood (1: the day); zero where days are not the unit of the term.</summary>
    internal virtual decimal Share(DateOnly day, DateTimeOffset from, DateTimeOffset to) => 0;

    internal int RoundedDays(decimal paused) => (int)(rules.PauseRounding switch
    {
        // What division leaves behind is no day.
        PauseRounding.Up => Math.Ceiling(paused - 1e-9m),
        PauseRounding.Nearest => Math.Floor(paused + 0.5m + 1e-9m),
        _ => Math.Floor(paused + 1e-9m),
    });

    internal WorkingCalendar Office => calendar;

    /// <summary>The term was promised anew: the letter no longer says the end.</summary>
    protected void Unpromise() => Promised = null;

    protected static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>Counting begins again on a complete dossier; the day of a letter comes no earlier by it.</summary>
    private void Again(DateTimeOffset at, DateTimeOffset pausedFrom)
    {
        DateTimeOffset? letter = null;
        if (BeforeLetter is not null)
        {
            Move(pausedFrom, at);
            letter = Due();
        }
        Count(Valid(at));
        Restarted = true;
        if (letter is not { } until || until <= End()) return;
        BeforeLetter = End();
        Until(until);
        PausesFrom = at;
    }

    private void Count(DateTimeOffset valid)
    {
        (CountedFrom, Promised, BeforeLetter) = (valid, null, null);
        Begin(valid);
        PausesFrom = ClockStart(valid);
    }

    /// <summary>Thời điểm nhận hợp lệ, in whole minutes; after the rule set's cut-off it is the next morning on which the office is open.</summary>
    protected DateTimeOffset Valid(DateTimeOffset at)
    {
        var step = TimeSpan.FromMinutes(rules.ReceptionMinutes ?? 1).Ticks;
        var local = at.InVietnam();
        var valid = calendar.Snap(local.AddTicks(-(local.TimeOfDay.Ticks % step)));
        return rules.ReceptionCutOff is { } cutOff && TimeOnly.FromDateTime(valid.InVietnam().DateTime) > cutOff
            ? calendar.Opening(calendar.NextOpenDay(valid.Day())) : valid;
    }
}
