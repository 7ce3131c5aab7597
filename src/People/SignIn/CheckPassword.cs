using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

internal sealed record SignInInput(string? Username, string? Password);

/// <summary>Checks a name and a password: the same answer and the same work whether the name exists or not.</summary>
internal sealed class CheckPassword(Db db, Tries tries, KnownDevices devices, Throttle throttle)
{
    private const int TriesPerSession = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public async Task<Account> Check(SignInInput input)
    {
        var name = Spoken(input.Username);
        var password = input.Password ?? "";
        if (name.Length == 0) throw new Refused(400, "Nhập tên đăng nhập, số điện thoại hoặc số định danh", "username");
        if (password.Length == 0) throw new Refused(400, "Nhập mật khẩu", "password");
        var account = name.Length > 100 ? null : await Find(db, name);
        var counted = tries.Count("sign-in", name.Length > 100 ? name[..100] : name, account?.Id);
        var matches = Passwords.Match(account?.PasswordHash ?? Passwords.Nobody, password);
        if (account is null || !matches || !account.IsOpen)
        {
            await tries.Failed(account?.Id, account is null ? "unknown" : !matches ? "password" : "blocked");
            throw new Refused(400, "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại, hoặc lấy lại mật khẩu", "username");
        }
        tries.Right(counted);
        devices.Remember(account.Id);
        return account;
    }

    /// <summary>The password of somebody who is signed in already; counted for the session, so a stranger cannot use the tries up.</summary>
    public async Task Prove(Account account, Guid session, string? password, string field)
    {
        var key = $"proof:{session}";
        if (string.IsNullOrEmpty(password)) throw new Refused(400, "Nhập mật khẩu đang dùng", field);
        tries.Demand(throttle.Allow(key, TriesPerSession, Window));
        if (!Passwords.Match(account.PasswordHash, password))
        {
            await tries.Failed(account.Id, "proof");
            throw new Refused(400, "Mật khẩu đang dùng chưa đúng. Kiểm tra lại", field);
        }
        throttle.Forgive(key);
    }

    /// <summary>By username; a citizen or an organisation also by phone or personal number.</summary>
    internal static async Task<Account?> Find(Db db, string name)
    {
        var found = await db.Set<Account>().FromSql($"""
            select a.* from people.account a left join people.person p on p.id = a.person_id
            where a.kind <> 'program' and (a.username = {name} or a.kind <> 'staff' and (a.phone = {name} or p.personal_id = {name}))
            """).AsNoTracking().ToListAsync();
        // A phone shared by two accounts opens neither; their usernames still do.
        return found.SingleOrDefault(account => account.Username == name) ?? (found.Count == 1 ? found[0] : null);
    }

    /// <summary>Numbers are accepted with spaces, dots and +84.</summary>
    internal static string Spoken(string? typed)
    {
        var name = (typed ?? "").Trim().Normalize().ToLowerInvariant();
        if (!name.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '.' or '+' or '-')) return name;
        var digits = string.Concat(name.Where(char.IsAsciiDigit));
        return name.StartsWith("+84", StringComparison.Ordinal) ? "0" + digits[2..] : digits;
    }
}
