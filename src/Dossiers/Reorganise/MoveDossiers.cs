using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Reorganise;

/// <summary>
/// Hồ sơ đang mở theo đơn vị kế tục, batch by batch: the dossier, its open step, its unsigned result and one line of its history are one transaction.
/// Safe to run twice and to break off: what has moved no longer stands where it is looked for. What has ended stays with who ended it.
/// </summary>
internal sealed class MoveDossiers(Db db, EventLog log, TaskLists tasks, TimeProvider clock)
{
    public const int Batch = 200;
    public const string Actor = "Sắp xếp đơn vị";

    /// <summary>With a result only the counter has something to do: the result bears the name of who gave it.</summary>
    private static readonly string[] Deciding = [.. MovingStatuses.All.Except([DossierStatus.Done])];

    public async Task<int> Run(ReorganisationApplied applied, int batch = Batch)
    {
        var (moved, after) = (0, Guid.Empty);
        var going = await Going(applied);
        while (true)
        {
            await using var transaction = await db.Begin();
            var ids = await Next(applied, going, after, batch);
            if (ids.Length == 0) return moved;
            after = ids[^1];
            var dossiers = await db.Set<Dossier>().Include(d => d.HandOvers).Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync();
            foreach (var dossier in dossiers) Move(dossier, applied, going);
            await db.Send([.. TaskPlaces.Move([.. dossiers.Select(d => d.Id)], [.. dossiers.Select(d => d.CompetentAgency)],
                [.. dossiers.Select(d => d.IntakeOffice)], [.. dossiers.Select(d => d.IntakeAgency)]),
                UnsignedResults.Move([.. dossiers.Select(d => d.Id)], [.. dossiers.Select(d => d.CompetentAgency)],
                    [.. dossiers.Select(d => d.CompetentAgencyName)])]);
            await db.Commit(transaction);
            moved += dossiers.Count;
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Of a split: a dossier goes with who holds its step; one that nobody holds goes with the office that received it.</summary>
    private async Task<SplitPart> Going(ReorganisationApplied applied)
    {
        if (applied.Split is not { } split) return new SplitPart("", null, [], [], []);
        var held = await tasks.HeldIn(split.Code);
        return new SplitPart(split.Code, new MovedAgency(split.Code, split.Name, split.Heir, split.HeirName),
            [.. held.Where(one => split.People.Contains(one.Value)).Select(one => one.Key)],
            [.. held.Where(one => !split.People.Contains(one.Value)).Select(one => one.Key)], [.. applied.Offices.Select(office => office.Code)]);
    }

    private sealed record SplitPart(string Code, MovedAgency? Heir, Guid[] Held, Guid[] Kept, string[] Offices)
    {
        public bool Takes(Dossier dossier) => Heir is not null && dossier.CompetentAgency == Code
            && (Held.Contains(dossier.Id) || Offices.Contains(dossier.IntakeOffice) && !Kept.Contains(dossier.Id));
    }

    private void Move(Dossier dossier, ReorganisationApplied applied, SplitPart going)
    {
        var deciding = Deciding.Contains(dossier.Status);
        var (agency, office) = (dossier.CompetentAgency, dossier.IntakeOffice);
        var heir = !deciding ? null : going.Takes(dossier) ? going.Heir : applied.Agencies.FirstOrDefault(one => one.Code == dossier.CompetentAgency);
        var counter = applied.Offices.FirstOrDefault(one => one.Code == dossier.IntakeOffice);
        var step = $"Chuyển theo {applied.Basis}";
        dossier.MoveTo(clock.GetUtcNow(), heir, counter, Actor, step);
        log.Record(dossier.Stream, new DossierMoved(dossier.Id, dossier.Code, agency, dossier.CompetentAgency, office, dossier.IntakeOffice, applied.Number),
            step);
    }

    /// <summary>The next by id that do not stand yet where they belong, locked until the commit.</summary>
    private async Task<Guid[]> Next(ReorganisationApplied applied, SplitPart going, Guid after, int most)
    {
        var (codes, heirs, names) = (applied.Agencies.Select(one => one.Code).ToArray(), applied.Agencies.Select(one => one.Heir).ToArray(),
            applied.Agencies.Select(one => one.HeirName).ToArray());
        var (offices, counters, agencies) = (applied.Offices.Select(one => one.Code).ToArray(), applied.Offices.Select(one => one.Heir).ToArray(),
            applied.Offices.Select(one => one.Agency).ToArray());
        return [.. await db.Database.SqlQuery<Guid>($"""
            select d.id as "Value" from dossiers.dossier d
            where d.id > {after} and (
                d.status = any({Deciding}) and exists (select from unnest({codes}, {heirs}, {names}) as m (code, heir, name)
                    where m.code = d.competent_agency and (m.heir, m.name) is distinct from (d.competent_agency, d.competent_agency_name))
                or d.status = any({Deciding}) and d.competent_agency = {going.Code}
                    and (d.id = any({going.Held}) or d.intake_office = any({going.Offices}) and d.id <> all({going.Kept}))
                or d.status = any({MovingStatuses.All}) and exists (select from unnest({offices}, {counters}, {agencies}) as m (code, heir, agency)
                    where m.code = d.intake_office and (m.heir, m.agency) is distinct from (d.intake_office, d.intake_agency)))
            order by d.id limit {most} for update
            """).ToListAsync()];
    }
}
