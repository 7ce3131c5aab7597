using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;

namespace MotCua.Organisation.Calendar;

/// <summary>One year of the list.</summary>
/// <param name="Basis">The deciding document; null when there is none.</param>
internal sealed record YearLine(int Year, string State, int WorkingDays, string? Basis, int Promises);

/// <summary>Một phiên bản lịch and what it set going.</summary>
internal sealed record VersionLine(int Version, DateTimeOffset At, string ActorName, string Reason);

/// <summary>What a notice would change.</summary>
/// <param name="Seen">The version it is compared with.</param>
/// <param name="Change">null: nothing that a date depends on.</param>
internal sealed record NoticePreview(int Seen, IReadOnlyList<string> Sentences, CalendarChange? Change, int Touched, bool BendsPast);

/// <summary>Lịch làm việc as its pages show it.</summary>
internal sealed class CalendarReading(Db db, CalendarDesk desk, Calendars calendars, ICalendarPromises promises)
{
    // Far enough that the warning comes before a long term reaches the new year.
    private const int ReachMonths = 6;

    public async Task<IReadOnlyList<YearLine>> Years()
    {
        var content = await calendars.Content(await desk.Newest());
        var calendar = content.For("", 0);
        var open = await promises.ByYear();
        var known = await db.Database.SqlQuery<YearRow>($"""
            select y.year, y.status, coalesce((select n.document_number || ' (' || to_char(n.document_date, 'DD/MM/YYYY') || ')'
                from organisation.calendar_notice n where n.year = y.year order by n.version desc limit 1), y.basis) as basis
            from organisation.calendar_year y
            """).ToListAsync();
        var rows = known.ToDictionary(row => row.Year);
        return [.. rows.Keys.Union(open.Keys).Union([desk.Today.Year, desk.Today.Year + 1]).OrderDescending().Select(year =>
            new YearLine(year, rows.GetValueOrDefault(year)?.Status ?? YearState.Unknown, WorkingDays(calendar, year), rows.GetValueOrDefault(year)?.Basis,
            open.GetValueOrDefault(year)))];
    }

    /// <summary>Why somebody should act on the year now; null when nothing presses.</summary>
    public string? Warning(YearLine line)
    {
        if (line.State == YearState.Official) return null;
        var lacks = line.State == YearState.Unknown ? $"Năm {line.Year} chưa có lịch nghỉ" : $"Lịch năm {line.Year} mới là tạm tính";
        if (line.Promises > 0) return $"{lacks}, mà {line.Promises} hồ sơ đang mở hẹn trả trong năm này. Các ngày hẹn đó là ngày dự kiến.";
        if (line.Year == desk.Today.Year) return $"{lacks}. Mọi ngày hẹn trong năm là ngày dự kiến.";
        return line.Year > desk.Today.Year && line.Year <= desk.Today.AddMonths(ReachMonths).Year
            ? $"{lacks}. Thời hạn dài sắp chạm năm này; hạn đó sẽ là ngày dự kiến." : null;
    }

    public async Task<string> StateOf(int year) =>
        (await db.Database.SqlQuery<string>($"""select status as "Value" from organisation.calendar_year where year = {year}""").ToListAsync()).FirstOrDefault()
        ?? YearState.Unknown;

    public async Task<IReadOnlyList<CalendarDay>> Days(int year)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        return await db.Database.SqlQuery<CalendarDay>($"""
            select date, name, kind, swap_with from organisation.holiday where date between {first} and {last} order by date
            """).ToListAsync();
    }

    public async Task<IReadOnlyList<VersionLine>> Versions(int most) =>
        await db.Database.SqlQuery<VersionLine>($"select version, at, actor_name, reason from organisation.calendar_version order by version desc limit {most}")
        .ToListAsync();

    public async Task<NoticePreview> Preview(Notice notice)
    {
        var seen = await desk.Newest();
        var (before, state) = (await Days(notice.Year), await StateOf(notice.Year));
        var content = await calendars.Content(seen);
        var after = With(content, notice);
        var sentences = new List<string>();
        var next = notice.Official ? YearState.Official : YearState.Provisional;
        if (state != next) sentences.Add($"Tình trạng lịch năm {notice.Year}: từ {YearState.Words(state)} thành {YearState.Words(next)}");
        var (was, now) = (WorkingDays(content.For("", 0), notice.Year), WorkingDays(after.For("", 0), notice.Year));
        sentences.Add(was == now ? $"Số ngày làm việc của năm vẫn là {now}" : $"Số ngày làm việc của năm: từ {was} thành {now}");
        sentences.AddRange(CalendarDifference.Between(before, notice.Days).Select(change => change.Words));
        var change = after.ChangeFrom(content);
        return new NoticePreview(seen, sentences, change, change is null ? 0 : await promises.Touched(change), notice.PastReason.Length > 0);
    }

    private static CalendarContent With(CalendarContent content, Notice notice) => content with
    {
        Days = [.. content.Days.Where(day => day.Date.Year != notice.Year)
            .Concat(notice.Days.Select(day => new SpecialDay(day.Date, day.Name, day.Kind == DayKind.MakeUp)))],
        Years = notice.Official ? [.. content.Years.Union([notice.Year])] : [.. content.Years.Where(year => year != notice.Year)],
    };

    private static int WorkingDays(WorkingCalendar calendar, int year) => calendar.WorkingDaysAfter(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31));

    private sealed record YearRow(int Year, string Status, string? Basis);
}
