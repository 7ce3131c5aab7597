using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>Công bố lịch của một năm: the rows, the notice, the version and its fact in one transaction.</summary>
internal sealed class PublishNotice(Db db, CalendarDesk desk, PublishCalendar publish)
{
    /// <param name="seen">The version whose difference was shown in the preview.</param>
    /// <param name="key">Of this preview: sent twice, there is one version.</param>
    /// <returns>Number of the new version.</returns>
    public async Task<int> Execute(Notice notice, int seen, string key)
    {
        desk.Guard();
        return await desk.Once(key, notice, async done =>
        {
            var days = "";
            var version = await publish.Execute(notice.Words, async newest =>
            {
                CalendarDesk.Same(seen, newest);
                days = await Write(notice);
            }, async made =>
            {
                await Keep(made, notice, days);
                done(made);
            });
            if (version is null) throw Refused.WrongState("Danh sách giống hệt lịch đang dùng nên không có gì để công bố");
        });
    }

    private async Task<string> Write(Notice notice)
    {
        var (first, last) = (new DateOnly(notice.Year, 1, 1), new DateOnly(notice.Year, 12, 31));
        var old = (await db.Database.SqlQuery<Decided>($"""
            select date, name, kind, decision, confidence from organisation.holiday where date between {first} and {last}
            """).ToListAsync())
            .ToDictionary(day => day.Date);
        // The loader derives the state of a year from the confidence of its rows, so both say the same.
        var days = JsonSerializer.Serialize(notice.Days.Select(day => new
        {
            date = day.Date, weekday = ReferenceFiles.WeekdayCode(day.Date), name = day.Name, kind = day.Kind, swap_with = day.SwapWith,
            decision = old.GetValueOrDefault(day.Date) is { } known && Stands(known, day, notice) ? known.Decision : notice.Decision,
            confidence = notice.Official ? "high" : "low",
        }));
        await db.Database.ExecuteSqlAsync($"delete from organisation.holiday where date between {first} and {last}");
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.holiday (date, weekday, name, kind, swap_with, decision, confidence)
            select d.date, d.weekday, d.name, d.kind, d.swap_with, d.decision, d.confidence
            from jsonb_to_recordset({days}::jsonb) as d (date date, weekday text, name text, kind text, swap_with date, decision text, confidence text)
            """);
        var status = notice.Official ? YearState.Official : YearState.Provisional;
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.calendar_year (year, status, basis)
            select {notice.Year}, {status}, string_agg(distinct decision, '; ') from organisation.holiday where date between {first} and {last}
            on conflict (year) do update set status = excluded.status, basis = excluded.basis
            """);
        return days;
    }

    private Task<int> Keep(int version, Notice notice, string days)
    {
        var status = notice.Official ? YearState.Official : YearState.Provisional;
        var past = notice.PastReason.Length > 0 ? notice.PastReason : null;
        return db.Database.ExecuteSqlAsync($"""
            insert into organisation.calendar_notice (version, year, status, document_number, document_date, reason, past_reason, days)
            values ({version}, {notice.Year}, {status}, {notice.Number}, {notice.Dated}, {notice.Reason}, {past}, {days}::jsonb)
            """);
    }

    /// <summary>An official day that stays as it was keeps the document that decided it.</summary>
    private static bool Stands(Decided old, CalendarDay day, Notice notice) =>
        notice.Official && old.Confidence != "low" && old.Kind == day.Kind && old.Name == day.Name;

    private sealed record Decided(DateOnly Date, string Name, string Kind, string Decision, string? Confidence);
}
