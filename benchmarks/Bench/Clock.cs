using System.Diagnostics;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Benchmarks.Bench;

/// <summary>Hạn trả kèm giải thích từng ngày, on one core: ordinary ledgers over the years with a calendar, and what more entries cost.</summary>
internal sealed class Clock(House house, Table table, int rounds)
{
    public async Task Measure()
    {
        var days = (await house.Column<string>("select date || '|' || name || '|' || kind from organisation.holiday")).Select(row => row.Split('|'))
            .Select(row => new SpecialDay(DateOnly.Parse(row[0]), row[1], row[2] == "makeup_working_day"));
        var calendar = new WorkingCalendar(days, Enumerable.Range(2021, 6));
        var rules = new RuleSet(Guid.Empty, "", 1, "", default, null, [], "", [], new CountingRules(8, new TimeOnly(15, 0), null, true),
            new SupplementRules(AfterSupplement.Resume, 1, ""), new ExtensionRules(1, "", true), new AnswerRules(4, 8, 50, 24), [], "done");
        var basis = new ClockBasis(rules, 1, _ => calendar);
        // Start, one supplement, one end: as most are.
        var ordinary = Enumerable.Range(0, 1_000).Select(i => Ledger(i, 1)).ToList();
        var speeds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var ledger in ordinary) _ = DossierClock.Read(ledger, basis);
            speeds.Add(ordinary.Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        speeds.Sort();
        var median = speeds[rounds / 2];
        table.Add(new Row("due date with every day explained, one core", "1/s", median, Goal: "≥ 20,000", Ok: median >= 20_000,
            Note: $"15 working days, one supplement; spread {speeds[0]:#,0}–{speeds[^1]:#,0}"));
        var (thousand, ten) = (Time(Ledger(0, 500), basis), Time(Ledger(0, 5_000), basis));
        table.Add(new Row("due date: 10,000 entries against 1,000", "×", ten / thousand, Goal: "≤ 12", Ok: ten / thousand <= 12,
            Note: $"{thousand:0.00} ms and {ten:0.00} ms"));
    }

    private static double Time(List<ClockEntry> ledger, ClockBasis basis)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            _ = DossierClock.Read(ledger, basis);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return best;
    }

    private static List<ClockEntry> Ledger(int seed, int pauses)
    {
        var at = VietnamTime.At(new DateOnly(2021, 1, 4).AddDays(seed % 1_700), new TimeOnly(9, 0));
        var ledger = new List<ClockEntry>
        {
            new() { Seq = 1, Kind = ClockKind.Start, At = at, ActorName = "", TermUnit = TermUnit.WorkingDay, TermValue = 15, CalendarVersion = 1 }
        };
        for (var i = 0; i < pauses; i++)
        {
            ledger.Add(new ClockEntry
            {
                Seq = ledger.Count + 1, Kind = ClockKind.Pause, At = at = at.AddMinutes(pauses == 1 ? 4_000 : 1), ActorName = "", Cause = PauseCause.Supplement
            });
            ledger.Add(new ClockEntry { Seq = ledger.Count + 1, Kind = ClockKind.Resume, At = at = at.AddMinutes(pauses == 1 ? 6_000 : 1), ActorName = "" });
        }
        return ledger;
    }
}
