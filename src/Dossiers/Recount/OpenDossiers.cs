using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Dossiers.Recount;

/// <summary>A dossier with a promise that may still move, and its ledger.</summary>
internal sealed record OpenDossier(Guid Id, string Code, string Office, Guid? RuleSetId, DateTimeOffset Due, bool Provisional)
{
    public List<ClockEntry> Entries { get; } = [];
}

internal static class OpenDossiers
{
    /// <summary>
    /// What a change may move: a promise that ends before the first changed day cannot move, unless the hours of its office
    /// changed.
    /// </summary>
    public static (DateTime From, string[]? Offices) Reach(DateOnly? from, IReadOnlyList<string> offices) => (
        offices.Count > 0 || from is null ? DateTime.UnixEpoch : VietnamTime.At(from.Value, TimeOnly.MinValue).UtcDateTime,
        from is null ? [.. offices] : null);

    /// <summary>The next rows by id, locked until the caller commits, with their ledgers.</summary>
    /// <param name="offices">Only of these offices; null = of all.</param>
    public static async Task<IReadOnlyList<OpenDossier>> Read(NpgsqlConnection connection, DateTime from, string[]? offices, Guid after, int most)
    {
        var rows = new List<OpenDossier>();
        await using (var command = new NpgsqlCommand("""
            select id, code, intake_office, rule_set_id, due_at, due_provisional from dossiers.dossier
            where received_at is not null and finished_at is null and due_at >= $1 and id > $3 and ($2::text[] is null or intake_office = any($2))
            order by id limit $4 for update
            """, connection)
        {
            Parameters =
            {
                new() { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = (object?)offices ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = after }, new() { Value = most },
            },
        })
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(new OpenDossier(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3),
                    reader.GetFieldValue<DateTimeOffset>(4), reader.GetBoolean(5)));
            }
        }
        if (rows.Count > 0) await Ledgers(connection, rows);
        return rows;
    }

    // By the ids that were locked and not by the same question again: what is received in between would take their place.
    private static async Task Ledgers(NpgsqlConnection connection, List<OpenDossier> rows)
    {
        var known = rows.ToDictionary(row => row.Id);
        await using var command = new NpgsqlCommand("""
            select dossier_id, seq, kind, at, cause, term_unit, term_value, cut_off, calendar_version, until, corrects
            from dossiers.clock_entry where dossier_id = any($1) order by dossier_id, seq
            """, connection) { Parameters = { new() { Value = known.Keys.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) known[reader.GetGuid(0)].Entries.Add(Entry(reader));
    }

    private static ClockEntry Entry(NpgsqlDataReader row) => new()
    {
        DossierId = row.GetGuid(0), Seq = row.GetInt32(1), Kind = row.GetString(2), At = row.GetFieldValue<DateTimeOffset>(3), ActorName = "",
        Cause = row.IsDBNull(4) ? null : row.GetString(4),
        TermUnit = row.IsDBNull(5) ? null : Enum.Parse<TermUnit>(row.GetString(5), ignoreCase: true),
        TermValue = row.IsDBNull(6) ? null : row.GetDecimal(6), CutOff = row.IsDBNull(7) ? null : row.GetFieldValue<TimeOnly>(7),
        CalendarVersion = row.IsDBNull(8) ? null : row.GetInt32(8), Until = row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9),
        Corrects = row.IsDBNull(10) ? null : row.GetInt32(10),
    };
}
