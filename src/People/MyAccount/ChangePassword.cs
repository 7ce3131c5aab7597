using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.People.SignIn;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.MyAccount;

/// <summary>Đổi mật khẩu: the old one is asked, and every session is over, this one too.</summary>
internal sealed class ChangePassword(Db db, EventLog log, CurrentActor current, CheckPassword check, TimeProvider clock,
    [FromKeyedServices(Sessions.Clock)] TimeProvider real)
{
    /// <returns>The account as it is now, to be signed in anew.</returns>
    public async Task<Account> Execute(string? old, string? wanted)
    {
        if (current.SessionId is not { } session || current.Value.AccountId is not { } id) throw new Refused(401, ApiErrors.Title(401));
        var account = await db.Set<Account>().SingleAsync(one => one.Id == id);
        await check.Prove(account, session, old, "old");
        Passwords.Demand(wanted, account, "new");
        if (Passwords.Match(account.PasswordHash, wanted!)) throw new Refused(400, "Mật khẩu mới trùng mật khẩu đang dùng. Chọn mật khẩu khác", "new");
        await Set(account, wanted!, "password");
        return account;
    }

    /// <param name="by">"password" or "code".</param>
    public async Task Set(Account account, string password, string by)
    {
        (account.PasswordHash, account.MustChange, account.PasswordSetAt) = (Passwords.Hash(password), false, clock.GetUtcNow());
        account.Version++;
        log.Record($"account/{account.Id}", new PasswordChanged(account.Id, by));
        var now = real.GetUtcNow();
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Begin() : null;
        await db.Database.ExecuteSqlAsync($"update people.session set ended_at = {now} where account_id = {account.Id} and ended_at is null");
        try { await db.Save(); }
        catch (DbUpdateConcurrencyException) { throw Refused.WrongState("Tài khoản vừa được thay đổi ở nơi khác. Đăng nhập lại rồi thử lần nữa"); }
        if (transaction is not null) await db.Commit(transaction);
    }
}
