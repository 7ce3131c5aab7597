using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Reorganise;

/// <summary>
/// Yêu cầu lấy ý kiến đang chờ theo đơn vị kế tục, batch by batch: address, clock and question stay, a line of the ledger says who answers from now on.
/// Safe to run twice and to break off, as the dossiers are. What an agency asked goes with its dossier; what was answered stays with who answered.
/// Whoever would have to ask themselves asks nobody: where asker and asked have become one, the question ends.
/// </summary>
internal sealed class MoveConsultations(Db db, EventLog log, OrganisationDirectory directory, Staffing staffing, TimeProvider clock)
{
    public async Task<int> Run(ReorganisationApplied applied, int batch = MoveDossiers.Batch)
    {
        var moved = 0;
        if (applied.Split is { } split)
        {
            var manned = await staffing.AgenciesWith(ConsultationPolicy.Answering, clock.GetUtcNow());
            if (!manned.Contains(split.Heir)) return 0;
            moved += await Run(applied, new(split.Code, split.Name, split.Heir, split.HeirName), batch, all: !manned.Contains(split.Code));
        }
        foreach (var agency in applied.Agencies) moved += await Run(applied, agency, batch, all: true);
        await EndOwn(applied, batch);
        return moved;
    }

    /// <summary>After the dossiers: what one of them asked the other, whoever of them goes on.</summary>
    private async Task EndOwn(ReorganisationApplied applied, int batch)
    {
        var (heirs, after) = (applied.Agencies.Select(agency => agency.Heir).Distinct().ToArray(), Guid.Empty);
        while (true)
        {
            await using var transaction = await db.Begin();
            var ids = (await db.Database.SqlQuery<Guid>($"""
                select c.id as "Value" from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id
                where c.id > {after} and c.closed_at is null and c.agency = any({heirs}) and d.competent_agency = c.agency
                order by c.id limit {batch} for update of c
                """).ToListAsync()).ToArray();
            if (ids.Length == 0) return;
            after = ids[^1];
            var (asked, codes) = await Load(ids);
            foreach (var one in asked)
            {
                var words = $"Theo {applied.Basis}, nơi hỏi và nơi được hỏi nay là một: {one.AgencyName}";
                one.Withdraw(clock.GetUtcNow(), words, null, MoveDossiers.Actor);
                log.Record($"dossier/{one.DossierId}", new ConsultationWithdrawn(one.DossierId, codes[one.DossierId], one.Id, one.Agency), words);
            }
            await db.Save();
            foreach (var dossier in codes.Keys.Order()) await Dossier.Raise(db, dossier);
            await db.Commit(transaction);
            db.ChangeTracker.Clear();
        }
    }

    /// <param name="all">False: of a unit that goes on, what was put to a counter that went.</param>
    private async Task<int> Run(ReorganisationApplied applied, MovedAgency agency, int batch, bool all)
    {
        var (offices, counters) = (applied.Offices.Select(office => office.Code).ToArray(), applied.Offices.Select(office => office.Heir).ToArray());
        var name = (await directory.Agency(agency.Heir))?.ShortName ?? agency.HeirName;
        var (moved, after) = (0, Guid.Empty);
        while (true)
        {
            await using var transaction = await db.Begin();
            var ids = (await db.Database.SqlQuery<Guid>($"""
                select id as "Value" from dossiers.consultation c
                where c.id > {after} and c.closed_at is null and c.agency = {agency.Code} and ({all} or c.office = any({offices}))
                    and ((c.agency, c.agency_name) is distinct from ({agency.Heir}, {name})
                        or exists (select from unnest({offices}, {counters}) as m (code, heir) where m.code = c.office and m.heir <> c.office))
                order by c.id limit {batch} for update
                """).ToListAsync()).ToArray();
            if (ids.Length == 0) return moved;
            after = ids[^1];
            var (asked, codes) = await Load(ids);
            foreach (var one in asked) Move(one, codes[one.DossierId], agency.Heir, name, applied);
            await db.Save();
            foreach (var dossier in codes.Keys.Order()) await Dossier.Raise(db, dossier);
            await db.Commit(transaction);
            moved += asked.Count;
            db.ChangeTracker.Clear();
        }
    }

    private async Task<(List<Consultation> Asked, Dictionary<Guid, string> Codes)> Load(Guid[] ids)
    {
        var asked = await db.Set<Consultation>().Include(c => c.Entries).Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync();
        var dossiers = asked.Select(c => c.DossierId).Distinct().ToArray();
        return (asked, await db.Set<Dossier>().Where(d => dossiers.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Code));
    }

    private void Move(Consultation asked, string code, string heir, string name, ReorganisationApplied applied)
    {
        var (before, words) = (asked.Agency, $"Chuyển từ {asked.AgencyName} sang {name} theo {applied.Basis}");
        var office = applied.Offices.FirstOrDefault(one => one.Code == asked.Office)?.Heir ?? asked.Office;
        asked.MoveTo(clock.GetUtcNow(), heir, name, office, MoveDossiers.Actor, words);
        log.Record($"dossier/{asked.DossierId}", new ConsultationMoved(asked.DossierId, code, asked.Id, before, heir, applied.Number), words);
    }
}
