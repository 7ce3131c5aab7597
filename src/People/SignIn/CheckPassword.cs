using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

internal sealed record SignInInput(string? Username, string? Password);

/// <summary>Checks a name and a password: the same answer and the same work whether the name exists or not.</summary>
internal sealed class CheckPassword(Db db, Throttle throttle)
{
    private const int TriesPerAccount = 5;
    private const int TriesPerAddress = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public async Task<Account> Check(SignInInput input, string address)
    {
        var name = Spoken(input.Username);
        var password = input.Password ?? "";
        if (name.Length == 0) throw new Refused(400, "Nhập tên đăng nhập, số điện thoại hoặc số định danh", "username");
        if (password.Length == 0) throw new Refused(400, "Nhập mật khẩu", "password");
        var (byName, byAddress) = ($"sign-in:account:{name}", $"sign-in:address:{address}");
        if (!throttle.Allow(byAddress, TriesPerAddress, Window) || !throttle.Allow(byName, TriesPerAccount, Window))
            throw new Refused(429, "Đã thử đăng nhập nhiều lần. Đợi 5 phút rồi thử lại, hoặc gọi 1022");
        var account = name.Length > 100 || password.Length > 200 ? null : await Find(name);
        var matches = Accounts.Matches(account?.PasswordHash ?? Accounts.Nobody, password.Length > 200 ? "" : password);
        if (account is null || !matches || account.DisabledAt is not null)
            throw new Refused(400, "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại, hoặc gọi 1022 nếu quên mật khẩu", "username");
        throttle.Forgive(byName);
        throttle.TakeBack(byAddress);
        return account;
    }

    private async Task<Account?> Find(string name)
    {
        var found = await db.Set<Account>().FromSql($"""
            select a.* from people.account a left join people.person p on p.id = a.person_id
            where a.username = {name} or (a.kind <> 'staff' and (a.phone = {name} or p.personal_id = {name}))
            """).AsNoTracking().ToListAsync();
        // A phone shared by two accounts opens neither; their usernames still do.
        return found.SingleOrDefault(account => account.Username == name) ?? (found.Count == 1 ? found[0] : null);
    }

    /// <summary>Numbers are accepted with spaces, dots and +84.</summary>
    private static string Spoken(string? typed)
    {
        var name = (typed ?? "").Trim().Normalize().ToLowerInvariant();
        if (!name.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '.' or '+' or '-')) return name;
        var digits = string.Concat(name.Where(char.IsAsciiDigit));
        return name.StartsWith("+84", StringComparison.Ordinal) ? "0" + digits[2..] : digits;
    }
}
