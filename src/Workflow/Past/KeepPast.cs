using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.Workflow.Past;

/// <summary>
/// Ghi hồ sơ đã qua: what has ended since the last time is written as its way and its times, a batch in one statement, each run once, on whichever server
/// comes first. Flat in what was written before.
/// </summary>
internal static class KeepPast
{
    public static readonly RecurringJob Job = new("workflow.keep-past", TimeSpan.FromSeconds(20), async (services, stop) =>
        await Purge.Run(services.GetRequiredService<NpgsqlDataSource>(), Sql, stop));

    /// <summary>Takes at most $1 runs.</summary>
    public const string Sql = """
        with next as (
            delete from workflow.ended_run where dossier_id in (
                select dossier_id from workflow.ended_run order by dossier_id limit $1 for update skip locked)
            returning dossier_id),
        gone as materialized (
            select r.dossier_id, r.process_id, r.finished_at, t.* from next join workflow.run r using (dossier_id)
            cross join lateral (
                select min(dossier_code) as code, min(procedure_code) as procedure, min(opened_at) as began,
                    array_agg(step_key order by done_at, seq) as keys, array_agg(step_name order by done_at, seq) as names,
                    array_agg(step_kind order by done_at, seq) as kinds, array_agg(role order by done_at, seq) as roles,
                    array_agg(agency_code order by done_at, seq) as agencies, array_agg(state order by done_at, seq) as states,
                    array_agg(coalesce(outcome, '') order by done_at, seq) as outcomes,
                    array_agg(coalesce(assignee_id, '00000000-0000-0000-0000-000000000000') order by done_at, seq) as assignees,
                    array_agg(opened_at order by done_at, seq) as opened, array_agg(done_at order by done_at, seq) as done,
                    array_agg((
                        select coalesce(sum(case c.kind when 'resume' then 1 else -1 end * extract(epoch from c.at))
                            + case when count(*) % 2 = 1 then extract(epoch from t.done_at) else 0 end, 0)
                        from workflow.step_clock c where c.task_id = t.id)::int order by done_at, seq) as stood
                from workflow.task t where t.dossier_id = r.dossier_id and t.done_at is not null) t
            where t.keys is not null),
        named as materialized (
            select *, md5(array_to_string(keys || states || agencies || roles || kinds, E'\x1f'))::uuid as way from gone),
        ways as (
            insert into workflow.past_way (id, keys, names, kinds, roles, agencies, states)
            select distinct on (way) way, keys, names, kinds, roles, agencies, states from named order by way, finished_at desc
            on conflict (id) do nothing)
        insert into workflow.past_run (dossier_id, dossier_code, procedure_code, process_id, began_at, ended_at, way_id, times, outcomes, assignees)
        select dossier_id, code, procedure, process_id, began, finished_at, way,
            array(select unnest(array[extract(epoch from o - began)::int, extract(epoch from d - began)::int, greatest(s, 0)])
                from unnest(opened, done, stood) with ordinality as u (o, d, s, no) order by no),
            outcomes, assignees
        from named on conflict (dossier_id) do nothing
        """;
}
