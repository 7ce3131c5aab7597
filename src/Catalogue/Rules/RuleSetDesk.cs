using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>What every act on a rule set needs: who acts, one act at a time, the reason in the log.</summary>
internal sealed class RuleSetDesk(Db db, EventLog log, CurrentActor current, RuleSets kept, TimeProvider clock)
{
    public const int LongestReason = 300;

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => clock.Today();

    public string Name => current.Value.Name;

    public Guid By => current.Value.AccountId ?? throw new Refused(403, "Đăng nhập để làm việc này");

    public DbSet<RuleSetRow> All => db.Set<RuleSetRow>();

    /// <summary>Periods of different rule sets depend on each other, so acts follow one another; reading goes on meanwhile.</summary>
    public async Task<IDbContextTransaction> Begin()
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị làm được việc này");
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlRawAsync("lock table catalogue.rule_set in share row exclusive mode");
        return transaction;
    }

    public async Task<RuleSetRow> Load(Guid id) =>
        await All.SingleOrDefaultAsync(row => row.Id == id) ?? throw Refused.NotFound("Không có bộ quy định này. Chọn lại trong danh sách");

    /// <param name="revision">What the person saw.</param>
    public async Task<RuleSetRow> Load(Guid id, int revision)
    {
        var row = await Load(id);
        if (row.Revision != revision) throw Refused.WrongState("Người khác vừa thay đổi bộ quy định này. Xem lại nội dung rồi bấm lần nữa");
        return row;
    }

    public async Task<List<RuleSetRow>> Approved() => await All.Where(row => row.State == RuleSetRow.Approved).OrderBy(row => row.ValidFrom).ToListAsync();

    public static string Reason(string? reason)
    {
        var why = VietnameseText.Clean(reason ?? "", manyLines: false).Trim();
        if (why.Length == 0) throw new Refused(400, "Nhập căn cứ hoặc lý do, ví dụ số và ngày của văn bản", "reason");
        return why.Length <= LongestReason ? why : throw new Refused(400, $"Rút ngắn lý do còn {LongestReason} ký tự, hiện có {why.Length}", "reason");
    }

    /// <summary>Under a delegation from an author one is the author.</summary>
    public void NotForAnAuthor(RuleSetRow row)
    {
        if (current.Value.ActsFor is { AccountId: var giver } && row.Hands.Contains(giver))
            throw new Refused(403, "Người ủy quyền đã soạn bộ này nên không duyệt thay được. Nhờ người khác duyệt");
    }

    public void Record(RuleSetRow row, object fact, string reason) => log.Record($"rule-set/{row.Id}", fact, reason);

    public async Task Commit(IDbContextTransaction transaction)
    {
        await db.Commit(transaction);
        kept.Reload();
    }
}
