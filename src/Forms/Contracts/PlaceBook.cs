using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;

namespace MotCua.Forms.Contracts;

/// <summary>Danh mục địa danh for addresses: provinces, today's communes of the home province, former names.</summary>
public sealed class PlaceBook(Db db, OrganisationDirectory directory, TimeProvider clock)
{
    private static readonly ConcurrentDictionary<(string Database, DateOnly Day, long Rows), Places> Known = new();

    /// <summary>What reading a form needs today.</summary>
    public async Task<FormContext> Context() => new(clock.Today(), await Places());

    public async Task<Places> Places()
    {
        var today = clock.Today();
        var rows = await db.Database.SqlQuery<long>($"""
            select (select count(*) from organisation.administrative_unit) * 1000003 + (select count(*) from organisation.administrative_unit_change) as "Value"
            """).SingleAsync();
        var key = (db.Database.GetDbConnection().ConnectionString, today, rows);
        if (Known.TryGetValue(key, out var known)) return known;
        var communes = (await directory.Communes(today)).Select(unit => new Place(unit.Code, unit.FullName)).ToList();
        var home = await db.Database.SqlQuery<Place>($"""
            select code, full_name as name from organisation.administrative_unit
            where level = 1 and coalesce(valid_from, '-infinity') <= {today} and coalesce(valid_to, 'infinity') >= {today} order by code
            """).ToListAsync();
        var former = await db.Database.SqlQuery<FormerPlace>($"""
            select c.old_full_name || coalesce(', ' || lower(left(c.old_district_name, 1)) || substr(c.old_district_name, 2), '') as name,
                   c.new_code as now_code, bool_and(c.share = 'whole') as whole
            from organisation.administrative_unit_change c
            join organisation.administrative_unit u on u.code = c.new_code and u.level = 3
                and coalesce(u.valid_from, '-infinity') <= {today} and coalesce(u.valid_to, 'infinity') >= {today}
            where c.change_date <= {today}
            group by 1, 2 order by 1, 2
            """).ToListAsync();
        var provinces = home.Concat(Provinces.All.Where(province => home.TrueForAll(own => own.Code != province.Code)))
            .OrderBy(place => home.Contains(place) ? 0 : 1).ThenBy(place => Bare(place.Name), Platform.Ui.Vi.NameOrder).ToList();
        return Known[key] = new Places(home.FirstOrDefault()?.Code ?? "", provinces, communes, former);
    }

    private static string Bare(string name) => name.Replace("Tỉnh ", "", StringComparison.Ordinal).Replace("Thành phố ", "", StringComparison.Ordinal);
}
