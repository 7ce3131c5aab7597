using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Runs due jobs (each held by an advisory lock of one session, backing off, set aside as failed after five tries) and recurring work, each
/// piece of it on a lane of its own.
/// </summary>
public sealed class JobRunner(
    IServiceScopeFactory scopes, NpgsqlDataSource source, ModuleSet modules, Lanes lanes, TimeProvider clock, ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan[] BackOff =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)];

    /// <summary>No more servers than this run jobs of one kind at once.</summary>
    private const int MostRunners = 20;

    private const string Key = "hashtextextended('platform.job ' || $1::text, 0)";

    private readonly Dictionary<string, JobHandler> handlers =
        modules.All.SelectMany(module => module.JobHandlers).ToDictionary(handler => handler.Kind);

    /// <summary>So many due jobs say nothing about the kinds behind them.</summary>
    private const int MostLooked = 200;

    private readonly Bell bell = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        .. modules.All.SelectMany(module => module.Recurring).Select(job => lanes.Run(job.Name, job.Every, () => Recur(job, stoppingToken), stoppingToken)),
        .. handlers.Keys.Select(kind => lanes.Run(kind, Bell.Silence, () => RunNext(kind), stoppingToken, bell)),
        lanes.Run("platform.jobs", Bell.Look, Ring, stoppingToken),
    ]);

    /// <summary>Wakes the lanes of the kinds that have due jobs.</summary>
    private async Task<bool> Ring()
    {
        await using var session = await source.OpenConnectionAsync(CancellationToken.None);
        await using var command = Command(session, "select kind from platform.job where state = 'waiting' and due_at <= $1 order by due_at limit $2",
            clock.GetUtcNow().ToUniversalTime(), MostLooked);
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var due = new List<string>();
        while (await reader.ReadAsync()) due.Add(reader.GetString(0));
        foreach (var kind in due.Count == MostLooked ? handlers.Keys : due.Distinct().Where(handlers.ContainsKey)) bell.Ring(kind);
        return false;
    }

    /// <summary>Runs one due job of any kind; false when none is due.</summary>
    public async Task<bool> RunNext()
    {
        foreach (var kind in handlers.Keys)
            if (await RunNext(kind)) return true;
        return false;
    }

    private async Task<bool> RunNext(string kind)
    {
        // The session holds the job and no transaction: an open one would keep every subscriber from the facts written meanwhile.
        await using var session = await source.OpenConnectionAsync(CancellationToken.None);
        if (await Claim(session, kind) is not { } job) return false;
        try { await Execute(job); }
        finally { await Release(session, job.Id); }
        return true;
    }

    /// <summary>The first due job that no other runner holds. A runner that dies gives up its session and the job with it.</summary>
    private async Task<DueJob?> Claim(NpgsqlConnection session, string kind)
    {
        // A kind that this version does not know is left to a server that does.
        var due = await Read(session, "select id, kind, payload, attempts from platform.job where state = 'waiting' and due_at <= $1 and kind = $2 order by "
            + "due_at limit $3",
            clock.GetUtcNow().ToUniversalTime(), kind, MostRunners);
        foreach (var job in due)
        {
            await using var hold = Command(session, $"select pg_try_advisory_lock({Key})", job.Id);
            if (await hold.ExecuteScalarAsync(CancellationToken.None) is not true) continue;
            // Another runner may have ended it, or put it off, since it was listed.
            if (await Read(session, "select id, kind, payload, attempts from platform.job where id = $1 and state = 'waiting' and due_at <= $2", job.Id,
                clock.GetUtcNow().ToUniversalTime()) is [var still]) return still;
            await Release(session, job.Id);
        }
        return null;
    }

    private async Task Execute(DueJob job)
    {
        var (attempts, state, accident, dueAt) = (job.Attempts + 1, "done", (Accident?)null, (DateTimeOffset?)null);
        try
        {
            await using var inner = scopes.CreateAsyncScope();
            inner.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            await handlers[job.Kind].Run(inner.ServiceProvider, JsonSerializer.Deserialize<JsonElement>(job.Payload, EventLog.Json));
        }
        catch (Exception trouble) when (DatabaseAway.Is(trouble))
        {
            // Nobody's try: the same job again when the database is itself.
            (attempts, state, dueAt) = (job.Attempts, "waiting", clock.GetUtcNow() + BackOff[1]);
        }
        catch (Exception trouble)
        {
            accident = Accident.Of(trouble, logger, "job {Kind} {Id} failed, attempt {Attempts}", job.Kind, job.Id, attempts);
            if (attempts > BackOff.Length) state = "failed";
            else (state, dueAt) = ("waiting", clock.GetUtcNow() + BackOff[attempts - 1]);
        }
        await Settle(job, attempts, state, accident, dueAt);
    }

    /// <summary>Not by the session of the lock: when that is lost, what was done is still done.</summary>
    private async Task Settle(DueJob job, int attempts, string state, Accident? accident, DateTimeOffset? dueAt)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var transaction = await db.Begin();
        var failedAt = state == "failed" ? clock.GetUtcNow() : (DateTimeOffset?)null;
        var settled = await db.Database.ExecuteSqlAsync($"""
            update platform.job set attempts = {attempts}, state = {state}, problem = coalesce({accident?.Reason}, problem),
                incident = coalesce({accident?.Incident}, incident),
                due_at = coalesce({dueAt?.ToUniversalTime()}, due_at), failed_at = {failedAt} where id = {job.Id} and state = 'waiting'
            """);
        if (settled > 0 && state == "failed")
            scope.ServiceProvider.GetRequiredService<EventLog>()
            .Record($"work/{job.Kind}", new WorkSetAside(WorkSetAside.Job, job.Kind, job.Id.ToString("n")), accident?.Reason);
        await db.Commit(transaction);
    }

    /// <summary>By name: a session that goes back to the pool keeps what it holds.</summary>
    private async Task Release(NpgsqlConnection session, Guid job)
    {
        try
        {
            await using var command = Command(session, $"select pg_advisory_unlock({Key})", job);
            await command.ExecuteScalarAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            logger.LogWarning(gone, "The session that held job {Id} is gone, and its lock with it", job);
            NpgsqlConnection.ClearPool(session);
        }
    }

    private static async Task<List<DueJob>> Read(NpgsqlConnection session, string sql, params object[] values)
    {
        await using var command = Command(session, sql, values);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var jobs = new List<DueJob>();
        while (await reader.ReadAsync(CancellationToken.None))
            jobs.Add(new DueJob(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3)));
        return jobs;
    }

    private static NpgsqlCommand Command(NpgsqlConnection session, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, session);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private sealed record DueJob(Guid Id, string Kind, string Payload, int Attempts);

    private async Task<bool> Recur(RecurringJob job, CancellationToken stop)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            try { await job.Run(scope.ServiceProvider, stop); }
            catch (Exception problem) when (!stop.IsCancellationRequested && !DatabaseAway.Is(problem))
            {
                if (!noted.TryGetValue(job.Name, out var before) || before.Well || Environment.TickCount64 - before.At > Noting)
                    await Note(job, Accident.Of(problem, logger, "recurring {Name} failed", job.Name));
                throw;
            }
        }
        if (!noted.TryGetValue(job.Name, out var last) || !last.Well || Environment.TickCount64 - last.At > Noting) await Note(job, null);
        return false;
    }

    /// <summary>For the page of the administrators; real time, as the lanes keep it. Not at each run: sealing comes back every two seconds.</summary>
    private async Task Note(RecurringJob job, Accident? accident)
    {
        await using var command = source.CreateCommand("""
            insert into platform.recurring as r (name, last_run_at, problem, incident, failures, failing_since)
            values ($1, case when $2::text is null then now() end, $2, $3, case when $2::text is null then 0 else 1 end,
                case when $2::text is not null then now() end)
            on conflict (name) do update set last_run_at = coalesce(excluded.last_run_at, r.last_run_at), problem = excluded.problem,
                incident = excluded.incident,
                failures = case when excluded.failures = 0 then 0 else r.failures + 1 end,
                    failing_since = case when excluded.failures > 0 then coalesce(r.failing_since, now()) end
            """);
        command.Parameters.Add(new() { Value = job.Name });
        command.Parameters.Add(new() { Value = (object?)accident?.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)accident?.Incident ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        noted[job.Name] = (accident is null, Environment.TickCount64);
    }

    private const long Noting = 60_000;

    private readonly ConcurrentDictionary<string, (bool Well, long At)> noted = new(StringComparer.Ordinal);
}
