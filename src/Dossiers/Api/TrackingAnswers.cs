using System.Globalization;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Linked;
using MotCua.Dossiers.Track;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Ui.Components;

namespace MotCua.Dossiers.Api;

/// <summary>Thời hạn tối đa theo luật of a dossier without a promised date.</summary>
/// <param name="Latest">Null: not received yet.</param>
internal sealed record LimitAnswer(string Term, string Basis, DateTimeOffset? Latest, bool Provisional, string Words)
{
    /// <returns>Null: a date is promised, or no law names a maximum.</returns>
    public static LimitAnswer? Of(StatutoryLimit? limit) =>
        limit is null ? null : new(limit.Term.Words, limit.Basis, limit.At, limit.Provisional, limit.Words);
}

internal sealed record LedgerAnswer(int Seq, string Kind, string Words, DateTimeOffset At, DateTimeOffset? DueAt, string? Reason, string? LegalBasis,
    bool Voided);

/// <param name="Of">Whose time it was: reception, unit, otherAgency, applicant, payment, forceMajeure, outage, daysOff.</param>
internal sealed record ShareAnswer(ShareOf Of, string Name, TimeSpan Time, string Words, int Percent);

/// <summary>Thời hạn tự giải thích.</summary>
internal sealed record ClockAnswer(string Term, string RuleSet, DateTimeOffset? StartedAt, DateTimeOffset? OriginalDue, DateTimeOffset? Due, bool Provisional,
    DateTimeOffset? PausedSince, string? PausedFor, DateTimeOffset? StoppedAt, IReadOnlyList<CountedDay> Days, IReadOnlyList<LedgerAnswer> Ledger,
    LimitAnswer? StatutoryMax, TimeSpan Elapsed, IReadOnlyList<ShareAnswer> Shares)
{
    public static ClockAnswer Of(ClockStory story) => new(story.TermWords, story.RuleSetName, story.Clock.StartedAt, story.Clock.OriginalDue, story.Clock.Due,
        story.Clock.Provisional, story.Clock.PausedSince, story.Clock.PausedFor, story.Clock.StoppedAt, story.Clock.Days,
        [.. story.Lines.Select(l => new LedgerAnswer(l.Seq, l.Kind, l.Words, l.At, l.DueAt, l.Reason, l.LegalBasis, l.Voided))], LimitAnswer.Of(story.Limit),
        story.Elapsed, [.. story.Shares.Select(share => new ShareAnswer(share.Of, share.Name, share.Time, share.Words, story.PercentOf(share)))]);
}

internal sealed record TimelineAnswer(TimelineState State, string Title, string? Meta, string? Detail);

internal sealed record RepresentativeAnswer(string Kind, string Name, string? Paper);

internal sealed record HandOverAnswer(DateTimeOffset At, string FromUnit, string ToUnit, string StepName, string Outcome);

/// <summary>A signed letter of apology with a new day.</summary>
/// <param name="Extends">False: it came too late to move the term; the dossier stays late, and the new day holds all the same.</param>
internal sealed record ApologyAnswer(int No, DateTimeOffset OldDue, DateTimeOffset NewDue, bool Extends, DateTimeOffset SignedAt, string? Reason);

/// <summary>Another dossier of the same declaration.</summary>
/// <param name="Filed">The one that was filed; the others were opened by it.</param>
internal sealed record LinkedAnswer(string Code, string ProcedureCode, string ProcedureName, string Status, string StatusWords, string CompetentAgency,
    DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, bool Filed)
{
    public static LinkedAnswer Of(LinkedMember other) => new(other.Code, other.ProcedureCode, other.ProcedureName, other.Status, other.StatusWords.Words,
        other.CompetentAgencyName, other.DueAt, other.FinishedAt, other.IsFiled);
}

/// <summary>Diễn tiến hồ sơ.</summary>
/// <param name="ShortCode">Null unless the asker came with it, or has shown a second factor.</param>
/// <param name="NationalStatus">Code of the national portal's list.</param>
/// <param name="Full">A second factor was right: the fields after it that name people and papers are filled.</param>
internal sealed record TrackingAnswer(string Code, string? ShortCode, string ProcedureCode, string ProcedureName, string Status, string StatusWords,
    int NationalStatus, string Sentence, string Holder, string CompetentAgency, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt,
    bool DueProvisional, DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt, string Term, string? Remaining, LimitAnswer? StatutoryMax, bool Full,
    IReadOnlyList<TimelineAnswer> Timeline, IReadOnlyList<CountedDay> CountedDays, string? OwnerName, string? SubmitterName,
    RepresentativeAnswer? Representative, string? SupportPoint, IReadOnlyList<TrackedPaper>? Papers, IReadOnlyList<HandOverAnswer>? HandOvers,
    IReadOnlyList<TrackedSupplement>? Supplements, IReadOnlyList<ApologyAnswer> Apologies, IReadOnlyList<LinkedAnswer> Linked)
{
    public static async Task<TrackingAnswer> Of(Tracking t, StatusMapping codes)
    {
        var d = t.Dossier;
        return new TrackingAnswer(d.Code, t.KnowsShortCode ? Contracts.ShortCode.Display(d.ShortCode) : null, d.ProcedureCode, d.ProcedureName, d.Status,
            d.StatusWords.Words, int.Parse(await codes.Of("national", d.Status) ?? "0", CultureInfo.InvariantCulture), t.Sentence, d.HolderUnit,
            d.CompetentAgencyName, d.SubmittedAt, d.ReceivedAt, d.DueAt, d.DueProvisional, d.FinishedAt, d.ReturnedAt, t.TermWords, t.Remaining?.Text,
            LimitAnswer.Of(t.Limit), t.Full, [.. t.Timeline.Select(i => new TimelineAnswer(i.State, i.Title, i.Meta, i.Detail))], t.Days,
            t.Full ? d.OwnerName : null, t.Full ? d.SubmitterName : null,
            t.Full && d.Representative is { } acting ? new RepresentativeAnswer(acting.KindWords, acting.Name, acting.Paper) : null, d.SupportPointName,
            t.Full ? d.Papers : null,
            t.Full ? [.. d.HandOvers.Select(h => new HandOverAnswer(h.At, h.FromUnit, h.ToUnit, h.StepName, h.Outcome))] : null,
            t.Full ? d.Supplements : null,
            [.. d.Apologies.Select(letter => new ApologyAnswer(letter.No, letter.OldDue, letter.NewDue, letter.Extends, letter.SignedAt,
                t.Full ? letter.Reason : null))], [.. t.Family.Select(LinkedAnswer.Of)]);
    }
}
