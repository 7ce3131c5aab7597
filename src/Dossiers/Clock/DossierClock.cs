using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;

namespace MotCua.Dossiers.Clock;

/// <summary>What a ledger is read by: the rule set that its start names, and the calendar versions that it names, for one office.</summary>
internal sealed record ClockBasis(RuleSet Rules, int CalendarVersion, Func<int, WorkingCalendar> Calendar);

/// <summary>
/// Đồng hồ của hồ sơ, read from the ledger: a pure function of its entries, the rule set and the calendar. Everybody who shows
/// a date of a dossier shows this one.
/// </summary>
internal sealed class DossierClock
{
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>As promised first, by the calendar of that day. Kept for ever; lateness is measured against it and against <see cref="Due"/>.</summary>
    public DateTimeOffset? OriginalDue { get; private set; }

    /// <summary>Null: no date was promised.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>A day on the way belongs to a year whose calendar is not official yet.</summary>
    public bool Provisional => ProvisionalYear is not null;

    /// <summary>The first year on the way without an official calendar; null when every day is certain.</summary>
    public int? ProvisionalYear { get; private set; }

    public DateTimeOffset? PausedSince { get; private set; }

    public string? PausedFor { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>How often the term was extended; one that was found wrong does not count.</summary>
    public int Extensions { get; private set; }

    /// <summary>Each day from reception to the due one (to the pause, while the clock stands): counted, skipped, or standing, with its reason.</summary>
    public IReadOnlyList<CountedDay> Days => days ??= count?.Days(PausedSince is null ? null : PauseCause.Words(PausedFor!)) ?? [];

    /// <summary>A signed letter says this; null: nothing has been promised by letter, or a pause has moved it since.</summary>
    public DateTimeOffset? Promised => count?.Promised;

    public Term? Term { get; private set; }

    /// <summary>Periods in which the clock stood; the last one is open while it stands.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To, string Cause)> Pauses => pauses;

    private readonly List<(DateTimeOffset From, DateTimeOffset? To, string Cause)> pauses = [];
    private TermCount? count;
    private IReadOnlyList<CountedDay>? days;

    /// <summary>Entries in the order of their numbers. Cost: linear in entries and in days.</summary>
    public static DossierClock Read(IReadOnlyList<ClockEntry> entries, ClockBasis basis)
    {
        var clock = new DossierClock();
        if (entries.Count == 0 || entries[0].Kind != ClockKind.Start) return clock;
        var start = entries[0];
        clock.StartedAt = start.At;
        clock.Term = start is { TermUnit: { } unit, TermValue: { } value } ? new Term(unit, value) : null;
        var first = start.CalendarVersion ?? basis.CalendarVersion;
        var version = first;
        HashSet<int>? voided = null;
        foreach (var entry in entries)
        {
            if (entry.Corrects is { } corrected) (voided ??= []).Add(corrected);
            if (entry.CalendarVersion is { } newer) version = newer;
        }
        clock.Walk(entries, voided, basis.Calendar(version), basis.Rules.Counting, start.CutOff);
        clock.OriginalDue = version == first && entries.Count == 1 ? clock.Due
            : clock.Term is null ? null : Count(start, clock.Term, basis.Calendar(first), basis.Rules.Counting).Due();
        return clock;
    }

    private static TermCount Count(ClockEntry start, Term term, WorkingCalendar calendar, CountingRules rules)
    {
        var count = TermCount.Of(term, start.CutOff, calendar, rules);
        count.Start(start.At);
        return count;
    }

    private void Walk(IReadOnlyList<ClockEntry> entries, HashSet<int>? voided, WorkingCalendar calendar, CountingRules rules, TimeOnly? cutOff)
    {
        count = Term is null ? null : TermCount.Of(Term, cutOff, calendar, rules);
        count?.Start(StartedAt!.Value);
        foreach (var entry in entries)
        {
            if (voided?.Contains(entry.Seq) == true) continue;
            switch (entry.Kind)
            {
                case ClockKind.Pause when PausedSince is null:
                    (PausedSince, PausedFor) = (entry.At, entry.Cause ?? PauseCause.Supplement);
                    pauses.Add((entry.At, null, PausedFor));
                    count?.Pause(entry.At);
                    break;
                case ClockKind.Resume or ClockKind.Restart when PausedSince is not null:
                    count?.Resume(entry.At, entry.Kind == ClockKind.Restart, PauseCause.Words(PausedFor!));
                    pauses[^1] = pauses[^1] with { To = entry.At };
                    (PausedSince, PausedFor) = (null, null);
                    break;
                case ClockKind.Extend when entry.Until is { } until:
                    count?.Extend(entry.At, until);
                    Extensions++;
                    break;
                case ClockKind.Stop:
                    StoppedAt = entry.At;
                    break;
            }
        }
        if (count is null) return;
        Due = count.Due();
        ProvisionalYear = calendar.ProvisionalYear(StartedAt!.Value, Due.Value);
    }
}
