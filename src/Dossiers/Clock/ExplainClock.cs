using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Time;

namespace MotCua.Dossiers.Clock;

/// <summary>Hạn trả tự giải thích: gathers what the story of one dossier needs. The caller has decided who may see it.</summary>
internal sealed class ExplainClock(Db db, DossierRules rules, OrganisationDirectory organisation, Outages outages, CurrentActor current, TimeProvider clock)
{
    public async Task<ClockStory> Of(Guid id, StoryFor reader)
    {
        var d = await db.Set<Dossier>().AsNoTracking().Where(d => d.Id == id)
            .Include(d => d.Clock.OrderBy(c => c.Seq)).Include(d => d.HandOvers.OrderBy(h => h.Seq)).Include(d => d.Supplements.OrderBy(s => s.No))
            .Include(d => d.Consultations.OrderBy(c => c.No)).AsSplitQuery().SingleAsync();
        if (reader == StoryFor.Anyone && DossierPolicy.IsApplicant(d, current.Value)) reader = StoryFor.Applicant;
        var now = clock.GetUtcNow();
        var basis = await rules.Basis(d);
        var read = DossierClock.Read(d.Clock, basis);
        var office = (await organisation.Office(d.IntakeOffice, d.SubmittedAt.Day()))?.Name ?? d.IntakeOffice;
        var until = d.EndedAt ?? now;
        var shares = until <= d.SubmittedAt ? [] : TimeShares.Of(d.SubmittedAt, d.ReceivedAt, until, office,
            [.. d.HandOvers.Select(h => new Holding(h.At, h.ToUnit))], read,
            [.. d.Supplements.Where(s => d.ReceivedAt is null || s.RequestedAt < d.ReceivedAt).Select(s => new Awaited(s.RequestedAt, s.AnsweredAt))],
                [.. d.Consultations.Select(c => new Asked(c.AskedAt, c.ClosedAt, c.AgencyName))], await outages.Between(d.SubmittedAt, until),
                await rules.Calendar(d));
        var version = await rules.Version(d);
        return ClockStory.Of(d.Clock, read, version.TermWords, shares, basis.Rules.Name, reader) with
        {
            Limit = StatutoryLimit.Of(version, d.Clock, basis, now.Day()),
        };
    }
}
