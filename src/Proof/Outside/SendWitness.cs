using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using MotCua.Proof.Seal;
using Npgsql;

namespace MotCua.Proof.Outside;

/// <summary>
/// Gửi đối chứng ra ngoài máy, behind the sealer: the place is asked what it knows, what it knows must be ours, and what it lacks is
/// sent, signed. A place that cannot be reached stops nothing; one that contradicts stops the sealing.
/// </summary>
internal sealed class SendWitness(NpgsqlDataSource source, IConfiguration configuration, WitnessKey keys, IHttpClientFactory http, TimeProvider clock)
{
    public const string Setting = "Proof:OutsideWitness";
    private const int Most = 500;

    public static readonly RecurringJob Job = new("proof.send-witness", TimeSpan.FromSeconds(10), (services, stop) =>
        services.GetRequiredService<SendWitness>().Run(stop));

    /// <returns>Lines sent.</returns>
    public async Task<int> Run(CancellationToken stop = default)
    {
        if (configuration[Setting] is not { Length: > 0 } setting) return 0;
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        if (await LogState.Identity(connection) is not { } log || await Cautions.Any(connection)) return 0;
        var (place, series) = (OutsidePlace.Of(setting, http), $"{log:n}.{await Cautions.Lifted(connection)}");
        using var key = await keys.Get();
        try
        {
            var (contradiction, known) = await Known(await place.Last(series, stop), series, key, connection);
            if (contradiction is null)
            {
                var lines = await After(connection, known, series, key);
                if (lines.Count > 0) await place.Append(series, key.ExportSubjectPublicKeyInfoPem(), lines, stop);
                await Note(connection, known + lines.Count, null);
                return lines.Count;
            }
            throw new OutsideContradicts(contradiction);
        }
        catch (OutsideContradicts wrong)
        {
            await Cautions.Raise(connection, $"Đối chứng bên ngoài mâu thuẫn: {wrong.Message}", clock.GetUtcNow());
            return 0;
        }
        catch (Exception away) when (away is HttpRequestException or IOException or UnauthorizedAccessException or TaskCanceledException
            && !stop.IsCancellationRequested)
        {
            await Note(connection, null, away.Message);
            return 0;
        }
    }

    private static async Task<(string? Contradiction, long Batch)> Known(string? line, string series, System.Security.Cryptography.ECDsa key,
        NpgsqlConnection connection)
    {
        if (line is null) return (null, 0);
        if (SignedLine.Read(line, series, key) is not { } last) return ("dòng cuối không do bản cài đặt này ký", 0);
        if (await WitnessStand.Seal(connection,
            last.Batch) is not { } seal) return ($"bên ngoài biết lô {last.Batch}, cơ sở dữ liệu không có: dữ liệu đã lùi lại", 0);
        return Convert.ToHexStringLower(seal.Hash) == last.Hash ? (null, last.Batch) : ($"lô {last.Batch} khác với bên ngoài: nhật ký đã bị dựng lại", 0);
    }

    private static async Task<List<string>> After(NpgsqlConnection connection, long batch, string series, System.Security.Cryptography.ECDsa key)
    {
        await using var command = new NpgsqlCommand($"select {SealedBatch.Columns} from proof.seal where batch > $1 order by batch limit {Most}", connection);
        command.Parameters.Add(new() { Value = batch });
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) lines.Add(SignedLine.Of(series, SealedBatch.Read(reader), key));
        return lines;
    }

    /// <summary>For the page: how far the place outside has come, or since when it is away.</summary>
    private async Task Note(NpgsqlConnection connection, long? batch, string? problem)
    {
        await using var command = new NpgsqlCommand("""
            insert into proof.outside as o (one, batch, at, problem) values (true, coalesce($1, 0), $2, $3)
            on conflict (one) do update set batch = coalesce($1, o.batch), problem = excluded.problem,
                at = case when excluded.problem is null then excluded.at else o.at end
            """, connection);
        command.Parameters.Add(new() { Value = (object?)batch ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
        command.Parameters.Add(new() { Value = (object?)problem ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync();
    }
}
