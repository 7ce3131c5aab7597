using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using Npgsql;

namespace MotCua.Platform.Events;

/// <summary>A higher room's interest in facts. Handle runs in the transaction that moves the cursor: exactly once inside the database.</summary>
/// <param name="Name">Stable name of the cursor.</param>
/// <param name="Kinds">Names of facts.</param>
public sealed record Subscription(string Name, IReadOnlyList<string> Kinds, Func<IServiceProvider, Event, Task> Handle)
{
    /// <summary>A subscriber that is told many facts in one call, and each alone only where one of them cannot be handled.</summary>
    public static Subscription ToMany(string name, IReadOnlyList<string> kinds, Func<IServiceProvider, IReadOnlyList<Event>, Task> together) =>
        new(name, kinds, (services, fact) => together(services, [fact])) { Together = together };

    internal Func<IServiceProvider, IReadOnlyList<Event>, Task>? Together { get; private init; }

    /// <summary>A new subscriber hears what is told from its first start on; else, from the beginning of the log.</summary>
    public bool FromNow { get; init; }
}

/// <summary>
/// Feeds subscribers from the log, each on a lane of its own. Positions are taken before commit, so a reader stops below the oldest writing
/// transaction, and the cursor is (epoch, transaction id, position): a fact committed late is held back, not skipped. A fact that cannot be
/// handled is set aside with what follows it in its stream (<see cref="SetAside"/>, decision 0025); everything else goes on.
/// </summary>
public sealed class Dispatcher(IServiceScopeFactory scopes, NpgsqlDataSource source, ModuleSet modules, Lanes lanes, SetAside aside, TimeProvider clock)
    : BackgroundService
{
    private const int Batch = 200;

    private const int Window = 10_000;

    /// <summary>The transaction of a batch holds back all readers of the log, so it is short; what is left comes in the next.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Cursors of subscribers whom nothing concerns are carried along so often.</summary>
    private static readonly TimeSpan Carry = TimeSpan.FromSeconds(1);

    private readonly Bell bell = new();
    private long carried;

    private readonly ConcurrentDictionary<string, bool> begun = new(StringComparer.Ordinal);

    private IEnumerable<Subscription> Subscriptions => modules.All.SelectMany(module => module.Subscriptions);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        .. Subscriptions.Select(subscription => lanes.Run(subscription.Name, Bell.Silence,
            async () => await Turn(subscription, rests: true, []) == Fed.More, stoppingToken, bell)),
        lanes.Run("platform.subscribers", Bell.Look, Ring, stoppingToken),
    ]);

    /// <summary>Wakes the lanes of subscribers that something concerns, and carries the cursors of those along whom nothing does.</summary>
    private async Task<bool> Ring()
    {
        var all = Subscriptions.ToList();
        if (all.Count == 0) return false;
        await using var session = await source.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand($"""
            with edge as (select coalesce(max(epoch), 0) as epoch, pg_snapshot_xmin(pg_current_snapshot()) as txid from platform.log_epoch),
            {Ahead}
            select one.name, one.epoch is null or coalesce(ahead.kinds && one.kinds, false) or due
            from one left join ahead using (epoch, txid, position), lateral (select exists (select from platform.set_aside a
                where a.subscription = one.name and a.settled_at is null and a.next_try_at <= $3)) aside (due)
            where one.epoch is null or ahead.position is not null or due
            """, session);
        command.Parameters.Add(new() { Value = all.Select(one => one.Name).ToArray() });
        command.Parameters.Add(new() { Value = all.Select(one => string.Join(' ', one.Kinds)).ToArray() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
        await command.PrepareAsync();
        var beside = new List<Subscription>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                if (reader.GetBoolean(1)) bell.Ring(reader.GetString(0));
                else beside.Add(all.Find(one => one.Name == reader.GetString(0))!);
            }
        }
        if (beside.Count > 0 && Environment.TickCount64 - carried > Carry.TotalMilliseconds)
        {
            carried = Environment.TickCount64;
            await CarryAlong(session, beside);
        }
        return false;
    }

    /// <summary>
    /// What lies after each cursor, looked at once however many subscribers stand there, and so far that no statement grows with the log: a new
    /// subscriber walks all of it.
    /// </summary>
    private static readonly string Ahead = $"""
        one as (select n.name, string_to_array(n.kinds, ' ') as kinds, s.epoch, s.txid, s.position
            from unnest($1, $2) as n (name, kinds) left join platform.subscription s on s.name = n.name),
        ahead as materialized (select at.*, found.* from (select distinct epoch, txid, position from one where epoch is not null) at
            cross join lateral (select array_agg(distinct kind) as kinds, max(epoch) as to_epoch,
                    (array_agg(txid order by epoch desc, txid desc, position desc))[1] as to_txid,
                    (array_agg(position order by epoch desc, txid desc, position desc))[1] as to_position
                from (select e.epoch, e.txid, e.position, e.kind from platform.event e, edge
                    where (e.epoch, e.txid, e.position) > (at.epoch, at.txid, at.position) and (e.epoch < edge.epoch or e.txid < edge.txid)
                    order by e.epoch, e.txid, e.position limit {Window}) next) found
            where found.kinds is not null)
        """;

    /// <summary>
    /// As far as no fact concerns them, never back. A feeding that began earlier and ends later sets the cursor where it came to, and what lies
    /// between is looked at again.
    /// </summary>
    private static async Task CarryAlong(NpgsqlConnection session, List<Subscription> beside)
    {
        await using var command = new NpgsqlCommand($"""
            with edge as (select coalesce(max(epoch), 0) as epoch, pg_snapshot_xmin(pg_current_snapshot()) as txid from platform.log_epoch),
            {Ahead},
            free as (select s.name, ahead.to_epoch as epoch, ahead.to_txid as txid, ahead.to_position as position
                from one join ahead using (epoch, txid, position) join platform.subscription s on s.name = one.name
                where not ahead.kinds && one.kinds order by s.name for update of s skip locked)
            update platform.subscription s set epoch = free.epoch, txid = free.txid, position = free.position from free
            where s.name = free.name and (s.epoch, s.txid, s.position) < (free.epoch, free.txid, free.position)
            """, session);
        command.Parameters.Add(new() { Value = beside.Select(one => one.Name).ToArray() });
        command.Parameters.Add(new() { Value = beside.Select(one => string.Join(' ', one.Kinds)).ToArray() });
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Feeds all subscribers until nothing is left, without resting between tries. For tests and commands.</summary>
    /// <exception cref="AggregateException">Something was set aside; the rest is done.</exception>
    public async Task Drain()
    {
        var problems = new List<Exception>();
        bool moved;
        do
        {
            moved = false;
            foreach (var subscription in Subscriptions) moved |= await Turn(subscription, rests: false, problems) != Fed.Nothing;
        } while (moved);
        if (problems.Count > 0) throw new AggregateException(problems);
    }

    /// <summary>All: what comes meanwhile waits for the bell. A lane that went on with one fact at a time would do all that surrounds it for each.</summary>
    private enum Fed { Nothing, All, More }

    private async Task<Fed> Turn(Subscription subscription, bool rests, List<Exception> problems)
    {
        if (subscription.FromNow && !begun.ContainsKey(subscription.Name)) await Begin(subscription);
        var moved = await aside.TryAgain(subscription, rests, problems) ? Fed.More : Fed.Nothing;
        if (!await Any(subscription)) return moved;
        try { return await Feed(subscription, Batch) is var fed && fed > moved ? fed : moved; }
        catch (Exception problem) when (!DatabaseAway.Is(problem)) { return await OneByOne(subscription) ? Fed.More : moved; }
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
                if (await Feed(subscription, 1) == Fed.Nothing) return moved;
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
        // The first in order: asked only whether there is one, PostgreSQL reads the log from its beginning.
        return await scope.ServiceProvider.GetRequiredService<Db>().Database.SqlQuery<bool>($"""
            select exists (select from (
                select e.epoch, e.txid from platform.event e
                where (e.epoch, e.txid, e.position) > (coalesce((select epoch from platform.subscription where name = {subscription.Name}), 0),
                    coalesce((select txid from platform.subscription where name = {subscription.Name}), '0'),
                        coalesce((select position from platform.subscription where name = {subscription.Name}), 0))
                order by e.epoch, e.txid, e.position limit 1) next
            where next.epoch < (select max(epoch) from platform.log_epoch) or next.txid < pg_snapshot_xmin(pg_current_snapshot())) as "Value"
            """).SingleAsync();
    }

    /// <param name="most">Facts to handle.</param>
    private async Task<Fed> Feed(Subscription subscription, int most)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        await using var transaction = await db.Begin();
        if (await SetAside.Hold(db, subscription.Name) is not { } place) return Fed.Nothing;
        // e.txid, not the text of the same name: as text 10000 comes before 9999, and facts would be passed over or told twice.
        var next = (await db.Database.SqlQuery<Reach>($"""
            select epoch, txid::text as txid, position, count(*) over () as facts from (
                select epoch, txid, position from platform.event e
                where (e.epoch, e.txid, e.position) > ({place.Epoch}, {place.Txid}::xid8, {place.Position})
                    and (e.epoch < (select max(epoch) from platform.log_epoch) or e.txid < pg_snapshot_xmin(pg_current_snapshot()))
                order by e.epoch, e.txid, e.position limit {Window}) next
            order by next.epoch desc, next.txid desc, next.position desc limit 1
            """).ToListAsync()).SingleOrDefault();
        if (next is null) return Fed.Nothing;
        var last = new Cursor(next.Epoch, next.Txid, next.Position);
        string[] kinds = [.. subscription.Kinds];
        var rows = await db.Database.SqlQuery<FactRow>($"""
            select epoch, txid::text as txid, position, stream, kind, at, actor_id, actor_name, reason, data::text as data
            from platform.event e
            where (e.epoch, e.txid, e.position) > ({place.Epoch}, {place.Txid}::xid8, {place.Position})
                and (e.epoch, e.txid, e.position) <= ({last.Epoch}, {last.Txid}::xid8, {last.Position}) and e.kind = any({kinds})
            order by e.epoch, e.txid, e.position limit {Batch}
            """).ToListAsync();
        var held = await aside.Streams(db, subscription.Name);
        var (since, handled) = (Environment.TickCount64, 0);
        var together = most > 1 && subscription.Together is not null;
        var free = together ? rows.FindAll(row => !held.Contains(row.Stream)) : [];
        if (free.Count > 0) await subscription.Together!(scope.ServiceProvider, free.ConvertAll(row => row.Event));
        foreach (var row in rows)
        {
            try
            {
                if (held.Contains(row.Stream)) await aside.PutBehind(db, subscription.Name, row);
                else if (!together) await subscription.Handle(scope.ServiceProvider, row.Event);
                if (most == 1) await db.Save();
            }
            catch (Exception problem) { throw new NotHandled(row, problem); }
            if (++handled == most || !together && Environment.TickCount64 - since > Longest.TotalMilliseconds) break;
        }
        await db.Save();
        // All that concerns the subscriber is handled: so is what lies between and behind.
        var all = handled == rows.Count && rows.Count < Batch;
        await SetAside.Move(db, subscription.Name, all ? last : rows[handled - 1].Place);
        await db.Commit(transaction);
        return all && next.Facts < Window ? Fed.All : Fed.More;
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

    public Cursor Place => new(Epoch, Txid, Position);
}

internal sealed record Cursor(int Epoch, string Txid, long Position);

/// <summary>The last of so many facts in a row.</summary>
internal sealed record Reach(int Epoch, string Txid, long Position, long Facts);
