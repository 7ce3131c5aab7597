using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Consult;

/// <summary>
/// Tính lại hạn trả lời khi lịch làm việc đổi, by the newest calendar whichever one set it off: what has moved does not move
/// again, so it is safe to run twice and late. Each is written for itself: one that is answered meanwhile needs no new date.
/// </summary>
internal sealed class RecountConsultations(Db db, Calendars calendars, RuleSets rules, EventLog log, TimeProvider clock)
{
    public async Task Run()
    {
        var newest = await calendars.Newest();
        var open = await db.Set<Consultation>().Where(c => c.ClosedAt == null)
            .Join(db.Set<Dossier>(), c => c.DossierId, d => d.Id, (c, d) => new { c.Id, d.Code }).ToListAsync();
        foreach (var row in open)
        {
            db.ChangeTracker.Clear();
            var asked = await db.Set<Consultation>().Include(c => c.Entries).SingleAsync(c => c.Id == row.Id);
            if (!asked.IsOpen) continue;
            var (before, set) = (asked.DueAt, await rules.Get(asked.RuleSetId));
            var due = asked.Term.DueFrom(asked.AskedAt, await calendars.Of(asked.Office, newest), set.Counting).At;
            if (due == before) continue;
            asked.Recount(clock.GetUtcNow(), due, newest, "Lịch làm việc");
            log.Record($"dossier/{asked.DossierId}", new ConsultationRecounted(asked.DossierId, row.Code, asked.Id, before, due, newest));
            await using var transaction = await db.Begin();
            try
            {
                await db.Save();
                await Dossier.Raise(db, asked.DossierId);
                await transaction.CommitAsync(CancellationToken.None);
            }
            catch (DbUpdateException conflict) when (LateSave.Is(conflict)) { /* somebody has just ended it */ }
        }
        db.ChangeTracker.Clear();
    }
}
