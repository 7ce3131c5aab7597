using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Contracts;

/// <summary>Which of my tasks; null: any.</summary>
/// <param name="Words">Of the owner's name, marks or not, or the dossier's code.</param>
/// <param name="Dossiers">Found by what a task does not know: short code, identity number.</param>
/// <param name="From">Due at this time or later; <paramref name="Until"/>: before that one.</param>
/// <param name="Taken">True: somebody has taken it; false: nobody yet.</param>
/// <param name="Person">Who has taken it.</param>
public sealed record TaskFilter(string? Words, IReadOnlyCollection<Guid> Dossiers, string? Procedure, string? Step, DateTimeOffset? From, DateTimeOffset? Until,
    bool? Taken, Guid? Person = null);

/// <param name="Assignee">Null: nobody has taken these.</param>
public sealed record TaskKind(string ProcedureCode, string StepName, Guid? Assignee, string? AssigneeName, int Tasks, int Late, int Today);

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
        var (account, agencies, roles, offices) = Whose(actor);
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

    /// <summary>
    /// The same list, of which only some are asked for. It reads all open tasks of the asker, some thousands at most: those of a person, of an
    /// agency and of an office, whatever the history is.
    /// </summary>
    /// <param name="after">Of the last row seen; in another order than that of the due time its id alone says where it stood.</param>
    /// <param name="team">Agencies of which every open task is looked at, whoever has it; null: the asker's own list.</param>
    /// <param name="order">By one of <see cref="Columns"/>; null: the least time left first.</param>
    /// <param name="procedures">Codes in the order of their titles, for a list that is sorted by procedure.</param>
    public async Task<IReadOnlyList<TaskRow>> Find(Actor actor, TaskFilter filter, int take, (DateTimeOffset ShownDueAt, Guid Id)? after = null,
        string[]? team = null, SortOrder? order = null, string[]? procedures = null)
    {
        var (account, agencies, roles, offices) = team is null ? Whose(actor) : (Guid.Empty, [], [], []);
        var units = team ?? [];
        var (by, down, titles) = (order?.By ?? "han", order?.Down ?? false, procedures ?? []);
        var (due, id) = after ?? (DateTimeOffset.UnixEpoch, Guid.Empty);
        due = due.ToUniversalTime();
        var (words, code, dossiers) = (SearchFold.Of(filter.Words ?? ""), (filter.Words ?? "").Trim().ToUpperInvariant(), filter.Dossiers.ToArray());
        var (from, until) = ((filter.From ?? DateTimeOffset.UnixEpoch).ToUniversalTime(), (filter.Until ?? DateTimeOffset.MaxValue).ToUniversalTime());
        return await db.Database.SqlQuery<TaskRow>($"""
            with mine as (
                select t.* from workflow.task t where t.state = 'open' and t.assignee_id = {account}
                union
                select t.* from unnest((select {agencies}), (select {roles}), (select {offices})) as p(agency, role, office)
                cross join lateral (
                    select * from workflow.task
                    where state = 'open' and assignee_id is null and agency_code = p.agency and role = p.role and office_code is null
                    union all
                    select * from workflow.task where state = 'open' and assignee_id is null and office_code = p.office and role = p.role
                        and office_code is not null) t
                union
                select t.* from workflow.task t where t.state = 'open' and t.office_code is null and t.agency_code = any({units})),
            -- The last row seen stands among them only to say where the page goes on, even when somebody has ended it meanwhile.
            listed as (select m.*, false as mark from mine m union all select t.*, true from workflow.task t where t.id = {id}),
            keyed as (
                select l.*, case {by} when 'ma' then dossier_code when 'thu-tuc' then coalesce(lpad(p.place::text, 6, '0'), 'z' || procedure_code)
                        when 'chu-ho-so' then substring(owner_name from '\S*$') || ' ' || owner_name else '' end collate "vi-x-icu" as word,
                    case {by} when 'han' then case when mark then {due} else shown_due_at end when 'den' then opened_at else 'epoch' end as moment
                from listed l left join unnest({titles}) with ordinality as p (code, place) on p.code = l.procedure_code),
            start as (select word, moment, id from keyed where mark)
            select id, dossier_id, dossier_code, procedure_code, procedure_name, owner_name, step_name, step_kind, assignee_id, assignee_name, due_at,
                dossier_due_at, opened_at, state, done_at, outcome
            from keyed
            where not mark and shown_due_at >= {from} and shown_due_at < {until}
                and (not exists (select from start) or case when {down} then (word, moment, id) < (select word, moment, id from start)
                    else (word, moment, id) > (select word, moment, id from start) end)
                and ({filter.Procedure ?? ""} = '' or procedure_code = {filter.Procedure ?? ""})
                and ({filter.Step ?? ""} = '' or step_name = {filter.Step ?? ""})
                and ({filter.Taken is null} or (assignee_id is not null) = {filter.Taken ?? false})
                and ({filter.Person ?? Guid.Empty} = '00000000-0000-0000-0000-000000000000' or assignee_id = {filter.Person ?? Guid.Empty})
                and ({words} = '' or dossier_code = {code} or dossier_id = any({dossiers})
                    or strpos(coalesce(owner_find, platform.find_fold(owner_name)), {words}) > 0)
            order by case when {down} then word end desc, case when {down} then moment end desc, case when {down} then id end desc, word, moment, id
            limit {take}
            """).ToListAsync();
    }

    /// <summary>hạn, đến bước này lúc, mã hồ sơ, thủ tục, tên gọi của chủ hồ sơ.</summary>
    public static readonly string[] Columns = ["han", "den", "ma", "thu-tuc", "chu-ho-so"];

    /// <summary>More tasks than a person can have an eye on: so many are counted, and what is said of the list says that there are more.</summary>
    public const int MostCounted = 1_000;

    /// <summary>What there is in a list to choose from, and how much of it: by procedure, step and person.</summary>
    /// <param name="now">Late is what was due before it, today's what is due before <paramref name="tomorrow"/>.</param>
    /// <param name="team">As for <see cref="Find"/>.</param>
    public async Task<IReadOnlyList<TaskKind>> Kinds(Actor actor, DateTimeOffset now, DateTimeOffset tomorrow, string[]? team = null)
    {
        var (account, agencies, roles, offices) = team is null ? Whose(actor) : (Guid.Empty, [], [], []);
        var units = team ?? [];
        (now, tomorrow) = (now.ToUniversalTime(), tomorrow.ToUniversalTime());
        return await db.Ask($"""
            select procedure_code, step_name, assignee_id, min(assignee_name), count(*)::int, count(*) filter (where shown_due_at < {now})::int,
                count(*) filter (where shown_due_at >= {now} and shown_due_at < {tomorrow})::int
            from (
                (select id, procedure_code, step_name, assignee_id, assignee_name, shown_due_at from workflow.task
                 where state = 'open' and assignee_id = {account} limit {MostCounted})
                union
                (select t.* from unnest((select {agencies}), (select {roles}), (select {offices})) as p(agency, role, office)
                cross join lateral (
                    (select id, procedure_code, step_name, assignee_id, assignee_name, shown_due_at from workflow.task
                     where state = 'open' and assignee_id is null and agency_code = p.agency and role = p.role and office_code is null)
                    union all
                    (select id, procedure_code, step_name, assignee_id, assignee_name, shown_due_at from workflow.task
                     where state = 'open' and assignee_id is null and office_code = p.office and role = p.role and office_code is not null)) t
                limit {MostCounted})
                union
                (select id, procedure_code, step_name, assignee_id, assignee_name, shown_due_at from workflow.task
                 where state = 'open' and office_code is null and agency_code = any({units}) limit {MostCounted})
                limit {MostCounted}) mine
            group by 1, 2, 3
            """, row => new TaskKind(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3),
                row.GetInt32(4), row.GetInt32(5), row.GetInt32(6)));
    }

    /// <summary>
    /// Under a delegation the list is that of whose position it is. After a reorganisation what still bears a code of before, of an agency or of an office,
    /// stands in the list at once: it is moved behind the fact, which takes minutes in a large unit.
    /// </summary>
    private static (Guid Account, string[] Agencies, string[] Roles, string[] Offices) Whose(Actor actor)
    {
        var places = actor.Positions.SelectMany(p => p.Former.Select(code => (code, p.Role, Office: p.OfficeCode is null ? "" : code))
            .Prepend((p.AgencyCode, p.Role, p.OfficeCode ?? ""))).Distinct().ToList();
        return (actor.ActsFor?.AccountId ?? actor.AccountId ?? Guid.Empty, [.. places.Select(place => place.Item1)],
            [.. places.Select(place => place.Role)], [.. places.Select(place => place.Item3)]);
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

    /// <summary>The open tasks of these dossiers, in one round trip; of each the one that is due first before the others.</summary>
    public async Task<ILookup<Guid, CurrentTask>> Current(IReadOnlyCollection<Guid> dossiers)
    {
        var ids = dossiers.ToArray();
        var tasks = await db.Set<StepTask>().AsNoTracking().Where(t => ids.Contains(t.DossierId) && (t.State == "open" || t.State == "paused")).ToListAsync();
        return tasks.OrderBy(task => task.DueAt).ThenBy(task => task.Seq).ToLookup(task => task.DossierId, task => task.AsCurrent());
    }

    /// <summary>Who holds an open step of which dossier, where the step is the agency's own and not one of its counters'.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> HeldIn(string agency) => (await db.Ask($"""
        select dossier_id, assignee_id from workflow.task
        where agency_code = {agency} and office_code is null and assignee_id is not null and state in ('open', 'paused')
        """, row => (Dossier: row.GetGuid(0), Holder: row.GetGuid(1)))).DistinctBy(row => row.Dossier).ToDictionary(row => row.Dossier, row => row.Holder);

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
