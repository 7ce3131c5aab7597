using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Platform.Jobs;

/// <summary>Runs due jobs (each held by an advisory lock of one session, backing off, parked as failed after five tries) and recurring work.</summary>
public sealed class JobRunner(IServiceScopeFactory scopes, NpgsqlDataSource source, ModuleSet modules, TimeProvider clock, ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan[] BackOff =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)];

    /// <summary>No more servers than this run jobs of one line at once.</summary>
    private const int MostRunners = 20;

    private const string Key = "hashtextextended('platform.job ' || $1::text, 0)";

    private readonly Dictionary<string, JobHandler> handlers =
        modules.All.SelectMany(module => module.JobHandlers).ToDictionary(handler => handler.Kind);

    private readonly List<RecurringJob> recurring = modules.All.SelectMany(module => module.Recurring).ToList();

    private readonly Dictionary<string, long> lastRun = [];

    /// <summary>A line each: however many messages are due in the morning, the heartbeat, the seals and the reminders go on.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Line(() => RunRecurring(stoppingToken), stoppingToken), Line(() => RunDue(slow: false, stoppingToken), stoppingToken), Line(() => RunDue(slow: true, stoppingToken), stoppingToken));

    private async Task RunDue(bool slow, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && await RunNext(slow)) { }
    }

    private async Task Line(Func<Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            do
            {
                try { await work(); }
                catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogError(problem, "The job runner stumbled");
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) { /* stopping */ }
    }

    /// <summary>Runs one due job of any kind; false when none is due.</summary>
    public async Task<bool> RunNext() => await RunNext(slow: false) || await RunNext(slow: true);

    private async Task<bool> RunNext(bool slow)
    {
        // The session holds the job and no transaction: an open one would keep every subscriber from the facts written meanwhile.
        await using var session = await source.OpenConnectionAsync(CancellationToken.None);
        if (await Claim(session, slow) is not { } job) return false;
        try { await Execute(job); }
        finally { await Release(session, job.Id); }
        return true;
    }

    /// <summary>The first due job that no other runner holds. A runner that dies gives up its session and the job with it.</summary>
    private async Task<DueJob?> Claim(NpgsqlConnection session, bool slow)
    {
        var slowKinds = handlers.Values.Where(handler => handler.Slow).Select(handler => handler.Kind).ToArray();
        var due = await Read(session, "select id, kind, payload, attempts from platform.job where state = 'waiting' and due_at <= $1 and (kind = any($2)) = $3 order by due_at limit $4",
            clock.GetUtcNow().ToUniversalTime(), slowKinds, slow, MostRunners);
        foreach (var job in due)
        {
            await using var hold = Command(session, $"select pg_try_advisory_lock({Key})", job.Id);
            if (await hold.ExecuteScalarAsync(CancellationToken.None) is not true) continue;
            // Another runner may have ended it, or put it off, since it was listed.
            if (await Read(session, "select id, kind, payload, attempts from platform.job where id = $1 and state = 'waiting' and due_at <= $2", job.Id, clock.GetUtcNow().ToUniversalTime()) is [var still]) return still;
            await Release(session, job.Id);
        }
        return null;
    }

    private async Task Execute(DueJob job)
    {
        var (attempts, state, problem, dueAt) = (job.Attempts + 1, "done", (string?)null, (DateTimeOffset?)null);
        try
        {
            await using var inner = scopes.CreateAsyncScope();
            inner.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            if (!handlers.TryGetValue(job.Kind, out var handler)) throw new InvalidOperationException($"No handler for job {job.Kind}");
            await handler.Run(inner.ServiceProvider, JsonSerializer.Deserialize<JsonElement>(job.Payload, EventLog.Json));
        }
        catch (Exception trouble)
        {
            logger.LogWarning(trouble, "Job {Kind} {Id} failed, attempt {Attempts}", job.Kind, job.Id, attempts);
            problem = trouble.Message;
            if (attempts > BackOff.Length) state = "failed";
            else (state, dueAt) = ("waiting", clock.GetUtcNow().ToUniversalTime() + BackOff[attempts - 1]);
        }
        // Not by the session of the lock: when that is lost, what was done is still done.
        await using var command = source.CreateCommand("update platform.job set attempts = $2, state = $3, problem = coalesce($4, problem), due_at = coalesce($5, due_at) where id = $1");
        command.Parameters.Add(new() { Value = job.Id });
        command.Parameters.Add(new() { Value = attempts });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = (object?)problem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)dueAt ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>At once and by name: a session that goes back to the pool is only cleaned when somebody takes it again.</summary>
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
        }
    }

    private static async Task<List<DueJob>> Read(NpgsqlConnection session, string sql, params object[] values)
    {
        await using var command = Command(session, sql, values);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var jobs = new List<DueJob>();
        while (await reader.ReadAsync(CancellationToken.None)) jobs.Add(new DueJob(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3)));
        return jobs;
    }

    private static NpgsqlCommand Command(NpgsqlConnection session, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, session);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private sealed record DueJob(Guid Id, string Kind, string Payload, int Attempts);

    private async Task RunRecurring(CancellationToken stop)
    {
        foreach (var job in recurring)
        {
            // The machine's own ticking, not the adjustable clock: a test clock that jumps back must not silence recurring work.
            var ticks = Environment.TickCount64;
            if (lastRun.TryGetValue(job.Name, out var last) && ticks - last < job.Every.TotalMilliseconds) continue;
            lastRun[job.Name] = ticks;
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            try { await job.Run(scope.ServiceProvider, stop); }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                logger.LogError(problem, "Recurring {Name} failed", job.Name);
            }
        }
    }
}
