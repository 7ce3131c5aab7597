using MotCua.Platform.Backup;
using MotCua.Proof.Seal;
using Npgsql;

namespace MotCua.Proof.Verify;

/// <summary>
/// Kiểm tra nhật ký: recomputes every digest and every link from the rows themselves and stops at the first place that is
/// not as it was sealed. Memory stays flat however long the log is.
/// </summary>
internal sealed class VerifyLog(NpgsqlDataSource source, WitnessFile witness)
{
    private const int Group = 64;

    /// <param name="progress">Rows done and rows in all.</param>
    public async Task<Verdict> Run(VerifyScope scope, Action<long, long>? progress = null)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await Run(connection, scope, progress);
    }

    internal async Task<Verdict> Run(NpgsqlConnection connection, VerifyScope scope, Action<long, long>? progress = null)
    {
        var log = await LogState.Identity(connection);
        // Between the commit of the very first seal and its line in the witness there is no file yet: whoever seals is let finish.
        if (!scope.WithoutWitness && log is { } begun && witness.LengthOf(begun) == 0) await SealingIsOver(connection);
        using var outside = new WitnessCheck(witness, log, scope.WithoutWitness);
        var breach = outside.Open();
        var (lastBatch, allRows) = await LogState.Extent(connection);
        var first = scope.NewestRows is { } newest ? await LogState.BatchOfNewest(connection, newest) : 1;
        var before = first > 1 ? (await Seals(connection, first - 1, first - 1)).FirstOrDefault() : null;
        var run = new Walk { Next = first, PreviousHash = before?.Hash ?? SealedBatch.Genesis, After = before?.Last };
        if (first > 1 && before is null) breach ??= Gap(first - 1);
        while (breach is null && run.Next <= lastBatch)
        {
            var seals = await Seals(connection, run.Next, lastBatch);
            if (seals.Count == 0) breach = Gap(run.Next);
            else breach = await Check(connection, seals, run, outside, rows => progress?.Invoke(rows, allRows));
        }
        breach ??= outside.Close(lastBatch);
        return new Verdict(first, run.Next - first, run.Rows, await LogState.Unsealed(connection), breach);
    }

    private static async Task SealingIsOver(NpgsqlConnection connection)
    {
        await using var wait = new NpgsqlCommand($"select pg_advisory_lock({MakeBackup.SealLock}), pg_advisory_unlock({MakeBackup.SealLock})", connection)
            { CommandTimeout = 0 };
        await wait.ExecuteNonQueryAsync();
    }

    private static Breach Gap(long batch) => new(BreachKind.Seal, batch, null, $"Mất mốc niêm phong của lô {batch}");

    private static async Task<Breach?> Check(NpgsqlConnection connection, List<SealedBatch> seals, Walk run, WitnessCheck outside, Action<long> progress)
    {
        using var hash = new BatchHash();
        var index = 0;
        Breach? breach = null;
        var damaged = false;
        await using (var command = RowsBetween(connection, run.After, seals[^1].Last))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (breach is null && !damaged && await reader.ReadAsync())
            {
                var row = LogRow.Read(reader);
                while (breach is null && !damaged && index < seals.Count && row.Place.CompareTo(seals[index].Last) > 0) Close();
                if (breach is null && !damaged) hash.Add(row);
            }
        }
        while (breach is null && !damaged && index < seals.Count) Close();
        progress(run.Rows);
        return damaged ? await NameThePlace.Find(connection, run.After, seals[index]) : breach;

        void Close()
        {
            var seal = seals[index];
            if (seal.Batch != run.Next) { breach = Gap(run.Next); return; }
            if (!seal.PreviousHash.AsSpan().SequenceEqual(run.PreviousHash))
            {
                breach = new Breach(BreachKind.Seal, seal.Batch, null, $"Lô {seal.Batch} không nối với lô trước");
                return;
            }
            var again = hash.Close(seal.Batch, run.PreviousHash, seal.SealedAt);
            damaged = !again.Hash.AsSpan().SequenceEqual(seal.Hash) || !again.Leaves.AsSpan().SequenceEqual(seal.Leaves)
                || again.First != seal.First || again.Last != seal.Last || again.Count != seal.Count;
            if (damaged) return;
            breach = outside.Compare(seal);
            if (breach is not null) return;
            run.Next++;
            run.Rows += seal.Count;
            run.PreviousHash = seal.Hash;
            run.After = seal.Last;
            index++;
        }
    }

    internal static NpgsqlCommand RowsBetween(NpgsqlConnection connection, Place? after, Place last)
    {
        var command = new NpgsqlCommand($"""
            select {LogRow.Columns} from platform.event
            where (epoch, txid, position) <= ($1, $2, $3) {(after is null ? "" : "and (epoch, txid, position) > ($4, $5, $6)")}
            order by epoch, txid, position
            """, connection) { CommandTimeout = 0 };
        command.Parameters.AddPlace(last);
        if (after is { } place) command.Parameters.AddPlace(place);
        return command;
    }

    private static async Task<List<SealedBatch>> Seals(NpgsqlConnection connection, long from, long to)
    {
        await using var command = new NpgsqlCommand($"select {SealedBatch.Columns} from proof.seal where batch between $1 and $2 order by batch limit {Group}",
            connection);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        var seals = new List<SealedBatch>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) seals.Add(SealedBatch.Read(reader));
        return seals;
    }

    private sealed class Walk
    {
        public long Next;
        public long Rows;
        public required byte[] PreviousHash;
        public Place? After;
    }
}
