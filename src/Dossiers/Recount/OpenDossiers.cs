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

    /// <summary>The next rows by id, locked until the caller commits, with their ledgers: two statements, one round trip.</summary>
    /// <param name="offices">Only of these offices; null = of all.</param>
    public static async Task<IReadOnlyList<OpenDossier>> Read(NpgsqlConnection connection, DateTime from, string[]? offices, Guid after, int most)
    {
        const string Which = """
            received_at is not null and finished_at is null and due_at >= $1 and id > $3 and ($2::text[] is null or intake_office = any($2))
            order by id limit $4
            """;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command($"select id, code, intake_office, rule_set_id, due_at, due_provisional from dossiers.dossier where {Which} for update"));
        batch.BatchCommands.Add(Command($"""
            select e.dossier_id, e.seq, e.kind, e.at, e.cause, e.term_unit, e.term_value, e.cut_off, e.calendar_version, e.amount, e.corrects
            from dossiers.clock_entry e where e.dossier_id in (select id from dossiers.dossier where {Which}) order by e.dossier_id, e.seq
            """));
        await using var reader = await batch.ExecuteReaderAsync();
        var rows = new List<OpenDossier>();
        while (await reader.ReadAsync())
        {
            rows.Add(new OpenDossier(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetBoolean(5)));
        }
        var known = rows.ToDictionary(row => row.Id);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (known.TryGetValue(reader.GetGuid(0), out var row)) row.Entries.Add(Entry(reader));
        }
        return rows;

        NpgsqlBatchCommand Command(string sql) => new(sql)
        {
            Parameters =
            {
                new() { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = (object?)offices ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = after }, new() { Value = most },
            },
        };
    }

    private static ClockEntry Entry(NpgsqlDataReader row) => new()
    {
        DossierId = row.GetGuid(0), Seq = row.GetInt32(1), Kind = row.GetString(2), At = row.GetFieldValue<DateTimeOffset>(3), ActorName = "",
        Cause = row.IsDBNull(4) ? null : row.GetString(4),
        TermUnit = row.IsDBNull(5) ? null : Enum.Parse<TermUnit>(row.GetString(5), ignoreCase: true),
        TermValue = row.IsDBNull(6) ? null : row.GetDecimal(6), CutOff = row.IsDBNull(7) ? null : row.GetFieldValue<TimeOnly>(7),
        CalendarVersion = row.IsDBNull(8) ? null : row.GetInt32(8), Amount = row.IsDBNull(9) ? null : row.GetDecimal(9),
        Corrects = row.IsDBNull(10) ? null : row.GetInt32(10),
    };
}
