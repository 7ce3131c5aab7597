using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;

namespace MotCua.People.Contracts;

/// <summary>A new account. Creating the same username again changes nothing, so seeds can be run twice.</summary>
/// <param name="Kind">"citizen", "organisation" or "staff".</param>
/// <param name="Person">Required for a citizen; for an organisation's account the person who acts for it.</param>
/// <param name="Organisation">Required for an organisation's account.</param>
/// <param name="Since">First day on which the account stands for the organisation; null: today.</param>
/// <param name="MustChange">Somebody else has seen the password: it is changed at the first sign-in.</param>
public sealed record AccountSeed(string Username, string Password, string Kind, string DisplayName, string? Phone = null,
    PartyProfile? Person = null, PartyProfile? Organisation = null, DateOnly? Since = null, bool MustChange = false, string? Reason = null);

/// <summary>Một tài khoản cán bộ.</summary>
public sealed record StaffAccount(Guid Id, string Username, string DisplayName, string? Phone);

/// <summary>Tài khoản: names for other rooms, creation.</summary>
public sealed class Accounts
{
    private readonly Db db;
    private readonly Parties parties;
    private readonly EventLog log;
    private readonly TimeProvider clock;

    internal Accounts(Db db, Parties parties, EventLog log, TimeProvider clock) => (this.db, this.parties, this.log, this.clock) = (db, parties, log, clock);

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
        var staff = db.Set<Account>().AsNoTracking().Where(account => account.Kind == "staff" && account.DisabledAt == null && account.BlockedAt == null);
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
            PasswordHash = Passwords.Hash(seed.Password),
            Kind = seed.Kind,
            PersonId = seed.Person is null ? null : await parties.Upsert(seed.Person),
            OrganisationId = seed.Organisation is null ? null : await parties.Upsert(seed.Organisation),
            DisplayName = seed.DisplayName,
            Phone = seed.Phone,
            CreatedAt = clock.GetUtcNow(),
            PasswordSetAt = clock.GetUtcNow(),
            MustChange = seed.MustChange,
        };
        db.Add(account);
        if (account.OrganisationId is { } organisation)
            db.Add(new Representation { AccountId = account.Id, OrganisationId = organisation, FromDate = seed.Since ?? clock.Today() });
        log.Record($"account/{account.Id}", new AccountMade(account.Id, account.Username, account.Kind), seed.Reason);
        await db.Save();
        return account.Id;
    }
}
