using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform.Work;

public sealed class PoisonFactTests(House house) : IClassFixture<House>
{
    private static readonly string[] Streams = ["a", "b", "c", "d"];

    /// <summary>First, in the middle, last, several, all, more than a batch.</summary>
    public static TheoryData<int, int[], bool> Layouts()
    {
        var layouts = new TheoryData<int, int[], bool>
        {
            { 7, [0], false }, { 7, [3], false }, { 7, [6], false }, { 7, [0, 1, 5, 6], false }, { 4, [0, 1, 2, 3], false }, { 430, [0, 199, 200, 429], false },
            { 7, [3], true }, { 4, [0, 1, 2, 3], true }, { 430, [0, 199, 200, 429], true }, { 12, [], true },
        };
        var random = new Random(829);
        for (var layout = 0; layout < 4; layout++)
        {
            var facts = random.Next(5, 40);
            layouts.Add(facts, [.. Enumerable.Range(0, facts).Where(_ => random.Next(6) == 0)], layout % 2 == 0);
        }
        return layouts;
    }

    [Theory, MemberData(nameof(Layouts))]
    public async Task What_can_be_handled_is_handled_once_and_in_order_and_the_rest_after_it_was_mended(int facts, int[] poisoned, bool together)
    {
        var name = $"test.{Guid.NewGuid():n}";
        await house.Execute("create table if not exists public.handled (n bigint generated always as identity, name text, position bigint, stream text); "
            + "grant insert on public.handled to motcua_app");
        await Bench.Begin(house, name);
        var poison = new HashSet<long>();
        var told = new List<(long Position, string Stream)>();
        for (var i = 0; i < facts; i++)
        {
            var stream = Streams[(i * 7 + i / 3) % Streams.Length];
            told.Add((await Bench.Tell(house, name, stream), stream));
            if (poisoned.Contains(i)) poison.Add(told[^1].Position);
        }
        var tries = new Dictionary<long, int>();
        var calls = 0;
        async Task Handle(IServiceProvider services, MotCua.Platform.Events.Event happened)
        {
            tries[happened.Position] = tries.GetValueOrDefault(happened.Position) + 1;
            await services.GetRequiredService<Db>().Database.ExecuteSqlAsync($"""
                insert into public.handled (name, position, stream) values ({name},
                {happened.Position}, {happened.Stream})
                """);
            if (poison.Contains(happened.Position)) throw new InvalidOperationException("Nguyễn Văn A, 096159999001");
        }
        var dispatcher = new Bench(house, [together ? MotCua.Platform.Events.Subscription.ToMany(name, [name], async (services, all) =>
        {
            calls++;
            foreach (var happened in all) await Handle(services, happened);
        }) : new(name, [name], Handle)]).Dispatcher();

        var first = told.Where(fact => poison.Contains(fact.Position)).GroupBy(fact => fact.Stream)
            .ToDictionary(group => group.Key, group => group.First().Position);
        if (first.Count == 0) await dispatcher.Drain();
        else Assert.Equal(first.Count, (await Assert.ThrowsAsync<AggregateException>(dispatcher.Drain)).InnerExceptions.Count);
        if (together && first.Count == 0) Assert.Equal(1, calls);
        var good = told.Where(fact => !first.TryGetValue(fact.Stream, out var bad) || fact.Position < bad).Select(fact => fact.Position);
        Assert.Equal(good, await Handled(name));
        Assert.All(first.Values, position => Assert.InRange(tries[position], 5, 6));
        Assert.Equal(facts - good.Count(), await Open(name));
        // Reasons are for people who may read no dossier.
        Assert.Equal(first.Count == 0 ? null : "Thiếu dữ liệu cần có (InvalidOperationException)",
            await house.Scalar<string?>("select max(reason) from platform.set_aside where subscription = $1 and tries > 0", name));
        Assert.Equal(first.Count, await house.Scalar<long>("select count(*) from platform.event where kind = 'work.set-aside/1' and stream = $1",
            $"work/{name}"));

        // Asked again without mending, it is only tried again and nobody is told a second time.
        await Ask(name);
        if (first.Count > 0) await Assert.ThrowsAsync<AggregateException>(dispatcher.Drain);
        Assert.Equal(first.Count, await house.Scalar<long>("select count(*) from platform.event where kind = 'work.set-aside/1' and stream = $1",
            $"work/{name}"));

        poison.Clear();
        await Ask(name);
        await Bench.Tell(house, name, "a");
        await dispatcher.Drain();
        Assert.Equal(0, await Open(name));
        Assert.Equal(facts + 1, (await Handled(name)).Distinct().Count());
        Assert.Equal(facts + 1, (await Handled(name)).Count);
        Assert.Equal(0L, await house.Scalar<long>("""
            select count(*) from (select position < lag(position) over (partition by stream order by n) as back from public.handled where name = $1) o
                where back
            """, name));
    }

    [Fact]
    public async Task What_the_database_does_counts_as_nobodys_try()
    {
        var name = $"test.{Guid.NewGuid():n}";
        await Bench.Begin(house, name);
        await Bench.Tell(house, name, "a");
        var (left, handled) = (20, 0);
        var dispatcher = new Bench(house, [new(name, [name], async (services, _) =>
        {
            if (left-- > 0) await services.GetRequiredService<Db>().Database.ExecuteSqlAsync($"do $$ begin raise sqlstate '40001'; end $$");
            handled++;
        })]).Dispatcher();
        for (var round = 0; round < 20; round++) Assert.True(DatabaseAway.Is(await Record.ExceptionAsync(dispatcher.Drain)));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.set_aside where subscription = $1", name));
        await dispatcher.Drain();
        Assert.Equal(1, handled);
    }

    [Fact]
    public async Task Within_a_minute_or_so_it_is_tried_five_times_and_then_no_more()
    {
        var name = $"test.{Guid.NewGuid():n}";
        await Bench.Begin(house, name);
        await Bench.Tell(house, name, "a");
        var tries = 0;
        var dispatcher = new Bench(house, [new(name, [name], (_, _) => { tries++; throw new InvalidOperationException(); })]).Dispatcher();
        try
        {
            await dispatcher.StartAsync(TestContext.Current.CancellationToken);
            foreach (var wanted in new[] { 2, 3, 4, 5, 6 })
            {
                await Bench.Until(() => Task.FromResult(tries >= wanted), $"try {wanted}");
                await Bench.Until(async () => await house.Scalar<int>("select tries from platform.set_aside where subscription = $1", name) == wanted - 1,
                    "noted");
                if (wanted < 6) house.Clock.Set(house.Clock.GetUtcNow().AddSeconds(35));
            }
            Assert.True(await house.Scalar<bool>("select next_try_at is null and told_at - since < interval '3 minutes' from platform.set_aside where "
                + "subscription = $1", name));
        }
        finally
        {
            await dispatcher.StopAsync(CancellationToken.None);
            house.Clock.Set(House.Morning);
        }
    }

    private Task Ask(string name) => house.Execute("update platform.set_aside set next_try_at = now(), tries = 0 where subscription = $1 and settled_at is "
        + "null and next_try_at is null", name);

    private async Task<List<long>> Handled(string name) =>
        [.. await house.Scalar<long[]>("select coalesce(array_agg(position order by n), array[]::bigint[]) from public.handled where name = $1", name)];

    private async Task<int> Open(string name) =>
        (int)await house.Scalar<long>("select count(*) from platform.set_aside where subscription = $1 and settled_at is null", name);
}
