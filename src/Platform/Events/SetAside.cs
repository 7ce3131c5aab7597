using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;

namespace MotCua.Platform.Events;

/// <summary>
/// Sự kiện để riêng. A fact that a subscriber cannot handle is put here and tried again five times within a minute; then a person decides.
/// Later facts of the same stream wait behind it and follow in order, so that no subscriber sees a dossier's facts out of turn. All of it
/// happens under the cursor of the subscriber, so each fact is handled once, whichever server does it.
/// </summary>
public sealed class SetAside(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SetAside> logger)
{
    internal const int MostTries = 5;

    private static readonly TimeSpan[] BackOff = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)];

    private const string Behind = "Chờ sự kiện trước của cùng đối tượng";

    /// <summary>
    /// Takes the cursor; null: another server has it. Not by a lock of the row: that would give the transaction a number, and a handler that
    /// reads for long would hold back every other subscriber and the seals. Who writes and then stops is ended by the database.
    /// </summary>
    internal static async Task<Cursor?> Hold(Db db, string name)
    {
        var mine = await db.Database.SqlQuery<bool>($"""
            select pg_try_advisory_xact_lock(hashtextextended('platform.subscription ' || {name}, 0)) as "Value"
            from set_config('statement_timeout', '20s', true) longest, set_config('idle_in_transaction_session_timeout', '60s', true) idle
            """).SingleAsync();
        // Another statement, because what the last holder has moved is seen only by one that begins after it.
        return mine ? await At(db, name) : null;
    }

    private static async Task<Cursor> At(Db db, string name) => (await db.Database.SqlQuery<Cursor>($"""
        select epoch, txid::text as txid, position from platform.subscription where name = {name}
        """).ToListAsync()).SingleOrDefault() ?? new Cursor(0, "0", 0);

    internal static Task Move(Db db, string name, Cursor to) => db.Database.ExecuteSqlAsync($"""
        insert into platform.subscription (name, epoch, txid, position) values ({name}, {to.Epoch}, {to.Txid}::xid8, {to.Position})
        on conflict (name) do update set epoch = excluded.epoch, txid = excluded.txid, position = excluded.position
        """);

    /// <summary>Streams of which something waits.</summary>
    internal async Task<HashSet<string>> Streams(Db db, string name) => [.. await db.Database.SqlQuery<string>($"""
        select distinct stream as "Value" from platform.set_aside where subscription = {name} and settled_at is null
        """).ToListAsync()];

    internal Task PutBehind(Db db, string name, FactRow fact) => Insert(db, name, fact, 0, Behind, null, clock.GetUtcNow());

    /// <summary>The first try has failed, and its transaction with it.</summary>
    internal async Task Put(Subscription subscription, FactRow fact, Exception problem)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var transaction = await db.Begin();
        // Meanwhile another server may have come past it.
        if (await Hold(db, subscription.Name) is not { } at || !await Ahead(db, fact, at)) return;
        var accident = Accident.Of(problem, logger, "{Subscription} could not handle {Kind} at {Position}", subscription.Name, fact.Kind, fact.Position);
        await Insert(db, subscription.Name, fact, 1, accident.Reason, accident.Incident, clock.GetUtcNow() + BackOff[0]);
        await Move(db, subscription.Name, fact.Place);
        await db.Commit(transaction);
    }

    /// <summary>Tries what is due, each stream in order until one of its facts fails again.</summary>
    /// <param name="rests">False: whatever still has a try left is due.</param>
    internal async Task<bool> TryAgain(Subscription subscription, bool rests, List<Exception> problems)
    {
        var moved = false;
        foreach (var stream in await Due(subscription.Name, rests))
        {
            while (await Next(subscription, stream, rests) is { } fact)
            {
                moved = true;
                try
                {
                    if (!await Again(subscription, fact)) break;
                }
                catch (Exception problem) when (!DatabaseAway.Is(problem))
                {
                    if (await Failed(subscription, fact, problem)) problems.Add(problem);
                    break;
                }
            }
        }
        return moved;
    }

    private async Task<List<string>> Due(string name, bool rests)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<Db>().Database.SqlQuery<string>($"""
            select stream as "Value" from (select distinct on (stream) stream, next_try_at from platform.set_aside where subscription = {name}
                and settled_at is null
                order by stream, epoch, txid, position) first where next_try_at <= {now} or not {rests} and next_try_at is not null
            """).ToListAsync();
    }

    private async Task<FactRow?> Next(Subscription subscription, string stream, bool rests)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        return (await scope.ServiceProvider.GetRequiredService<Db>().Database.SqlQuery<FactRow>($"""
            select e.epoch, e.txid::text as txid, e.position, e.stream, e.kind, e.at, e.actor_id, e.actor_name, e.reason, e.data::text as data
            from (select * from platform.set_aside where subscription = {subscription.Name} and stream = {stream} and settled_at is null
                order by epoch, txid, position limit 1) first join platform.event e on e.position = first.position
            where first.next_try_at <= {now} or not {rests} and first.next_try_at is not null
            """).ToListAsync()).SingleOrDefault();
    }

    /// <returns>False: another server is at it.</returns>
    private async Task<bool> Again(Subscription subscription, FactRow fact)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        await using var transaction = await db.Begin();
        if (await Hold(db, subscription.Name) is null) return false;
        var settled = await db.Database.ExecuteSqlAsync($"""
            update platform.set_aside set settled_at = {clock.GetUtcNow()}, next_try_at = null
            where subscription = {subscription.Name} and position = {fact.Position} and settled_at is null and next_try_at is not null
            """);
        if (settled == 0) return false;
        await subscription.Handle(scope.ServiceProvider, fact.Event);
        await db.Commit(transaction);
        logger.LogInformation("{Subscription} has handled the fact at {Position} that was set aside", subscription.Name, fact.Position);
        return true;
    }

    /// <returns>True: tried often enough.</returns>
    private async Task<bool> Failed(Subscription subscription, FactRow fact, Exception problem)
    {
        var accident = Accident.Of(problem, logger, "{Subscription} could not handle {Kind} at {Position}", subscription.Name, fact.Kind, fact.Position);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var transaction = await db.Begin();
        if (await Hold(db, subscription.Name) is null) return false;
        var now = clock.GetUtcNow();
        var tries = (await db.Database.SqlQuery<int?>($"""
            update platform.set_aside set tries = tries + 1, reason = {accident.Reason}, incident = {accident.Incident},
                next_try_at = case tries when 0 then {now + BackOff[0]} when 1 then {now + BackOff[1]} when 2 then {now + BackOff[2]}
                    when 3 then {now + BackOff[3]} end
            where subscription = {subscription.Name} and position = {fact.Position} and settled_at is null returning tries as "Value"
            """).ToListAsync()).SingleOrDefault();
        var told = tries >= MostTries ? await db.Database.ExecuteSqlAsync($"""
            update platform.set_aside set told_at = {now} where subscription = {subscription.Name} and position = {fact.Position} and told_at is null
            """) : 0;
        if (told > 0)
            scope.ServiceProvider.GetRequiredService<EventLog>().Record($"work/{subscription.Name}",
                new WorkSetAside(WorkSetAside.Fact, subscription.Name, $"{fact.Position}"), accident.Reason);
        await db.Commit(transaction);
        return tries >= MostTries;
    }

    private static async Task<bool> Ahead(Db db, FactRow fact, Cursor at) => await db.Database.SqlQuery<bool>($"""
        select ({fact.Epoch}, {fact.Txid}::xid8, {fact.Position}) > ({at.Epoch}, {at.Txid}::xid8, {at.Position}) as "Value"
        """).SingleAsync();

    private Task Insert(Db db, string name, FactRow fact, int tries, string reason, string? incident, DateTimeOffset next) => db.Database.ExecuteSqlAsync($"""
        insert into platform.set_aside (subscription, stream, kind, epoch, txid, position, tries, reason, incident, since, next_try_at)
        values ({name}, {fact.Stream}, {fact.Kind}, {fact.Epoch}, {fact.Txid}::xid8, {fact.Position}, {tries}, {reason}, {incident}, {clock.GetUtcNow()},
            {next}) on conflict do nothing
        """);
}
