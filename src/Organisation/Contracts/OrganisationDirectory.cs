using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Danh bạ tổ chức: units, agencies and one-stop offices as they stood on a date. Nothing here assumes a district. Without
/// a date the row of today is given, or the last one of something that has ended.
/// </summary>
public sealed class OrganisationDirectory(Db db, TimeProvider clock)
{
    public async Task<UnitView?> Unit(string code, DateOnly at) => (await Units(at, code, null)) is [var unit, ..] ? unit : null;

    /// <summary>The province (one installation, one province) as it stands on that day.</summary>
    public Task<IReadOnlyList<UnitView>> Provinces(DateOnly at) => Units(at, null, 1);

    /// <summary>Former names of communes that led to a unit of that day: "Xã Đất Mũi, huyện Ngọc Hiển".</summary>
    public async Task<IReadOnlyList<CommuneFound>> FormerCommunes(DateOnly at) =>
        await db.Database.SqlQuery<CommuneFound>($"""
            select c.new_code as code, min(u.full_name) as full_name,
                   c.old_full_name || coalesce(', ' || lower(left(c.old_district_name, 1)) || substr(c.old_district_name, 2), '') as former_name,
                   bool_and(c.share = 'whole') as whole, max(c.change_date) as changed, min(p.full_name) as province
            from organisation.administrative_unit_change c
            left join organisation.administrative_unit p on p.code = c.old_province_code and p.level = 1 and p.valid_from < c.change_date
            join organisation.administrative_unit u on u.code = c.new_code and u.level = 3
                and coalesce(u.valid_from, '-infinity') <= {at} and coalesce(u.valid_to, 'infinity') >= {at}
            where c.change_date <= {at}
            group by 1, 3 order by 3, 1
            """).ToListAsync();

    /// <summary>All communes and wards of that day, by name.</summary>
    public Task<IReadOnlyList<UnitView>> Communes(DateOnly at) => Units(at, null, 3);

    public async Task<AgencyView?> Agency(string code, DateOnly? at = null)
    {
        if (at is { } day) return await Agencies(day, code) is [var agency, ..] ? agency : null;
        var today = clock.Today();
        return await db.Database.SqlQuery<AgencyView>($"""
            select code, name, short_name, kind, level, parent_code, admin_unit_code, unit_code, unit_code_verified, generated, valid_from, valid_to
            from organisation.agency where code = {code}
            order by (valid_from <= {today} and (valid_to is null or valid_to >= {today})) desc, valid_from desc limit 1
            """).SingleOrDefaultAsync();
    }

    /// <summary>"Ủy ban nhân dân xã Đất Mũi (UBND-32248)", for somebody who must find it in a list as well; the code alone when nothing bears it.</summary>
    public async Task<string> AgencyWords(string code) => await Agency(code) is { } agency ? $"{agency.Name} ({code})" : code;

    /// <summary>As it is called today; the code where nothing is known under it.</summary>
    public async Task<string> AgencyName(string code)
    {
        var today = clock.Today();
        return (await db.Ask($"""
            select name from organisation.agency where code = {code} and valid_from <= {today} and (valid_to is null or valid_to >= {today})
            order by level, name limit 1
            """, row => row.GetString(0))).FirstOrDefault() ?? code;
    }

    /// <summary>As it is called today; the code where nothing is known under it.</summary>
    public async Task<string> OfficeName(string code) => (await Office(code, clock.Today()))?.Name ?? code;

    public Task<IReadOnlyList<AgencyView>> Agencies(DateOnly at) => Agencies(at, null);

    /// <summary>Codes of all agencies of all times.</summary>
    public async Task<IReadOnlyCollection<string>> AgencyCodes() =>
        await db.Database.SqlQuery<string>($"""select distinct code as "Value" from organisation.agency""").ToListAsync();

    /// <summary>Who does the agency's work on that day: itself, or its successor after a reorganisation.</summary>
    public async Task<AgencyView?> Successor(string code, DateOnly at)
    {
        for (var hop = 0; hop < 5; hop++)
        {
            if (await Agency(code, at) is { } agency) return agency;
            var next = await db.Database.SqlQuery<string>($"""
                select successor_code as "Value" from organisation.agency
                where code = {code} and valid_to < {at} and successor_code is not null order by valid_to desc limit 1
                """).SingleOrDefaultAsync();
            if (next is null || next == code) return null;
            code = next;
        }
        return null;
    }

    /// <summary>Ủy ban nhân dân of a unit on that day; of a unit that was reorganised away, who does its work.</summary>
    public async Task<AgencyView?> CommitteeOf(string adminUnitCode, DateOnly at)
    {
        var code = await db.Database.SqlQuery<string>($"""
            select code as "Value" from organisation.agency
            where admin_unit_code = {adminUnitCode} and kind = 'ubnd' and valid_from <= {at} and (valid_to is null or valid_to >= {at}) limit 1
            """).SingleOrDefaultAsync();
        if (code is not null) return await Agency(code, at);
        var gone = await db.Database.SqlQuery<string>($"""
            select code as "Value" from organisation.agency where admin_unit_code = {adminUnitCode} and kind = 'ubnd' and valid_to < {at}
                and successor_code is not null order by valid_to desc limit 1
            """).SingleOrDefaultAsync();
        return gone is null ? null : await Successor(gone, at);
    }

    /// <summary>The office that receives on that day for one that people still name: itself, or where it went when it closed.</summary>
    public async Task<OfficeView?> OfficeFor(string code, DateOnly at)
    {
        if (await Office(code, at) is { } open) return open;
        var heir = await db.Database.SqlQuery<string>($"""
            select f.heir as "Value" from organisation.former_code f join organisation.office o on o.code = f.heir and o.valid_from <= {at}
                and (o.valid_to is null or o.valid_to >= {at}) where f.code = {code} limit 1
            """).SingleOrDefaultAsync();
        return heir is null ? null : await Office(heir, at);
    }

    public async Task<OfficeView?> Office(string code, DateOnly? at = null)
    {
        if (at is { } day) return await Offices(day, code, null, null) is [var office, ..] ? office : null;
        var today = clock.Today();
        return await db.Database.SqlQuery<OfficeView>($"""
            select code, name, kind, agency_code, admin_unit_code, address, phone, valid_from, valid_to from organisation.office
            where code = {code}
            order by (valid_from <= {today} and (valid_to is null or valid_to >= {today})) desc, valid_from desc limit 1
            """).SingleOrDefaultAsync();
    }

    /// <summary>Offices of that day; of one agency or one unit when asked.</summary>
    public Task<IReadOnlyList<OfficeView>> Offices(DateOnly at, string? agencyCode = null, string? adminUnitCode = null) =>
        Offices(at, null, agencyCode, adminUnitCode);

    /// <summary>Điểm hỗ trợ of that day, by name.</summary>
    public async Task<IReadOnlyList<SupportPoint>> SupportPoints(DateOnly at) =>
        await db.Database.SqlQuery<SupportPoint>($"""
            select code, name, address from organisation.support_point
            where valid_from <= {at} and (valid_to is null or valid_to >= {at}) order by name, code
            """).ToListAsync();

    /// <summary>Null when nobody helps there today.</summary>
    public async Task<SupportPoint?> SupportPoint(string code) => (await SupportPoints(clock.Today())).FirstOrDefault(point => point.Code == code);

    /// <summary>Where the province's own procedures are received on that day.</summary>
    public async Task<OfficeView?> ProvincialCentre(DateOnly at) =>
        (await Offices(at)).FirstOrDefault(office => office.Kind == "serviceCentre");

    /// <summary>
    /// Communes whose present or former name holds the words, marks or not. A former name leads to the units that took it
    /// over; <see cref="CommuneFound.Whole"/> is false where only a part went there and a person must choose.
    /// </summary>
    public async Task<IReadOnlyList<CommuneFound>> SearchCommunes(string query, DateOnly at, int take = 20)
    {
        var words = TypedText.Within(new string([.. query.Where(sign => sign is not ('%' or '_' or '\\'))]), 100, "Tên xã, phường", "ten");
        if (words.Length == 0) return [];
        var pattern = $"%{words}%";
        return await db.Database.SqlQuery<CommuneFound>($"""
            select code, full_name, former_name, whole, null::text as province, null::date as changed from (
                select u.code, u.full_name, null::text as former_name, true as whole, 0 as rank
                from organisation.administrative_unit u
                where u.level = 3 and coalesce(u.valid_from, '-infinity') <= {at} and coalesce(u.valid_to, 'infinity') >= {at}
                  and platform.find_text(u.full_name) like platform.find_fold({pattern})
                union all
                select u.code, u.full_name, c.old_full_name || coalesce(', ' || lower(left(c.old_district_name, 1)) || substr(c.old_district_name, 2), ''),
                       c.share = 'whole', 1
                from organisation.administrative_unit_change c
                join organisation.administrative_unit u on u.code = c.new_code and u.level = 3
                    and coalesce(u.valid_from, '-infinity') <= {at} and coalesce(u.valid_to, 'infinity') >= {at}
                where c.change_date <= {at} and platform.find_text(c.old_full_name) like platform.find_fold({pattern})
                  and lower(c.old_full_name) <> lower(u.full_name)
            ) found
            order by rank, full_name, former_name limit {take}
            """).ToListAsync();
    }

    private async Task<IReadOnlyList<UnitView>> Units(DateOnly at, string? code, int? level) =>
        await db.Database.SqlQuery<UnitView>($"""
            select code, name, full_name, type, level, parent_code, valid_from, valid_to, centroid_lat as latitude, centroid_lon as longitude
            from organisation.administrative_unit
            where coalesce(valid_from, '-infinity') <= {at} and coalesce(valid_to, 'infinity') >= {at}
              and ({code}::text is null or code = {code}) and ({level}::int is null or level = {level})
            order by name, code
            """).ToListAsync();

    private async Task<IReadOnlyList<AgencyView>> Agencies(DateOnly at, string? code) =>
        await db.Database.SqlQuery<AgencyView>($"""
            select code, name, short_name, kind, level, parent_code, admin_unit_code, unit_code, unit_code_verified, generated, valid_from, valid_to
            from organisation.agency
            where valid_from <= {at} and (valid_to is null or valid_to >= {at}) and ({code}::text is null or code = {code})
            order by level, name
            """).ToListAsync();

    private async Task<IReadOnlyList<OfficeView>> Offices(DateOnly at, string? code, string? agencyCode, string? unit) =>
        await db.Database.SqlQuery<OfficeView>($"""
            select code, name, kind, agency_code, admin_unit_code, address, phone, valid_from, valid_to from organisation.office
            where valid_from <= {at} and (valid_to is null or valid_to >= {at}) and ({code}::text is null or code = {code})
              and ({agencyCode}::text is null or agency_code = {agencyCode}) and ({unit}::text is null or admin_unit_code = {unit})
            order by kind desc, name, code
            """).ToListAsync();
}
