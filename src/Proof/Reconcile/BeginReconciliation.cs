using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Platform.Ui;

namespace MotCua.Proof.Reconcile;

/// <summary>
/// Bắt đầu đối chiếu, at a start and before reading opens: every room takes back what it gave out and applies again what was
/// revoked; what only a human can do is listed. All of it and the fact of the gap are one transaction.
/// </summary>
internal sealed class BeginReconciliation(Db db, EventLog log, FindGap find, FileStore files, ModuleSet modules, Reconciliations state)
{
    private const long Lock = 0x4D6F744375615263;

    public async Task IfOlder(IServiceProvider services, Action<string> say)
    {
        await using var transaction = await db.Begin();
        // Several nodes may start at once; the second finds that all is done.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})");
        if (await find.Look() is not { } gap) return;
        var (fact, lost) = gap;
        foreach (var module in modules.All) await module.Reconcile(services, lost);
        foreach (var sha256 in fact.NewerFiles) lost.Say("Proof", $"Tệp {sha256}{await Signed(sha256)} mới hơn cơ sở dữ liệu và không hồ sơ nào nhắc tới");
        var now = TimeProvider.System.GetUtcNow();
        var id = (await db.Database.SqlQuery<long>($"""
            insert into platform.reconciliation (begun_at, gap, witness_batch)
            values ({now}, {JsonSerializer.Serialize(fact, EventLog.Json)}::jsonb, {fact.WitnessBatch}::bigint) returning id as "Value"
            """).ToListAsync()).Single();
        string[] rooms = [.. lost.Findings.Select(finding => finding.Room)], words = [.. lost.Findings.Select(finding => finding.Words)];
        await db.Database.ExecuteSqlAsync($"""
            insert into platform.reconciliation_finding (reconciliation_id, no, room, words)
            select {id}, n.no, n.room, n.words from unnest({rooms}, {words}) with ordinality as n (room, words, no)
            """);
        log.Record("log", fact);
        await db.Commit(transaction);
        state.Forget();
        say($"CƠ SỞ DỮ LIỆU CŨ HƠN những gì lưu bên ngoài ({Vi.Number(fact.LostFacts)} sự kiện đã mất). "
            + $"Hệ thống vào trạng thái đối chiếu; xem {Reconciliations.Page}.");
    }

    private async Task<string> Signed(string sha256)
    {
        var bytes = await files.Read(sha256);
        return bytes.AsSpan().StartsWith("%PDF"u8) && bytes.AsSpan().IndexOf("/ByteRange"u8) >= 0 ? " (PDF đã ký số)" : "";
    }
}
