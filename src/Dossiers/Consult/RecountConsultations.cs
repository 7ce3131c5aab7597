using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Consult;

/// <summary>Tính lại hạn trả lời khi lịch làm việc đổi. Safe to run twice: what has moved does not move again.</summary>
internal sealed class RecountConsultations(Db db, Calendars calendars, RuleSets rules, EventLog log, TimeProvider clock)
{
    public async Task Run(int version)
    {
        foreach (var asked in await db.Set<Consultation>().Include(c => c.Entries).Where(c => c.ClosedAt == null).ToListAsync())
        {
            var (before, set) = (asked.DueAt, await rules.Get(asked.RuleSetId));
            var due = asked.Term.DueFrom(asked.AskedAt, await calendars.Of(asked.Office, version), set.Counting).At;
            if (due == before) continue;
            asked.Recount(clock.GetUtcNow(), due, version, "Lịch làm việc");
            var code = await db.Set<Dossier>().Where(d => d.Id == asked.DossierId).Select(d => d.Code).SingleAsync();
            log.Record($"dossier/{asked.DossierId}", new ConsultationRecounted(asked.DossierId, code, asked.Id, before, due, version));
        }
        await db.Save();
    }
}
