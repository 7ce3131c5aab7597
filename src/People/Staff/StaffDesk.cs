using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.SignIn;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>
/// What every act on an account of the staff needs: who may, the version that was looked at, the reason, and the end of all sessions that
/// goes with it. The acts follow one another, so that two administrators cannot end each other.
/// </summary>
internal sealed class StaffDesk(Db db, EventLog log, CurrentActor current, Staffing staffing, TimeProvider clock,
    [FromKeyedServices(Sessions.Clock)] TimeProvider real)
{
    public const int LongestReason = 300;

    public DateOnly Today => clock.Today();

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IDbContextTransaction> Begin()
    {
        if (current.Value.Kind != ActorKind.System && !current.Value.Has(Roles.Administrator))
            throw new Refused(403, "Chỉ quản trị hệ thống làm được việc này");
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('people.staff'))");
        return transaction;
    }

    /// <param name="seen">Version of the page that was looked at.</param>
    public async Task<Account> Load(Guid id, int seen)
    {
        var account = await db.Set<Account>().SingleOrDefaultAsync(one => one.Id == id && one.Kind == "staff")
            ?? throw Refused.NotFound("Không có tài khoản cán bộ này. Chọn lại trong danh sách");
        NotOneself(id);
        if (account.Version != seen) throw Refused.WrongState("Tài khoản vừa được thay đổi ở nơi khác. Xem lại rồi bấm lần nữa");
        return account;
    }

    /// <summary>Nobody raises their own power, nor that of whom they act for.</summary>
    public void NotOneself(Guid id)
    {
        if (current.Value.StandsFor(id)) throw new Refused(403, "Không tự làm việc này cho chính mình. Nhờ quản trị khác làm");
    }

    public static string Reason(string? typed)
    {
        var reason = VietnameseText.Clean(typed ?? "", manyLines: false).Trim();
        if (reason.Length == 0) throw new Refused(400, "Nhập lý do hoặc căn cứ, ví dụ số và ngày của quyết định", "reason");
        return reason.Length <= LongestReason ? reason
            : throw new Refused(400, $"Rút ngắn lý do còn {LongestReason} ký tự, hiện có {reason.Length}", "reason");
    }

    public void Record(Account account, object fact, string reason) => log.Record($"account/{account.Id}", fact, reason);

    /// <summary>From here on no session of the account is alive, on any server; the next save writes it.</summary>
    public async Task EndSessions(Account account)
    {
        account.Version++;
        var now = real.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"update people.session set ended_at = {now} where account_id = {account.Id} and ended_at is null");
    }

    /// <summary>
    /// Saves, and takes all of it back when nobody would be left who may administer on that day, or one alone: what needs two people could be done by nobody.
    /// </summary>
    /// <param name="urgent">Who must be kept out at once is kept out, even if one alone is left.</param>
    public async Task Commit(IDbContextTransaction transaction, bool administrator = false, DateOnly? day = null, bool urgent = false)
    {
        try { await db.Save(); }
        catch (DbUpdateConcurrencyException) { throw Refused.WrongState("Tài khoản vừa được thay đổi ở nơi khác. Xem lại rồi bấm lần nữa"); }
        var left = administrator ? await Administrators(day ?? Today) : int.MaxValue;
        if (left == 0) throw Refused.WrongState("Đây là quản trị hệ thống cuối cùng. Giao vai trò này cho người khác trước");
        // The shell of the machine is beyond two people anyway.
        if (left == 1 && !urgent && current.Value.Kind != ActorKind.System)
            throw Refused.WrongState("Chỉ còn một quản trị thì không ai duyệt được. Giao vai trò cho người khác trước; cần chặn ngay thì khóa tài khoản");
        await db.Commit(transaction);
    }

    public async Task<bool> Administers(Account account) =>
        (await staffing.PositionsOf(account.Id, Now)).Any(position => position.Role == Roles.Administrator);

    private async Task<int> Administrators(DateOnly day)
    {
        var holders = await staffing.HoldersAnywhere(Roles.Administrator, VietnamTime.At(day, new TimeOnly(12, 0)));
        return await db.Set<Account>().CountAsync(account => holders.Contains(account.Id) && account.DisabledAt == null && account.BlockedAt == null);
    }
}
