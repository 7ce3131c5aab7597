using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Design;

/// <summary>What every act on a drawn process needs: who acts, one act at a time, the reason in the log.</summary>
internal sealed class DrawnDesk(Db db, EventLog log, CurrentActor current, ApprovedDrawings kept, TimeProvider clock)
{
    public const int LongestReason = 300;

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => clock.Today();

    public string Name => current.Value.Name;

    public Guid By => current.Value.AccountId ?? throw new Refused(403, "Đăng nhập để làm việc này");

    public DbSet<DrawnProcess> All => db.Set<DrawnProcess>();

    /// <summary>Periods and numbers of the versions of a procedure depend on each other, so acts follow one another; reading goes on meanwhile.</summary>
    public async Task<IDbContextTransaction> Begin()
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị làm được việc này");
        return await Locked();
    }

    /// <summary>For a command of the machine's own administrator, who is no account.</summary>
    public async Task<IDbContextTransaction> Locked()
    {
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlRawAsync("lock table workflow.drawn_process in share row exclusive mode");
        return transaction;
    }

    public async Task<DrawnProcess> Load(Guid id) =>
        await All.SingleOrDefaultAsync(row => row.Id == id) ?? throw Refused.NotFound("Không có bản quy trình này. Chọn lại trong danh sách");

    /// <param name="revision">What the person saw.</param>
    public async Task<DrawnProcess> Load(Guid id, int revision)
    {
        var row = await Load(id);
        return row.Revision == revision ? row
            : throw Refused.WrongState("Người khác vừa sửa bản này, hoặc ông/bà đã sửa ở thẻ khác. Xem lại nội dung rồi làm lại");
    }

    public async Task<List<DrawnProcess>> Approved(string procedureCode) =>
        await All.Where(row => row.ProcedureCode == procedureCode && row.State == DrawnProcess.Approved).OrderBy(row => row.FromAt).ToListAsync();

    /// <param name="field">The box that it was typed in.</param>
    public static string Reason(string? reason, string field)
    {
        var why = TypedText.Within(reason, LongestReason, "Căn cứ hoặc lý do", field);
        return why.Length > 0 ? why : throw new Refused(400, "Nhập căn cứ hoặc lý do, ví dụ số và ngày của văn bản", field);
    }

    /// <summary>Under a delegation from an author one is the author.</summary>
    public void NotForAnAuthor(DrawnProcess row)
    {
        if (current.Value.ActsFor is { AccountId: var giver } && row.Hands.Contains(giver))
            throw new Refused(403, "Người ủy quyền đã lập, sửa hoặc đề nghị bản này nên không duyệt thay được. Nhờ người khác duyệt");
    }

    public void Record(DrawnProcess row, object fact, string? reason) => log.Record($"process/{row.Id}", fact, reason);

    public async Task Commit(IDbContextTransaction transaction, DrawnProcess row)
    {
        await db.Commit(transaction);
        kept.Forget(row.ProcedureCode);
    }

    /// <summary>What a refused act has changed in the rows that the page shows next is forgotten.</summary>
    public void Forget() => db.ChangeTracker.Clear();
}
