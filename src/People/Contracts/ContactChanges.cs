using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.Contracts;

/// <summary>Where the code goes, and the code: it is nowhere else in plain signs.</summary>
public sealed record ContactCode(Guid Id, string? Phone, string? Email, string Code);

/// <summary>What was changed; whoever was reached there before is told there.</summary>
public sealed record ContactChange(string Channel, string? OldPhone, string? OldEmail);

/// <summary>
/// Đổi nơi nhận tin: telephone or e-mail of a citizen's or an organisation's own account. The password is asked, the new address must give the
/// code back. What dossiers already filed have said stays theirs.
/// </summary>
public sealed class ContactChanges
{
    public const string Phone = "phone", Email = "email";

    private const int MostTries = 5, MostPerDay = 5;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly Db db;
    private readonly EventLog log;
    private readonly CurrentActor current;
    private readonly PasswordProof proof;
    private readonly TimeProvider real;

    internal ContactChanges(Db db, EventLog log, CurrentActor current, PasswordProof proof, TimeProvider real) =>
        (this.db, this.log, this.current, this.proof, this.real) = (db, log, current, proof, real);

    /// <summary>The field of the password beside that of the new address.</summary>
    public static string PasswordOf(string channel) => channel + "Password";

    /// <summary>Adds the request to what the caller's next save writes.</summary>
    /// <exception cref="Refused">400 at the channel or its <see cref="PasswordOf"/>, 429 after too many on one day.</exception>
    public async Task<ContactCode> Ask(string channel, string? value, string? password)
    {
        var account = Own();
        var to = channel == Phone ? PhoneNumber.Read(value, out var problem)?.ToString() : EmailAddress.Read(value, out problem)?.ToString();
        if (to is null) throw new Refused(400, problem!, channel);
        await proof.Give(password, PasswordOf(channel));
        var now = real.GetUtcNow();
        var dayAgo = now.AddDays(-1);
        if (await db.Set<ContactChangeRow>().CountAsync(row => row.AccountId == account && row.AskedAt > dayAgo) >= MostPerDay)
            throw new Refused(429, $"Đã xin {MostPerDay} mã trong 24 giờ. Ngày mai thử lại, hoặc tới quầy một cửa", channel);
        var code = RandomNumberGenerator.GetInt32(100_000_000).ToString("00000000", System.Globalization.CultureInfo.InvariantCulture);
        var asked = new ContactChangeRow
        {
            Id = Guid.NewGuid(), AccountId = account, Channel = channel, Value = to, CodeHash = Passwords.Hash(code), AskedAt = now, ExpiresAt = now + Lasts,
        };
        db.Add(asked);
        return new ContactCode(asked.Id, channel == Phone ? to : null, channel == Email ? to : null, code);
    }

    /// <summary>Where the code of an open request went; null when the request is not the account's own, used or too old.</summary>
    public async Task<string?> Waiting(Guid id)
    {
        var (account, now) = (Own(), real.GetUtcNow());
        return await db.Set<ContactChangeRow>().Where(row => row.Id == id && row.AccountId == account && row.UsedAt == null && row.ExpiresAt > now)
            .Select(row => row.Value).SingleOrDefaultAsync();
    }

    /// <summary>In the caller's transaction, which a refusal leaves to be committed: the try counts.</summary>
    /// <exception cref="Refused">400 at "code": the same words for a wrong, used, late or foreign one.</exception>
    public async Task<ContactChange> Finish(Guid id, string? code)
    {
        var (account, now) = (Own(), real.GetUtcNow());
        var digits = string.Concat((code ?? "").Where(char.IsAsciiDigit));
        if (digits.Length == 0) throw new Refused(400, "Nhập mã 8 chữ số vừa nhận", "code");
        var row = (await db.Database.SqlQuery<Tried>($"""
            update people.contact_change set tries = tries + 1
            where id = {id} and account_id = {account} and used_at is null and expires_at > {now} and tries < {MostTries}
            returning channel, value, code_hash
            """).ToListAsync()).SingleOrDefault();
        if (!Passwords.Match(row?.CodeHash ?? Passwords.Nobody, digits) || row is null)
            throw new Refused(400, "Mã chưa đúng hoặc đã hết hạn. Kiểm tra lại, hoặc xin mã mới", "code");
        await db.Database.ExecuteSqlAsync($"update people.contact_change set used_at = {now} where account_id = {account} and used_at is null");
        return await Change(account, row.Channel, row.Value, now);
    }

    private async Task<ContactChange> Change(Guid id, string channel, string value, DateTimeOffset now)
    {
        var account = await db.Set<Account>().SingleAsync(one => one.Id == id);
        var old = (await db.Database.SqlQuery<Old>($"""
            select coalesce(p.phone, o.phone, {account.Phone}) as phone, coalesce(p.email, o.email) as email from (select 1) one
            left join people.person p on p.id = {account.PersonId} left join people.organisation o on o.id = {account.OrganisationId}
            """).ToListAsync()).Single();
        var (phone, email) = (channel == Phone ? value : null, channel == Email ? value : null);
        if (account.OrganisationId is { } organisation)
            await db.Database.ExecuteSqlAsync($"""
                update people.organisation set phone = coalesce({phone}, phone), email = coalesce({email}, email), updated_at = {now} where id = {organisation}
                """);
        else
            await db.Database.ExecuteSqlAsync($"""
                update people.person set phone = coalesce({phone}, phone), email = coalesce({email}, email), updated_at = {now} where id = {account.PersonId}
                """);
        // One telephone in a family: a number that two accounts have signs neither in, so the account that had it first keeps it.
        if (phone is not null) account.Phone = await db.Set<Account>().AnyAsync(other => other.Phone == phone && other.Id != id) ? null : phone;
        log.Record($"account/{id}", new ContactChanged(id, channel));
        return new ContactChange(channel, channel == Phone ? old.Phone : null, channel == Email ? old.Email : null);
    }

    private Guid Own() => current.Value is { Kind: ActorKind.Citizen or ActorKind.Organisation, AccountId: { } account }
        ? account : throw new Refused(401, "Cần đăng nhập để làm việc này");

    private sealed record Tried(string Channel, string Value, string CodeHash);

    private sealed record Old(string? Phone, string? Email);
}
