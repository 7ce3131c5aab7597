using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;

namespace MotCua.Platform.Events;

/// <summary>A higher room's interest in facts. Handle runs in the transaction that moves the cursor: exactly once inside the database.</summary>
/// <param name="Name">Stable name of the cursor.</param>
/// <param name="Kinds">Names of facts.</param>
public sealed record Subscription(string Name, IReadOnlyList<string> Kinds, Func<IServiceProvider, Event, Task> Handle)
{
    /// <summary>A new subscriber hears what is told from its first start on; else, from the beginning of the log.</summary>
    public bool FromNow { get; init; }
}

/// <summary>
/// Feeds subscribers from the log, each on a lane of its own. Positions are taken before commit, so a reader stops below the oldest writing
/// transaction, and the cursor is (epoch, transaction id, position): a fact committed late is held back, not skipped. A fact that cannot be
/// handled is set aside with what follows it in its stream (<see cref="SetAside"/>, decision 0025); everything else goes on.
/// </summary>
public sealed class Dispatcher(IServiceScopeFactory scopes, ModuleSet modules, Lanes lanes, SetAside aside) : BackgroundService
{
    private const int Batch = 200;

    /// <summary>The transaction of a batch holds back all readers of the log, so it is short; what is left comes in the next.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, bool> begun = new(StringComparer.Ordinal);

    private IEnumerable<Subscription> Subscriptions => modules.All.SelectMany(module => module.Subscriptions);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Subscriptions.Select(subscription =>
        lanes.Run(subscription.Name, Look, () => Turn(subscription, rests: true, []), stoppingToken)));

    /// <summary>Feeds all subscribers until nothing is left, without resting between tries. For tests and commands.</summary>
    /// <exception cref="AggregateException">Something was set aside; the rest is done.</exception>
    public async Task Drain()
    {
        var problems = new List<Exception>();
        bool moved;
        do
        {
            moved = false;
            foreach (var subscription in Subscriptions) moved |= await Turn(subscription, rests: false, problems);
        } while (moved);
        if (problems.Count > 0) throw new AggregateException(problems);
    }

    private async Task<bool> Turn(Subscription subscription, bool rests, List<Exception> problems)
    {
        if (subscription.FromNow && !begun.ContainsKey(subscription.Name)) await Begin(subscription);
        var moved = await aside.TryAgain(subscription, rests, problems);
        if (!await Any(subscription)) return moved;
        try { return await Feed(subscription, Batch) > 0 || moved; }
        catch (Exception problem) when (!DatabaseAway.Is(problem)) { return await OneByOne(subscription) || moved; }
    }

    /// <summary>Below what is being written now: a fact whose transaction is open is told, one that was there is not.</summary>
    private async Task Begin(Subscription subscription)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Db>().Database.ExecuteSqlAsync($"""
            insert into platform.subscription (name, epoch, txid, position)
            select {subscription.Name}, (select max(epoch) from platform.log_epoch),
                (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text::xid8, (select coalesce(max(position), 0) from platform.event)
            on conflict (name) do nothing
            """);
        begun[subscription.Name] = true;
    }

    /// <summary>Something in the batch cannot be handled: what can be is, each in a transaction of its own, and what cannot is set aside.</summary>
    private async Task<bool> OneByOne(Subscription subscription)
    {
        var moved = false;
        for (var done = 0; done < Batch; done++)
        {
            try
            {
                if (await Feed(subscription, 1) == 0) return moved;
            }
            catch (NotHandled no) when (!DatabaseAway.Is(no))
            {
                await aside.Put(subscription, no.Fact, no.InnerException!);
            }
            moved = true;
        }
        return moved;
    }

    /// <summary>Asked without a transaction: looking costs no transaction number.</summary>
    private async Task<bool> Any(Subscription subscription)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Db>().Database.SqlQuery<bool>($"""
            select exists (select from platform.event e
                where (e.epoch, e.txid, e.position) > (coalesce((select epoch from platform.subscription where name = {subscription.Name}), 0),
                    coalesce((select txid from platform.subscription where name = {subscription.Name}), '0'),
                        coalesce((select position from platform.subscription where name = {subscription.Name}), 0))
                and (e.epoch < (select max(epoch) from platform.log_epoch) or e.txid < pg_snapshot_xmin(pg_current_snapshot()))) as "Value"
            """).SingleAsync();
    }

    /// <param name="most">Facts of the subscriber's kinds.</param>
    /// <returns>How far the cursor moved, in facts of all kinds.</returns>
    private async Task<int> Feed(Subscription subscription, int most)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        await using var transaction = await db.Begin();
        if (await SetAside.Hold(db, subscription.Name) is not { } place) return 0;
        // e.txid, not the text of the same name: as text 10000 comes before 9999, and facts would be passed over or told twice.
        var rows = await db.Database.SqlQuery<FactRow>($"""
            select epoch, txid::text as txid, position, stream, kind, at, actor_id, actor_name, reason, data::text as data
            from platform.event e
            where (e.epoch, e.txid, e.position) > ({place.Epoch}, {place.Txid}::xid8, {place.Position})
                and (e.epoch < (select max(epoch) from platform.log_epoch) or e.txid < pg_snapshot_xmin(pg_current_snapshot()))
            order by e.epoch, e.txid, e.position limit {Batch}
            """).ToListAsync();
        if (rows.Count == 0) return 0;
        var held = await aside.Streams(db, subscription.Name);
        var (since, handled, moved) = (Environment.TickCount64, 0, 0);
        foreach (var row in rows)
        {
            moved++;
            if (!subscription.Kinds.Contains(row.Kind)) continue;
            try
            {
                if (held.Contains(row.Stream)) await aside.PutBehind(db, subscription.Name, row);
                else await subscription.Handle(scope.ServiceProvider, row.Event);
                if (most == 1) await db.Save();
            }
            catch (Exception problem) { throw new NotHandled(row, problem); }
            if (++handled == most || Environment.TickCount64 - since > Longest.TotalMilliseconds) break;
        }
        await db.Save();
        await SetAside.Move(db, subscription.Name, rows[moved - 1]);
        await db.Commit(transaction);
        return moved;
    }

    private sealed class NotHandled(FactRow fact, Exception problem) : Exception(fact.Kind, problem)
    {
        public FactRow Fact { get; } = fact;
    }
}

/// <summary>A row of the log with its whole place.</summary>
internal sealed record FactRow(int Epoch, string Txid, long Position, string Stream, string Kind, DateTimeOffset At, Guid? ActorId, string ActorName,
    string? Reason, string Data)
{
    public Event Event => new(Position, Stream, Kind, At, ActorId, ActorName, Reason, Data);
}

internal sealed record Cursor(int Epoch, string Txid, long Position);
