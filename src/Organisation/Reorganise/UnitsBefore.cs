using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Organisation.Reorganise;

internal sealed record AgencyBefore(string Code, DateOnly ValidFrom, DateOnly? ValidTo, string Name, string ShortName, string Kind, int Level,
    string? ParentCode, string? AdminUnitCode, string UnitCode, string? Address);

internal sealed record OfficeBefore(string Code, DateOnly ValidFrom, DateOnly? ValidTo, string Name, string Kind, string AgencyCode, string? Address);

internal sealed record PositionBefore(Guid Id, Guid AccountId, string AgencyCode, string? OfficeCode, string Role, DateOnly ValidFrom, DateOnly? ValidTo);

internal sealed record DelegationBefore(Guid Id, Guid PositionId, Guid DelegateId, DateOnly ValidFrom, DateOnly ValidTo, string Basis);

internal sealed record CommuneBefore(string Era, string Code, string FullName, string Type, string? ParentCode, DateOnly? ValidFrom);

/// <summary>
/// What stands on the last day before: everything that a reorganisation writes again. Its digest is what the approver has seen; dossiers come and
/// go meanwhile and are no part of it.
/// </summary>
internal sealed record UnitsBefore(IReadOnlyList<AgencyBefore> Agencies, IReadOnlyList<OfficeBefore> Offices, IReadOnlyList<PositionBefore> Positions,
    IReadOnlyList<DelegationBefore> Delegations, IReadOnlyList<CommuneBefore> Communes)
{
    public string Digest(Reorganisation plan) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{plan.Revision} {JsonSerializer.Serialize(this, EventLog.Json)}")));

    public AgencyBefore? Of(string code) => Agencies.FirstOrDefault(agency => agency.Code == code);

    /// <param name="day">The first day of the new order.</param>
    public static async Task<UnitsBefore> Read(Db db, string[] units, DateOnly day)
    {
        var agencies = await db.Database.SqlQuery<AgencyBefore>($"""
            select code, valid_from, valid_to, name, short_name, kind, level, parent_code, admin_unit_code, unit_code, address
            from organisation.agency where code = any({units}) and valid_from <= {day} and (valid_to is null or valid_to >= {day}) order by code
            """).ToListAsync();
        var offices = await db.Database.SqlQuery<OfficeBefore>($"""
            select code, valid_from, valid_to, name, kind, agency_code, address from organisation.office
            where agency_code = any({units}) and valid_from <= {day} and (valid_to is null or valid_to >= {day}) order by code
            """).ToListAsync();
        var positions = await db.Database.SqlQuery<PositionBefore>($"""
            select id, account_id, agency_code, office_code, role, valid_from, valid_to from organisation.position
            where agency_code = any({units}) and (valid_to is null or valid_to >= {day}) order by id
            """).ToListAsync();
        var held = positions.Select(position => position.Id).ToArray();
        var delegations = await db.Database.SqlQuery<DelegationBefore>($"""
            select id, position_id, delegate_id, valid_from, valid_to, basis from organisation.delegation
            where position_id = any({held}) and ended_at is null and valid_to >= {day} order by id
            """).ToListAsync();
        var communes = agencies.Where(agency => agency is { Kind: "ubnd", Level: 3, AdminUnitCode: not null })
            .Select(agency => agency.AdminUnitCode!).ToArray();
        return new UnitsBefore(agencies, offices, positions, delegations, await db.Database.SqlQuery<CommuneBefore>($"""
            select era, code, full_name, type, parent_code, valid_from from organisation.administrative_unit
            where code = any({communes}) and level = 3 and coalesce(valid_from, '-infinity') <= {day} and coalesce(valid_to, 'infinity') >= {day} order by code
            """).ToListAsync());
    }
}
