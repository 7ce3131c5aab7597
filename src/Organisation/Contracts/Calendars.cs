using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Lịch làm việc theo bộ phận. Calendars are kept for a minute, so a calendar loaded by another process is seen soon;
/// a load in this process calls <see cref="Reload"/>.
/// </summary>
public sealed class Calendars(NpgsqlDataSource source)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (WorkingCalendar Calendar, long At)> known = new(StringComparer.Ordinal);

    /// <param name="officeCode">null = the usual office hours.</param>
    public async ValueTask<WorkingCalendar> Of(string? officeCode = null)
    {
        var key = officeCode ?? "";
        if (known.TryGetValue(key, out var kept) && Stopwatch.GetElapsedTime(kept.At) < Kept) return kept.Calendar;
        var calendar = await Read(key);
        known[key] = (calendar, Stopwatch.GetTimestamp());
        return calendar;
    }

    public void Reload() => known.Clear();

    private async Task<WorkingCalendar> Read(string office)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select date, name, kind = 'makeup_working_day' from organisation.holiday"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select year from organisation.calendar_year where status = 'official'"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "select valid_from, valid_to, opens_at, closes_at from organisation.office_hours where office_code = $1 order by valid_from, opens_at")
        { Parameters = { new() { Value = office } } });
        await using var reader = await batch.ExecuteReaderAsync();
        var days = new List<SpecialDay>();
        while (await reader.ReadAsync()) days.Add(new SpecialDay(reader.GetFieldValue<DateOnly>(0), reader.GetString(1), reader.GetBoolean(2)));
        await reader.NextResultAsync();
        var years = new List<int>();
        while (await reader.ReadAsync()) years.Add(reader.GetInt32(0));
        await reader.NextResultAsync();
        var spans = new List<(DateOnly From, DateOnly? To, HourSpan Span)>();
        while (await reader.ReadAsync())
        {
            spans.Add((reader.GetFieldValue<DateOnly>(0), await reader.IsDBNullAsync(1) ? null : reader.GetFieldValue<DateOnly>(1),
                new HourSpan(reader.GetFieldValue<TimeOnly>(2), reader.GetFieldValue<TimeOnly>(3))));
        }
        return new WorkingCalendar(days, years, spans.GroupBy(row => (row.From, row.To))
            .Select(rows => new OfficeHours(rows.Key.From, rows.Key.To, [.. rows.Select(row => row.Span)])));
    }
}
