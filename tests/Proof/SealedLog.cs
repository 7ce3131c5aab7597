using Microsoft.Extensions.DependencyInjection;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using MotCua.Tests.TestKit;
using Npgsql;

namespace MotCua.Tests.Proof;

/// <summary>A house with a witness folder of its own and small batches.</summary>
public sealed class SealedLog : House
{
    private readonly string folder = Directory.CreateTempSubdirectory("motcua-witness-").FullName;

    internal NpgsqlDataSource Source => Services.GetRequiredService<NpgsqlDataSource>();

    internal WitnessFile Witness => new(folder);

    internal Sealer Sealer(int batchSize = 37, WitnessFile? witness = null) => new(Source, witness ?? Witness, TimeProvider.System, batchSize);

    /// <summary>Transactions of the tests running beside this one hold the horizon back: the sealer is asked until all is sealed.</summary>
    internal async Task<long> SealAll(int batchSize = 37, WitnessFile? witness = null)
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(1);
        for (long total = 0; ;)
        {
            total += await Sealer(batchSize, witness).Run();
            await using var connection = await Source.OpenConnectionAsync();
            if (await LogState.Unsealed(connection) == 0) return total;
            if (TimeProvider.System.GetUtcNow() > until) throw new TimeoutException("A transaction stays open.");
            await Task.Yield();
        }
    }

    internal VerifyLog Verifier => new(Source, Witness);

    internal Task<Verdict> Verify() => Verifier.Run(new VerifyScope());

    /// <summary>Transactions of one to four facts each, by the application's own role.</summary>
    internal async Task Write(int transactions, int seed)
    {
        var random = new Random(seed);
        await using var connection = await Source.OpenConnectionAsync();
        for (var i = 0; i < transactions; i++) await Write(connection, $"dossier/{random.Next(50)}", random.Next(1, 5));
    }

    internal static async Task Write(NpgsqlConnection connection, string stream, int rows)
    {
        await using var command = new NpgsqlCommand("""
            insert into platform.event (stream, kind, at, actor_id, actor_name, reason, data)
            select $1, 'dossier.tested/1', clock_timestamp(), case when n % 2 = 0 then gen_random_uuid() end, 'Lê Thị Diễm',
                case when n % 3 = 0 then 'Bổ sung giấy tờ' end, jsonb_build_object('n', n, 'chữ', 'đước', 'r', random())
            from generate_series(1, $2) n
            """, connection);
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = rows });
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
