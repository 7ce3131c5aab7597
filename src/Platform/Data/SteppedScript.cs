using System.Globalization;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// A script that rewrites a large table, a few thousand rows and a commit at a time: locks last as long as one step, vacuum keeps up, and a
/// run that was killed goes on where it stood. Its statement leaves out the rows that it has done already (<c>where … is null</c>). Passes
/// are made until one of them changes nothing, because rows with a lower key may have come meanwhile.
/// </summary>
internal static class SteppedScript
{
    private const int MostPasses = 5;

    /// <param name="stepDone">After each commit; for tests.</param>
    public static async Task Run(NpgsqlConnection connection, SchemaScript script, SchemaScript.Walk walk, Action<string> say, Func<Task>? stepDone)
    {
        var type = await KeyType(connection, script, walk);
        var at = await Begin(connection, script);
        if (at.LastKey is not null) say($"  làm tiếp từ chỗ dừng lần trước ({Number(at.Changed)} dòng đã xong)");
        var told = Environment.TickCount64;
        while (true)
        {
            await SchemaRunner.Standing(async () => at = await Step(connection, script, walk, type, at), script, say);
            if (stepDone is not null) await stepDone();
            if (at.Done) return;
            if (at.Pass > MostPasses)
                throw new InvalidOperationException($"Schema script {script.Name} still changes rows in pass {MostPasses}: its statement must leave out what "
                    + $"it has done, and new rows must come right.");
            if (Environment.TickCount64 - told < 10_000) continue;
            told = Environment.TickCount64;
            say($"  {script.Name}: {Number(at.Changed)} dòng đã xong");
        }
    }

    private static async Task<Position> Step(NpgsqlConnection connection, SchemaScript script, SchemaScript.Walk walk, string type, Position at)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "set local lock_timeout = 2000");
        var keys = await Keys(connection, walk, type, at.LastKey);
        Position next;
        if (keys.Length > 0)
        {
            var changed = await Execute(connection, script.Sql.Replace("$1", $"($1::text[])::{type}[]", StringComparison.Ordinal), [keys]);
            next = at with { LastKey = keys[^1], Changed = at.Changed + changed, ChangedInPass = at.ChangedInPass + changed };
        }
        else if (at.ChangedInPass > 0) next = at with { Pass = at.Pass + 1, LastKey = null, ChangedInPass = 0 };
        else next = at with { Done = true };
        if (next.Done)
        {
            await Execute(connection, "delete from platform.schema_step where name = $1", script.Name);
            await SchemaRunner.Record(connection, script);
        }
        else
        {
            await Execute(connection, "update platform.schema_step set pass = $2, last_key = $3, changed = $4, changed_in_pass = $5 where name = $1",
                script.Name, next.Pass, (object?)next.LastKey ?? DBNull.Value, next.Changed, next.ChangedInPass);
        }
        await transaction.CommitAsync();
        return next;
    }

    private static async Task<string> KeyType(NpgsqlConnection connection, SchemaScript script, SchemaScript.Walk walk)
    {
        await using var command = Command(connection, "select format_type(atttypid, null) from pg_attribute where attrelid = to_regclass($1) and attname = $2",
            walk.Table, walk.Key);
        return await command.ExecuteScalarAsync() as string
            ?? throw new InvalidOperationException($"Schema script {script.Name}: there is no {walk.Table}.{walk.Key}.");
    }

    private static async Task<Position> Begin(NpgsqlConnection connection, SchemaScript script)
    {
        // A text that was changed between two starts begins anew: its statement leaves out what is done.
        await Execute(connection, """
            insert into platform.schema_step as s (name, checksum) values ($1, $2)
            on conflict (name) do update set checksum = excluded.checksum, pass = 1, last_key = null, changed_in_pass = 0 where s.checksum <> excluded.checksum
            """, script.Name, script.Checksum);
        await using var command = Command(connection, "select pass, last_key, changed, changed_in_pass from platform.schema_step where name = $1", script.Name);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Position(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private static async Task<string[]> Keys(NpgsqlConnection connection, SchemaScript.Walk walk, string type, string? after)
    {
        var from = after is null ? "" : $"where {walk.Key} > $1::text::{type}";
        await using var command = Command(connection, $"select {walk.Key}::text from {walk.Table} {from} order by {walk.Key} limit {walk.Rows}",
            after is null ? [] : [after]);
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<string>();
        while (await reader.ReadAsync()) keys.Add(reader.GetString(0));
        return [.. keys];
    }

    private static async Task<int> Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values) command.Parameters.Add(value is DBNull
            ? new() { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new() { Value = value });
        return command;
    }

    private static string Number(long rows) => rows.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"));

    private sealed record Position(int Pass, string? LastKey, long Changed, long ChangedInPass, bool Done = false);
}
