using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using MotCua.Platform.Loading;
using MotCua.Platform.Outside;
using MotCua.Platform.Security;
using MotCua.Platform.Testing;
using MotCua.Platform.Ui;
using MotCua.Platform.Vitals;

namespace MotCua.Platform;

public sealed class PlatformModule : Module
{
    public override int Rank => 0;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<CurrentActor>();
        services.AddScoped<EventLog>();
        services.AddScoped<JobQueue>();
        services.AddScoped<Idempotency>();
        services.AddScoped<Outages>().AddScoped<LooseFiles>().AddScoped<ScannedFiles>().AddScoped<Evidence.RowCheck>().AddScoped<Security.Caution>();
        services.AddSingleton<Throttle>().AddSingleton<Budgets>().AddSingleton<GuessBudget>();
        services.AddSingleton<DatabaseAway>().AddSingleton<Lanes>();
        services.AddHttpClient(TestEndpoints.PeersClient, client => client.Timeout = TimeSpan.FromSeconds(10));
        services.AddSingleton(provider => new Journal(Path.Combine(provider.GetRequiredService<StartOptions>().DataFolder, "journal")));
        services.AddSingleton<Reconciliations>();
        services.AddScoped<TroubleList>().AddSingleton<SetAside>().AddSingleton<LogTail>().AddSingleton<Dispatcher>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<ReferenceLoader>();
        services.AddScoped<LoadHistory>();
        services.AddSingleton<FileAlarms>();
        services.AddSingleton(provider => Shelves.Of(configuration, provider.GetRequiredService<StartOptions>().DataFolder,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new FileStore(provider.GetRequiredService<IShelf>(), provider.GetRequiredService<FileAlarms>()));
        services.AddUi(configuration);
    }

    public override IEnumerable<Command> Commands =>
    [
        new("reset-demo", "reset-demo", "Đặt lại dữ liệu dùng thử về ban đầu (chỉ ở bản dùng thử)", Reset),
        CopyFiles.Command,
    ];

    /// <summary>Reference data of all rooms: the lowest floor loads it, so every room finds it when its own turn comes.</summary>
    public override async Task Load(IServiceProvider services, StartOptions options, Action<string> say) =>
        await services.GetRequiredService<ReferenceLoader>().LoadIfChanged(options.ReferenceData, options.Demo, say);

    public override IEnumerable<RecurringJob> Recurring => [LooseFiles.Job, GuessBudget.Purge, PurgeDone.Job];

    public override IEnumerable<Gauge> Gauges =>
    [
        new("motcua.jobs.waiting", "{job}", "Jobs that are due and not begun, at most 100000",
            "select count(*) from (select from platform.job where state = 'waiting' and due_at <= $1 limit 100000) due"),
        new("motcua.jobs.overdue", "s", "How long the oldest due job waits",
            "select coalesce(extract(epoch from $1 - min(due_at)), 0) from platform.job where state = 'waiting' and due_at <= $1"),
        new("motcua.jobs.failed", "{job}", "Jobs that were given up, at most 100000",
            "select count(*) from (select from platform.job where state = 'failed' limit 100000) given_up"),
        new("motcua.subscriptions.lag", "{event}", "Facts that a subscriber has not read, at most 10000", """
            select (select count(*) from (select from platform.event e where (e.epoch, e.txid, e.position) > (s.epoch, s.txid, s.position) limit 10000) later),
                s.name
            from platform.subscription s
            """, "motcua.subscription"),
        new("motcua.files.unmended", "{file}", "Stored files known as gone or changed", "select count(*) from platform.damaged_file"),
        new("motcua.work.age", "s", "Since any process did work that comes back; noted once a minute",
            "select extract(epoch from clock_timestamp() - max(last_run_at)) from platform.recurring"),
        new("motcua.facts.set_aside", "{event}", "Facts that a subscriber could not handle, at most 10000",
            "select count(*) from (select from platform.set_aside where settled_at is null limit 10000) aside"),
    ];

    public override IEnumerable<TroubleSource> Troubles => WorkTroubles.All;

    public override void MapEndpoints(IEndpointRouteBuilder app)
    {
        app.MapUi();
        TestEndpoints.Map(app);
    }

    public override void Map(ModelBuilder model)
    {
        EventRow.Map(model);
        JobRow.Map(model);
        IdempotencyRow.Map(model);
    }

    public override IEnumerable<string> KeptByReset => ["schema_script", "setting", "log_epoch"];

    private static async Task<int> Reset(IServiceProvider services, string[] arguments, TextWriter output)
    {
        if (services.GetRequiredService<StartOptions>() is not { Demo: true, OwnerConnection: not null })
        {
            await output.WriteLineAsync("Chỉ bản dùng thử mới đặt lại được.");
            return 2;
        }
        await DemoReset.Run(services, output.WriteLine);
        return 0;
    }
}
