using MotCua.People.Contracts;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Khóa, mở khóa, chấm dứt. An account that has ended stays ended: its name is never given to another person.</summary>
internal sealed class CloseStaff(StaffDesk desk)
{
    public async Task Block(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if (!account.IsOpen) throw Refused.WrongState("Tài khoản này đã khóa hoặc đã chấm dứt rồi");
        account.BlockedAt = desk.Now;
        desk.Record(account, new AccountBlocked(id), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction, await desk.Administers(account), urgent: true);
    }

    public async Task Unblock(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if (account.DisabledAt is not null || account.BlockedAt is null) throw Refused.WrongState("Tài khoản này không ở trạng thái khóa");
        account.BlockedAt = null;
        desk.Record(account, new AccountUnblocked(id), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    public async Task End(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if (account.DisabledAt is not null) throw Refused.WrongState("Tài khoản này đã chấm dứt rồi");
        account.DisabledAt = desk.Now;
        desk.Record(account, new AccountEnded(id), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction, await desk.Administers(account));
    }

    /// <summary>Cấp lại mật khẩu: the new one is known to two people until the first sign-in, and opens nothing before it is changed.</summary>
    public async Task<string> ResetPassword(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if (!account.IsOpen) throw Refused.WrongState("Tài khoản đang khóa hoặc đã chấm dứt nên chưa cấp lại mật khẩu được");
        var password = Passwords.OneTime();
        (account.PasswordHash, account.MustChange, account.PasswordSetAt) = (Passwords.Hash(password), true, desk.Now);
        desk.Record(account, new PasswordReset(id), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
        return password;
    }
}
