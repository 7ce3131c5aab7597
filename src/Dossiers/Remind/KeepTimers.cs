using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Recount;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace MotCua.Dossiers.Remind;

/// <summary>
/// Giữ hẹn giờ khớp với hồ sơ: behind every fact of a dossier its timers are derived again. Not in the act, so filing stays
/// one round trip; in the transaction of the cursor, so each fact counts once. Replayed from the beginning it comes to the same.
/// </summary>
internal sealed class KeepTimers(Db db, StepDues steps, RuleSets rules, Calendars calendars, ProcedureCatalogue catalogue, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Every fact that names a dossier. A reminder moves nothing.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "dossier.apologised/1", "dossier.assigned/1", "dossier.clock-corrected/1", "dossier.consultation-answered/1", "dossier.consultation-asked/1",
        "dossier.consultation-moved/1",
        "dossier.consultation-passed-over/1", "dossier.consultation-recounted/1", "dossier.consultation-withdrawn/1", "dossier.draft-agreed/1",
        "dossier.due-recounted/1",
        "dossier.group-ended/1", "dossier.linked-ended/1", "dossier.linked-opened/1",
        "dossier.fee-taken/1", "dossier.file-attached/1", "dossier.handed-over/1", "dossier.held/1", "dossier.letter-day-closed/1",
        "dossier.mandate-ended/1", "dossier.message-arrived/1", "dossier.moved/1",
        "dossier.paper-digitised/1", "dossier.process-changed/1", "dossier.received/1", "dossier.refused/1", "dossier.resolved/1", "dossier.result-corrected/1",
        "dossier.result-recalled/1", "dossier.resumed/1",
        "dossier.returned/1", "dossier.step-joined/1",
        "dossier.stopped/1", "dossier.submitted/1", "dossier.supplement-answered/1", "dossier.supplement-given-back/1",
        "dossier.supplement-lapsed/1", "dossier.supplement-proposed/1", "dossier.supplement-requested/1",
        "dossier.unassigned/1", "dossier.withdrawn/1",
    ];

    public static readonly Subscription Subscription = Subscription.ToMany("dossiers.keep-timers", Kinds,
        (services, told) => services.GetRequiredService<KeepTimers>().Follow(told));

    private async Task Follow(IReadOnlyList<Event> told)
    {
        var dossiers = told.GroupBy(happened => happened.As<Named>().DossierId).ToList();
        await Alone();
        // What the house does by itself, such as counting again by a new calendar, is no movement.
        var moved = dossiers.ToDictionary(dossier => dossier.Key,
            dossier => dossier.LastOrDefault(happened => happened.ActorId is not null || happened.ActorName != Actor.System.Name)?.At);
        if (moved.Where(dossier => dossier.Value is null).Select(dossier => dossier.Key).ToArray() is { Length: > 0 } still)
        {
            var known = await LastMoved(still);
            foreach (var dossier in dossiers.Where(dossier => moved[dossier.Key] is null))
                moved[dossier.Key] = known.GetValueOrDefault(dossier.Key) ?? dossier.Last().At;
        }
        await Derive([.. moved.Keys], id => moved[id]);
    }

    /// <summary>
    /// A new calendar moves the ends of steps and of all that is counted in working hours, and no fact tells of it. Batch by
    /// batch over what ends on the first changed day or later; who never had a timer gets none by it.
    /// </summary>
    public async Task FollowCalendar(int since, int version, int batch = Batch)
    {
        var change = await calendars.Changes(since, version);
        if (change is { From: null, Offices.Count: 0 }) return;
        var (from, _) = OpenDossiers.Reach(change.From, change.Offices);
        for (var ids = await Next(Guid.Empty, from, batch); ids.Length > 0; ids = await Next(ids[^1], from, batch))
        {
            await using var transaction = await db.Begin();
            await Alone();
            await steps.Recount(ids, since, version);
            var known = await LastMoved(ids);
            await Derive([.. known.Keys], id => known[id]);
            await db.Commit(transaction);
        }
    }

    /// <summary>The next dossiers by id with a timer or a step that ends then or later.</summary>
    private async Task<Guid[]> Next(Guid after, DateTime from, int most)
    {
        var timers = await db.Database.SqlQuery<Guid>($"""
            select distinct dossier_id as "Value" from dossiers.timer where fired_at is null and due_at >= {from} and dossier_id > {after}
            order by 1 limit {most}
            """).ToListAsync();
        return [.. timers.Union(await steps.Dossiers(after, from, most)).Order().Take(most)];
    }

    /// <summary>Two that derive at once could write the older of two states last.</summary>
    private Task Alone() => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('dossiers.timer'))");

    /// <summary>Of those that have timers: the last movement that one of them was counted from.</summary>
    private async Task<Dictionary<Guid, DateTimeOffset?>> LastMoved(Guid[] ids)
    {
        var silences = new[] { ReminderKind.Still, ReminderKind.StepSilent };
        return (await db.Database.SqlQuery<Movement>($"""
            select dossier_id, max(since) filter (where kind = any({silences})) as since from dossiers.timer where dossier_id = any({ids}) group by dossier_id
            """).ToListAsync()).ToDictionary(row => row.DossierId, row => row.Since);
    }

    /// <param name="moved">The last movement; null where none is known, and then it is the reception.</param>
    private async Task Derive(Guid[] ids, Func<Guid, DateTimeOffset?> moved)
    {
        var rows = await db.Set<Dossier>().AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new
        {
            d.Id, d.Status, d.PausedAt, d.SubmittedAt, d.ReceivedAt, d.DueAt, d.IntakeOffice, d.RuleSetId, d.ProcedureVersionId,
            AnsweredAt = d.Supplements.Max(s => s.AnsweredAt),
            Asked = d.Consultations.Where(c => c.ClosedAt == null).Select(c => new OpenConsultation(c.Id, c.AskedAt, c.DueAt)).ToList(),
        }).ToListAsync();
        var working = rows.Where(d => d is { Status: DossierStatus.Processing, PausedAt: null }).ToList();
        var open = await steps.Of([.. working.Select(d => d.Id)]);
        var ledgers = await Ledgers([.. working.Where(d => d.DueAt is null).Select(d => d.Id)]);
        var versions = new Dictionary<Guid, ProcedureVersionView?>();
        var wanted = new List<(Guid, WantedTimer)>();
        foreach (var d in rows)
        {
            var set = d.RuleSetId is { } pinned ? await rules.Get(pinned) : await rules.At(d.SubmittedAt.Day());
            DateTimeOffset? latest = null;
            if (ledgers.TryGetValue(d.Id, out var entries))
            {
                if (!versions.TryGetValue(d.ProcedureVersionId, out var version))
                    versions[d.ProcedureVersionId] = version = await catalogue.GetVersion(d.ProcedureVersionId);
                if (version?.StatutoryMax is not null) latest =
                    StatutoryLimit.Of(version, entries, await calendars.Basis(d.IntakeOffice, set, entries), clock.Today())?.At;
            }
            var state = new TimerState(d.Status, d.PausedAt is not null, d.AnsweredAt ?? d.SubmittedAt, d.ReceivedAt, d.DueAt,
                [.. open[d.Id]], moved(d.Id) ?? d.ReceivedAt ?? d.SubmittedAt, d.Asked, latest);
            wanted.AddRange(WantedTimers.Of(state, set.Answers, await calendars.Of(d.IntakeOffice)).Select(timer => (d.Id, timer)));
        }
        await Keep(ids, wanted);
    }

    /// <summary>Of dossiers without a promised date, whose statutory maximum is counted by them.</summary>
    private async Task<Dictionary<Guid, List<ClockEntry>>> Ledgers(Guid[] ids) => ids.Length == 0 ? []
        : (await db.Set<ClockEntry>().AsNoTracking().Where(entry => ids.Contains(entry.DossierId)).OrderBy(entry => entry.Seq).ToListAsync())
            .GroupBy(entry => entry.DossierId).ToDictionary(group => group.Key, group => group.ToList());

    private async Task Keep(Guid[] ids, List<(Guid Dossier, WantedTimer Timer)> wanted)
    {
        var dossiers = wanted.Select(w => w.Dossier).ToArray();
        var (kinds, abouts) = (wanted.Select(w => w.Timer.Kind).ToArray(), wanted.Select(w => w.Timer.About).ToArray());
        var (since, due) = (wanted.Select(w => w.Timer.Since.ToUniversalTime()).ToArray(), wanted.Select(w => w.Timer.DueAt.ToUniversalTime()).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            with gone as (
                delete from dossiers.timer t where dossier_id = any({ids}) and fired_at is null
                    and not exists (select from unnest({dossiers}, {kinds}, {abouts}) as w(dossier, kind, about) where w.dossier = t.dossier_id
                        and w.kind = t.kind and w.about = t.about))
            insert into dossiers.timer as t (dossier_id, kind, about, since, due_at)
            select w.dossier, w.kind, w.about, w.since, w.due from unnest({dossiers}, {kinds}, {abouts}, {since}, {due}) as w(dossier, kind, about, since, due)
            on conflict (dossier_id, kind, about) do update set due_at = excluded.due_at, tries = 0, rest_until = null, problem = null, incident = null,
                failed_at = null where t.fired_at is null and t.due_at <> excluded.due_at
            """);
    }

    private sealed record Movement(Guid DossierId, DateTimeOffset? Since);

    private sealed record Named(Guid DossierId);
}
