using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Remind;

/// <summary>
/// Nhắc việc đến giờ. A batch of due timers is locked, its messages and facts are written and it is marked as fired in one
/// transaction: a server that dies in the middle has said nothing, and another takes the batch. Timers that somebody else
/// holds are passed over, so any number of servers may run it.
/// </summary>
internal sealed class RemindDue(Db db, TaskLists tasks, Calendars calendars, Chased chased, StaffNotices notices, Messenger messages, EventLog log, TimeProvider clock)
{
    private const int Batch = 500;

    public static readonly RecurringJob Job = new("dossiers.remind-due", TimeSpan.FromSeconds(10), async (services, stop) =>
    {
        var more = true;
        while (more && !stop.IsCancellationRequested) more = await services.GetRequiredService<RemindDue>().Execute() == Batch;
    });

    /// <returns>How many timers were due in this batch.</returns>
    public async Task<int> Execute()
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Begin();
        var due = await db.Database.SqlQuery<DueTimer>($"""
            select dossier_id, kind, about, since from dossiers.timer where fired_at is null and due_at <= {now} order by due_at limit {Batch} for update skip locked
            """).ToListAsync();
        if (due.Count == 0) return 0;
        var said = await Say(due, now);
        await Mark(due, said, now);
        await db.Commit(transaction);
        return due.Count;
    }

    private async Task<List<DueTimer>> Say(List<DueTimer> due, DateTimeOffset now)
    {
        var ids = due.Select(timer => timer.DossierId).Distinct().ToArray();
        var dossiers = (await db.Database.SqlQuery<ChasedDossier>($"""
            select id, code, short_code, procedure_name, status, intake_office, intake_agency, holder_unit, owner_kind, owner_number, phone, email,
                   submitted_at, received_at, due_at, paused_at
            from dossiers.dossier where id = any({ids})
            """).ToListAsync()).ToDictionary(dossier => dossier.Id);
        var open = await tasks.Current(ids);
        var (said, told, letters, facts) = (new List<DueTimer>(), new List<StaffNotice>(), new List<Letter>(), new List<(string, object)>());
        foreach (var timer in due)
        {
            var (dossier, task) = (dossiers[timer.DossierId], open.GetValueOrDefault(timer.DossierId));
            if (!Holds(timer, dossier, task, now)) continue;
            var holder = await chased.Holder(dossier, task, now);
            var words = new RemindWords(timer, dossier, task, holder, now, await calendars.Of(dossier.IntakeOffice));
            var officials = timer.Kind == ReminderKind.UnansweredLong ? [] : holder.Officials;
            told.AddRange(officials.Select(account => new StaffNotice(account, dossier.Code, words.ForOfficials, $"/noi-bo/ho-so/{dossier.Code}")));
            if (timer.Kind != ReminderKind.Unanswered) letters.Add(Letter(timer, dossier, words));
            facts.Add(($"dossier/{dossier.Id}", new DossierReminded(dossier.Id, dossier.Code, timer.Kind, timer.About, holder.Unit, holder.Name, officials.Count)));
            said.Add(timer);
        }
        await notices.Tell(told);
        await messages.QueueAll(letters);
        if (facts.Count > 0) await log.RecordAll(facts);
        return said;
    }

    /// <summary>What the timer was set for is still so: between the act and the subscriber that follows it lies a moment.</summary>
    private static bool Holds(DueTimer timer, ChasedDossier dossier, CurrentTask? task, DateTimeOffset now)
    {
        if (timer.Kind is ReminderKind.Unanswered or ReminderKind.UnansweredLong) return dossier.Status == DossierStatus.Submitted;
        if (dossier.Status != DossierStatus.Processing || dossier.PausedAt is not null) return false;
        var sameDue = dossier.DueAt is { } due && TimerAbout.Instant(due) == timer.About;
        return timer.Kind switch
        {
            // After an outage over the due time, "soon" and "today" would be false.
            ReminderKind.DueSoon or ReminderKind.DueToday => sameDue && now <= dossier.DueAt,
            ReminderKind.Overdue => sameDue,
            ReminderKind.StepLate => task is { Paused: false } && TimerAbout.Step(task.Id, task.DueAt) == timer.About,
            ReminderKind.StepSilent => task is { Paused: false } && timer.About.StartsWith($"{task.Id:n}", StringComparison.Ordinal),
            _ => true,
        };
    }

    private static Letter Letter(DueTimer timer, ChasedDossier dossier, RemindWords words) => new($"reminder.{timer.Kind}",
        new Recipient(dossier.Phone, dossier.Email, dossier.OwnerNumber is { } number ? new OwnerIdentity(dossier.OwnerKind, number) : null),
        new Dictionary<string, string>
        {
            ["short"] = ShortCode.Display(dossier.ShortCode), ["code"] = dossier.Code, ["procedure"] = dossier.ProcedureName,
            ["due"] = dossier.DueAt is { } due ? Vi.DateTime(due) : "theo quy định", ["since"] = Vi.DateTime(timer.Since),
            ["holder"] = words.UnitForApplicant, ["step"] = words.Step, ["late"] = words.Late, ["page"] = $"/tra-cuu?ma={dossier.ShortCode}",
        }, dossier.Code);

    /// <summary>What no longer holds is taken away and not marked: were it to hold again, it would still have to be said.</summary>
    private async Task Mark(List<DueTimer> due, List<DueTimer> said, DateTimeOffset now)
    {
        var gone = due.Except(said).ToList();
        var (ids, kinds, abouts) = Keys(said);
        await db.Database.ExecuteSqlAsync($"""
            update dossiers.timer t set fired_at = {now} from unnest({ids}, {kinds}, {abouts}) as s(dossier_id, kind, about)
            where t.dossier_id = s.dossier_id and t.kind = s.kind and t.about = s.about
            """);
        if (gone.Count == 0) return;
        (ids, kinds, abouts) = Keys(gone);
        await db.Database.ExecuteSqlAsync($"""
            delete from dossiers.timer t using unnest({ids}, {kinds}, {abouts}) as g(dossier_id, kind, about)
            where t.dossier_id = g.dossier_id and t.kind = g.kind and t.about = g.about
            """);
    }

    private static (Guid[] Ids, string[] Kinds, string[] Abouts) Keys(List<DueTimer> timers) =>
        ([.. timers.Select(timer => timer.DossierId)], [.. timers.Select(timer => timer.Kind)], [.. timers.Select(timer => timer.About)]);
}

internal sealed record DueTimer(Guid DossierId, string Kind, string About, DateTimeOffset Since);

/// <summary>What is read of a dossier to chase it.</summary>
internal sealed record ChasedDossier(Guid Id, string Code, string ShortCode, string ProcedureName, string Status, string IntakeOffice, string IntakeAgency,
    string HolderUnit, string OwnerKind, string? OwnerNumber, string? Phone, string? Email, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt,
    DateTimeOffset? DueAt, DateTimeOffset? PausedAt);
