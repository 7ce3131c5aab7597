using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Tests.Organisation;
using Xunit;

namespace MotCua.Tests.Dossiers.Clock;

/// <summary>Two people who read the same rules and not each other's code come to the same minute.</summary>
public sealed class ClockAgreementTests
{
    private const int Cases = 10_000;

    private static readonly OfficeHours Usual = new(new DateOnly(2021, 1, 1), null, OfficeHours.Usual);
    private static readonly IReadOnlyList<HourSpan> Morning = [new(new TimeOnly(7, 0), new TimeOnly(11, 0))];

    /// <summary>The offices of the cases: usual hours, other hours from 2024 on, Saturday mornings for reception only, Saturday mornings that count.</summary>
    private static readonly List<IReadOnlyList<OfficeHours>> Offices =
    [
        [],
        [new(new DateOnly(2021, 1, 1), new DateOnly(2023, 12, 31), OfficeHours.Usual),
            new(new DateOnly(2024, 1, 1), null, [new(new TimeOnly(7, 30), new TimeOnly(11, 30)), new(new TimeOnly(13, 30), new TimeOnly(17, 0))])],
        [Usual, new(new DateOnly(2021, 1, 1), null, Morning, DayOfWeek.Saturday)],
        [Usual, new(new DateOnly(2022, 1, 1), null, Morning, DayOfWeek.Saturday, Counts: true)],
    ];

    [Fact]
    public void Both_ways_of_counting_agree_on_ten_thousand_ledgers()
    {
        var random = new Random(829);
        var special = WorkingCalendarTests.Special;
        var (off, worked) = (special.Where(day => !day.IsWorking).Select(day => day.Date).ToHashSet(),
            special.Where(day => day.IsWorking).Select(day => day.Date).ToHashSet());
        for (var i = 0; i < Cases; i++)
        {
            var hours = Offices[random.Next(Offices.Count)];
            var rules = Ledgers.Counting with
            {
                ReceptionCutOff = random.Next(5) == 0 ? new TimeOnly(16, 0) : null, RollForward = random.Next(5) > 0,
                PauseRounding = random.Next(3) == 0 ? (PauseRounding)random.Next(3) : PauseRounding.Up, ReceptionMinutes = random.Next(4) == 0 ? 15 : null,
            };
            var ledger = Ledgers.Random(random);
            var ours = ledger.Read(new WorkingCalendar(special, Enumerable.Range(2021, 6), hours), rules).Due!.Value.InVietnam().DateTime;
            var theirs = ClockOracle.Due(Office(hours, off, worked),
                new OracleTerm(Name(ledger[0].TermUnit!.Value), ledger[0].TermValue!.Value, new TimeOnly(15, 0), rules.ReceptionCutOff, rules.RollForward,
                rules.HoursPerDay,
                    System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(rules.PauseRounding.ToString()), rules.ReceptionMinutes ?? 1),
                ledger[0].At.InVietnam().DateTime, [.. ledger.Skip(1)
                    .Select(entry => new OracleEntry(entry.Kind, entry.At.InVietnam().DateTime, entry.Until?.InVietnam().DateTime))]);
            Assert.True(ours == theirs, $"Case {i}, hours {Offices.IndexOf(hours)}, {rules}: {Ledgers.Tell(ledger)}\nours {ours:yyyy-MM-dd HH:mm:ss}, theirs "
                + $"{theirs:yyyy-MM-dd HH:mm:ss}");
        }
    }

    private static OracleOffice Office(IReadOnlyList<OfficeHours> hours, HashSet<DateOnly> off, HashSet<DateOnly> worked)
    {
        OfficeHours? On(DateOnly date, DayOfWeek? weekday) =>
            hours.FirstOrDefault(row => row.Weekday == weekday && row.ValidFrom <= date && (row.ValidTo is null || date <= row.ValidTo));
        bool Weekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && !off.Contains(date) && !worked.Contains(date);
        return new OracleOffice(off, worked,
            date => [.. ((Weekend(date) ? On(date, date.DayOfWeek) : null) ?? On(date, null) ?? Usual).Spans.Select(span => (span.Opens, span.Closes))],
            date => On(date, date.DayOfWeek) is not null, date => On(date, date.DayOfWeek) is { Counts: true });
    }

    private static string Name(TermUnit unit) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(unit.ToString());
}
