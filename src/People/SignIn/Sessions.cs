using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.People.SignIn;

internal sealed record StartedSession(string Token, DateTimeOffset ExpiresAt);

internal sealed record LiveSession(Guid SessionId, Actor Actor, DateTimeOffset ExpiresAt);

/// <summary>
/// Sessions age in real time: the clock of the demonstration may jump by days without throwing everybody out.
/// </summary>
internal sealed class Sessions(Db db, Staffing staffing, TimeProvider clock,
    [FromKeyedServices(Sessions.Clock)] TimeProvider real, SessionCache cache)
{
    public const string Clock = "session";

    public async Task<StartedSession> Start(Guid accountId, string? device)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = real.GetUtcNow();
        var positions = await Positions(accountId);
        var session = new Session
        {
            Id = Guid.CreateVersion7(), TokenHash = Hash(token), AccountId = accountId, CreatedAt = now, LastSeenAt = now,
            ExpiresAt = now + Session.Longest, Device = device is { Length: > 200 } ? device[..200] : device, Positions = Mark(positions),
        };
        db.Add(session);
        await db.Save();
        return new StartedSession(token, session.ExpiresAt);
    }

    /// <summary>The actor of a token; null when there is no such session, or it has ended.</summary>
    public async Task<LiveSession?> Find(string token)
    {
        if (token.Length is < 20 or > 200) return null;
        var hash = Hash(token);
        var key = Convert.ToHexString(hash);
        var now = real.GetUtcNow();
        if (cache.Find(key) is { } known) return known.ExpiresAt > now ? known : null;
        var row = (await db.Database.SqlQuery<Row>($"""
            select s.id, s.account_id, s.last_seen_at, s.expires_at, s.positions, a.kind, a.display_name,
                   coalesce(a.phone, p.phone) as phone, p.personal_id, o.tax_code
            from people.session s
            join people.account a on a.id = s.account_id
            left join people.person p on p.id = a.person_id
            left join people.organisation o on o.id = a.organisation_id
            where s.token_hash = {hash} and s.ended_at is null and s.expires_at > {now} and a.disabled_at is null
            """).ToListAsync()).SingleOrDefault();
        if (row is null || now - row.LastSeenAt > Session.Idle) return null;
        var positions = row.Kind == "staff" ? await Positions(row.AccountId) : [];
        if (Mark(positions) != row.Positions)
        {
            await End(row.Id, row.AccountId);
            return null;
        }
        if (now - row.LastSeenAt > TimeSpan.FromMinutes(1))
            await db.Database.ExecuteSqlAsync($"update people.session set last_seen_at = {now} where id = {row.Id}");
        var live = new LiveSession(row.Id, row.Actor(positions), row.ExpiresAt);
        cache.Keep(key, live);
        return live;
    }

    public async Task End(Guid sessionId, Guid accountId)
    {
        var now = real.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"""
            update people.session set ended_at = {now} where id = {sessionId} and account_id = {accountId} and ended_at is null
            """);
        cache.Forget(sessionId);
    }

    private async Task<IReadOnlyList<ActorPosition>> Positions(Guid accountId) =>
        [.. (await staffing.PositionsOf(accountId, clock.GetUtcNow()))
            .Select(position => new ActorPosition(position.Id, position.Role, position.AgencyCode, position.OfficeCode))];

    private static string Mark(IReadOnlyList<ActorPosition> positions) =>
        string.Join(' ', positions.Select(position => position.Id.ToString("n")).Order(StringComparer.Ordinal));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private sealed record Row(Guid Id, Guid AccountId, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string? Positions,
        string Kind, string DisplayName, string? Phone, string? PersonalId, string? TaxCode)
    {
        public Actor Actor(IReadOnlyList<ActorPosition> positions) => Kind switch
        {
            "organisation" => new Actor(AccountId, ActorKind.Organisation, DisplayName, "organisation", TaxCode, Phone),
            "citizen" => new Actor(AccountId, ActorKind.Citizen, DisplayName, "person", PersonalId, Phone),
            _ => new Actor(AccountId, ActorKind.Staff, DisplayName, Phone: Phone, HeldPositions: positions),
        };
    }
}
