using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>Đặt giờ làm việc của một bộ phận từ một ngày: what held before ends the day before, and a new calendar version says so.</summary>
internal sealed class SetHours(Db db, CalendarDesk desk, PublishCalendar publish)
{
    /// <returns>Number of the new version.</returns>
    public async Task<int> Execute(NewHours hours, string officeName, int seen, string key)
    {
        desk.Guard();
        return await desk.Once(key, hours, async done =>
        {
            var reason = $"Giờ làm việc của {officeName} từ {Vi.Date(hours.From)}: {hours.Reason}";
            var version = await publish.Execute(reason, async newest =>
            {
                CalendarDesk.Same(seen, newest);
                await RefuseSame(hours);
                await Write(hours);
            }, made =>
            {
                done(made);
                return Task.CompletedTask;
            });
            if (version is null) throw Refused.WrongState("Giờ mới giống hệt giờ đang dùng nên không có gì để đổi");
        });
    }

    private async Task RefuseSame(NewHours hours)
    {
        var periods = (await OfficeHoursReading.Periods(db, hours.Office))[hours.Office].ToList();
        var saturday = hours.Saturday.Count == 0 ? "nghỉ"
            : new HoursPeriod(hours.From, null, 6, OfficeHoursReading.Words(hours.Saturday), hours.SaturdayCounts, null).Words;
        // Hours that begin later would still be replaced.
        if (periods.All(period => period.ValidFrom <= hours.From) && periods.All(period => !period.IsAt(hours.From) || period.ValidTo is null)
            && OfficeHoursReading.On(periods, hours.From) == (OfficeHoursReading.Words(hours.Working), saturday))
            throw new Refused(400, $"Từ ngày {Vi.Date(hours.From)} bộ phận đã theo đúng giờ này, không có gì để đổi", "from");
    }

    /// <summary>A Sunday on which the office receives people is not in this form and stays.</summary>
    private async Task Write(NewHours hours)
    {
        var (office, from, last) = (hours.Office, hours.From, hours.From.AddDays(-1));
        await db.Database.ExecuteSqlAsync($"""
            delete from organisation.office_hours where office_code = {office} and valid_from >= {from} and (weekday is null or weekday = 6)
            """);
        await db.Database.ExecuteSqlAsync($"""
            update organisation.office_hours set valid_to = {last} where office_code = {office} and (valid_to is null or valid_to >= {from})
            and (weekday is null or weekday = 6)
            """);
        var rows = JsonSerializer.Serialize(hours.Working.Select(span => Row(span, null)).Concat(hours.Saturday.Select(span => Row(span, 6))));
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.office_hours (office_code, valid_from, opens_at, closes_at, weekday, counts, basis)
            select {office}, {from}, r.opens, r.closes, r.weekday, r.counts, r.basis
            from jsonb_to_recordset({rows}::jsonb) as r (opens time, closes time, weekday int, counts boolean, basis text)
            """);

        object Row(HourSpan span, int? weekday) => new
        {
            opens = span.Opens, closes = span.Closes, weekday, counts = weekday is not null && hours.SaturdayCounts,
            basis = weekday is null ? null : hours.Basis
        };
    }
}
