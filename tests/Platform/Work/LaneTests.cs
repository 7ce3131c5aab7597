using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Proof.Seal;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform.Work;

public sealed class LaneTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task While_one_piece_of_recurring_work_hangs_the_others_come_back_and_it_never_overlaps_itself()
    {
        var (end, hanging, quick) = (new TaskCompletionSource(), 0, 0);
        var runner = new Bench(house, recurring:
        [
            new("test.hangs", TimeSpan.FromMilliseconds(10), async (_, _) => { Interlocked.Increment(ref hanging); await end.Task; }),
            new("test.quick", TimeSpan.FromMilliseconds(10), (_, _) => { Interlocked.Increment(ref quick); return Task.CompletedTask; }),
            new("test.breaks", TimeSpan.FromMilliseconds(10), (_, _) => throw new InvalidOperationException()),
        ]).Runner();
        await runner.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            await Bench.Until(() => Task.FromResult(quick > 20), "the quick work goes on");
            Assert.Equal(1, hanging);
            await Bench.Until(async () => await house.Scalar<int>("select failures from platform.recurring where name = 'test.breaks'") > 0,
                "the broken one is noted");
            Assert.True(await house.Scalar<bool>("select last_run_at is not null and problem is null from platform.recurring where name = 'test.quick'"));
        }
        finally
        {
            end.SetResult();
            await runner.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Who_was_called_and_stumbled_comes_back_soon_and_is_woken_by_its_bell_alone()
    {
        var (lanes, bell, calls) = (new Lanes(new DatabaseAway(NullLogger<DatabaseAway>.Instance), NullLogger<Lanes>.Instance), new Bell(), 0);
        using var stop = new CancellationTokenSource();
        var lane = lanes.Run("test.called", TimeSpan.FromHours(1), () =>
        {
            if (Interlocked.Increment(ref calls) == 1) throw new TimeoutException();
            return Task.FromResult(false);
        }, stop.Token, bell);
        await Bench.Until(() => Task.FromResult(calls == 2), "tried again");
        for (var more = 3; more < 6; more++)
        {
            bell.Ring("test.called");
            await Bench.Until(() => Task.FromResult(calls == more), "called");
        }
        await stop.CancelAsync();
        await lane;
    }

    [Fact]
    public void A_bell_that_was_rung_is_kept_for_its_lane_once()
    {
        var bell = new Bell();
        for (var rings = 0; rings < 3; rings++) bell.Ring("a");
        Assert.False(bell.Wait("b", TimeSpan.FromHours(1), CancellationToken.None).IsCompleted);
        Assert.True(bell.Wait("a", TimeSpan.FromHours(1), CancellationToken.None).IsCompleted);
        Assert.False(bell.Wait("a", TimeSpan.FromHours(1), CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task While_a_subscriber_hangs_others_are_told_of_later_facts_and_the_log_is_sealed()
    {
        var (slow, quick) = ($"test.slow{Guid.NewGuid():n}", $"test.quick{Guid.NewGuid():n}");
        await Bench.Begin(house, slow);
        await Bench.Begin(house, quick);
        var (hangs, end, told) = (new TaskCompletionSource(), new TaskCompletionSource(), new List<long>());
        var dispatcher = new Bench(house,
        [
            new(slow, [slow], async (_, _) => { hangs.TrySetResult(); await end.Task; }),
            new(quick, [quick], (_, happened) => { lock (told) told.Add(happened.Position); return Task.CompletedTask; }),
        ]).Dispatcher();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            await Bench.Tell(house, slow, "a");
            await hangs.Task.WaitAsync(TimeSpan.FromSeconds(20));
            var later = await Bench.Tell(house, quick, "a");
            await Bench.Until(() => { lock (told) return Task.FromResult(told.Contains(later)); }, "the other subscriber is told");
            await house.Services.GetRequiredService<Sealer>().Run();
            await using var connection = await house.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, await LogState.Unsealed(connection));
        }
        finally
        {
            end.SetResult();
            await dispatcher.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_job_that_always_fails_is_set_aside_and_the_jobs_before_and_behind_it_are_done_once()
    {
        var (kind, done) = ($"test.job{Guid.NewGuid():n}", new List<int>());
        for (var i = 0; i < 5; i++)
            await house.Execute("insert into platform.job (id, kind, payload, due_at, created_at) values (gen_random_uuid(), $1, to_jsonb($2), $3, $3)", kind,
            i, House.Morning.UtcDateTime.AddSeconds(-9 + i));
        var poison = new HashSet<int> { 0, 2, 4 };
        var runner = new Bench(house, handlers: [new(kind, (_, payload) =>
        {
            if (poison.Contains(payload.GetInt32())) throw new InvalidOperationException();
            done.Add(payload.GetInt32());
            return Task.CompletedTask;
        })]).Runner();
        for (var round = 0; round < 6; round++)
        {
            while (await runner.RunNext()) { }
            house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(20));
        }
        house.Clock.Set(House.Morning);
        Assert.Equal([1, 3], done);
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from platform.job where kind = $1 and state = 'failed' and attempts = 5 and failed_at is "
            + "not null and incident is not null", kind));
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from platform.event where stream = $1", $"work/{kind}"));
    }

    [Fact]
    public async Task A_silence_of_more_than_five_minutes_is_an_outage_and_nothing_else_is()
    {
        await using var session = new NpgsqlConnection(house.OwnerConnection);
        await session.OpenAsync(TestContext.Current.CancellationToken);
        Task<long> Known() => house.Scalar<long>("select count(*) from platform.outage");
        var before = await Known();
        Heartbeat.Beat(session);
        await house.Execute("update platform.heartbeat set at = now() - interval '4 minutes 50 seconds'");
        Heartbeat.Beat(session);
        Assert.Equal(before, await Known());
        await house.Execute("update platform.heartbeat set at = now() - interval '5 minutes 10 seconds'");
        Heartbeat.Beat(session);
        Heartbeat.Beat(session);
        Assert.Equal(before + 1, await Known());
        Assert.True(await house.Scalar<bool>("select until_at - from_at between interval '5 minutes' and interval '6 minutes' from platform.outage order by "
            + "from_at desc limit 1"));
    }

    [Fact]
    public async Task It_beats_while_every_session_of_the_pool_and_every_thread_of_the_pool_is_taken()
    {
        await house.Execute("insert into platform.heartbeat (one, at) values (true, now()) on conflict (one) do update set at = now() - interval '1 minute'");
        var source = house.Services.GetRequiredService<NpgsqlDataSource>();
        var taken = new List<NpgsqlConnection>();
        // Not disposed: what waits for a thread of the pool may begin when the test is over.
        var release = new ManualResetEventSlim();
        using var beat = new Heartbeat(house.OwnerConnection, new DatabaseAway(NullLogger<DatabaseAway>.Instance));
        ThreadPool.GetMaxThreads(out var most, out var ports);
        ThreadPool.GetMinThreads(out var least, out _);
        bool moved;
        try
        {
            for (var i = 0; i < new NpgsqlConnectionStringBuilder(house.OwnerConnection).MaxPoolSize; i++)
                taken.Add(await source.OpenConnectionAsync(TestContext.Current.CancellationToken));
            ThreadPool.SetMaxThreads(least, ports);
            for (var i = 0; i < 4 * least; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
            // From here on by threads of our own: no task of ours would run.
            moved = false;
            var watch = new Thread(() => moved = Watch(beat));
            watch.Start();
            watch.Join();
        }
        finally
        {
            release.Set();
            ThreadPool.SetMaxThreads(most, ports);
            foreach (var session in taken) await session.DisposeAsync();
        }
        Assert.True(moved, "The heart stood still");
    }

    private bool Watch(Heartbeat beat)
    {
        beat.StartAsync(CancellationToken.None);
        // Patient: what is thrown on a thread of one's own ends the whole run.
        var text = new NpgsqlConnectionStringBuilder(house.OwnerConnection) { Pooling = false, Timeout = 60 }.ConnectionString;
        using var connection = new NpgsqlConnection(text);
        connection.Open();
        for (var until = Environment.TickCount64 + 20_000; Environment.TickCount64 < until; Thread.Sleep(20))
        {
            using var command = new NpgsqlCommand("select at > now() - interval '30 seconds' from platform.heartbeat", connection);
            if (command.ExecuteScalar() is true) return true;
        }
        return false;
    }
}
