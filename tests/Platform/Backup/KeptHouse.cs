using Microsoft.Extensions.DependencyInjection;
using MotCua.Host;
using MotCua.Platform.Postgres;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using MotCua.Tests.TestKit;
using Npgsql;

namespace MotCua.Tests.Platform.Backup;

/// <summary>A house with a data folder of its own, which can be backed up, lost and restored.</summary>
/// <param name="restored">A data folder that is there already; null: a new one on the run's server.</param>
/// <param name="own">The folder goes when the house does.</param>
public class KeptHouse(string? restored = null, bool own = true) : House
{
    private EmbeddedPostgres? postgres;

    public string Data { get; } = restored ?? Directory.CreateDirectory(New("kept")).FullName;

    protected override string DataFolder => Data;

    protected override async Task<(string Owner, string Application)> Database(MotCua.Tests.TestKit.Ground given)
    {
        if (restored is null) return await base.Database(given);
        postgres = await EmbeddedPostgres.Start(Data, _ => { }, CancellationToken.None);
        return (postgres.OwnerConnectionString, postgres.AppConnectionString);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (postgres is not null) await postgres.Stop();
        if (own) Directory.Delete(Data, recursive: true);
    }

    /// <summary>Transactions of other tests in the cluster hold the horizon back: the sealer is asked until all is sealed.</summary>
    internal async Task SealAll()
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(1);
        while (true)
        {
            await Services.GetRequiredService<Sealer>().Run();
            if (await Unsealed() == 0) return;
            if (TimeProvider.System.GetUtcNow() > until) throw new TimeoutException("A transaction stays open.");
        }
    }

    internal async Task<long> Unsealed()
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return await LogState.Unsealed(connection);
    }

    internal Task<Verdict> Verify() => Services.GetRequiredService<VerifyLog>().Run(new VerifyScope());

    /// <summary><c>./motcua …</c> in this process.</summary>
    public static Task<int> Command(params string[] words) => RunCommand.Run(StartArguments.Parse(words, command: true));

    /// <summary>An address for a folder that is not there yet, where the database's account can enter.</summary>
    public static string New(string name) => Path.Combine(Path.GetTempPath(), $"motcua-{name}-{Guid.NewGuid():n}"[..28]);
}
