using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using MotCua.Platform.Data;
using Npgsql;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Nhịp sống của hệ thống, of every server that people can reach: a thread and a database session of its own, so that nothing that is slow
/// or full in the house can hold it. The first beat after a silence of more than five minutes writes the silence down as an outage. The
/// database's own time, not the adjustable clock: an outage happens to people, and servers whose clocks differ must not invent one.
/// </summary>
internal sealed class Heartbeat(string connection, DatabaseAway database) : IHostedService, IDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private const string Sql = """
        with now as (select clock_timestamp() as at), before as (select at from platform.heartbeat for update),
        outage as (insert into platform.outage (from_at, until_at) select before.at, now.at from before, now where before.at < now.at - interval '5 minutes'
            on conflict do nothing returning 1)
        -- Counted, so that the beat before is read first: a row that this statement has changed already would not be seen.
        insert into platform.heartbeat (one, at) select true, at from now where (select count(*) from outage) >= 0 on conflict (one) do update
            set at = greatest(platform.heartbeat.at, excluded.at)
        """;

    private readonly ManualResetEventSlim stopping = new();
    private Thread? thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        thread = new Thread(Live) { IsBackground = true, Name = "heartbeat", Priority = ThreadPriority.AboveNormal };
        thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        stopping.Set();
        if (thread?.Join(TimeSpan.FromSeconds(5)) ?? true) stopping.Dispose();
    }

    /// <summary>Synchronous on purpose: a starved thread pool must not stop it.</summary>
    private void Live()
    {
        NpgsqlConnection? session = null;
        var failures = 0;
        do
        {
            try
            {
                session ??= Open();
                Beat(session);
                failures = 0;
                database.Back();
            }
            catch (Exception problem)
            {
                database.Seen(problem);
                failures++;
                Close(ref session);
            }
        } while (!stopping.Wait(failures is > 0 and < 30 ? TimeSpan.FromSeconds(2) : Every));
        Close(ref session);
    }

    private NpgsqlConnection Open()
    {
        var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection)
        {
            Pooling = false, ApplicationName = "motcua heartbeat", CommandTimeout = 20, Timeout = 10
        }.ConnectionString);
        try { opened.Open(); }
        catch { opened.Dispose(); throw; }
        return opened;
    }

    internal static void Beat(NpgsqlConnection session)
    {
        using var command = new NpgsqlCommand(Sql, session);
        command.ExecuteNonQuery();
    }

    private static void Close(ref NpgsqlConnection? session)
    {
        try { session?.Dispose(); }
        catch (Exception gone) when (gone is NpgsqlException or IOException or InvalidOperationException) { /* it is gone already */ }
        session = null;
    }
}

/// <summary>Các lần hệ thống ngừng hoạt động, as the heartbeat found them.</summary>
public sealed class Outages(Db db)
{
    /// <summary>Those that touch the period, oldest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)>> Between(DateTimeOffset from, DateTimeOffset until) =>
        [.. (await db.Database.SqlQuery<Row>($"select from_at, until_at from platform.outage where until_at > {from} and from_at < {until} order by from_at")
        .ToListAsync())
            .Select(row => (row.FromAt, row.UntilAt))];

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)>> Latest(int most) =>
        [.. (await db.Database.SqlQuery<Row>($"select from_at, until_at from platform.outage order by from_at desc limit {most}").ToListAsync())
        .Select(row => (row.FromAt, row.UntilAt))];

    /// <summary>The last sign of life of any server; null: none yet.</summary>
    public async Task<DateTimeOffset?> LastBeat() =>
        (await db.Database.SqlQuery<DateTimeOffset?>($"select at as \"Value\" from platform.heartbeat").ToListAsync()).SingleOrDefault();

    private sealed record Row(DateTimeOffset FromAt, DateTimeOffset UntilAt);
}
