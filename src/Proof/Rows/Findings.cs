using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Proof.Contracts;

namespace MotCua.Proof.Rows;

internal sealed record OpenFinding(string Key, string Words, DateTimeOffset FoundAt, DateTimeOffset SeenAt);

/// <summary>Chỗ không khớp: kept, told to every administrator once, and open until one of them closes it with a reason.</summary>
internal sealed class Findings(Db db, EventLog log, Staffing staffing, StaffNotices notices, TimeProvider clock, CurrentActor current, ILogger<Findings> logger)
{
    public const string Page = "/quan-tri/nhat-ky";

    /// <summary>Notes what was found; what is new, or closed and there again, is told.</summary>
    public async Task Note(IReadOnlyCollection<RowFinding> findings)
    {
        if (findings.Count == 0) return;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Begin();
        var fresh = new List<RowFinding>();
        foreach (var finding in findings.DistinctBy(finding => finding.Key))
        {
            var open = await db.Database.SqlQuery<bool>($"""
                with before as (select closed_at is null as open from proof.finding where key = {finding.Key})
                insert into proof.finding as f (key, words, found_at, seen_at) values ({finding.Key}, {finding.Words}, {now}, {now})
                on conflict (key) do update set words = excluded.words, seen_at = excluded.seen_at,
                    found_at = case when f.closed_at is null then f.found_at else excluded.found_at end,
                    closed_at = null, closed_by = null, closed_reason = null
                returning coalesce((select open from before), false) as "Value"
                """).ToListAsync();
            if (!open.Single()) fresh.Add(finding);
        }
        foreach (var finding in fresh)
        {
            logger.LogCritical("The log and the data disagree: {Key}", finding.Key);
            log.Record(RowsCovered.Stream, new BreachFound(finding.Key));
        }
        if (fresh.Count > 0)
        {
            var words = fresh.Count == 1 ? fresh[0].Words : $"{fresh.Count} chỗ dữ liệu không khớp với nhật ký. Xem và xử lý ngay";
            await db.Send([notices.Statement([.. (await staffing.HoldersAnywhere(Roles.Administrator, now)).Select(account =>
                new StaffNotice(account, null, words, Page))])]);
        }
        await db.Commit(transaction);
    }

    public async Task<IReadOnlyList<OpenFinding>> Open(int take = 100) => await db.Database.SqlQuery<OpenFinding>($"""
        select key, words, found_at, seen_at from proof.finding where closed_at is null order by found_at desc, key limit {take}
        """).ToListAsync();

    public static FormattableString Count(Actor actor) => $"select count(*)::int from (select from proof.finding where closed_at is null limit 100) open";

    /// <exception cref="Refused">400 without a reason; 404 when it is not open.</exception>
    public async Task Close(string? key, string? reason)
    {
        if (string.IsNullOrEmpty(key)) throw new Refused(400, "Chọn chỗ cần đóng", "cho");
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do: đã tìm ra nguyên nhân gì, đã sửa thế nào", "lyDo");
        await using var transaction = await db.Begin();
        var closed = await db.Database.ExecuteSqlAsync($"""
            update proof.finding set closed_at = {clock.GetUtcNow()}, closed_by = {current.Value.Name}, closed_reason = {reason.Trim()}
            where key = {key} and closed_at is null
            """);
        if (closed == 0) throw Refused.NotFound("Chỗ không khớp này đã được đóng. Tải lại trang");
        log.Record(RowsCovered.Stream, new BreachClosed(key), reason.Trim());
        await db.Commit(transaction);
    }
}
