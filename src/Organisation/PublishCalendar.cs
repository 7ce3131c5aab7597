using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;

namespace MotCua.Organisation;

/// <summary>Công bố lịch: freezes the tables as a new version when they say something else than the newest one.</summary>
internal sealed class PublishCalendar(Db db, EventLog log, CurrentActor current, Calendars calendars, TimeProvider clock)
{
    // What a promise depends on, and nothing else: the same content is the same version.
    private const string Content = """
        select jsonb_build_object(
            'days', (select coalesce(jsonb_agg(jsonb_build_object('date', date, 'name', name, 'isWorking', kind = 'makeup_working_day') order by date), '[]')
                from organisation.holiday),
            'years', (select coalesce(jsonb_agg(year order by year), '[]') from organisation.calendar_year where status = 'official'),
            'provisionalYears', (select coalesce(jsonb_agg(year order by year), '[]') from organisation.calendar_year where status = 'provisional'),
            'statutory', (select coalesce(jsonb_agg(jsonb_build_object('month', month, 'day', day, 'name', name, 'validFrom', valid_from, 'validTo', valid_to)
                order by month, day, valid_from), '[]') from organisation.statutory_day),
            'hours', (select coalesce(jsonb_object_agg(office_code, rows), '{}') from (
                select office_code, jsonb_agg(jsonb_build_object('validFrom', valid_from, 'validTo', valid_to, 'spans', spans, 'weekday', weekday, 'counts',
                    counts) order by valid_from, weekday) as rows
                from (select office_code, valid_from, valid_to, weekday, bool_or(counts) as counts,
                        jsonb_agg(jsonb_build_object('opens', opens_at, 'closes', closes_at) order by opens_at) as spans
                      from organisation.office_hours group by office_code, valid_from, valid_to, weekday) as one group by office_code) as offices))
        """;

    /// <summary>Braces stand for parameters there.</summary>
    private static readonly string Fresh = "select content::text as \"Value\" from ("
        + Content.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) + ") as fresh (content)";

    /// <param name="change">Writes the tables under the lock; gets the number of the newest version.</param>
    /// <param name="made">Runs in the same transaction when the new version exists.</param>
    /// <returns>The new version; null when nothing changed, and then nothing is kept of <paramref name="change"/> either.</returns>
    public async Task<int?> Execute(string reason, Func<int, Task>? change = null, Func<int, Task>? made = null)
    {
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('organisation.calendar'))");
        var before = await db.Database.SqlQuery<int>($"""select coalesce(max(version), 0) as "Value" from organisation.calendar_version""").SingleAsync();
        if (change is not null) await change(before);
        var fresh = await db.Database.SqlQueryRaw<string>(Fresh).SingleAsync();
        var content = JsonSerializer.Deserialize<CalendarContent>(fresh, EventLog.Json)!;
        if (before > 0 && content.ChangeFrom(await calendars.Content(before)) is null) return null;
        var (now, by) = (clock.GetUtcNow(), current.Value.Name);
        var version = (await db.Database.SqlQuery<int>($"""
            insert into organisation.calendar_version (at, actor_name, reason, content) values ({now}, {by}, {reason}, {fresh}::jsonb)
                returning version as "Value"
            """).ToListAsync()).Single();
        var differs = before > 0 ? content.ChangeFrom(await calendars.Content(before)) : null;
        log.Record("calendar", new CalendarPublished(version, differs?.From, differs?.Offices ?? []), reason);
        if (made is not null) await made(version);
        await db.Commit(transaction);
        calendars.Reload();
        return version;
    }
}
