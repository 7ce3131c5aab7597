using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Tests.Organisation;

namespace MotCua.Tests.Dossiers.Clock;

/// <summary>Ledgers written by hand or by chance.</summary>
internal static class Ledgers
{
    public static readonly CountingRules Counting = new(8, new TimeOnly(15, 0), null, RollForward: true);

    public static RuleSet Rules(CountingRules? counting = null, AfterSupplement after = AfterSupplement.Resume) =>
        new(Guid.Empty, "TEST", 1, "Bộ quy định thử", new DateOnly(2021, 1, 1), null,
        ["Thử"], "03/2025/TT-VPCP", [], counting ?? Counting, new SupplementRules(after, 1, "leader"), new ExtensionRules(1, "leader", true),
        new AnswerRules(4, 8, 50, 24),
        [.. PauseCause.All.Select(cause => new PauseRule(cause, PauseWhen.Always, "Thử"))], "done");

    public static ClockBasis Basis(WorkingCalendar? calendar = null, CountingRules? counting = null) =>
        new(Rules(counting), 1, _ => calendar ?? WorkingCalendarTests.Calendar);

    public static ClockEntry Start(string at, TermUnit unit, decimal value, TimeOnly? cutOff = null) => Start(WorkingCalendarTests.At(at), unit, value, cutOff);

    public static ClockEntry Start(DateTimeOffset at, TermUnit unit, decimal value, TimeOnly? cutOff = null) =>
        new() { Seq = 1, Kind = ClockKind.Start, At = at, ActorName = "Thử", TermUnit = unit, TermValue = value, CutOff = cutOff, CalendarVersion = 1 };

    public static List<ClockEntry> With(this List<ClockEntry> ledger, string kind, DateTimeOffset at, DateTimeOffset? until = null, int? corrects = null,
        int? calendar = null)
    {
        ledger.Add(new ClockEntry
        {
            Seq = ledger.Count + 1, Kind = kind, At = at, ActorName = "Thử", Reason = "Thử", Until = until, Corrects = corrects, CalendarVersion = calendar,
            Cause = kind == ClockKind.Pause ? PauseCause.Supplement : null,
        });
        return ledger;
    }

    public static List<ClockEntry> With(this List<ClockEntry> ledger, string kind, string at, string? until = null, int? corrects = null) =>
        ledger.With(kind, WorkingCalendarTests.At(at), until is null ? null : WorkingCalendarTests.At(until), corrects);

    public static DossierClock Read(this List<ClockEntry> ledger, WorkingCalendar? calendar = null, CountingRules? counting = null) =>
        DossierClock.Read(ledger, Basis(calendar, counting));

    public static string Due(this List<ClockEntry> ledger) => ledger.Read().Due!.Value.InVietnam().ToString("yyyy-MM-dd HH:mm");

    public static string Tell(List<ClockEntry> ledger) =>
        $"{ledger[0].TermUnit} {ledger[0].TermValue}: "
            + $"{string.Join(", ", ledger.Select(entry => $"{entry.Kind} {entry.At.InVietnam():yyyy-MM-dd HH:mm:ss} {entry.Until?.InVietnam():yyyy-MM-dd}"))} "
            + $"→ {ledger.Read().Due?.InVietnam():yyyy-MM-dd HH:mm:ss}";

    /// <summary>A start anywhere in the years with a calendar, at any hour, and what happens then.</summary>
    public static List<ClockEntry> Random(Random random, int most = 6)
    {
        var at = VietnamTime.At(new DateOnly(2021, 1, 4).AddDays(random.Next(5 * 365)), TimeOnly.MinValue).AddSeconds(Second(random));
        var unit = (TermUnit)random.Next(5);
        decimal value = unit switch
        {
            TermUnit.WorkingDay => random.Next(3) == 0 ? random.Next(1, 24) / 2m : random.Next(1, 30),
            TermUnit.Hour => random.Next(1, 80),
            TermUnit.Day => random.Next(1, 45),
            TermUnit.Month => random.Next(1, 4),
            _ => 0,
        };
        var ledger = new List<ClockEntry> { Start(at, unit, value, unit == TermUnit.SameDay ? new TimeOnly(15, 0) : null) };
        var stands = false;
        for (var left = random.Next(most + 1); left > 0; left--)
        {
            at = random.Next(8) == 0 ? at : random.Next(3) == 0
                ? at.AddMinutes(random.Next(600)) : at.Date().AddDays(random.Next(0, 9)).AddSeconds(Second(random)) is var later && later > at
                ? later : at.AddHours(5);
            if (random.Next(6) == 0) ledger.With(ClockKind.Extend, at, Promise(random, at));
            else
            {
                ledger.With(stands ? random.Next(4) == 0 ? ClockKind.Restart : ClockKind.Resume : ClockKind.Pause, at);
                stands = !stands;
            }
        }
        return ledger;
    }

    /// <summary>A day that a letter written then may promise: a working day, at its closing.</summary>
    public static DateTimeOffset Promise(Random random, DateTimeOffset at)
    {
        var calendar = WorkingCalendarTests.Calendar;
        var day = at.Day();
        for (var i = random.Next(1, 20); i > 0; i--) day = calendar.NextWorkingDay(day);
        return calendar.Closing(day);
    }

    private static DateTimeOffset Date(this DateTimeOffset at) => VietnamTime.At(at.Day(), TimeOnly.MinValue);

    /// <summary>Often just where a rule bends: opening, lunch, 15:00, closing.</summary>
    private static int Second(Random random) => random.Next(3) == 0
        ? (new[] { 0, 7, 11, 13, 15, 17, 23 })[random.Next(7)] * 3600 + random.Next(-1, 2) * random.Next(2) * 60 + (random.Next(2) == 0 ? 60 : 0)
        : random.Next(86_400);
}
