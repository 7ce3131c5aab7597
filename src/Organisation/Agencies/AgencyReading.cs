using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Text;

namespace MotCua.Organisation.Agencies;

/// <summary>One agency of the list.</summary>
/// <param name="Former">Every name under which people may still look for it.</param>
/// <param name="Offices">Names of its one-stop offices on that day.</param>
internal sealed record AgencyLine(string Code, string Name, string ShortName, string Kind, int Level, string? Parent, string[] Former, string[] Offices)
{
    /// <summary>The former name that answers the words, where the name of today does not.</summary>
    public string? FoundAs(string words) => words.Length == 0 || SearchFold.Finds($"{Name} {ShortName} {Code}", words)
        ? null : Former.FirstOrDefault(name => SearchFold.Finds(name, words));

    public bool Answers(string words) =>
        SearchFold.Finds($"{Name} {ShortName} {Code}", words) || FoundAs(words) is not null || Offices.Any(office => SearchFold.Finds(office, words));
}

/// <summary>One dated row of an agency.</summary>
internal sealed record AgencyPeriod(DateOnly ValidFrom, DateOnly? ValidTo, string Name, string ShortName, string? ParentCode, string? ParentName,
    string? Address, string? Phone, string? Website, string? SuccessorCode, string? SuccessorName, string Kind, int Level, string? AdminUnitCode,
    string UnitCode, bool UnitCodeVerified, Guid? KeptBy)
{
    public ContactDetails Contact => new(Address, Phone, Website);
}

/// <summary>One dated row of an office.</summary>
internal sealed record OfficePeriod(string Code, DateOnly ValidFrom, DateOnly? ValidTo, string Name, string Kind, string? Address, string? Phone,
    string? SuccessorName);

/// <summary>Cơ quan và bộ phận Một cửa, as the pages of the administrator show them.</summary>
internal sealed class AgencyReading(Db db, EventLog log, IEnumerable<IAgencyStakes> stakes)
{
    /// <summary>All agencies of that day, the province first.</summary>
    public async Task<IReadOnlyList<AgencyLine>> List(DateOnly day) => await db.Database.SqlQuery<AgencyLine>($"""
        select a.code, a.name, a.short_name, a.kind, a.level, p.short_name as parent,
            array(select b.name from organisation.agency b where b.code = a.code and b.valid_from < a.valid_from and b.name <> a.name
                  union select b.name from organisation.agency b where b.successor_code = a.code and b.code <> a.code and b.valid_to < {day}
                  union select c.old_full_name || coalesce(', ' || c.old_district_name, '') from organisation.administrative_unit_change c
                      where a.kind = 'ubnd' and a.level = 3 and c.new_code = a.admin_unit_code and c.change_date <= {day}) as former,
            array(select o.name from organisation.office o where o.agency_code = a.code and o.valid_from <= {day}
                  and (o.valid_to is null or o.valid_to >= {day}) order by o.kind desc, o.name) as offices
        from organisation.agency a
        left join organisation.agency p on p.code = a.parent_code and p.valid_from <= {day} and (p.valid_to is null or p.valid_to >= {day})
        where a.valid_from <= {day} and (a.valid_to is null or a.valid_to >= {day})
        order by a.level, case a.kind when 'ubnd' then a.level when 'mot_cua' then 2 else 3 end, platform.find_fold(a.name), a.code
        """).ToListAsync();

    /// <summary>Every dated row of the agency, newest first; none: there is no such agency.</summary>
    public async Task<IReadOnlyList<AgencyPeriod>> Periods(string code) => await db.Database.SqlQuery<AgencyPeriod>($"""
        select a.valid_from, a.valid_to, a.name, a.short_name, a.parent_code, (select p.short_name from organisation.agency p where p.code = a.parent_code
                order by p.valid_from <= a.valid_from desc, p.valid_from desc limit 1) as parent_name,
            a.address, a.phone, a.website, a.successor_code, (select s.name from organisation.agency s where s.code = a.successor_code
                order by s.valid_from desc limit 1) as successor_name, a.kind, a.level, a.admin_unit_code, a.unit_code, a.unit_code_verified, a.kept_by
        from organisation.agency a where a.code = {code} order by a.valid_from desc
        """).ToListAsync();

    /// <summary>Every dated row of the offices that were the agency's at some time.</summary>
    public async Task<IReadOnlyList<OfficePeriod>> Offices(string agency) => await db.Database.SqlQuery<OfficePeriod>($"""
        select o.code, o.valid_from, o.valid_to, o.name, o.kind, o.address, o.phone, (select s.name from organisation.office s where s.code = o.successor_code
            order by s.valid_from desc limit 1) as successor_name
        from organisation.office o where o.agency_code = {agency} order by o.valid_to is not null, o.code, o.valid_from desc
        """).ToListAsync();

    /// <summary>What was written of it and of its offices, newest first.</summary>
    public Task<IReadOnlyList<Event>> Log(string code) => log.Told($"agency/{code}", 50);

    public async Task<IReadOnlyList<AgencyStake>> Stakes(StakePlaces at)
    {
        var all = new List<AgencyStake>();
        foreach (var room in stakes) all.AddRange(await room.At(at));
        return [.. all.OrderBy(stake => stake.Rank)];
    }
}
