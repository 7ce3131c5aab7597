using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Proof.Contracts;
using MotCua.Proof.Seal;
using Npgsql;

namespace MotCua.Proof.Reconcile;

/// <summary>
/// Kết thúc đối chiếu, by a human and with a reason. When seals were lost the log goes on under a new name from the last one
/// that is left; the witness file that knows the lost ones is kept beside it, and its hash stands in the log.
/// </summary>
internal sealed class CloseReconciliation(Db db, EventLog log, CurrentActor actor, WitnessFile witness, Reconciliations state)
{
    private const int LongestReason = 1000;

    public async Task Execute(long id, string? typed)
    {
        var reason = VietnameseText.Clean(typed ?? "", manyLines: true);
        if (reason.Length == 0) throw new Refused(400, "Ghi đã đối chiếu những gì, với ai", "reason");
        if (reason.Length > LongestReason) throw new Refused(400, $"Lý do dài {reason.Length} ký tự, tối đa {LongestReason}", "reason");
        await using var transaction = await db.Begin();
        var now = TimeProvider.System.GetUtcNow();
        var closed = await db.Database.ExecuteSqlAsync($"""
            update platform.reconciliation set closed_at = {now}, closed_by = {actor.Value.Name}, reason = {reason} where id = {id} and closed_at is null
            """);
        if (closed == 0) throw Refused.WrongState("Lần đối chiếu này đã kết thúc. Mở lại trang để xem");
        var (branch, kept) = await Branch(now);
        log.Record("log", new GapClosed(id, branch, kept.ToDictionary(path => Path.GetFileName(path), Print)), reason);
        await db.Commit(transaction);
        // After the commit; a start does it too, when a crash comes between.
        foreach (var path in kept) WitnessFile.SetAside(path);
        // The file of the new name knows the whole history that is left; without it the sealing would see a contradiction.
        if (branch is { } name) await WriteWitness(name);
        state.Forget();
    }

    /// <summary>The new name, when seals of the present one were lost, and the files that know them.</summary>
    private async Task<(Guid? Log, IReadOnlyList<string> Kept)> Branch(DateTimeOffset now)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var (last, _) = await LogState.Extent(connection);
        var identity = await LogState.Identity(connection);
        var strangers = witness.Strangers(identity);
        if (identity is not { } former || (witness.Tail(former).Last?.Batch ?? 0) <= last) return (null, strangers);
        var id = Guid.NewGuid();
        await db.Database.ExecuteSqlAsync($"""
            insert into proof.log_branch (id, former, witness_sha256, after_batch, began_at)
            values ({id}, {former}, {Print(witness.PathOf(former))}, {last}, {now})
            """);
        return (id, [.. strangers, witness.PathOf(former)]);
    }

    private async Task WriteWitness(Guid name)
    {
        await db.Database.OpenConnectionAsync();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        for (long after = 0; ;)
        {
            await using var command = new NpgsqlCommand($"select {SealedBatch.Columns} from proof.seal where batch > $1 order by batch limit 1000", connection);
            command.Parameters.Add(new() { Value = after });
            var some = new List<SealedBatch>();
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) some.Add(SealedBatch.Read(reader));
            if (some.Count == 0) return;
            witness.Append(name, some);
            after = some[^1].Batch;
        }
    }

    private static string Print(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
