using MotCua.Organisation.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Dossiers.Recount;

/// <summary>A promise that a calendar version moved.</summary>
internal sealed record RecountedRow(Guid Id, string Code, DateTimeOffset? Before, DateTimeOffset? After);

/// <summary>Which rows of the list are asked for.</summary>
internal enum RecountedKind { All, Later, Earlier }

/// <summary>Kết quả tính lại hạn as the calendar's pages show it.</summary>
internal sealed class RecountReading(NpgsqlDataSource source) : ICalendarPromises
{
    private const string Open = "received_at is not null and finished_at is null and due_at is not null";

    public async Task<IReadOnlyDictionary<int, int>> ByYear()
    {
        await using var command = source.CreateCommand($"""
            select extract(year from due_at at time zone 'Asia/Ho_Chi_Minh')::int, count(*)::int from dossiers.dossier where {Open} group by 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var years = new Dictionary<int, int>();
        while (await reader.ReadAsync()) years[reader.GetInt32(0)] = reader.GetInt32(1);
        return years;
    }

    public async Task<int> Touched(CalendarChange change)
    {
        var (from, offices) = OpenDossiers.Reach(change.From, change.Offices);
        await using var command = source.CreateCommand($"""
            select count(*)::int from dossiers.dossier where {Open} and due_at >= $1 and ($2::text[] is null or intake_office = any($2))
            """);
        command.Parameters.Add(new() { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)offices ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyDictionary<int, RecountView>> Recounts()
    {
        await using var command = source.CreateCommand("select calendar_version, started_at, finished_at, seen, later, earlier from dossiers.recount");
        await using var reader = await command.ExecuteReaderAsync();
        var recounts = new Dictionary<int, RecountView>();
        while (await reader.ReadAsync()) recounts[reader.GetInt32(0)] = new RecountView(reader.GetFieldValue<DateTimeOffset>(1),
            reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5));
        return recounts;
    }

    /// <summary>What the version moved, by id. A line of the ledger says the date after it; the one before is that of the line before.</summary>
    public async Task<IReadOnlyList<RecountedRow>> Moved(int version, RecountedKind kind, Guid after, int most)
    {
        await using var command = source.CreateCommand($"""
            select d.id, d.code, p.due_at, e.due_at
            from dossiers.clock_entry e join dossiers.dossier d on d.id = e.dossier_id
            left join lateral (select b.due_at from dossiers.clock_entry b
                where b.dossier_id = e.dossier_id and b.seq < e.seq and b.due_at is not null order by b.seq desc limit 1) p on true
            where e.kind = 'calendar' and e.calendar_version = $1 and e.dossier_id > $2 {kind switch {
                RecountedKind.Later => "and e.due_at > p.due_at", RecountedKind.Earlier => "and e.due_at < p.due_at", _ => "" }}
            order by e.dossier_id limit $3
            """);
        foreach (object value in new object[] { version, after, most }) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<RecountedRow>();
        while (await reader.ReadAsync()) rows.Add(new RecountedRow(reader.GetGuid(0), reader.GetString(1), Time(2), Time(3)));
        return rows;

        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }
}
