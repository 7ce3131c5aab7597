using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;

namespace MotCua.Platform;

/// <summary>
/// What a room tells the house about itself. Each room has exactly one public sealed subclass, named after the room;
/// the house finds it by reflection, so no list has to be kept.
/// </summary>
public abstract class Module
{
    /// <summary>1 (ground) to 6: a room sees only rooms of lower rank (docs/rooms.txt). Also the order of loading.</summary>
    public abstract int Rank { get; }

    public string Name => GetType().Name.Replace("Module", "", StringComparison.Ordinal);

    public virtual void AddServices(IServiceCollection services, IConfiguration configuration) { }

    /// <summary>Maps the room's own (internal) entities into the one context. Schema = the room's name in lower case.</summary>
    public virtual void Map(ModelBuilder model) { }

    public virtual void MapEndpoints(IEndpointRouteBuilder app) { }

    public virtual IEnumerable<Subscription> Subscriptions => [];

    public virtual IEnumerable<RecurringJob> Recurring => [];

    public virtual IEnumerable<JobHandler> JobHandlers => [];

    public virtual IEnumerable<Command> Commands => [];

    /// <summary>Kinds of the room's work that can fail, be late or be set aside; the page Vận hành shows them all.</summary>
    public virtual IEnumerable<TroubleSource> Troubles => [];

    /// <summary>Loads the room's reference data at start. Must be idempotent and quick when there is nothing new.</summary>
    public virtual Task Load(IServiceProvider services, StartOptions options, Action<string> say) => Task.CompletedTask;

    /// <summary>Adds the invented people and dossiers of the demonstration. Called only in the Demo environment, and idempotent.</summary>
    public virtual Task SeedDemo(IServiceProvider services, StartOptions options, Action<string> say) => Task.CompletedTask;

    /// <summary>
    /// Which of these SHA-256 a row of the room refers to. A room that keeps addresses of the file store must answer, or its bytes are swept away.
    /// </summary>
    public virtual Task<IReadOnlyList<string>> FilesInUse(Data.Db db, string[] sha256) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Kinds of rows whose content the log vouches for; the room of the log checks them all.</summary>
    public virtual IEnumerable<Evidence.Watched> Watched => [];

    /// <summary>
    /// The database was put back to an earlier minute: apply again what was revoked since, and never give out again what was given.
    /// Runs before reading opens, in one transaction for all rooms.
    /// </summary>
    public virtual Task Reconcile(IServiceProvider services, Outside.Lost lost) => Task.CompletedTask;

    /// <summary>How the page of the log names what the room's facts are about.</summary>
    public virtual IEnumerable<StreamName> StreamNames => [];

    /// <summary>Figures of the room's tables for <c>/metrics</c>.</summary>
    public virtual IEnumerable<Vitals.Gauge> Gauges => [];

    /// <summary>Tables (without schema) whose rows come from schema scripts, so that a reset of the demonstration must not empty them.</summary>
    public virtual IEnumerable<string> KeptByReset => [];

    /// <summary>The invented accounts of <see cref="SeedDemo"/>, printed when the demonstration is ready.</summary>
    public virtual IEnumerable<DemoAccount> DemoAccounts => [];
}

/// <summary>Tài khoản dùng thử: an invented person of the demonstration.</summary>
/// <param name="Role">What the person does, in Vietnamese.</param>
/// <param name="SignIn">What is typed as the account name.</param>
public sealed record DemoAccount(string Role, string Name, string SignIn, string Password);

/// <summary>What the person who starts the product asked for.</summary>
/// <param name="ReferenceData">Folder of the reference CSV files.</param>
/// <param name="DataFolder">Folder of files, keys and, when embedded, the cluster.</param>
/// <param name="Demo">Demo people and test controls exist.</param>
/// <param name="Alone">Nobody else serves this data while a command or the first loading runs.</param>
/// <param name="OwnerConnection">Connection of the schema owner, only in Demo: resetting to the seed needs it.</param>
public sealed record StartOptions(string ReferenceData, string DataFolder, bool Demo, string? OwnerConnection = null, bool Alone = false);

/// <summary>An administrator's command of <c>./motcua</c>. Run returns the exit code: 0 done, 1 finished with refusals, 2 wrong use.</summary>
/// <param name="LeastWords">With fewer words after the name its usage is shown, before a database is touched.</param>
public sealed record Command(string Name, string Usage, string Help, Func<IServiceProvider, string[], TextWriter, Task<int>> Run, int LeastWords = 0);
