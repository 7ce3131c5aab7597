using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Postgres;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(MotCua.Tests.TestKit.GroundEnd))]

namespace MotCua.Tests.TestKit;

/// <summary>
/// One PostgreSQL for the whole run with one template database (all scripts, reference data, demo people), made when the
/// first <see cref="House"/> asks. <c>MOTCUA_TEST_CONNECTION</c> (a superuser) uses a server that is already there.
/// </summary>
public sealed class Ground
{
    private const string Template = "motcua_house_template";

    private static readonly Lazy<Task<Ground>> One = new(Make);

    private readonly SemaphoreSlim cloning = new(1, 1);
    private readonly string owner;
    private readonly EmbeddedPostgres? postgres;
    private int clones;

    private Ground(string owner, string folder, EmbeddedPostgres? postgres) =>
        (this.owner, Folder, this.postgres) = (owner, folder, postgres);

    public static Task<Ground> Get() => One.Value;

    /// <summary>Data folder of this run: files, keys, cluster.</summary>
    public string Folder { get; }

    /// <summary>Root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>A fresh copy of the template; dropped with the cluster at the end of the run.</summary>
    public async Task<(string Owner, string App)> Clone()
    {
        var name = $"motcua_t{Environment.ProcessId}_{Interlocked.Increment(ref clones)}";
        await cloning.WaitAsync();
        try { await Execute(At("postgres"), $"create database {name} template {Template}"); }
        finally { cloning.Release(); }
        return (At(name), AppAt(name));
    }

    /// <summary>A database without anything in it, to restore into.</summary>
    public async Task<(string Owner, string App)> Empty()
    {
        var name = $"motcua_t{Environment.ProcessId}_{Interlocked.Increment(ref clones)}";
        await Execute(At("postgres"), $"create database {name}");
        return (At(name), AppAt(name));
    }

    public async Task Drop(string ownerConnection)
    {
        // A house on a server of its own sees to that itself.
        if (!new NpgsqlConnectionStringBuilder(ownerConnection).Database!.StartsWith("motcua_t", StringComparison.Ordinal)) return;
        await using (var connection = new NpgsqlConnection(ownerConnection)) NpgsqlConnection.ClearPool(connection);
        await Execute(At("postgres"), $"drop database if exists {new NpgsqlConnectionStringBuilder(ownerConnection).Database} with (force)");
    }

    private static async Task<Ground> Make()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"motcua-tests-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        Ground ground;
        if (Environment.GetEnvironmentVariable("MOTCUA_TEST_CONNECTION") is { Length: > 0 } given) ground = new Ground(given, folder, null);
        else
        {
            var postgres = await EmbeddedPostgres.Start(folder, _ => { }, CancellationToken.None);
            ground = new Ground(postgres.OwnerConnectionString, folder, postgres);
            // Nothing of a test run must survive a power cut.
            await Execute(ground.At("postgres"), "alter system set fsync = off");
            await Execute(ground.At("postgres"), "alter system set full_page_writes = off");
            await Execute(ground.At("postgres"), "alter system set max_connections = 300");
            await Execute(ground.At("postgres"), "select pg_reload_conf()");
        }
        await AppRole.Ensure(ground.owner, AppPassword);
        await Execute(ground.At("postgres"), $"drop database if exists {Template} with (force)");
        await Execute(ground.At("postgres"), $"create database {Template}");
        await SchemaRunner.Run(ground.At(Template), ModuleSet.Discover(), _ => { });
        await using (var house = new House())
        {
            await house.Furnish(ground, ground.At(Template), ground.AppAt(Template));
        }
        NpgsqlConnection.ClearAllPools();
        return ground;
    }

    private const string AppPassword = "motcua-tests";

    private string At(string database) => new NpgsqlConnectionStringBuilder(owner)
    { Database = database, MaxPoolSize = 30, IncludeErrorDetail = true, Pooling = database != "postgres" }.ConnectionString;

    private string AppAt(string database) => new NpgsqlConnectionStringBuilder(At(database))
    { Username = AppRole.Name, Password = AppPassword }.ConnectionString;

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MotCua.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }

    internal static async Task End()
    {
        if (!One.IsValueCreated) return;
        var ground = await One.Value;
        if (ground.postgres is not null) await ground.postgres.Stop();
        Directory.Delete(ground.Folder, recursive: true);
    }
}

/// <summary>Stops the run's PostgreSQL after the last test.</summary>
public sealed class GroundEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Ground.End();
}
