using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Tests.TestKit;
using Npgsql;
using Dispatcher = MotCua.Platform.Events.Dispatcher;

namespace MotCua.Tests.Platform.Work;

/// <summary>A room made for one test, beside the rooms of the house, on the house's database.</summary>
internal sealed class Bench(House house, IEnumerable<Subscription>? subscriptions = null, IEnumerable<RecurringJob>? recurring = null,
    IEnumerable<JobHandler>? handlers = null)
{
    private readonly ModuleSet rooms = new([new Room(subscriptions ?? [], recurring ?? [], handlers ?? [])]);

    private static Lanes Lanes => new(new DatabaseAway(NullLogger<DatabaseAway>.Instance), NullLogger<Lanes>.Instance);

    private IServiceScopeFactory Scopes => house.Services.GetRequiredService<IServiceScopeFactory>();

    public Dispatcher Dispatcher() => new(Scopes, house.Services.GetRequiredService<NpgsqlDataSource>(), rooms, Lanes,
        new SetAside(Scopes, house.Clock, NullLogger<SetAside>.Instance), house.Clock);

    public JobRunner Runner() => new(Scopes, house.Services.GetRequiredService<NpgsqlDataSource>(), rooms, Lanes, house.Clock, NullLogger<JobRunner>.Instance);

    /// <summary>One fact of the test room, at the end of the log.</summary>
    public static Task<long> Tell(House house, string kind, string stream) => house.Scalar<long>(
        "insert into platform.event (stream, kind, at, actor_name, data) values ($1, $2, now(), 'thử', '{}') returning position", stream, kind);

    /// <summary>The subscriber begins here.</summary>
    public static Task Begin(House house, string name) => house.Execute("""
        insert into platform.subscription (name, epoch, txid, position) select $1, epoch, txid, position from platform.event
            order by epoch desc, txid desc, position desc limit 1
        on conflict (name) do nothing
        """, name);

    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        var until = Environment.TickCount64 + 30_000;
        while (!await condition())
        {
            if (Environment.TickCount64 > until) throw new TimeoutException(what);
            await Task.Delay(20);
        }
    }

    private sealed class Room(IEnumerable<Subscription> subscriptions, IEnumerable<RecurringJob> recurring, IEnumerable<JobHandler> handlers) : Module
    {
        public override int Rank => 6;

        public override IEnumerable<Subscription> Subscriptions => subscriptions;

        public override IEnumerable<RecurringJob> Recurring => recurring;

        public override IEnumerable<JobHandler> JobHandlers => handlers;
    }
}
