using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;

namespace MotCua.Dossiers.Clock;

internal static class ClockCalendars
{
    /// <summary>The calendar versions that a ledger names, and the newest for an entry still to be written.</summary>
    public static async Task<ClockBasis> Basis(this Calendars calendars, string office, RuleSet rules, IReadOnlyCollection<ClockEntry> entries)
    {
        var named = entries.Where(entry => entry.CalendarVersion is not null).Select(entry => entry.CalendarVersion!.Value).ToHashSet();
        var newest = await calendars.Newest();
        var known = new Dictionary<int, WorkingCalendar>();
        foreach (var version in named.Append(newest).Distinct()) known[version] = await calendars.Of(office, version);
        return new ClockBasis(rules, newest, version => known[version]);
    }
}
