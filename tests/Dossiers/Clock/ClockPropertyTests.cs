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
        ForLedgers((ledger, _) => ledger.Read() is var clock && clock.Due >= ledger[0].At && clock.OriginalDue >= ledger[0].At);

    [Fact]
    public void One_more_holiday_never_makes_it_earlier() => ForLedgers((ledger, random) =>
    {
        var before = ledger.Read();
        var day = ledger[0].At.Day().AddDays(random.Next(0, 40));
        var more = WithHoliday(day);
        return ledger.Read(more).Due >= before.Due;
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
        ForLedgers((ledger, random) => new List<ClockEntry>(ledger).With(ClockKind.Extend, ledger[^1].At, random.Next(1, 9)).Read().Due >= ledger.Read().Due);

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
        var shares = TimeShares.Of(filed, ledger[0].At, until, "Một cửa", [new(ledger[0].At, "Đơn vị A"), new(Some(), "Đơn vị B")], ledger.Read(), [new Awaited(filed + (ledger[0].At - filed) / 3, ledger[0].At)],
            // Several at once, too: an instant belongs to one of them.
            [new Asked(Some(), random.Next(2) == 0 ? null : until, "Cơ quan C"), new Asked(Some(), random.Next(2) == 0 ? null : Some(), "Cơ quan D"), new Asked(filed, Some(), "Cơ quan E")], [(outage, outage.AddHours(random.Next(5)))], WorkingCalendarTests.Calendar);
        return shares.Aggregate(TimeSpan.Zero, (sum, share) => sum + share.Time) == until - filed && shares.All(share => share.Time > TimeSpan.Zero);
    });

    private static WorkingCalendar WithHoliday(DateOnly day) => WorkingCalendarTests.With(new SpecialDay(day, "Ngày nghỉ thêm", false));
}
