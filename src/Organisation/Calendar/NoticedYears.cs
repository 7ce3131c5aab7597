using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Loading;

namespace MotCua.Organisation.Calendar;

/// <summary>
/// Years that an administrator has published on the page. The file of holidays does not bend them, whatever it says: an
/// update of the product would otherwise bring back a day that was taken out, and dates would move by themselves.
/// </summary>
internal static class NoticedYears
{
    private const string Newest = "select distinct on (year) year, days from organisation.calendar_notice order by year, version desc";

    /// <summary>After the rows of the file: the years of the page stand again as they were published.</summary>
    public static readonly IReadOnlyList<string> Restore =
    [
        "delete from organisation.holiday where extract(year from date)::int in (select year from organisation.calendar_notice)",
        $"""
        insert into organisation.holiday (date, weekday, name, kind, swap_with, decision, confidence)
        select d.date, d.weekday, d.name, d.kind, d.swap_with, d.decision, d.confidence
        from ({Newest}) as n, jsonb_to_recordset(n.days) as d (date date, weekday text, name text, kind text, swap_with date, decision text, confidence text)
        """,
    ];

    /// <summary>What is doubtful after a load: years of the file that the page keeps, and years without any day.</summary>
    public static async Task<IReadOnlyList<FileReport>> Doubts(Db db, string folder, DateOnly today)
    {
        var path = Path.Combine(folder, ReferenceFiles.Holidays.Name);
        if (!File.Exists(path)) return [];
        var rows = ReferenceFiles.Holidays.Read(await File.ReadAllBytesAsync(path)).Rows;
        var known = await db.Database.SqlQuery<int>($"""select year as "Value" from organisation.calendar_year""").ToListAsync();
        // A trial has put the rows of the file back out of the table.
        var doubts = (await Kept(db, rows)).Concat(Missing([.. known.Union(rows.Select(YearOf))], today))
            .Select(words => new RowProblem(ReferenceFiles.Holidays.Name, 0, "", words)).ToList();
        return doubts.Count == 0 ? [] : [new FileReport("Lịch làm việc", 0, 0, 0, 0, doubts)];
    }

    /// <summary>Years without a calendar between known ones, and this year when it has none.</summary>
    internal static IEnumerable<string> Missing(IReadOnlyCollection<int> known, DateOnly today)
    {
        var until = known.Count == 0 ? today.Year : Math.Max(known.Max(), today.Year);
        var from = known.Count == 0 ? today.Year : Math.Min(known.Min(), today.Year);
        return Enumerable.Range(from, until - from + 1).Except(known).Select(year =>
            $"Thiếu lịch năm {year}. Hạn chạm năm này là ngày dự kiến: mới trừ cuối tuần và ngày lễ dương lịch, chưa trừ Tết Nguyên đán. "
            + $"Thêm các dòng của năm {year} rồi nạp lại, hoặc nhập trên trang /quan-tri/lich-lam-viec/{year}");
    }

    private static async Task<IEnumerable<string>> Kept(Db db, IReadOnlyList<SourceRow> rows)
    {
        var noticed = await db.Database.SqlQuery<int>($"""select distinct year as "Value" from organisation.calendar_notice""").ToListAsync();
        if (noticed.Count == 0) return [];
        var days = await db.Database.SqlQuery<CalendarDay>($"select date, name, kind, swap_with from organisation.holiday").ToListAsync();
        var ours = days.Select(day => $"{day.Date:yyyy-MM-dd}|{day.Kind}|{day.Name}").ToHashSet(StringComparer.Ordinal);
        return rows.Where(row => !ours.Contains(row.Key(["date", "kind", "name"])))
            .Select(YearOf).Where(noticed.Contains).Distinct().Order()
            .Select(year => $"Năm {year} đã công bố trên trang /quan-tri/lich-lam-viec/{year}; các dòng khác của năm này trong tệp không được dùng. Muốn đổi, "
                + $"công bố lại trên trang đó");
    }

    private static int YearOf(SourceRow row) => int.Parse(row["date"].AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
}
