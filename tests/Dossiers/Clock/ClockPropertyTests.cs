using FsCheck;
using FsCheck.Fluent;
using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Tests.Organisation;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Clock;

public sealed class ClockPropertyTests
{
    private const int Count = 2_000;

    private static void ForLedgers(Func<List<ClockEntry>, Random, bool> holds) => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var ledger = Ledgers.Random(random);
        return holds(ledger, random).Label(Ledgers.Tell(ledger));
    }).Check(Cases.Of(Count));

    [Fact]
    public void The_due_time_never_precedes_the_start() =>
        ForLedgers((ledger, _) => ledger.Read() is var clock && clock.Due >= Minute(ledger[0].At) && clock.OriginalDue >= Minute(ledger[0].At));

    /// <summary>
    /// But for what the rule itself says: a holiday may take from a pause its last minute of office time, and then it is none, in calendar
    /// time and before a restart; a letter promises a day whatever the calendar becomes; and two days of receipt may come to one end of a month, so that what
    /// stood between them counts for the earlier alone.
    /// </summary>
    [Fact]
    public void One_more_holiday_never_makes_it_earlier() => ForLedgers((ledger, random) =>
    {
        var before = ledger.Read();
        var more = WithHoliday(ledger[0].At.Day().AddDays(random.Next(0, 40)));
        if (before.Pauses.Count > 0 && (ledger[0].TermUnit == TermUnit.Month || before.Extensions > 0)) return true;
        if ((ledger[0].TermUnit == TermUnit.Day || ledger.Exists(entry => entry.Kind == ClockKind.Restart))
            && before.Pauses.Any(pause => pause.To is { } to && Worked(WorkingCalendarTests.Calendar, pause.From, to) && !Worked(more, pause.From, to)))
            return true;
        return ledger.Read(more).Due >= before.Due;
    });

    [Fact]
    public void A_longer_term_never_makes_it_earlier() => ForLedgers((ledger, random) =>
    {
        var longer = new List<ClockEntry>(ledger)
        {
            [0] = Ledgers.Start(ledger[0].At, ledger[0].TermUnit!.Value, ledger[0].TermValue!.Value + (random.Next(2) == 0 ? 0.5m : 1), ledger[0].CutOff)
        };
        return longer.Read().Due >= ledger.Read().Due;
    });

    [Fact]
    public void No_whole_day_half_a_day_and_one_day_come_in_this_order() => ForLedgers((ledger, _) =>
    {
        DateTimeOffset Due(decimal days) =>
            new List<ClockEntry>(ledger) { [0] = Ledgers.Start(ledger[0].At, TermUnit.WorkingDay, days) }.Read().OriginalDue!.Value;
        return Due(0) <= Due(0.5m) && Due(0.5m) <= Due(1) && Due(1) < Due(2);
    });

    /// <summary>Of months, see above.</summary>
    [Fact]
    public void A_later_reception_never_makes_it_earlier() => ForLedgers((ledger, random) =>
    {
        if (ledger[0].TermUnit == TermUnit.Month && ledger.Exists(entry => entry.Kind == ClockKind.Pause)) return true;
        var room = ledger.Count == 1 ? TimeSpan.FromDays(9) : ledger[1].At - ledger[0].At;
        var later = new List<ClockEntry>(ledger)
        {
            [0] = Ledgers.Start(ledger[0].At + room * random.NextDouble(), ledger[0].TermUnit!.Value, ledger[0].TermValue!.Value, ledger[0].CutOff)
        };
        return later.Read().Due >= ledger.Read().Due;
    });

    [Fact]
    public void One_more_pause_never_makes_it_earlier() =>
        ForLedgers((ledger, random) => WithPause(ledger, random, at => at.AddMinutes(random.Next(20_000))) is not { } more
        || more.Read().Due >= ledger.Read().Due);

    [Fact]
    public void A_pause_without_office_time_moves_nothing() => ForLedgers((ledger, random) =>
    {
        // To the next opening, wherever it begins: at lunch, at night, on days off.
        var more = WithPause(ledger, random, at => WorkingCalendarTests.Calendar.After(at, TimeSpan.FromSeconds(random.Next(1, 59))));
        return more is null || more.Read() is var after && ledger.Read() is var before && after.Due == before.Due;
    });

    [Fact]
    public void What_a_letter_says_the_clock_says() => ForLedgers((ledger, random) =>
    {
        var (before, until) = (ledger.Read(), Ledgers.Promise(random, ledger[^1].At));
        return until < before.Due || new List<ClockEntry>(ledger).With(ClockKind.Extend, ledger[^1].At, until).Read().Due == until;
    });

    [Fact]
    public void Every_day_has_its_line_and_none_waits_for_an_answer_that_was_there() => ForLedgers((ledger, _) =>
    {
        var clock = ledger.Read();
        var (first, office) = (ledger[0].At.Day(), WorkingCalendarTests.Calendar);
        bool Waited(CountedDay day) => !day.Paused || day.Reason!.StartsWith("Đã tính tiếp", StringComparison.Ordinal) || clock.Pauses.Any(pause =>
            pause.From.Day() <= day.Date && (pause.To is not { } to
            || to >= (office.IsOpen(day.Date) ? office.Closing(day.Date) : VietnamTime.At(day.Date, new TimeOnly(23, 59)))));
        return clock.Days.Select((day, i) => day.Date == first.AddDays(i) && (day.Counted || day.Reason is { Length: > 0 }) && Waited(day)).All(right => right);
    });

    [Fact]
    public void The_explanation_counts_as_many_days_as_the_term_has() => ForLedgers((ledger, _) =>
    {
        var clock = ledger.Read();
        if (clock.PausedSince is not null || ledger.Exists(entry => entry.Kind is ClockKind.Extend or ClockKind.Restart)) return true;
        var counted = clock.Days.Where(day => day.Counted).ToList();
        return ledger[0].TermUnit switch
        {
            TermUnit.WorkingDay when ledger[0].TermValue is { } value && value > 0 => counted.Count == (int)Math.Ceiling(value),
            TermUnit.Day => counted.Count == (int)ledger[0].TermValue!,
            TermUnit.Hour => counted.Aggregate(TimeSpan.Zero, (sum, day) => sum + day.Spent!.Value) == TimeSpan.FromHours((double)ledger[0].TermValue!),
            _ => true,
        };
    });

    [Fact]
    public void A_pause_of_no_length_changes_nothing() => ForLedgers((ledger, random) =>
    {
        var at = ledger[^1].At.AddMinutes(random.Next(20_000));
        if (ledger.Count(entry => entry.Kind == ClockKind.Pause) > ledger.Count(entry => entry.Kind is ClockKind.Resume or ClockKind.Restart)) return true;
        var before = ledger.Read();
        var after = new List<ClockEntry>(ledger).With(ClockKind.Pause, at).With(ClockKind.Resume, at).Read();
        return before.Due == after.Due && before.OriginalDue == after.OriginalDue && before.Days.SequenceEqual(after.Days);
    });

    [Fact]
    public void Extending_never_makes_it_earlier() =>
        ForLedgers((ledger, random) => new List<ClockEntry>(ledger).With(ClockKind.Extend, ledger[^1].At, Ledgers.Promise(random, ledger[^1].At))
        .Read().Due >= ledger.Read().Due);

    [Fact]
    public void Read_again_the_ledger_says_the_same() =>
        ForLedgers((ledger, _) => ledger.Read() is var one && ledger.Read() is var other && one.Due == other.Due && one.Days.SequenceEqual(other.Days));

    [Fact]
    public void Each_day_is_told_once_and_the_last_is_the_due_one() => ForLedgers((ledger, _) =>
    {
        var clock = ledger.Read();
        var ordered = clock.Days.Zip(clock.Days.Skip(1)).All(pair => pair.First.Date < pair.Second.Date);
        return ordered && (clock.PausedSince is not null || clock.Days.Count == 0 || clock.Days[^1].Date == clock.Due!.Value.Day());
    });

    [Fact]
    public void The_shares_add_up_to_the_time_that_passed() => ForLedgers((ledger, random) =>
    {
        var (filed, until) = (ledger[0].At.AddHours(-random.Next(60)), ledger[^1].At.AddHours(random.Next(1, 500)));
        DateTimeOffset Some() => filed + (until - filed) * random.NextDouble();
        var outage = Some();
        var shares = TimeShares.Of(filed, ledger[0].At, until, "Một cửa", [new(ledger[0].At, "Đơn vị A"), new(Some(), "Đơn vị B")], ledger.Read(),
            [new Awaited(filed + (ledger[0].At - filed) / 3, ledger[0].At)],
            // Several at once, too: an instant belongs to one of them.
            [new Asked(Some(), random.Next(2) == 0 ? null : until, "Cơ quan C"), new Asked(Some(), random.Next(2) == 0 ? null : Some(), "Cơ quan D"),
                new Asked(filed, Some(), "Cơ quan E")], [(outage, outage.AddHours(random.Next(5)))], WorkingCalendarTests.Calendar);
        return shares.Aggregate(TimeSpan.Zero, (sum, share) => sum + share.Time) == until - filed && shares.All(share => share.Time > TimeSpan.Zero);
    });

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    private static bool Worked(WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset to) => calendar.WorkingTime(from, to) >= TimeSpan.FromMinutes(1);

    /// <summary>The ledger with a pause more, where the clock was running; null when it stood to the end of what is written.</summary>
    private static List<ClockEntry>? WithPause(List<ClockEntry> ledger, Random random, Func<DateTimeOffset, DateTimeOffset> end)
    {
        var after = random.Next(ledger.Count);
        if (ledger.Take(after + 1).Aggregate(false, (stands, entry) =>
            entry.Kind switch { ClockKind.Pause => true, ClockKind.Resume or ClockKind.Restart => false, _ => stands })) return null;
        var next = after + 1 < ledger.Count ? ledger[after + 1].At : DateTimeOffset.MaxValue;
        var from = ledger[after].At.AddMinutes(random.Next(3_000));
        var to = end(from);
        if (from > next || to > next) return null;
        return [.. ledger.Take(after + 1).ToList().With(ClockKind.Pause, from).With(ClockKind.Resume, to), .. ledger.Skip(after + 1)];
    }

    private static WorkingCalendar WithHoliday(DateOnly day) => WorkingCalendarTests.With(new SpecialDay(day, "Ngày nghỉ thêm", false));
}
