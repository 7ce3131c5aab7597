using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;

namespace MotCua.Dossiers.Remind;

/// <summary>Reminders that could not be said, and those that are late. The dossier is named by its stream alone.</summary>
internal static class TimerTroubles
{
    private const int LateMinutes = 5;

    public static readonly TroubleSource Source = new(WorkSetAside.Timer, Groups, Lines, Again);

    private static Db Db(IServiceProvider services) => services.GetRequiredService<Db>();

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task<IReadOnlyList<TroubleGroup>> Groups(IServiceProvider services)
    {
        var before = Now(services).AddMinutes(-LateMinutes);
        var rows = await Db(services).Database.SqlQuery<Row>($"""
            select kind as name, failed_at is not null as failed, count(*) as count, min(coalesce(failed_at, due_at)) as since from dossiers.timer
            where fired_at is null and (failed_at is not null or due_at < {before}) group by 1, 2 order by 1
            """).ToListAsync();
        return [.. rows.Select(row => new TroubleGroup(row.Failed ? TroubleState.SetAside : TroubleState.Late, WorkSetAside.Timer, row.Name, row.Count,
            row.Since, row.Failed ? row.Count : 0))];
    }

    private static async Task<IReadOnlyList<Trouble>> Lines(IServiceProvider services, TroubleGroup group, int most)
    {
        var (failed, before) = (group.State == TroubleState.SetAside, Now(services).AddMinutes(-LateMinutes));
        return await Db(services).Database.SqlQuery<Trouble>($"""
            select replace(dossier_id::text, '-', '') || '/' || kind || '/' || about as key, 'Hồ sơ …' || right(dossier_id::text, 8) as subject,
                'dossier/' || dossier_id as stream,
                coalesce(failed_at, due_at) as since, tries, coalesce(problem, 'Chưa đến lượt') as reason, incident, failed_at is not null as retry
            from dossiers.timer where fired_at is null and kind = {group.Name} and (failed_at is not null) = {failed} and ({failed} or due_at < {before})
                order by due_at limit {most}
            """).ToListAsync();
    }

    private static Task<int> Again(IServiceProvider services, string name, string? key) => Db(services).Database.ExecuteSqlAsync($"""
        update dossiers.timer set tries = 0, rest_until = null, failed_at = null where fired_at is null and failed_at is not null and kind = {name}
            and ({key}::text is null or replace(dossier_id::text, '-', '') || '/' || kind || '/' || about = {key})
        """);

    private sealed record Row(string Name, bool Failed, long Count, DateTimeOffset Since);
}
