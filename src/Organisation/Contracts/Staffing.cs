using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Vị trí công tác: who holds which role where, at an instant; nobody acts for an agency that is no more. Changes are tracked; the caller saves.
/// </summary>
public sealed class Staffing(Db db, EventLog log)
{
    public async Task<IReadOnlyList<PositionView>> PositionsOf(Guid account, DateTimeOffset at) => ReadHeld(
        (await db.Ask(FormattableStringFactory.Create("select " + HeldOn("{0}", "{1}"), account, at.Day()), row => row.GetFieldValue<byte[]>(0))).Single());

    /// <summary>
    /// The positions of an account on a day, as JSON for <see cref="ReadHeld"/>: in another question, so that who is recognised at every request is so in one
    /// round trip.
    /// </summary>
    /// <param name="account">The id, as an expression of that question.</param>
    /// <param name="day">The day, likewise.</param>
    public static string HeldOn(string account, string day) => $"""
        (select coalesce(json_agg(held order by held.agency_code, held.office_code, held.role), '[]') from (
            select p.id, p.account_id, p.agency_code, p.office_code, p.role, p.valid_from, p.valid_to,
                array(select code from organisation.former_code f where f.heir in (p.agency_code, p.office_code)) as former,
                coalesce((select c.line from organisation.continued_position c where c.position_id = p.id), p.id) as line, a.short_name as agency_name
            from organisation.position p
            cross join lateral (select short_name from organisation.agency a where a.code = p.agency_code and a.valid_from <= {day}
                and (a.valid_to is null or a.valid_to >= {day}) order by a.valid_from desc limit 1) a
            where p.account_id = {account} and p.valid_from <= {day} and (p.valid_to is null or p.valid_to >= {day})) held)
        """;

    public static IReadOnlyList<PositionView> ReadHeld(ReadOnlySpan<byte> held) => JsonSerializer.Deserialize<List<PositionView>>(held, RowJson.Columns)!;

    /// <summary>What each of these accounts holds at that instant.</summary>
    public async Task<IReadOnlyList<PositionView>> Held(Guid[] accounts, DateTimeOffset at)
    {
        var day = at.Day();
        return await db.Database.SqlQuery<PositionView>($"""
            select id, account_id, agency_code, office_code, role, valid_from, valid_to from organisation.position
            where account_id = any({accounts}) and valid_from <= {day} and (valid_to is null or valid_to >= {day}) order by role, agency_code, office_code
            """).ToListAsync();
    }

    /// <summary>Who holds what in these agencies (with all their offices) or in these offices; empty: anywhere.</summary>
    public async Task<IReadOnlyList<PositionView>> HeldIn(string[] agencies, string[] offices, DateOnly day)
    {
        var anywhere = agencies.Length + offices.Length == 0;
        return await db.Database.SqlQuery<PositionView>($"""
            select id, account_id, agency_code, office_code, role, valid_from, valid_to from organisation.position
            where ({anywhere} or agency_code = any({agencies}) or office_code = any({offices}))
              and valid_from <= {day} and (valid_to is null or valid_to >= {day}) order by agency_code, role, office_code, account_id
            """).ToListAsync();
    }

    /// <summary>Everybody who holds the role in the agency (or, when given, in the office).</summary>
    public async Task<IReadOnlyList<PositionView>> Holders(string role, string agencyCode, string? officeCode, DateTimeOffset at)
    {
        var day = at.Day();
        return await db.Database.SqlQuery<PositionView>($"""
            select id, account_id, agency_code, office_code, role, valid_from, valid_to from organisation.position p
            where role = {role} and agency_code = {agencyCode} and ({officeCode}::text is null or office_code = {officeCode})
              and valid_from <= {day} and (valid_to is null or valid_to >= {day})
              and exists (select from organisation.agency a where a.code = p.agency_code and a.valid_from <= {day} and (a.valid_to is null
                  or a.valid_to >= {day}))
            order by account_id
            """).ToListAsync();
    }

    /// <summary>Accounts that hold the role, wherever it is.</summary>
    public async Task<IReadOnlyList<Guid>> HoldersAnywhere(string role, DateTimeOffset at)
    {
        var day = at.Day();
        return await db.Database.SqlQuery<Guid>($"""
            select distinct account_id as "Value" from organisation.position where role = {role} and valid_from <= {day}
                and (valid_to is null or valid_to >= {day})
            """).ToListAsync();
    }

    /// <summary>Agencies in which somebody holds one of the roles.</summary>
    public async Task<IReadOnlySet<string>> AgenciesWith(string[] roles, DateTimeOffset at)
    {
        var day = at.Day();
        return (await db.Database.SqlQuery<string>($"""
            select distinct agency_code as "Value" from organisation.position
            where role = any({roles}) and valid_from <= {day} and (valid_to is null or valid_to >= {day})
            """).ToListAsync()).ToHashSet(StringComparer.Ordinal);
    }

    /// <returns>Id of the position. The same position twice is refused by the database.</returns>
    public Guid Grant(Guid account, string role, string agencyCode, string? officeCode, DateOnly from, DateOnly? to = null, string? reason = null)
    {
        if (!Roles.Names.ContainsKey(role)) throw new Refused(400, "Chọn vai trò trong danh sách", "role");
        if (to < from) throw new Refused(400, $"Ngày kết thúc phải sau ngày bắt đầu ({from:dd/MM/yyyy})", "validTo");
        var position = new Position
        {
            Id = Guid.CreateVersion7(), AccountId = account, AgencyCode = agencyCode, OfficeCode = officeCode,
            Role = role, ValidFrom = from, ValidTo = to,
        };
        db.Add(position);
        log.Record($"account/{account}", new PositionGranted(position.Id, account, agencyCode, officeCode, role, from, to), reason);
        return position.Id;
    }

    /// <summary>Whether the account holds that position on one of these days.</summary>
    public Task<bool> Overlaps(Guid account, string role, string agencyCode, string? officeCode, DateOnly from, DateOnly? to) =>
        db.Set<Position>().AnyAsync(p => p.AccountId == account && p.Role == role && p.AgencyCode == agencyCode && p.OfficeCode == officeCode
            && (to == null || p.ValidFrom <= to) && (p.ValidTo == null || p.ValidTo >= from));

    /// <summary>Positions of all times, newest first.</summary>
    public async Task<IReadOnlyList<PositionView>> Positions(Guid account) =>
        await db.Set<Position>().AsNoTracking().Where(p => p.AccountId == account).OrderByDescending(p => p.ValidFrom).ThenBy(p => p.Id)
            .Select(p => new PositionView(p.Id, p.AccountId, p.AgencyCode, p.OfficeCode, p.Role, p.ValidFrom, p.ValidTo)).ToListAsync();

    /// <summary>Kết thúc vị trí: earlier than was written, never later; later is a new position.</summary>
    /// <param name="of">Whose position it must be.</param>
    /// <returns>The role.</returns>
    public async Task<string> End(Guid positionId, DateOnly lastDay, string reason, Guid? of = null)
    {
        var position = await db.Set<Position>().FindAsync(positionId);
        if (position is null || of is { } account && position.AccountId != account)
            throw Refused.NotFound("Không tìm thấy vị trí này. Mở lại trang của cán bộ");
        if (lastDay < position.ValidFrom)
            throw new Refused(400, $"Ngày kết thúc phải từ ngày bắt đầu ({position.ValidFrom:dd/MM/yyyy}) trở đi", "lastDay");
        if (position.ValidTo is { } last && lastDay >= last)
            throw new Refused(400, $"Vị trí này đã hết từ {last:dd/MM/yyyy}. Muốn giữ tiếp thì giao vị trí mới", "lastDay");
        position.ValidTo = lastDay;
        log.Record($"account/{position.AccountId}", new PositionEnded(positionId, position.AccountId, lastDay), reason);
        return position.Role;
    }
}
