using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;
using Npgsql;

namespace MotCua.Dossiers.Remind;

/// <summary>
/// Nhắc việc đến giờ. A batch of due timers is locked, its messages and facts are written and it is marked as fired in one
/// transaction: a server that dies in the middle has said nothing, and another takes the batch. Timers that somebody else
/// holds are passed over, so any number of servers may run it.
/// </summary>
internal sealed class RemindDue(Db db, TaskLists tasks, Calendars calendars, Chased chased, LateConsultations consultations, StaffNotices notices,
    RuleSets rules, Messenger messages, EventLog log, TimeProvider clock,
    IServiceScopeFactory scopes, ILogger<RemindDue> logger)
{
    private const int Batch = 500;

    private const int MostTries = 5;

    /// <summary>While one batch is being written, the words of another are made.</summary>
    private const int AtOnce = 2;

    public static readonly RecurringJob Job = new("dossiers.remind-due", TimeSpan.FromSeconds(10), async (services, stop) =>
    {
        if (await services.GetRequiredService<RemindDue>().Execute() == Batch)
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Drain(services, stop)));
    });

    private static async Task Drain(IServiceProvider services, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        while (!stop.IsCancellationRequested && await scope.ServiceProvider.GetRequiredService<RemindDue>().Execute() == Batch) { }
    }

    /// <returns>How many timers were due in this batch.</returns>
    public async Task<int> Execute()
    {
        try { return await Fire(null); }
        catch (Exception problem) when (!DatabaseAway.Is(problem)) { return await OneByOne(); }
    }

    /// <summary>One of the batch cannot be said: the others are, each in a transaction of its own.</summary>
    private async Task<int> OneByOne()
    {
        var now = clock.GetUtcNow();
        List<DueTimer> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            due = await scope.ServiceProvider.GetRequiredService<Db>().Database.SqlQuery<DueTimer>($"""
                select dossier_id, kind, about, since from dossiers.timer t
                where fired_at is null and due_at <= {now} and failed_at is null and (rest_until is null or rest_until <= {now}) order by due_at limit {Batch}
                """).ToListAsync();
        }
        foreach (var timer in due)
        {
            await using var scope = AsSystem();
            try { await scope.ServiceProvider.GetRequiredService<RemindDue>().Fire(timer); }
            catch (Exception problem) when (!DatabaseAway.Is(problem)) { await NotSaid(timer, problem); }
        }
        return due.Count;
    }

    private AsyncServiceScope AsSystem()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        return scope;
    }

    private async Task NotSaid(DueTimer timer, Exception problem)
    {
        var accident = Accident.Of(problem, logger, "the reminder {Kind} of dossier {Dossier} could not be said", timer.Kind, timer.DossierId);
        await using var scope = AsSystem();
        var own = scope.ServiceProvider.GetRequiredService<Db>();
        var now = clock.GetUtcNow();
        await using var transaction = await own.Begin();
        var tries = (await own.Database.SqlQuery<int>($"""
            update dossiers.timer set tries = tries + 1, problem = {accident.Reason}, incident = {accident.Incident},
                rest_until = {now} + (tries + 1) * interval '10 seconds', failed_at = case when tries + 1 >= {MostTries} then {now} end
            where dossier_id = {timer.DossierId} and kind = {timer.Kind} and about = {timer.About} and fired_at is null and failed_at is null
                returning tries as "Value"
            """).ToListAsync()).SingleOrDefault();
        if (tries >= MostTries)
            scope.ServiceProvider.GetRequiredService<EventLog>().Record($"work/{timer.Kind}",
                new WorkSetAside(WorkSetAside.Timer, timer.Kind, timer.Key), accident.Reason);
        await own.Commit(transaction);
    }

    /// <param name="only">Null: a batch of all that is due.</param>
    private async Task<int> Fire(DueTimer? only)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Begin();
        var due = await db.Database.SqlQuery<DueRow>($"""
            select t.dossier_id, t.kind, t.about, t.since, d.code, d.short_code, d.procedure_name, d.status, d.intake_office, d.intake_agency, d.holder_unit,
                   d.owner_kind, d.owner_number, d.phone, d.email, d.received_at, d.due_at, d.paused_at, d.rule_set_id,
                   (select e.cause from dossiers.clock_entry e where e.dossier_id = d.id and e.kind = 'pause' and d.status = 'paused' order by e.seq desc
                       limit 1) as paused_for
            from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id
            where t.fired_at is null and t.due_at <= {now} and t.failed_at is null and (t.rest_until is null or t.rest_until <= {now})
                and ({only?.DossierId}::uuid is null or t.dossier_id = {only?.DossierId} and t.kind = {only?.Kind} and t.about = {only?.About})
            order by t.due_at limit {Batch} for update of t skip locked
            """).ToListAsync();
        if (due.Count == 0) return 0;
        await db.Send(await Say(due, now));
        await db.Commit(transaction);
        return due.Count;
    }

    /// <returns>All that is written for these timers, to be sent as one.</returns>
    private async Task<List<NpgsqlBatchCommand>> Say(List<DueRow> due, DateTimeOffset now)
    {
        var open = await tasks.Current([.. due.Select(row => row.DossierId).Distinct()]);
        var late = await consultations.Of(due, now);
        var (said, gone, told, letters, facts) = (new List<DueTimer>(), new List<DueTimer>(), new List<StaffNotice>(), new List<Letter>(),
            new List<(string, object, (string, string?)[])>());
        var again = new List<(Guid Dossier, WantedTimer Timer)>();
        foreach (var row in due)
        {
            var (timer, dossier, task) = (row.Timer, row.Dossier, About(row.Timer, open[row.DossierId]));
            if (late.GetValueOrDefault(timer.About) is { } silent)
            {
                told.AddRange(silent.Notices);
                facts.Add(($"dossier/{dossier.Id}", new DossierReminded(dossier.Id, dossier.Code, timer.Kind, timer.About, silent.Agency, null,
                    silent.Notices.Count), []));
                said.Add(timer);
                continue;
            }
            if (!Holds(timer, dossier, task, now))
            {
                gone.Add(timer);
                continue;
            }
            var holder = await chased.Holder(dossier, task, now);
            var calendar = await calendars.Of(dossier.IntakeOffice);
            var words = new RemindWords(timer, dossier, task, holder, now, calendar);
            var (officials, staffers) = timer.Kind == ReminderKind.UnansweredLong ? ([], []) : (holder.Officials, holder.Staffers);
            told.AddRange(officials.Select(account => new StaffNotice(account, dossier.Code, words.ForOfficials, $"/noi-bo/ho-so/{dossier.Code}")));
            // Nobody there to hear it: whoever can give the unit people does. The dossier stays closed to them, so the words are all.
            told.AddRange(staffers.Select(account => new StaffNotice(account, dossier.Code, words.ForStaffers, "/noi-bo/nhac-viec")));
            var paused = dossier.Status == DossierStatus.Paused;
            // No due time will ever come while it stands, so it is said again and again; the applicant knows that it stands.
            if (paused && row.RuleSetId is { } set) again.Add((dossier.Id, WantedTimers.Still(now, (await rules.Get(set)).Answers, calendar)));
            if (timer.Kind != ReminderKind.Unanswered && !paused) letters.Add(Letter(timer, dossier, words));
            facts.Add(($"dossier/{dossier.Id}", new DossierReminded(dossier.Id, dossier.Code, timer.Kind, timer.About, holder.Unit, holder.Name,
                officials.Count), []));
            said.Add(timer);
        }
        var writes = new List<NpgsqlBatchCommand>();
        // What no longer holds is taken away and not marked: were it to hold again, it would still have to be said.
        if (gone.Count > 0) writes.Add(Each(gone, "delete from dossiers.timer t using"));
        if (said.Count == 0) return writes;
        var fired = Each(said, "update dossiers.timer t set fired_at = $4 from");
        fired.Parameters.Add(new() { Value = now });
        writes.AddRange([fired, log.Statement(facts), .. await messages.Statements(letters)]);
        if (again.Count > 0) writes.Add(Insert(again));
        if (told.Count > 0) writes.Add(notices.Statement(told));
        return writes;
    }

    /// <summary>The step that a timer is about; of the dossier as a whole, the one that is due first.</summary>
    private static CurrentTask? About(DueTimer timer, IEnumerable<CurrentTask> open) => timer.Kind is ReminderKind.StepLate or ReminderKind.StepSilent
        ? open.FirstOrDefault(task => timer.About.StartsWith($"{task.Id:n}", StringComparison.Ordinal)) : open.FirstOrDefault();

    /// <summary>What the timer was set for is still so: between the act and the subscriber that follows it lies a moment.</summary>
    private static bool Holds(DueTimer timer, ChasedDossier dossier, CurrentTask? task, DateTimeOffset now)
    {
        if (timer.Kind is ReminderKind.Unanswered or ReminderKind.UnansweredLong) return dossier.Status == DossierStatus.Submitted;
        // Answered, withdrawn or counted anew meanwhile.
        if (timer.Kind == ReminderKind.ConsultationLate) return false;
        if (dossier.Status == DossierStatus.Paused) return timer.Kind == ReminderKind.Still && timer.Since >= dossier.PausedAt;
        if (dossier.Status != DossierStatus.Processing || dossier.PausedAt is not null) return false;
        var sameDue = dossier.DueAt is { } due && TimerAbout.Instant(due) == timer.About;
        return timer.Kind switch
        {
            // After an outage over the due time, "soon" and "today" would be false.
            ReminderKind.DueSoon or ReminderKind.DueToday => sameDue && now <= dossier.DueAt,
            ReminderKind.Overdue => sameDue,
            ReminderKind.StatutorySoon => dossier.DueAt is null && now <= TimerAbout.Read(timer.About),
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
            ["due"] = words.Due, ["since"] = Vi.DateTime(timer.Since),
            ["holder"] = words.UnitForApplicant, ["step"] = words.Step, ["late"] = timer.Kind == ReminderKind.Overdue ? words.Late : "",
                ["page"] = $"/tra-cuu?ma={dossier.ShortCode}",
        }, dossier.Code);

    private static NpgsqlBatchCommand Insert(List<(Guid Dossier, WantedTimer Timer)> timers) => new("""
        insert into dossiers.timer (dossier_id, kind, about, since, due_at) select * from unnest($1, $2, $3, $4, $5) on conflict do nothing
        """)
    {
        Parameters =
        {
            new() { Value = timers.Select(t => t.Dossier).ToArray() }, new() { Value = timers.Select(t => t.Timer.Kind).ToArray() },
            new() { Value = timers.Select(t => t.Timer.About).ToArray() }, new() { Value = timers.Select(t => t.Timer.Since.ToUniversalTime()).ToArray() },
            new() { Value = timers.Select(t => t.Timer.DueAt.ToUniversalTime()).ToArray() },
        },
    };

    private static NpgsqlBatchCommand Each(List<DueTimer> timers, string act) => new($"""
        {act} unnest($1, $2, $3) as s (dossier_id, kind, about) where t.dossier_id = s.dossier_id and t.kind = s.kind and t.about = s.about
        """)
    {
        Parameters =
        {
            new() { Value = timers.Select(timer => timer.DossierId).ToArray() }, new() { Value = timers.Select(timer => timer.Kind).ToArray() },
            new() { Value = timers.Select(timer => timer.About).ToArray() },
        },
    };
}

internal sealed record DueTimer(Guid DossierId, string Kind, string About, DateTimeOffset Since)
{
    public string Key => $"{DossierId:n}/{Kind}/{About}";
}

/// <summary>What is read of a dossier to chase it.</summary>
internal sealed record ChasedDossier(Guid Id, string Code, string ShortCode, string ProcedureName, string Status, string IntakeOffice, string IntakeAgency,
    string HolderUnit, string OwnerKind, string? OwnerNumber, string? Phone, string? Email, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt,
    DateTimeOffset? PausedAt, string? PausedFor);

internal sealed record DueRow(Guid DossierId, string Kind, string About, DateTimeOffset Since, string Code, string ShortCode, string ProcedureName,
    string Status,
    string IntakeOffice, string IntakeAgency, string HolderUnit, string OwnerKind, string? OwnerNumber, string? Phone, string? Email,
    DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? PausedAt, Guid? RuleSetId, string? PausedFor)
{
    public DueTimer Timer => new(DossierId, Kind, About, Since);

    public ChasedDossier Dossier => new(DossierId, Code, ShortCode, ProcedureName, Status, IntakeOffice, IntakeAgency, HolderUnit, OwnerKind, OwnerNumber,
        Phone, Email, ReceivedAt, DueAt, PausedAt, PausedFor);
}
