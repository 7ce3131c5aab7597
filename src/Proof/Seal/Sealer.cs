using System.Diagnostics;
using MotCua.Platform.Backup;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Proof.Seal;

/// <summary>
/// Niêm phong nhật ký, behind the writers: takes the rows no open transaction can still add to, and chains them. No
/// submission ever waits for it.
/// </summary>
internal sealed class Sealer(NpgsqlDataSource source, WitnessFile witness, TimeProvider clock, int batchSize = Sealer.UsualBatch)
{
    public const int UsualBatch = 5000;

    private const long Lock = MakeBackup.SealLock; // one sealer at a time, in all processes

    /// <summary>With nothing to seal, the last seal and the witness are still compared so often.</summary>
    private static readonly TimeSpan Compare = TimeSpan.FromSeconds(30);

    private long compared = -(long)Compare.TotalMilliseconds;

    /// <summary>What comes back every two seconds: one question, where nothing has been told.</summary>
    public async Task Turn(CancellationToken stop)
    {
        await using (var connection = await source.OpenConnectionAsync(stop))
            if (Environment.TickCount64 - compared < Compare.TotalMilliseconds
                && !(bool)(await Ask(connection,
                    $"select exists (select from (select {LogState.AfterSeal} order by epoch, txid, position limit 1) next)"))!) return;
        compared = Environment.TickCount64;
        // Bounded so that the lane can stop after an import.
        await Run(TimeSpan.FromSeconds(1), stop);
    }

    /// <summary>Seals batch after batch until nothing is left or the time is used up. Returns the rows sealed.</summary>
    public async Task<long> Run(TimeSpan? atMost = null, CancellationToken stop = default)
    {
        var begun = Stopwatch.GetTimestamp();
        long total = 0;
        int sealedNow;
        do
        {
            sealedNow = await SealOne();
            total += sealedNow;
        } while (sealedNow > 0 && !stop.IsCancellationRequested && (atMost is null || Stopwatch.GetElapsedTime(begun) < atMost));
        return total;
    }

    private async Task<int> SealOne()
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        if (!(bool)(await Ask(connection, $"select pg_try_advisory_lock({Lock})"))!) return 0;
        try
        {
            // A log that has lost seals is not sealed on as if nothing had been.
            if ((bool)(await Ask(connection, "select exists (select from platform.reconciliation where closed_at is null)"))!) return 0;
            if (await Cautions.Any(connection) || !await AgreesWithWitness(connection)) return 0;
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            var log = await Identity(connection);
            var previous = await LastSeal(connection);
            using var hash = new BatchHash();
            await Gather(connection, previous?.Last, hash);
            if (hash.Count == 0) return 0;
            // What the database keeps must be what was hashed: microseconds.
            var now = clock.GetUtcNow().UtcDateTime;
            now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
            var seal = hash.Close((previous?.Batch ?? 0) + 1, previous?.Hash ?? SealedBatch.Genesis, now);
            await Write(connection, seal);
            await transaction.CommitAsync(CancellationToken.None);
            // After the commit: the file must never know of a seal that does not exist. A crash here leaves out one line, which the next run writes.
            witness.Append(log, [seal]);
            return seal.Count;
        }
        finally
        {
            await Ask(connection, $"select pg_advisory_unlock({Lock})");
        }
    }

    private async Task Gather(NpgsqlConnection connection, Place? after, BatchHash hash)
    {
        await using var command = new NpgsqlCommand($"""
            select {LogRow.Columns} from platform.event
            where {(after is null ? "" : "(epoch, txid, position) > ($1, $2, $3) and")}
                (epoch < (select max(epoch) from platform.log_epoch) or txid < pg_snapshot_xmin(pg_current_snapshot()))
            order by epoch, txid, position limit {batchSize}
            """, connection);
        if (after is { } place) command.Parameters.AddPlace(place);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) hash.Add(LogRow.Read(reader));
    }

    private static async Task<object?> Ask(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<Guid> Identity(NpgsqlConnection connection)
    {
        if (await LogState.Identity(connection) is { } known) return known;
        var id = Guid.NewGuid();
        await using var command = new NpgsqlCommand("insert into proof.log_identity (id) values ($1)", connection);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private static async Task<SealedBatch?> LastSeal(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"select {SealedBatch.Columns} from proof.seal order by batch desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? SealedBatch.Read(reader) : null;
    }

    /// <summary>Nothing is mended in silence: only the one line that a crash kept away is written, and that is a fact. Anything else stops the
    /// sealing.</summary>
    private async Task<bool> AgreesWithWitness(NpgsqlConnection connection)
    {
        if (await LogState.Identity(connection) is not { } log) return true;
        var (contradiction, missing) = await WitnessStand.Of(witness, log, await LastSeal(connection), batch => WitnessStand.Seal(connection, batch));
        if (contradiction is not null)
        {
            await Cautions.Raise(connection, contradiction, clock.GetUtcNow());
            return false;
        }
        if (missing is null) return true;
        witness.Complete(log, missing);
        await Cautions.NoteCatchUp(connection, missing.Batch, clock.GetUtcNow());
        return true;
    }

    private static async Task Write(NpgsqlConnection connection, SealedBatch seal)
    {
        await using var command = new NpgsqlCommand($"""
            insert into proof.seal ({SealedBatch.Columns}, total)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $6 + coalesce((select total from proof.seal order by batch desc limit 1), 0))
            """, connection);
        command.Parameters.Add(new() { Value = seal.Batch });
        foreach (var place in new[] { seal.First, seal.Last })
        {
            command.Parameters.Add(new() { Value = place.Txid, NpgsqlDbType = NpgsqlDbType.Xid8 });
            command.Parameters.Add(new() { Value = place.Position });
        }
        foreach (var value in new object[] { seal.Count, seal.PreviousHash, seal.Hash, seal.Leaves, seal.SealedAt, seal.First.Epoch, seal.Last.Epoch })
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
