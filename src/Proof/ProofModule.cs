using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MotCua.Organisation.Contracts;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Vitals;
using MotCua.Proof.Outside;
using MotCua.Proof.Reconcile;
using MotCua.Proof.Rows;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using MotCua.Proof.Watch;
using Npgsql;

namespace MotCua.Proof;

public sealed class ProofModule : Module
{
    public override int Rank => 6;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => new WitnessFile(Path.Combine(provider.GetRequiredService<StartOptions>().DataFolder, "witness")));
        services.AddSingleton(provider => new Sealer(provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<WitnessFile>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<VerifyLog>();
        services.AddHttpClient("witness");
        services.AddSingleton(provider => new WitnessKey(Path.Combine(provider.GetRequiredService<StartOptions>().DataFolder, "keys")));
        services.AddSingleton<SendWitness>().AddSingleton<CheckRows>().AddScoped<LiftCaution>();
        services.AddScoped<Findings>().AddScoped<CheckInTurn>().AddScoped<LogReading>();
        services.AddScoped<FindGap>().AddScoped<BeginReconciliation>().AddScoped<CloseReconciliation>();
        services.AddSingleton(new NavigationItem(Face.Admin, 90, "Nhật ký", Findings.Page, "shield", Roles.Administrator) { Question = Findings.Count });
    }

    /// <summary>With what belongs to no room alone.</summary>
    public override IEnumerable<StreamName> StreamNames =>
        [new("log", "Nhật ký"), new("work", "Việc tự động"), new("file", "Tệp đã lưu"), new("load", "Lần nạp dữ liệu")];

    public override IEnumerable<RecurringJob> Recurring =>
        [new("proof.seal-log", TimeSpan.FromSeconds(2), (services, stop) =>
            services.GetRequiredService<Sealer>().Turn(stop)), CheckInTurn.Job, SendWitness.Job];

    public override IEnumerable<Gauge> Gauges =>
    [
        new("motcua.log.unsealed", "{event}", "Facts after the newest seal, at most 100000",
            "select count(*) from (select " + LogState.AfterSeal + " limit 100000) unsealed"),
        new("motcua.log.unsealed.age", "s", "How long the oldest of them waits",
            "select coalesce(extract(epoch from $1 - min(at)), 0) from (select at " + LogState.AfterSeal + " order by epoch, txid, position limit 1) oldest"),
    ];

    public override IEnumerable<TroubleSource> Troubles => [SealTroubles.Source];

    public override IEnumerable<Command> Commands => [VerifyCommand.Command];

    public override async Task Load(IServiceProvider services, StartOptions options, Action<string> say)
    {
        await services.GetRequiredService<BeginReconciliation>().IfOlder(services, say);
        await SetAside(services);
        await CoverRows(services);
        if (!options.Demo) return;
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        services.GetRequiredService<WitnessFile>().Retire(await LogState.Identity(connection));
    }

    /// <summary>From the first start of the version that watches them on, no row of a new stream may be without its fact.</summary>
    private static async Task CoverRows(IServiceProvider services)
    {
        var db = services.GetRequiredService<Db>();
        var kind = EventLog.KindOf(typeof(RowsCovered));
        var begun = await db.Database.SqlQuery<string>($"""
            select coalesce(data ->> 'kind', '') as "Value" from platform.event where stream = {RowsCovered.Stream} and kind = {kind}
            """).ToListAsync();
        var later = services.GetRequiredService<ModuleSet>().All.SelectMany(module => module.Watched).Where(watched => watched.Later)
            .Select(watched => watched.Name);
        foreach (var name in later.Prepend("").Except(begun))
            services.GetRequiredService<EventLog>().Record(RowsCovered.Stream, new RowsCovered(name.Length == 0 ? null : name));
        await db.Save();
    }

    /// <summary>What a crash kept from being done when a reconciliation was closed.</summary>
    private static async Task SetAside(IServiceProvider services)
    {
        var db = services.GetRequiredService<Db>();
        foreach (var former in await db.Database.SqlQuery<Guid>($"select former as \"Value\" from proof.log_branch").ToListAsync())
            WitnessFile.SetAside(services.GetRequiredService<WitnessFile>().PathOf(former));
    }
}
