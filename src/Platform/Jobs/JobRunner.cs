using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;

namespace MotCua.Platform.Jobs;

/// <summary>Runs due jobs (skip-locked, backing off, parked as failed after five tries) and recurring work (under an advisory lock).</summary>
public sealed class JobRunner(IServiceScopeFactory scopes, ModuleSet modules, TimeProvider clock, ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan[] BackOff =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)];

    private readonly Dictionary<string, JobHandler> handlers =
        modules.All.SelectMany(module => module.JobHandlers).ToDictionary(handler => handler.Kind);

    private readonly List<RecurringJob> recurring = modules.All.SelectMany(module => module.Recurring).ToList();

    private readonly Dictionary<string, long> lastRun = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Line(slow: false, stoppingToken), Line(slow: true, stoppingToken));

    private async Task Line(bool slow, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            do
            {
                try
                {
                    if (!slow) await RunRecurring(stoppingToken);
                    while (await RunNext(slow)) { }
                }
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
        var slowKinds = handlers.Values.Where(handler => handler.Slow).Select(handler => handler.Kind).ToArray();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var transaction = await db.Begin();
        var now = clock.GetUtcNow();
        var job = (await db.Set<JobRow>().FromSql($"""
            select * from platform.job where state = 'waiting' and due_at <= {now} and (kind = any({slowKinds})) = {slow} order by due_at limit 1 for update skip locked
            """).ToListAsync()).SingleOrDefault();
        if (job is null) return false;
        job.Attempts++;
        try
        {
            await using var inner = scopes.CreateAsyncScope();
            inner.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            if (!handlers.TryGetValue(job.Kind, out var handler)) throw new InvalidOperationException($"No handler for job {job.Kind}");
            await handler.Run(inner.ServiceProvider, JsonSerializer.Deserialize<JsonElement>(job.Payload, EventLog.Json));
            job.State = "done";
        }
        catch (Exception problem)
        {
            logger.LogWarning(problem, "Job {Kind} {Id} failed, attempt {Attempts}", job.Kind, job.Id, job.Attempts);
            job.Problem = problem.Message;
            if (job.Attempts > BackOff.Length) job.State = "failed";
            else job.DueAt = now + BackOff[job.Attempts - 1];
        }
        await db.Commit(transaction);
        return true;
    }

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
