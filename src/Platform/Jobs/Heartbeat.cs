using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Nhịp sống của hệ thống: any node writes it; the first one after a silence of more than five minutes writes the silence down
/// as an outage. Real time, not the adjustable clock: an outage happens to people, not to a demonstration.
/// </summary>
internal static class Heartbeat
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    public static readonly RecurringJob Job = new("platform.heartbeat", TimeSpan.FromSeconds(30), (services, _) => Beat(services.GetRequiredService<Db>(), TimeProvider.System.GetUtcNow()));

    public static async Task Beat(Db db, DateTimeOffset now)
    {
        var least = now - Silence;
        await db.Database.ExecuteSqlAsync($"""
            with before as (select at from platform.heartbeat for update),
            outage as (insert into platform.outage (from_at, until_at) select at, {now} from before where at < {least} on conflict do nothing)
            insert into platform.heartbeat (one, at) values (true, {now}) on conflict (one) do update set at = greatest(platform.heartbeat.at, excluded.at)
            """);
    }
}

/// <summary>Các lần hệ thống ngừng hoạt động, as the heartbeat found them.</summary>
public sealed class Outages(Db db)
{
    /// <summary>Those that touch the period, oldest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)>> Between(DateTimeOffset from, DateTimeOffset until) =>
        [.. (await db.Database.SqlQuery<Row>($"select from_at, until_at from platform.outage where until_at > {from} and from_at < {until} order by from_at").ToListAsync())
            .Select(row => (row.FromAt, row.UntilAt))];

    private sealed record Row(DateTimeOffset FromAt, DateTimeOffset UntilAt);
}
