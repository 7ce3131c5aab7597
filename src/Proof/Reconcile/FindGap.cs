using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Proof.Contracts;
using MotCua.Proof.Seal;
using Npgsql;

namespace MotCua.Proof.Reconcile;

/// <summary>What a start found: the gap as it goes into the log, and the lines to apply again.</summary>
internal sealed record Gap(GapFound Fact, Lost Lost);

/// <summary>
/// Compares the database with what stands beside it: witness, journal, files. A start that has lost nothing costs one
/// look at each, however long the history.
/// </summary>
internal sealed class FindGap(Db db, WitnessFile witness, Journal journal, StartOptions options, IShelf shelf, ModuleSet modules)
{
    /// <summary>Signs of life come every half minute; a file this much newer than the last one is from a time that the database has forgotten.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private const int MostFiles = 500;

    public async Task<Gap?> Look()
    {
        var state = (await db.Database.SqlQuery<State>($"""
            select coalesce((select max(batch) from proof.seal), 0) as batch, coalesce((select max(position) from platform.event), 0) as position,
                (select at from platform.heartbeat) as alive_at, (select max(begun_at) from platform.reconciliation) as reconciled_at,
                coalesce((select max(witness_batch) from platform.reconciliation where closed_at is null), 0) as known_batch
            """).ToListAsync()).Single();
        var (witnessed, hash) = await Witnessed();
        var since = state.ReconciledAt ?? DateTimeOffset.MinValue;
        var ahead = witnessed > Math.Max(state.Batch, state.KnownBatch);
        var facts = (await Unknown([.. journal.Newest().Where(line => line.Written > since)])).Count > 0;
        var files = await NewerFiles(state);
        if (!ahead && !facts && files.Count == 0) return null;
        // The last sign of life is in the database as of the minute it was put back to: what was lost was written after it.
        if (state.AliveAt is { } alive && alive - Margin > since) since = alive - Margin;
        var lines = journal.Read(since).ToList();
        var lost = await Unknown([.. lines.Where(line => line.Position is not null)]);
        var others = lines.Where(line => line.Position is null);
        var print = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lost, EventLog.Json)));
        var fact = new GapFound(state.Position, state.Batch, ahead ? witnessed : null, ahead ? hash : null, lost.Count, print,
            lost.Count == 0 ? null : lost.Max(line => line.Written), files);
        return new Gap(fact, new Lost([.. lost, .. others]));
    }

    /// <summary>The newest batch that the witness knows. A log that has no name yet, beside witnesses of another: all of it was lost.</summary>
    private async Task<(long Batch, string? Hash)> Witnessed()
    {
        var identity = await LogState.Identity(await Connection());
        if (identity is null && options.Demo) return (0, null);
        var known = identity is { } id ? WitnessFile.Last(witness.PathOf(id))
            : witness.Strangers(null).Select(WitnessFile.Last).MaxBy(line => line?.Batch ?? 0);
        return (known?.Batch ?? 0, known?.Hash);
    }

    /// <summary>Facts of the journal that the log does not have.</summary>
    private async Task<IReadOnlyList<JournalLine>> Unknown(IReadOnlyList<JournalLine> lines)
    {
        if (lines.Count == 0) return [];
        await using var command = new NpgsqlCommand("""
            select n.no::int from unnest($1, $2, $3) with ordinality as n (position, kind, stream, no)
            where not exists (select from platform.event e where e.position = n.position and e.kind = n.kind and e.stream = n.stream)
            """, await Connection());
        command.Parameters.Add(new() { Value = lines.Select(line => line.Position!.Value).ToArray() });
        command.Parameters.Add(new() { Value = lines.Select(line => line.Kind).ToArray() });
        command.Parameters.Add(new() { Value = lines.Select(line => line.Stream ?? "").ToArray() });
        var unknown = new List<JournalLine>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) unknown.Add(lines[reader.GetInt32(0) - 1]);
        return unknown;
    }

    /// <summary>Only when something was put into the store after the database's last sign of life are its files looked through.</summary>
    private async Task<IReadOnlyList<string>> NewerFiles(State state)
    {
        if (state.AliveAt is not { } alive || await shelf.LastPut() is not { } last) return [];
        var after = (alive > state.ReconciledAt.GetValueOrDefault() ? alive : state.ReconciledAt!.Value) + Margin;
        if (last <= after) return [];
        var late = new List<ShelvedFile>();
        await foreach (var file in shelf.All())
            if (file.PutAt > after) late.Add(file);
        string[] newer = [.. late.OrderByDescending(file => file.PutAt).Take(MostFiles).Select(file => file.Sha256)];
        if (newer.Length == 0) return [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        known.UnionWith(await db.Database.SqlQuery<string>($"select sha256 as \"Value\" from platform.loose_file where sha256 = any({newer})").ToListAsync());
        foreach (var module in modules.All) known.UnionWith(await module.FilesInUse(db, newer));
        return [.. newer.Where(file => !known.Contains(file))];
    }

    private async Task<NpgsqlConnection> Connection()
    {
        await db.Database.OpenConnectionAsync();
        return (NpgsqlConnection)db.Database.GetDbConnection();
    }

    private sealed record State(long Batch, long Position, DateTimeOffset? AliveAt, DateTimeOffset? ReconciledAt, long KnownBatch);
}
