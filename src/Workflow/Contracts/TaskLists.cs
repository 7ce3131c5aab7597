using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Workflow.Contracts;

/// <summary>Việc của tôi. Lists that an official opens all day, each one round trip over its own partial index.</summary>
public sealed class TaskLists(Db db)
{
    /// <summary>
    /// Open tasks that are mine or that nobody has taken in my agency or office and role, the one with least time left
    /// first.
    /// </summary>
    /// <param name="after">Cursor: <see cref="TaskRow.ShownDueAt"/> and id of the last row seen.</param>
    public async Task<IReadOnlyList<TaskRow>> Mine(Actor actor, int take, (DateTimeOffset ShownDueAt, Guid Id)? after = null)
    {
        // Under a delegation the list is that of whose position it is.
        var account = actor.ActsFor?.AccountId ?? actor.AccountId ?? Guid.Empty;
        var agencies = actor.Positions.Select(p => p.AgencyCode).ToArray();
        var roles = actor.Positions.Select(p => p.Role).ToArray();
        var offices = actor.Positions.Select(p => p.OfficeCode ?? "").ToArray();
        var (due, id) = after ?? (DateTimeOffset.UnixEpoch, Guid.Empty);
        due = due.ToUniversalTime();
        // Selected, the arrays are not looked into: PostgreSQL would plan anew for each person's number of positions, three times the work.
        // One branch per position keeps each branch an index range that stops after the page; a single OR would sort everything.
        return await db.Ask($"""
            with mine as (
                (select t.* from workflow.task t
                 where t.state = 'open' and t.assignee_id = {account} and (t.shown_due_at, t.id) > ({due}, {id})
                 order by t.shown_due_at, t.id limit {take})
                union all
                select t.* from unnest((select {agencies}), (select {roles}), (select {offices})) as p(agency, role, office)
                cross join lateral (
                    (select * from workflow.task
                     where state = 'open' and assignee_id is null and agency_code = p.agency and role = p.role and office_code is null
                       and (shown_due_at, id) > ({due}, {id})
                     order by shown_due_at, id limit {take})
                    union all
                    (select * from workflow.task
                     where state = 'open' and assignee_id is null and office_code = p.office and role = p.role and office_code is not null
                       and (shown_due_at, id) > ({due}, {id})
                     order by shown_due_at, id limit {take})) t)
            select distinct on (shown_due_at, id) id, dossier_id, dossier_code, procedure_code, procedure_name, owner_name, step_name, step_kind,
                   assignee_id, assignee_name, due_at, dossier_due_at, opened_at, state, done_at, outcome
            from mine order by shown_due_at, id limit {take}
            """, TaskRow.Read);
    }

    /// <summary>Paused tasks of these agencies: waiting for the applicant or for somebody else.</summary>
    /// <param name="agencies">Whose dossiers the asker works on.</param>
    /// <param name="after">As for <see cref="Mine"/>.</param>
    public async Task<IReadOnlyList<TaskRow>> Waiting(string[] agencies, int take, (DateTimeOffset ShownDueAt, Guid Id)? after = null)
    {
        var (due, id) = after ?? (DateTimeOffset.UnixEpoch, Guid.Empty);
        due = due.ToUniversalTime();
        return await db.Database.SqlQuery<TaskRow>($"""
            select t.id, t.dossier_id, t.dossier_code, t.procedure_code, t.procedure_name, t.owner_name, t.step_name, t.step_kind,
                   t.assignee_id, t.assignee_name, t.due_at, t.dossier_due_at, t.opened_at, t.state, t.done_at, t.outcome
            from unnest({agencies}) as p(agency)
            cross join lateral (
                select * from workflow.task where state = 'paused' and agency_code = p.agency and (shown_due_at, id) > ({due}, {id})
                order by shown_due_at, id limit {take}) t
            order by t.shown_due_at, t.id limit {take}
            """).ToListAsync();
    }

    /// <summary>Steps that I have ended, the latest first.</summary>
    /// <param name="after">Cursor: <see cref="TaskRow.DoneAt"/> and id of the last row seen.</param>
    public async Task<IReadOnlyList<TaskRow>> Finished(Actor actor, int take, (DateTimeOffset DoneAt, Guid Id)? after = null)
    {
        var account = actor.ActsFor?.AccountId ?? actor.AccountId ?? Guid.Empty;
        var (done, id) = after ?? (DateTimeOffset.MaxValue, Guid.Empty);
        done = done.ToUniversalTime();
        return await db.Database.SqlQuery<TaskRow>($"""
            select id, dossier_id, dossier_code, procedure_code, procedure_name, owner_name, step_name, step_kind, assignee_id, assignee_name, due_at,
                dossier_due_at, opened_at, state, done_at, outcome
            from workflow.task
            where state in ('done', 'returned') and assignee_id = {account} and (done_at, id) < ({done}, {id}) order by done_at desc, id desc limit {take}
            """).ToListAsync();
    }

    /// <summary>One step, open or ended; null: there is none. Whether the asker may see it, the policy of its dossier says.</summary>
    public Task<TaskRow?> Get(Guid id) => db.Database.SqlQuery<TaskRow>($"""
        select id, dossier_id, dossier_code, procedure_code, procedure_name, owner_name, step_name, step_kind, assignee_id, assignee_name, due_at,
            dossier_due_at, opened_at, state, done_at, outcome
        from workflow.task where id = {id}
        """).SingleOrDefaultAsync();

    /// <summary>The open task of each of these dossiers that has one, in one round trip.</summary>
    public async Task<IReadOnlyDictionary<Guid, CurrentTask>> Current(IReadOnlyCollection<Guid> dossiers)
    {
        var ids = dossiers.ToArray();
        var tasks = await db.Set<StepTask>().AsNoTracking().Where(t => ids.Contains(t.DossierId) && (t.State == "open" || t.State == "paused")).ToListAsync();
        return tasks.ToDictionary(task => task.DossierId, task => task.AsCurrent());
    }

    /// <summary>How many open tasks each of these people hold: what a head looks at before assigning.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> Load(IReadOnlyCollection<Guid> accounts)
    {
        var ids = accounts.ToArray();
        var rows = await db.Database.SqlQuery<LoadRow>($"""
            select assignee_id, count(*)::int as tasks from workflow.task where state = 'open' and assignee_id = any({ids}) group by assignee_id
            """).ToListAsync();
        return rows.ToDictionary(row => row.AssigneeId, row => row.Tasks);
    }

    private sealed record LoadRow(Guid AssigneeId, int Tasks);
}
