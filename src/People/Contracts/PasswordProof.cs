using Microsoft.EntityFrameworkCore;
using MotCua.People.SignIn;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.Contracts;

/// <summary>Xác nhận mật khẩu: a fresh proof that the person is there, before an act that binds. It belongs to the session of this request.</summary>
public sealed class PasswordProof
{
    private readonly Db db;
    private readonly CurrentActor current;
    private readonly CheckPassword check;
    private readonly TimeProvider real;

    internal PasswordProof(Db db, CurrentActor current, CheckPassword check, TimeProvider real) =>
        (this.db, this.current, this.check, this.real) = (db, current, check, real);

    /// <summary>Checks the password of the account that is signed in, and notes the moment in its session.</summary>
    /// <param name="field">Where the password was typed.</param>
    /// <exception cref="Refused">400 at the field when it is missing or wrong, 429 after too many tries, 401 without a session.</exception>
    public async Task Give(string? password, string field = "password")
    {
        var (session, account) = Here();
        var own = await db.Set<Account>().AsNoTracking().SingleAsync(one => one.Id == account);
        await check.Prove(own, session, password, field);
        var now = real.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"update people.session set proved_at = {now} where id = {session} and account_id = {account}");
    }

    /// <summary>How long ago the password was last typed in this session, signing in included; null: never, or no session.</summary>
    public async Task<TimeSpan?> Age()
    {
        if (current.SessionId is not { } session) return null;
        var at = await db.Set<Session>().Where(one => one.Id == session).Select(one => one.ProvedAt).SingleOrDefaultAsync();
        return at is { } proved ? real.GetUtcNow() - proved : null;
    }

    /// <summary>Refuses with 403 at the field when the last proof is older; the page then asks for the password and calls <see cref="Give"/>.</summary>
    public async Task Require(TimeSpan within, string field = "password")
    {
        if (await Age() is not { } age || age > within) throw new Refused(403, "Nhập mật khẩu để xác nhận việc này", field);
    }

    private (Guid Session, Guid Account) Here() => (current.SessionId, current.Value.AccountId) is ({ } session, { } account)
        ? (session, account)
        : throw new Refused(401, "Cần đăng nhập để làm việc này");
}
