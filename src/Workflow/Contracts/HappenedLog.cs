using System.Data;
using System.Runtime.CompilerServices;
using MotCua.Workflow.Past;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Workflow.Contracts;

/// <summary>
/// Những hồ sơ đã qua: reads what <see cref="KeepPast"/> has written. One range of an index for each question, streamed, so that it costs the same for each
/// dossier however many there are.
/// </summary>
public sealed class HappenedLog(NpgsqlDataSource source)
{
    /// <summary>Ended, not written yet: seconds to a minute behind.</summary>
    public async Task<int> Waiting()
    {
        await using var command = source.CreateCommand("select count(*)::int from workflow.ended_run");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async Task<Happened> Of(HappenedSpan span)
    {
        var waiting = await Waiting();
        await using var connection = await source.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var digging = new Digging();
        await foreach (var way in Ways(connection, span)) digging.Know(way);
        await using var command = Runs(connection, span, "way_id, times");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) digging.Add(reader.GetGuid(0), reader.GetFieldValue<int[]>(1));
        return digging.Result(waiting);
    }

    /// <summary>Dossiers that went one of these ways, the newest first.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Code)>> Dossiers(HappenedSpan span, IReadOnlyCollection<Guid> ways, int skip, int take)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = Runs(connection, span, "dossier_id, dossier_code",
            "and way_id = any($4) order by ended_at desc, dossier_id offset $5 limit $6");
        command.Parameters.Add(new() { Value = ways.ToArray() });
        command.Parameters.Add(new() { Value = skip });
        command.Parameters.Add(new() { Value = take });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Guid, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetGuid(0), reader.GetString(1)));
        return rows;
    }

    public async Task<int> Count(HappenedSpan span, IReadOnlyCollection<Guid> ways)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = Runs(connection, span, "count(*)::int", "and way_id = any($4)");
        command.Parameters.Add(new() { Value = ways.ToArray() });
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Those of which any dossier has ended: one step of the index each, however many dossiers there are.</summary>
    public async Task<IReadOnlyList<string>> Procedures()
    {
        await using var command = source.CreateCommand("""
            with recursive one (code) as (
                select min(procedure_code) from workflow.past_run
                union all
                select (select min(p.procedure_code) from workflow.past_run p where p.procedure_code > one.code) from one where one.code is not null)
            select code from one where code is not null
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var codes = new List<string>();
        while (await reader.ReadAsync()) codes.Add(reader.GetString(0));
        return codes;
    }

    internal static async IAsyncEnumerable<PastWay> Ways(NpgsqlConnection connection, HappenedSpan span,
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var command = Runs(connection, span, "distinct way_id");
        command.CommandText = $"select id, keys, names, kinds, roles, agencies, states from workflow.past_way where id in ({command.CommandText})";
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            yield return new(reader.GetGuid(0), Texts(1), Texts(2), Texts(3), Texts(4), Texts(5), Texts(6));

        string[] Texts(int at) => reader.GetFieldValue<string[]>(at);
    }

    internal static NpgsqlCommand Runs(NpgsqlConnection connection, HappenedSpan span, string columns, string more = "") => new(
        $"select {columns} from workflow.past_run where procedure_code = $1 and ended_at >= $2 and ended_at < $3 {more}", connection)
    {
        Parameters =
        {
            new() { Value = span.Procedure }, new() { Value = span.From.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new() { Value = span.Until.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        },
    };
}
