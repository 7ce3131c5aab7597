using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MotCua.People.SignIn;
using MotCua.Platform.Data;

namespace MotCua.People.Contracts;

/// <summary>A new account. Creating the same username again changes nothing, so seeds can be run twice.</summary>
/// <param name="Kind">"citizen", "organisation" or "staff".</param>
/// <param name="Person">Required for a citizen; for an organisation's account the person who acts for it.</param>
/// <param name="Organisation">Required for an organisation's account.</param>
public sealed record AccountSeed(string Username, string Password, string Kind, string DisplayName,
    string? Phone = null, PartyProfile? Person = null, PartyProfile? Organisation = null);

/// <summary>Một tài khoản cán bộ.</summary>
public sealed record StaffAccount(Guid Id, string Username, string DisplayName, string? Phone);

/// <summary>Tài khoản: names for other rooms, creation, disabling.</summary>
public sealed class Accounts
{
    private static readonly PasswordHasher<string> Passwords = new();

    private readonly Db db;
    private readonly Parties parties;
    private readonly TimeProvider clock;
    private readonly SessionCache cache;

    internal Accounts(Db db, Parties parties, TimeProvider clock, SessionCache cache) =>
        (this.db, this.parties, this.clock, this.cache) = (db, parties, clock, cache);

    /// <summary>Display names by account id; unknown ids are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(IEnumerable<Guid> accountIds)
    {
        var ids = accountIds.Distinct().ToArray();
        if (ids.Length == 0) return new Dictionary<Guid, string>();
        return await db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.DisplayName);
    }

    /// <summary>Staff who can work, by name; with ids given, only these.</summary>
    public async Task<IReadOnlyList<StaffAccount>> Staff(IEnumerable<Guid>? accountIds = null)
    {
        var staff = db.Set<Account>().AsNoTracking().Where(account => account.Kind == "staff" && account.DisabledAt == null);
        if (accountIds?.ToArray() is { } ids) staff = staff.Where(account => ids.Contains(account.Id));
        return await staff.OrderBy(account => account.DisplayName)
            .Select(account => new StaffAccount(account.Id, account.Username, account.DisplayName, account.Phone)).ToListAsync();
    }

    public async Task<Guid?> Find(string username)
    {
        var name = username.Trim().ToLowerInvariant();
        return await db.Set<Account>().Where(account => account.Username == name).Select(account => (Guid?)account.Id).SingleOrDefaultAsync();
    }

    /// <summary>Creates the account and saves; an existing username keeps its account and password.</summary>
    public async Task<Guid> Ensure(AccountSeed seed)
    {
        if (await Find(seed.Username) is { } known) return known;
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            Username = seed.Username.Trim().ToLowerInvariant(),
            PasswordHash = Passwords.HashPassword(seed.Username, seed.Password),
            Kind = seed.Kind,
            PersonId = seed.Person is null ? null : await parties.Upsert(seed.Person),
            OrganisationId = seed.Organisation is null ? null : await parties.Upsert(seed.Organisation),
            DisplayName = seed.DisplayName,
            Phone = seed.Phone,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(account);
        await db.Save();
        if (account.OrganisationId is { } organisation)
            await db.Database.ExecuteSqlAsync($"""
                insert into people.representation (account_id, organisation_id, from_date)
                values ({account.Id}, {organisation}, {DateOnly.FromDateTime(account.CreatedAt.UtcDateTime)})
                """);
        return account.Id;
    }

    /// <summary>Khóa tài khoản: no new sign-in, and every open session ends.</summary>
    public async Task Disable(Guid accountId)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"update people.account set disabled_at = coalesce(disabled_at, {now}) where id = {accountId}");
        await EndSessions(accountId);
    }

    /// <summary>Ends every open session of the account, for example after its positions were changed.</summary>
    public async Task EndSessions(Guid accountId)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"update people.session set ended_at = {now} where account_id = {accountId} and ended_at is null");
        cache.ForgetAccount(accountId);
    }

    internal static bool Matches(string hash, string password) =>
        Passwords.VerifyHashedPassword("", hash, password) != PasswordVerificationResult.Failed;

    /// <summary>A hash nobody's password has, so that an unknown name costs the same work as a wrong password.</summary>
    internal static readonly string Nobody = Passwords.HashPassword("", Guid.NewGuid().ToString());
}
