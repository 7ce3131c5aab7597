using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Platform.Events;

/// <summary>A higher room's interest in facts. Handle runs in the transaction that moves the cursor: exactly once inside the database.</summary>
/// <param name="Name">Stable name of the cursor.</param>
/// <param name="Kinds">Names of facts.</param>
public sealed record Subscription(string Name, IReadOnlyList<string> Kinds, Func<IServiceProvider, Event, Task> Handle);

/// <summary>Wakes the dispatcher in this process; other processes find new facts by polling.</summary>
public sealed class EventSignal : IDisposable
{
    private readonly SemaphoreSlim semaphore = new(0, 1);

    public void Wake()
    {
        try { semaphore.Release(); }
        catch (SemaphoreFullException) { /* already awake */ }
    }

    public void Dispose() => semaphore.Dispose();

    public Task<bool> Wait(TimeSpan atMost, CancellationToken stop) => semaphore.WaitAsync(atMost, stop);
}

/// <summary>
/// Feeds subscribers from the log. Positions are taken before commit, so a reader stops below the oldest writing
/// transaction, and the cursor is (epoch, transaction id, position): a fact committed late is held back, not skipped.
/// </summary>
public sealed class Dispatcher(IServiceScopeFactory scopes, ModuleSet modules, EventSignal signal, ILogger<Dispatcher> logger) : BackgroundService
{
    private const int Batch = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var subscriptions = modules.All.SelectMany(module => module.Subscriptions).ToList();
        var resting = new Dictionary<string, (int Failures, long Until)>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var moved = false;
            foreach (var subscription in subscriptions)
            {
                var rest = resting.GetValueOrDefault(subscription.Name);
                if (rest.Until > Environment.TickCount64) continue;
                try
                {
                    moved |= await Feed(subscription) > 0;
                    resting.Remove(subscription.Name);
                }
                catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
                {
                    // A fact is never skipped: the subscriber asks again, ever less often, up to once a minute.
                    resting[subscription.Name] = (rest.Failures + 1, Environment.TickCount64 + Math.Min(60_000, 500 << Math.Min(rest.Failures, 7)));
                    logger.LogError(problem, "Subscription {Name} failed", subscription.Name);
                    await Note(subscription, problem);
                }
            }
            if (!moved) await signal.Wait(TimeSpan.FromMilliseconds(500), stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Feeds all subscribers until nothing is left. For tests and commands.</summary>
    public async Task Drain()
    {
        var subscriptions = modules.All.SelectMany(module => module.Subscriptions).ToList();
        bool moved;
        do
        {
            moved = false;
            foreach (var subscription in subscriptions) moved |= await Feed(subscription) > 0;
        } while (moved);
    }

    private async Task<int> Feed(Subscription subscription)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"insert into platform.subscription (name) values ({subscription.Name}) on conflict do nothing");
        var cursor = await db.Database.SqlQuery<Cursor>($"""
            select epoch, txid::text as txid, position from platform.subscription where name = {subscription.Name} for update skip locked
            """).ToListAsync();
        if (cursor.Count == 0) return 0;
        var (epoch, txid, position) = cursor[0];
        var kinds = subscription.Kinds.ToArray();
        // e.txid, not the text of the same name: as text 10000 comes before 9999, and facts would be passed over or told twice.
        var rows = await db.Database.SqlQuery<Row>($"""
            select epoch, txid::text as txid, position, stream, kind, at, actor_id, actor_name, reason, data::text as data
            from platform.event e
            where (e.epoch, e.txid, e.position) > ({epoch}, {txid}::xid8, {position})
                and (e.epoch < (select max(epoch) from platform.log_epoch) or e.txid < pg_snapshot_xmin(pg_current_snapshot()))
            order by e.epoch, e.txid, e.position limit {Batch}
            """).ToListAsync();
        if (rows.Count == 0) return 0;
        foreach (var row in rows.Where(row => kinds.Contains(row.Kind)))
            await subscription.Handle(scope.ServiceProvider, new Event(row.Position, row.Stream, row.Kind, row.At, row.ActorId, row.ActorName, row.Reason, row.Data));
        var last = rows[^1];
        await db.Save();
        await db.Database.ExecuteSqlAsync($"""
            update platform.subscription set epoch = {last.Epoch}, txid = {last.Txid}::xid8, position = {last.Position}, failures = 0, problem = null
            where name = {subscription.Name}
            """);
        await db.Commit(transaction);
        return rows.Count;
    }

    private async Task Note(Subscription subscription, Exception problem)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        try
        {
            await db.Database.ExecuteSqlAsync($"""
                update platform.subscription set failures = failures + 1, problem = {problem.Message} where name = {subscription.Name}
                """);
        }
        catch (Exception second) { logger.LogError(second, "The failure of {Name} could not be noted", subscription.Name); }
    }

    private sealed record Cursor(int Epoch, string Txid, long Position);

    private sealed record Row(int Epoch, string Txid, long Position, string Stream, string Kind, DateTimeOffset At, Guid? ActorId, string ActorName, string? Reason, string Data);
}
