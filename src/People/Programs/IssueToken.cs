using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.People.SignIn;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Time;

namespace MotCua.People.Programs;

/// <summary>
/// Cấp mã truy cập cho chương trình (RFC 6749, 4.4): a session of its own that lives half an hour and is judged anew at each request, like that of a person.
/// </summary>
internal sealed class IssueToken(Db db, Tries tries, Sessions sessions, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    /// <summary>Nobody's secret, so that an unknown program costs the same work.</summary>
    private static readonly string Nobody = ProgramDesk.Hash(Guid.NewGuid().ToString());

    /// <returns>Null when id and secret do not belong together, or the program may not come in today.</returns>
    /// <exception cref="Platform.Web.Refused">429 after too many wrong tries.</exception>
    public async Task<(StartedSession Session, string Scope)?> Execute(string clientId, string secret)
    {
        // What no program can be called is one name: guesses under it are counted together.
        var name = MakeStaff.Username(clientId) ?? "";
        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(one => one.Username == name && one.Kind == "program");
        var counted = tries.Count("token", name, null);
        var (id, today, now) = (account?.Id ?? Guid.Empty, clock.Today(), clock.GetUtcNow());
        var secrets = await db.Set<ProgramSecret>().AsNoTracking().Where(s => s.AccountId == id && (s.EndedAt == null || s.EndedAt > now)).ToListAsync();
        var shown = Encoding.ASCII.GetBytes(ProgramDesk.Hash(secret));
        Guid? matching = null;
        foreach (var kept in secrets.Select(s => (s.Hash, Id: (Guid?)s.Id)).Append((Nobody, null)))
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(kept.Hash), shown)) matching = kept.Id;
        var program = await db.Set<ConnectedProgram>().AsNoTracking().SingleOrDefaultAsync(one => one.AccountId == id);
        var open = account is { IsOpen: true } && program is { ApprovedAt: not null } && program.ValidTo >= today;
        if (matching is null || !open)
        {
            await tries.Failed(account?.Id, account is null ? "unknown" : matching is null ? "password" : "blocked");
            return null;
        }
        tries.Right(counted);
        await db.Database.ExecuteSqlAsync($"update people.program_secret set last_used_at = {now} where id = {matching}");
        return (await sessions.Start(id, "client_credentials", account!.Version, Lasts), program!.Scope);
    }
}
