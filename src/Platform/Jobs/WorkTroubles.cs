using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Platform.Jobs;

/// <summary>What the ground floor itself knows of: facts, jobs, work that comes back.</summary>
internal static class WorkTroubles
{
    private const int LateMinutes = 5;

    public static IEnumerable<TroubleSource> All =>
    [
        new(WorkSetAside.Fact, FactGroups, FactLines, FactsAgain), new("subscriber", SubscriberGroups, SubscriberLines),
        new(WorkSetAside.Job, JobGroups, JobLines, JobsAgain), new("recurring", RecurringGroups, RecurringLines),
    ];

    private static Db Db(IServiceProvider services) => services.GetRequiredService<Db>();

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task<IReadOnlyList<TroubleGroup>> FactGroups(IServiceProvider services) => [.. (await Db(services).Database.SqlQuery<Counted>($"""
        select subscription as name, count(*) as count, min(since) as since, count(*) filter (where next_try_at is null) as retry
        from platform.set_aside where settled_at is null group by subscription order by subscription
        """).ToListAsync()).Select(row => row.As(TroubleState.SetAside, WorkSetAside.Fact))];

    private static async Task<IReadOnlyList<Trouble>> FactLines(IServiceProvider services, TroubleGroup group, int most) =>
        await Db(services).Database.SqlQuery<Trouble>($"""
        select position::text as key, 'Sự kiện ' || position || ', ' || kind as subject, stream, since, tries, reason, incident, next_try_at is null as retry
        from platform.set_aside where subscription = {group.Name} and settled_at is null order by epoch, txid, position limit {most}
        """).ToListAsync();

    private static Task<int> FactsAgain(IServiceProvider services, string name, string? key) => Db(services).Database.ExecuteSqlAsync($"""
        update platform.set_aside set next_try_at = {Now(services)}, tries = 0
        where subscription = {name} and ({key}::text is null or position::text = {key}) and settled_at is null and next_try_at is null
        """);

    /// <summary>A subscriber behind: the oldest fact that it has not come to.</summary>
    private static async Task<IReadOnlyList<TroubleGroup>> SubscriberGroups(IServiceProvider services)
    {
        var before = Now(services).AddMinutes(-LateMinutes);
        var names = services.GetRequiredService<ModuleSet>().All.SelectMany(module => module.Subscriptions).Select(subscription => subscription.Name).ToArray();
        return [.. (await Db(services).Database.SqlQuery<Counted>($"""
            select n.name, 1::bigint as count, first.at as since, 0::bigint as retry from unnest({names}) as n (name)
            left join platform.subscription s on s.name = n.name
            cross join lateral (select at from platform.event e where (e.epoch, e.txid, e.position) > (coalesce(s.epoch, 0), coalesce(s.txid, '0'),
                coalesce(s.position, 0))
                order by e.epoch, e.txid, e.position limit 1) first where first.at < {before} order by n.name
            """).ToListAsync()).Select(row => row.As(TroubleState.Late, "subscriber"))];
    }

    private static Task<IReadOnlyList<Trouble>> SubscriberLines(IServiceProvider services, TroubleGroup group, int most) =>
        Task.FromResult<IReadOnlyList<Trouble>>([new(group.Name, group.Name, null, group.Since, 0, "Sự kiện cũ nhất chưa được đọc đến", null, false)]);

    private static async Task<IReadOnlyList<TroubleGroup>> JobGroups(IServiceProvider services)
    {
        var before = Now(services).AddMinutes(-LateMinutes);
        var failed = await Db(services).Database.SqlQuery<Counted>($"""
            select kind as name, count(*) as count, min(coalesce(failed_at, created_at)) as since, count(*) as retry from platform.job where state = 'failed'
                group by kind order by kind
            """).ToListAsync();
        var late = await Db(services).Database.SqlQuery<Counted>($"""
            select kind as name, count(*) as count, min(due_at) as since, 0::bigint as retry from platform.job where state = 'waiting' and due_at < {before}
                group by kind order by kind
            """).ToListAsync();
        return [.. failed.Select(row => row.As(TroubleState.SetAside, WorkSetAside.Job)), .. late.Select(row => row.As(TroubleState.Late, WorkSetAside.Job))];
    }

    private static async Task<IReadOnlyList<Trouble>> JobLines(IServiceProvider services, TroubleGroup group, int most)
    {
        var (state, before) = (group.State == TroubleState.SetAside ? "failed" : "waiting",
            group.State == TroubleState.SetAside ? DateTimeOffset.MaxValue : Now(services).AddMinutes(-LateMinutes));
        return await Db(services).Database.SqlQuery<Trouble>($"""
            select id::text as key, 'Việc ' || right(id::text, 12) as subject, null::text as stream, coalesce(failed_at, due_at) as since, attempts as tries,
                coalesce(problem, 'Chưa đến lượt') as reason, incident, state = 'failed' as retry
            from platform.job where state = {state} and kind = {group.Name} and (state = 'failed' or due_at < {before}) order by coalesce(failed_at, due_at),
                id limit {most}
            """).ToListAsync();
    }

    private static Task<int> JobsAgain(IServiceProvider services, string name, string? key) => Db(services).Database.ExecuteSqlAsync($"""
        update platform.job set state = 'waiting', due_at = {Now(services)}, attempts = 0, failed_at = null where state = 'failed' and kind = {name}
            and ({key}::text is null or id::text = {key})
        """);

    /// <summary>Real time, as the lanes keep it.</summary>
    private static async Task<IReadOnlyList<TroubleGroup>> RecurringGroups(IServiceProvider services)
    {
        var work = services.GetRequiredService<ModuleSet>().All.SelectMany(module => module.Recurring).ToList();
        var (names, limits) = (work.Select(job => job.Name).ToArray(), work.Select(job => job.Every * 3 + TimeSpan.FromMinutes(LateMinutes)).ToArray());
        var rows = await Db(services).Database.SqlQuery<Recurring>($"""
            select n.name, r.failing_since, r.last_run_at from unnest({names}, {limits}) as n (name, most) join platform.recurring r on r.name = n.name
            where r.failing_since is not null or r.last_run_at < now() - n.most order by n.name
            """).ToListAsync();
        return [.. rows.Select(row => new TroubleGroup(row.FailingSince is null ? TroubleState.Late : TroubleState.Failed, "recurring", row.Name, 1,
            row.FailingSince ?? row.LastRunAt!.Value, 0))];
    }

    private static async Task<IReadOnlyList<Trouble>> RecurringLines(IServiceProvider services, TroubleGroup group, int most) =>
        await Db(services).Database.SqlQuery<Trouble>($"""
        select name as key, name as subject, null::text as stream, coalesce(failing_since, last_run_at) as since, failures as tries,
            coalesce(problem, 'Chưa chạy lại đúng hẹn') as reason, incident, false as retry from platform.recurring where name = {group.Name} limit {most}
        """).ToListAsync();

    internal sealed record Counted(string Name, long Count, DateTimeOffset Since, long Retry)
    {
        public TroubleGroup As(TroubleState state, string what) => new(state, what, Name, Count, Since, Retry);
    }

    private sealed record Recurring(string Name, DateTimeOffset? FailingSince, DateTimeOffset? LastRunAt);
}
