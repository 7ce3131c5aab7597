using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Xóa dần: rows that have done their service go in small steps, a commit each, for half a second at a time; the next run goes on. Neither a
/// table nor the pool of the database is held while people work.
/// </summary>
public static class Purge
{
    /// <summary>Rows of one step.</summary>
    public const int Step = 2000;

    private const int Patience = 500;

    /// <param name="sql">Takes at most $1 rows, the oldest by an index, and passes over what somebody holds; more values from $2 on.</param>
    /// <returns>How many rows it was.</returns>
    public static async Task<long> Run(NpgsqlDataSource source, string sql, CancellationToken stop, params object[] values)
    {
        var (until, all) = (Environment.TickCount64 + Patience, 0L);
        while (true)
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.Add(new() { Value = Step });
            foreach (var value in values) command.Parameters.Add(new() { Value = value is DateTimeOffset at ? at.ToUniversalTime() : value });
            var rows = await command.ExecuteNonQueryAsync(CancellationToken.None);
            all += rows;
            if (rows < Step || stop.IsCancellationRequested || Environment.TickCount64 >= until) return all;
        }
    }

    /// <summary>For how many days (<c>Keep__{what}Days</c>); never fewer than somebody still needs.</summary>
    public static TimeSpan Keep(IServiceProvider services, string what, int usual, int least)
    {
        var days = services.GetRequiredService<IConfiguration>().GetValue($"Keep:{what}Days", usual);
        return days >= least ? TimeSpan.FromDays(days)
            : throw new GroundException($"Keep__{what}Days={days} quá ngắn; ít nhất {least} ngày. Xem docs/operations.md.");
    }
}

/// <summary>Jobs that are done, and keys against repetition that nobody repeats any more. What failed stays until a person has seen to it.</summary>
internal static class PurgeDone
{
    public static readonly RecurringJob Job = new("platform.purge-done", TimeSpan.FromMinutes(5), Run);

    private static async Task Run(IServiceProvider services, CancellationToken stop)
    {
        var (source, now) = (services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        await Purge.Run(source, """
            delete from platform.job where id in (select id from platform.job where state = 'done' and due_at < $2
                order by due_at limit $1 for update skip locked)
            """, stop, now - Purge.Keep(services, "DoneJobs", usual: 14, least: 1));
        await Purge.Run(source, """
            delete from platform.idempotency where (scope, key) in (select scope, key from platform.idempotency where created_at < $2
                order by created_at limit $1 for update skip locked)
            """, stop, now - Purge.Keep(services, "Keys", usual: 60, least: 30));
    }
}
