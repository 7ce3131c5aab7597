using System.Reflection;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
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
internal sealed class KeepTimers(Db db, WorkflowRuns workflow, RuleSets rules, Calendars calendars, ProcedureCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Every fact that names a dossier, also those of acts yet to be written. A reminder moves nothing.</summary>
    public static readonly IReadOnlyList<string> Kinds = [.. typeof(DossierSubmitted).Assembly.GetTypes()
        .Where(type => type.GetProperty(nameof(DossierSubmitted.DossierId)) is not null && type != typeof(DossierReminded))
        .Select(type => type.GetCustomAttribute<FactAttribute>()?.Name).OfType<string>().Order(StringComparer.Ordinal)];

    public static readonly Subscription Subscription = new("dossiers.keep-timers", Kinds,
        (services, happened) => services.GetRequiredService<KeepTimers>().Follow(happened));

    private static readonly string[] Statutory = [ReminderKind.StatutorySoon, ReminderKind.StatutoryOver];

    private async Task Follow(Event happened)
    {
        var id = happened.As<Named>().DossierId;
        var dossier = await db.Set<Dossier>().AsNoTracking().Where(d => d.Id == id).Select(d => new
        {
            d.Status, d.Channel, d.PausedAt, d.SubmittedAt, d.ReceivedAt, d.DueAt, d.IntakeOffice, d.RuleSetId, d.ProcedureVersionId,
            AnsweredAt = d.Supplements.Max(s => s.AnsweredAt),
            Asked = d.Consultations.Where(c => c.ClosedAt == null).Select(c => new OpenConsultation(c.Id, c.AskedAt, c.DueAt)).ToList(),
        }).SingleOrDefaultAsync();
        if (dossier is null) return;
        var working = dossier is { Status: DossierStatus.Processing, PausedAt: null };
        var task = working ? await workflow.Find(id) : null;
        var hours = task is null ? 0 : (await workflow.Steps(id)).ElementAtOrDefault(task.StepNo)?.Hours ?? 0;
        var set = dossier.RuleSetId is { } pinned ? await rules.Get(pinned) : await rules.At(dossier.SubmittedAt.Day());
        var latest = working && dossier.DueAt is null ? await Latest(id, dossier.ProcedureVersionId, dossier.IntakeOffice, set) : null;
        var state = new TimerState(dossier.Status, dossier.Channel, dossier.PausedAt is not null, dossier.AnsweredAt ?? dossier.SubmittedAt,
            dossier.ReceivedAt, dossier.DueAt, task, hours, working ? await MovedAt(id, happened) : happened.At, dossier.Asked, latest);
        await Keep(id, WantedTimers.Of(state, set.Answers, await calendars.Of(dossier.IntakeOffice)));
    }

    /// <summary>What the house does by itself, such as counting again by a new calendar, is no movement.</summary>
    private async Task<DateTimeOffset> MovedAt(Guid id, Event happened)
    {
        if (happened.ActorId is not null || happened.ActorName != Actor.System.Name) return happened.At;
        var silences = new[] { ReminderKind.Still, ReminderKind.StepSilent };
        var known = await db.Database.SqlQuery<DateTimeOffset?>($"""
            select max(since) as "Value" from dossiers.timer where dossier_id = {id} and kind = any({silences})
            """).SingleAsync();
        return known ?? happened.At;
    }

    /// <summary>When the statutory maximum ends; null where no law names one.</summary>
    private async Task<DateTimeOffset?> Latest(Guid id, Guid versionId, string office, RuleSet set)
    {
        if (await catalogue.GetVersion(versionId) is not { StatutoryMax: not null } version) return null;
        var entries = await db.Set<ClockEntry>().AsNoTracking().Where(entry => entry.DossierId == id).OrderBy(entry => entry.Seq).ToListAsync();
        return StatutoryLimit.Of(version, entries, await calendars.Basis(office, set, entries), clock.Today())?.At;
    }

    /// <summary>A new calendar moves the end of a maximum that nobody promised, and no fact tells of it.</summary>
    public async Task FollowCalendar()
    {
        var waiting = await db.Database.SqlQuery<Guid>($"""
            select distinct dossier_id as "Value" from dossiers.timer where kind = any({Statutory}) and fired_at is null
            """).ToListAsync();
        foreach (var id in waiting)
        {
            var d = await db.Set<Dossier>().AsNoTracking().SingleAsync(d => d.Id == id);
            if (d is not { Status: DossierStatus.Processing, PausedAt: null, RuleSetId: { } pinned }) continue;
            var latest = await Latest(id, d.ProcedureVersionId, d.IntakeOffice, await rules.Get(pinned));
            await Keep(id, [.. WantedTimers.Statutory(d.ReceivedAt, latest, await calendars.Of(d.IntakeOffice))], Statutory);
        }
    }

    /// <param name="only">Timers of other kinds are left as they are.</param>
    private async Task Keep(Guid id, IReadOnlyList<WantedTimer> wanted, string[]? only = null)
    {
        var (kinds, abouts) = (wanted.Select(timer => timer.Kind).ToArray(), wanted.Select(timer => timer.About).ToArray());
        var (since, due) = (wanted.Select(timer => timer.Since.ToUniversalTime()).ToArray(), wanted.Select(timer => timer.DueAt.ToUniversalTime()).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            with gone as (
                delete from dossiers.timer t where dossier_id = {id} and fired_at is null and ({only}::text[] is null or kind = any({only}))
                    and not exists (select from unnest({kinds}, {abouts}) as w(kind, about) where w.kind = t.kind and w.about = t.about))
            insert into dossiers.timer as t (dossier_id, kind, about, since, due_at)
            select {id}, w.kind, w.about, w.since, w.due from unnest({kinds}, {abouts}, {since}, {due}) as w(kind, about, since, due)
            on conflict (dossier_id, kind, about) do update set due_at = excluded.due_at where t.fired_at is null and t.due_at <> excluded.due_at
            """);
    }

    private sealed record Named(Guid DossierId);
}
