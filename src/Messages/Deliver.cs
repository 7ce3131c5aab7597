using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Channels;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Outside;

namespace MotCua.Messages;

/// <summary>
/// Gửi tin của một kênh, oldest first. A gateway that is away is asked ever less often, by one message, and nothing is given up for it;
/// when it is back, the others follow a few at a time. A message fails of itself only when the gateway refuses it, or does not take it while
/// it takes others. Each channel has a lane of its own, and one server at a time sends on it.
/// </summary>
internal sealed class Deliver(Db db, SendMessage send, IConfiguration configuration, QuietHours quiet, Journal journal, TimeProvider clock)
{
    public static readonly string[] Channels = ["sms", "email", "zalo"];

    /// <summary>At once on one channel while the gateway takes them.</summary>
    private const int AtOnce = 4;

    /// <summary>So many are looked up and noted together: what surrounds a message costs more than the message.</summary>
    private const int Most = 64;

    private const int MostFaults = 5;

    /// <summary>Then a code that somebody waits for is looked for again.</summary>
    private static readonly TimeSpan LongestBatch = TimeSpan.FromSeconds(2);

    /// <summary>A channel is held no longer than this beyond the last batch; a batch is over sooner.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    private static readonly TimeSpan[] OwnRest = [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    private readonly Guid me = Guid.NewGuid();

    public static IEnumerable<RecurringJob> Jobs => Channels.Select(channel => new RecurringJob($"messages.send-{channel}", TimeSpan.FromSeconds(1),
        (services, stop) => services.GetRequiredService<Deliver>().Run(channel, stop)));

    /// <summary>Sends what is due until nothing is left, the gateway goes away or the turn is over.</summary>
    /// <returns>Whether anything was tried.</returns>
    public async Task<bool> Run(string channel, CancellationToken stop = default)
    {
        if (SendMessage.Gateway(configuration) is not { } gateway || !await Any(channel)) return false;
        var (begun, tried) = (Environment.TickCount64, false);
        while (!stop.IsCancellationRequested && Environment.TickCount64 - begun < LongestTurn.TotalMilliseconds)
        {
            if (await Hold(channel) is not { } state) return tried;
            await Drop(channel);
            if (Rests(state)) break;
            var batch = await Due(channel, state.Failures > 0 ? 1 : Most);
            if (batch.Count == 0) break;
            tried = true;
            await Send(gateway, channel, state, await TakenAgain.Any(db) ? await NotGone(batch) : batch);
        }
        await Release(channel);
        return tried;
    }

    /// <summary>A few at a time. All that the gateway answered are noted together; where it did not answer one, those few stand for themselves.</summary>
    private async Task Send(string gateway, string channel, ChannelState state, List<Message> batch)
    {
        var begun = Environment.TickCount64;
        var answered = new List<(Message Message, Outcome Outcome)>();
        foreach (var few in batch.Chunk(AtOnce))
        {
            List<(Message Message, Outcome Outcome)> tried = [.. few.Zip(await Task.WhenAll(few.Select(message => send.Try(gateway, message))))];
            if (tried.Exists(one => one.Outcome is Outcome.Away))
            {
                if (answered.Count > 0) await Note(channel, state, answered);
                await Note(channel, answered.Count > 0 ? new(0, null, clock.GetUtcNow()) : state, tried);
                return;
            }
            answered.AddRange(tried);
            if (Environment.TickCount64 - begun > LongestBatch.TotalMilliseconds) break;
        }
        if (answered.Count > 0) await Note(channel, state, answered);
    }

    private async Task<bool> Any(string channel) => (await db.Ask($"""
        select exists (select from messages.message where channel = {channel} and state = 'waiting')
        """, row => row.GetBoolean(0))).Single();

    /// <summary>
    /// By the database's time: servers whose clocks differ must not both send. A second message would not come of it, the gateway knows the id.
    /// </summary>
    private async Task<ChannelState?> Hold(string channel) => (await db.Database.SqlQuery<ChannelState>($"""
        insert into messages.channel as c (channel, held_by, held_until) values ({channel}, {me}, now() + {Held})
        on conflict (channel) do update set held_by = excluded.held_by, held_until = excluded.held_until
            where c.held_until is null or c.held_until < now() or c.held_by = excluded.held_by
        returning failures, rest_until, worked_at
        """).ToListAsync()).SingleOrDefault();

    private Task Release(string channel) =>
        db.Database.ExecuteSqlAsync($"update messages.channel set held_until = null where channel = {channel} and held_by = {me}");

    /// <summary>A rest that ends far off was written before the clock of the demonstration was turned back.</summary>
    private bool Rests(ChannelState state) => state.RestUntil is { } until && until > clock.GetUtcNow() && until <= clock.GetUtcNow() + LongestAsked;

    private async Task Drop(string channel)
    {
        await db.Database.ExecuteSqlAsync($"""
            update messages.message set state = 'dropped', problem = 'Hết hạn dùng trước khi gửi được' where channel = {channel} and state = 'waiting'
                and use_until < {clock.GetUtcNow()}
            """);
        await ChooseChannels.Drop(db, channel);
    }

    private async Task<List<Message>> Due(string channel, int most)
    {
        var now = clock.GetUtcNow();
        // Also what an outage has held up until the night waits for the morning, but codes that somebody is waiting for.
        var night = quiet.Next(now, urgent: false) > now;
        return await db.Set<Message>().FromSql($"""
            select * from messages.message
            where channel = {channel} and state = 'waiting' and (due_at is null or due_at <= {now}) and (rest_until is null or rest_until <= {now}
                or rest_until > {now + 2 * LongestAsked})
                and (not {night} or use_until is not null)
            order by created_at, id limit {most}
            """).AsNoTracking().ToListAsync();
    }

    private async Task<List<Message>> NotGone(List<Message> batch)
    {
        var open = new List<Message>();
        foreach (var message in batch) if (!await WentAlready(message)) open.Add(message);
        return open;
    }

    private async Task<bool> WentAlready(Message message)
    {
        if (await TakenAgain.When(db, message) is not { } taken) return false;
        await db.Database.ExecuteSqlAsync($"""
            update messages.message set state = 'sent', sent_at = {taken}, problem = 'Cổng tin nhắn đã nhận trước khi khôi phục; không gửi lại'
                where id = {message.Id} and state = 'waiting'
            """);
        return true;
    }

    private async Task Note(string channel, ChannelState state, IReadOnlyList<(Message Message, Outcome Outcome)> tried)
    {
        var now = clock.GetUtcNow();
        var reached = tried.Any(one => one.Outcome is not Outcome.Away);
        journal.Write([.. tried.Where(one => one.Outcome is Outcome.Taken).Select(one => JournalLine.Of(TakenMessage.Kind, TakenMessage.Of(one.Message)))],
            durable: false);
        var rows = new List<(string State, string? Problem, int Faults, DateTimeOffset? RestUntil)>();
        foreach (var (message, outcome) in tried)
        {
            var (next, problem, rest, faults) = ("waiting", outcome.Problem, (DateTimeOffset?)null, message.Faults);
            if (outcome is Outcome.Taken) next = "sent";
            else if (outcome is Outcome.Refused) next = "failed";
            else
            {
                if (reached || state.WorkedAt > message.TriedAt) faults++;
                if (faults >= MostFaults) next = "failed";
                // A little longer than the channel, so that the next to knock is another one.
                rest = now + (faults == 0 ? RestAfter(state.Failures + 1, null) + TimeSpan.FromSeconds(1) : OwnRest[Math.Min(faults, OwnRest.Length) - 1]);
            }
            rows.Add((next, problem, faults, rest));
        }
        Guid[] ids = [.. tried.Select(one => one.Message.Id)];
        var (states, problems) = (rows.Select(row => row.State).ToArray(), rows.Select(row => row.Problem).ToArray());
        var (faultsOf, rests) = (rows.Select(row => row.Faults).ToArray(), rows.Select(row => row.RestUntil).ToArray());
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"""
            update messages.message m set state = n.state, sent_at = case n.state when 'sent' then {now} end, problem = n.problem, attempts = attempts + 1,
                tried_at = {now}, faults = n.faults, rest_until = n.rest
            from unnest({ids}, {states}, {problems}, {faultsOf}, {rests}) as n (id, state, problem, faults, rest)
            where m.id = n.id and m.state = 'waiting'
            """);
        if (reached)
        {
            await db.Database.ExecuteSqlAsync($"""
                update messages.channel set failures = 0, rest_until = null, away_since = null, worked_at = {now}, problem = null where channel = {channel}
                """);
            // It is back: whose fault it was not goes now, in the order in which it was written.
            if (state.Failures > 0)
                await db.Database.ExecuteSqlAsync($"""
                    update messages.message set rest_until = null where channel = {channel} and state = 'waiting' and faults = 0 and rest_until is not null
                    """);
        }
        else
        {
            var away = tried.Select(one => one.Outcome).OfType<Outcome.Away>().ToList();
            var until = now + RestAfter(state.Failures + 1, away.Max(one => one.RetryAfter));
            await db.Database.ExecuteSqlAsync($"""
                update messages.channel set failures = failures + 1, rest_until = {until}, away_since = coalesce(away_since, {now}), problem = {away[0].Problem}
                    where channel = {channel}
                """);
        }
        await db.Commit(transaction);
    }

    /// <summary>1 s, 2 s, 4 s … two minutes, each a little longer or shorter, or what the gateway has asked for.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "Spreads the load; nothing is secret about it.")]
    private static TimeSpan RestAfter(int failures, TimeSpan? asked)
    {
        var usual = Math.Min(LongestRest.TotalSeconds, Math.Pow(2, Math.Min(failures - 1, 7))) * (0.9 + 0.2 * Random.Shared.NextDouble());
        return TimeSpan.FromSeconds(Math.Max(usual, Math.Min((asked ?? TimeSpan.Zero).TotalSeconds, LongestAsked.TotalSeconds)));
    }

    private sealed record ChannelState(int Failures, DateTimeOffset? RestUntil, DateTimeOffset? WorkedAt);
}
