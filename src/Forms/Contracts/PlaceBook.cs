using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;

namespace MotCua.Forms.Contracts;

/// <summary>Danh mục địa danh for addresses: provinces, today's communes of the home province, former names.</summary>
public sealed class PlaceBook(Db db, OrganisationDirectory directory, TimeProvider clock)
{
    // Kept for a minute, as the calendars are: a list loaded by another process is seen soon, and no page pays for it.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<(string Database, DateOnly Day), (Places Places, long At)> Known = new();

    /// <summary>What reading a form needs today.</summary>
    public async Task<FormContext> Context() => new(clock.Today(), await Places());

    public async Task<Places> Places()
    {
        var today = clock.Today();
        var key = (db.Database.GetDbConnection().ConnectionString, today);
        if (Known.TryGetValue(key, out var known) && Stopwatch.GetElapsedTime(known.At) < Kept) return known.Places;
        var communes = (await directory.Communes(today)).Select(unit => new Place(unit.Code, unit.FullName)).ToList();
        var home = (await directory.Provinces(today)).Select(unit => new Place(unit.Code, unit.FullName)).ToList();
        var former = (await directory.FormerCommunes(today))
            .Select(unit => new FormerPlace(unit.FormerName!, unit.Code, unit.Whole, unit.Province, unit.Changed)).ToList();
        var provinces = home.Concat(Provinces.All.Where(province => home.TrueForAll(own => own.Code != province.Code)))
            .OrderBy(place => home.Contains(place) ? 0 : 1).ThenBy(place => Bare(place.Name), Platform.Ui.Vi.NameOrder).ToList();
        var places = new Places(home.FirstOrDefault()?.Code ?? "", provinces, communes, former);
        // An empty list is that of a house without its data yet: not worth keeping.
        if (communes.Count > 0) Known[key] = (places, Stopwatch.GetTimestamp());
        return places;
    }

    private static string Bare(string name) => name.Replace("Tỉnh ", "", StringComparison.Ordinal).Replace("Thành phố ", "", StringComparison.Ordinal);
}
