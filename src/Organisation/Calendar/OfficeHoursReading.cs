using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;

namespace MotCua.Organisation.Calendar;

/// <summary>One stretch of time with the same hours.</summary>
/// <param name="ValidTo">Inclusive; null = until somebody sets other hours.</param>
/// <param name="Counts">null for working days; of a Saturday whether it counts for terms.</param>
internal sealed record HoursPeriod(DateOnly ValidFrom, DateOnly? ValidTo, int? Weekday, string Hours, bool? Counts, string? Basis)
{
    public string Days => Weekday switch { null => "Ngày làm việc", 0 => "Chủ Nhật", _ => "Thứ Bảy" };

    public bool IsAt(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);

    public string Words => Counts switch { null => Hours, true => $"{Hours}, tính vào thời hạn", _ => $"{Hours}, chỉ tiếp nhận, không tính vào thời hạn" };
}

/// <summary>Giờ làm việc theo bộ phận, in words.</summary>
internal static class OfficeHoursReading
{
    public static readonly string Usual = Words(OfficeHours.Usual);

    /// <summary>All periods of the offices, newest first.</summary>
    public static async Task<ILookup<string, HoursPeriod>> Periods(Db db, string? office = null)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select office_code, valid_from, valid_to, weekday, opens_at, closes_at, counts, basis from organisation.office_hours
            where {office}::text is null or office_code = {office} order by valid_from desc, weekday nulls first, opens_at
            """).ToListAsync();
        return rows.GroupBy(row => (row.OfficeCode, row.ValidFrom, row.ValidTo, row.Weekday)).ToLookup(group => group.Key.OfficeCode, group => new HoursPeriod(
            group.Key.ValidFrom, group.Key.ValidTo, group.Key.Weekday, Words([.. group.Select(row => new HourSpan(row.OpensAt, row.ClosesAt))]),
            group.Key.Weekday is null ? null : group.Any(row => row.Counts), group.Select(row => row.Basis).FirstOrDefault(basis => basis is not null)));
    }

    /// <summary>What holds on a day: working days and, when the office is open on it, Saturday.</summary>
    public static (string Working, string Saturday) On(IEnumerable<HoursPeriod> periods, DateOnly day)
    {
        var now = periods.Where(period => period.IsAt(day)).ToList();
        return (now.FirstOrDefault(period => period.Weekday is null)?.Hours ?? Usual, now.FirstOrDefault(period => period.Weekday == 6)?.Words ?? "nghỉ");
    }

    public static string Words(IReadOnlyList<HourSpan> spans) => string.Join(" và ", spans.Select(span => $"{Vi.Time(span.Opens)}–{Vi.Time(span.Closes)}"));

    private sealed record Row(string OfficeCode, DateOnly ValidFrom, DateOnly? ValidTo, int? Weekday, TimeOnly OpensAt, TimeOnly ClosesAt, bool Counts,
        string? Basis);
}
