using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.People.SignIn;

internal sealed record StartedSession(string Token, DateTimeOffset ExpiresAt);

internal sealed record LiveSession(Guid SessionId, Actor Actor, DateTimeOffset ExpiresAt, bool MustChangePassword);

/// <summary>
/// Sessions age in real time: the clock of the demonstration may jump by days without throwing everybody out. What they may do is
/// read anew at each request, from the database and by the product's clock: an end of power on one server holds on all of them.
/// </summary>
internal sealed class Sessions(Db db, Staffing staffing, Delegations delegations, TimeProvider clock, [FromKeyedServices(Sessions.Clock)] TimeProvider real)
{
    public const string Clock = "session";

    /// <param name="version">Of the account when its password was found right; an act on the account since then leaves the session dead at birth.</param>
    /// <param name="lasts">Shorter than that of a person.</param>
    public async Task<StartedSession> Start(Guid accountId, string? device, int? version = null, TimeSpan? lasts = null)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = real.GetUtcNow();
        var session = new Session
        {
            Id = Guid.CreateVersion7(), TokenHash = Hash(token), AccountId = accountId, CreatedAt = now, LastSeenAt = now, ProvedAt = now,
            AccountVersion = version ?? await db.Set<Account>().Where(account => account.Id == accountId).Select(account => account.Version).SingleAsync(),
            ExpiresAt = now + (lasts ?? Session.Longest), Device = DeviceOf(device), Positions = Mark(await Own(accountId)),
        };
        db.Add(session);
        await db.Save();
        return new StartedSession(token, session.ExpiresAt);
    }

    /// <summary>Bearer, day, hash, time; with the positions of an official, so that a request costs one round trip before it begins.</summary>
    private static readonly string Recognise = $$"""
        select s.id, s.account_id, s.last_seen_at, s.expires_at, s.positions, s.delegation_id, a.kind, a.display_name, a.must_change, g.scope,
               coalesce(a.phone, p.phone) as phone, p.personal_id, o.tax_code,
               case when a.kind in ('staff', 'program') and s.delegation_id is null then {{Staffing.HeldOn("s.account_id", "{1}")}} end
        from people.session s
        join people.account a on a.id = s.account_id and a.version = s.account_version
        left join people.person p on p.id = a.person_id
        left join people.organisation o on o.id = a.organisation_id
        left join people.program g on g.account_id = a.id and a.kind = 'program' and {0} and g.approved_at is not null and g.valid_to >= {1}
        where s.token_hash = {2} and s.ended_at is null and s.expires_at > {3} and a.disabled_at is null and a.blocked_at is null
          and (a.kind <> 'program' or g.scope is not null)
          and (a.kind <> 'organisation' or exists (select from people.representation r where r.account_id = a.id
              and r.organisation_id = a.organisation_id and r.from_date <= {1} and (r.to_date is null or r.to_date >= {1})))
        """;

    /// <summary>The actor of a token; null when there is no such session, or it has ended.</summary>
    /// <param name="bearer">It stood in the header of a request to the API: a program's token opens nothing as a cookie.</param>
    public async Task<LiveSession?> Find(string token, bool bearer = false)
    {
        if (token.Length is < 20 or > 200) return null;
        var hash = Hash(token);
        var (now, day) = (real.GetUtcNow(), clock.Today());
        var row = (await db.Ask(FormattableStringFactory.Create(Recognise, bearer, day, hash, now), Row.Read)).SingleOrDefault();
        if (row is null || now - row.LastSeenAt > Session.Idle) return null;
        var (positions, acts) = row.Kind == "staff" || row.Scope == Programs.ConnectedProgram.Desk ? row.DelegationId is { } delegation
            ? await Power(row.AccountId, delegation) : (Positions(row.Held), null) : ([], null);
        if (Mark(positions) != row.Positions)
        {
            await End(row.Id, row.AccountId);
            return null;
        }
        if (now - row.LastSeenAt > TimeSpan.FromMinutes(1))
            await db.Database.ExecuteSqlAsync($"update people.session set last_seen_at = {now} where id = {row.Id}");
        return new LiveSession(row.Id, row.Actor(positions, acts), row.ExpiresAt, row.MustChange);
    }

    /// <summary>Whether this session acted for somebody whose delegation is over: then it has ended by that, and not by time.</summary>
    public async Task<bool> DelegationIsOver(string token)
    {
        var hash = Hash(token);
        var acted = await db.Ask($"select account_id, delegation_id from people.session where token_hash = {hash} and delegation_id is not null",
            row => (Account: row.GetGuid(0), Delegation: row.GetGuid(1)));
        return acted is [var one] && (await delegations.Usable(one.Account, clock.GetUtcNow())).All(given => given.Id != one.Delegation);
    }

    public async Task End(Guid sessionId, Guid accountId)
    {
        var now = real.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"""
            update people.session set ended_at = {now} where id = {sessionId} and account_id = {accountId} and ended_at is null
            """);
    }

    /// <summary>Làm thay: from now on this session has the positions that the delegation names and no others; null: its own again.</summary>
    /// <exception cref="Refused">404 when the delegation is not the account's to use today.</exception>
    public async Task ActUnder(Guid sessionId, Guid accountId, Guid? delegationId)
    {
        var (positions, acts) = await Power(accountId, delegationId);
        if (delegationId is not null && acts is null) throw Refused.NotFound("Ủy quyền này không còn hiệu lực. Mở lại trang tài khoản để xem");
        var mark = Mark(positions);
        await db.Database.ExecuteSqlAsync($"""
            update people.session set delegation_id = {delegationId}, positions = {mark}
            where id = {sessionId} and account_id = {accountId} and ended_at is null
            """);
    }

    /// <summary>Never half a sign: the database keeps none, and a browser's name may hold any.</summary>
    public static string? DeviceOf(string? agent) => agent is { Length: > 200 } ? agent[..(char.IsHighSurrogate(agent[199]) ? 199 : 200)] : agent;

    private async Task<(IReadOnlyList<ActorPosition>, ActedFor?)> Power(Guid accountId, Guid? delegationId)
    {
        if (delegationId is not { } id) return (await Own(accountId), null);
        if ((await delegations.Usable(accountId, clock.GetUtcNow())).FirstOrDefault(given => given.Id == id) is not { } usable) return ([], null);
        // Who may no longer enter lends no power either.
        var name = await db.Set<Account>().Where(account => account.Id == usable.AccountId && account.DisabledAt == null && account.BlockedAt == null)
            .Select(account => account.DisplayName).SingleOrDefaultAsync();
        return name is null ? ([], null)
            : ([new ActorPosition(usable.PositionId, usable.Role, usable.AgencyCode, usable.OfficeCode)
                { Former = await delegations.FormerOf(usable.AgencyCode, usable.OfficeCode), Words = Words(usable.Role, null) }],
                new ActedFor(id, usable.AccountId, name));
    }

    private async Task<IReadOnlyList<ActorPosition>> Own(Guid accountId) => Positions(await staffing.PositionsOf(accountId, clock.GetUtcNow()));

    private static IReadOnlyList<ActorPosition> Positions(IReadOnlyList<PositionView> held) =>
        [.. held.Select(position => new ActorPosition(position.Id, position.Role, position.AgencyCode, position.OfficeCode)
            { Former = position.Former, Line = position.Line, Words = Words(position.Role, position.AgencyName) })];

    private static string Words(string role, string? agency) =>
        Roles.Names.GetValueOrDefault(role, role) + (agency is null ? "" : $", {agency}");

    private static string Mark(IReadOnlyList<ActorPosition> positions) =>
        string.Join(' ', positions.Select(position => position.Line.ToString("n")).Order(StringComparer.Ordinal));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private sealed record Row(Guid Id, Guid AccountId, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string? Positions, Guid? DelegationId,
        string Kind, string DisplayName, bool MustChange, string? Phone, string? PersonalId, string? TaxCode, string? Scope,
        IReadOnlyList<PositionView> Held)
    {
        public static Row Read(NpgsqlDataReader row)
        {
            string? Text(int at) => row.IsDBNull(at) ? null : row.GetString(at);
            return new(row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), Text(4),
                row.IsDBNull(5) ? null : row.GetGuid(5), row.GetString(6), row.GetString(7), row.GetBoolean(8), Text(10), Text(11), Text(12), Text(9),
                row.IsDBNull(13) ? [] : Staffing.ReadHeld(row.GetFieldValue<byte[]>(13)));
        }

        public Actor Actor(IReadOnlyList<ActorPosition> positions, ActedFor? acts) => Kind switch
        {
            "organisation" => new Actor(AccountId, ActorKind.Organisation, DisplayName, "organisation", TaxCode, Phone),
            "citizen" => new Actor(AccountId, ActorKind.Citizen, DisplayName, "person", PersonalId, Phone),
            "program" when Scope == Programs.ConnectedProgram.File => new Actor(AccountId, ActorKind.Program, DisplayName, IsProgram: true),
            "program" => new Actor(AccountId, ActorKind.Staff, DisplayName, HeldPositions: positions, IsProgram: true),
            _ => new Actor(AccountId, ActorKind.Staff, DisplayName, Phone: Phone, HeldPositions: positions, ActsFor: acts),
        };
    }
}
