using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.People.MyAccount;
using MotCua.People.SignIn;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.People.Contracts;

/// <summary>Thư mang mã: where the owner is known to be reached. The code is nowhere else in plain signs.</summary>
public sealed record ResetLetter(string? Phone, string? Email, string Code);

/// <summary>
/// Lấy lại mật khẩu của người dân, tổ chức by a code to the phone or e-mail that is known. Whoever asks learns nothing about whether there
/// is such an account: the same rows are written, the same work is done, and the letter is made later, by a job.
/// </summary>
public sealed class PasswordResets
{
    private const int MostTries = 5;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly Db db;
    private readonly Tries tries;
    private readonly ChangePassword change;
    private readonly IConfiguration settings;
    private readonly TimeProvider real;

    internal PasswordResets(Db db, Tries tries, ChangePassword change, IConfiguration settings, TimeProvider real) =>
        (this.db, this.tries, this.change, this.settings, this.real) = (db, tries, change, settings, real);

    /// <summary>Adds the request to what the caller's next save writes.</summary>
    /// <param name="name">Username, phone or personal number, as it was typed.</param>
    /// <exception cref="Refused">400 without a name, 429 after too many requests.</exception>
    public async Task<Guid> Ask(string? name)
    {
        var spoken = CheckPassword.Spoken(name);
        if (spoken.Length is 0 or > 100) throw new Refused(400, "Nhập tên đăng nhập, số điện thoại hoặc số định danh", "name");
        var account = await CheckPassword.Find(db, spoken);
        tries.Count("reset", spoken, account?.Id);
        var now = real.GetUtcNow();
        var asked = new ResetRow
        {
            // Its number is the only way to the second page, so nobody may guess it.
            Id = Guid.NewGuid(), AccountId = account is { Kind: not "staff", IsOpen: true } ? account.Id : null, AskedAt = now, ExpiresAt = now + Lasts,
        };
        db.Add(asked);
        return asked.Id;
    }

    /// <summary>Makes the code; null when nobody is to be written to. The caller saves.</summary>
    public async Task<ResetLetter?> Letter(Guid id)
    {
        var now = real.GetUtcNow();
        var asked = await db.Set<ResetRow>().SingleOrDefaultAsync(row => row.Id == id);
        if (asked is not { AccountId: { } account, UsedAt: null, CodeHash: null } || asked.ExpiresAt <= now) return null;
        // A stranger who keeps asking must not fill the owner's telephone.
        var dayAgo = now.AddDays(-1);
        var sent = await db.Set<ResetRow>().CountAsync(row => row.AccountId == account && row.AskedAt > dayAgo && row.CodeHash != null);
        if (sent >= settings.GetValue("SignIn:ResetCodesPerDay", 10)) return null;
        var to = (await db.Database.SqlQuery<Reachable>($"""
            select coalesce(a.phone, p.phone, o.phone) as phone, coalesce(p.email, o.email) as email from people.account a
            left join people.person p on p.id = a.person_id left join people.organisation o on o.id = a.organisation_id where a.id = {account}
            """).ToListAsync()).Single();
        if (to.Phone is null && to.Email is null) return null;
        var code = RandomNumberGenerator.GetInt32(100_000_000).ToString("00000000", System.Globalization.CultureInfo.InvariantCulture);
        asked.CodeHash = Passwords.Hash(code);
        return new ResetLetter(to.Phone, to.Email, code);
    }

    /// <summary>The code opens once; every session of the account is over.</summary>
    /// <exception cref="Refused">400 at "code" or "new"; the same words for a wrong, used, late or never sent code.</exception>
    public async Task Finish(Guid id, string? code, string? wanted)
    {
        var digits = string.Concat((code ?? "").Where(char.IsAsciiDigit));
        if (digits.Length == 0) throw new Refused(400, "Nhập mã 8 chữ số trong tin nhắn hoặc thư", "code");
        Passwords.Demand(wanted, null, "new");
        tries.Count("reset-code", id.ToString("n"), null);
        await using var transaction = await db.Begin();
        var now = real.GetUtcNow();
        // The try is counted in the row itself, so that a restart or a second server forgives nothing.
        var row = (await db.Database.SqlQuery<Tried>($"""
            update people.password_reset set tries = tries + 1 where id = {id} and used_at is null and expires_at > {now} and tries < {MostTries}
            returning account_id, code_hash
            """).ToListAsync()).SingleOrDefault();
        var matches = Passwords.Match(row?.CodeHash ?? Passwords.Nobody, digits.Length == 8 ? digits : "");
        var owner = row?.AccountId;
        var account = await db.Set<Account>().SingleOrDefaultAsync(one => one.Id == owner);
        if (account is not { IsOpen: true } || !matches)
        {
            await tries.Failed(owner, "code");
            await db.Commit(transaction);
            throw new Refused(400, "Mã chưa đúng hoặc đã hết hạn. Kiểm tra lại, hoặc xin mã mới", "code");
        }
        Passwords.Demand(wanted, account, "new");
        await db.Database.ExecuteSqlAsync($"update people.password_reset set used_at = {now} where account_id = {owner} and used_at is null");
        await change.Set(account, wanted!, "code");
        await db.Commit(transaction);
    }

    private sealed record Reachable(string? Phone, string? Email);

    private sealed record Tried(Guid? AccountId, string? CodeHash);
}
