using MotCua.Platform.Events;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// Runs the dated SQL scripts of all rooms, each once, in the order of their dates, one runner at a time. Forward only: a script that
/// was changed after it ran stops the start, and so does one that this version does not know. A script waits at most
/// <see cref="LockWait"/> for a lock and then stands back, so that nobody queues behind it (decision 0027).
/// </summary>
public static class SchemaRunner
{
    private const long Lock = 0x4D6F74437561; // "MotCua"

    private const int Attempts = 200;

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(2);

    public static Task<int> Run(string ownerConnection, ModuleSet modules, Action<string> say) => Run(ownerConnection, SchemaScript.Of(modules), say);

    internal static async Task<int> Run(string ownerConnection, IReadOnlyList<SchemaScript> scripts, Action<string> say, Func<Task>? stepDone = null)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await source.OpenConnectionAsync();
        await TakeTurn(connection, scripts, say);
        await Prepare(connection);
        var applied = await Applied(connection);
        var count = 0;
        foreach (var script in scripts)
        {
            if (applied.TryGetValue(script.Name, out var checksum))
            {
                if (checksum != script.Checksum)
                    throw new InvalidOperationException($"Schema script {script.Name} was changed after it had run. Add a new script instead.");
                continue;
            }
            say($"Cập nhật cấu trúc dữ liệu: {script.Name}");
            if (script.Steps is { } walk) await SteppedScript.Run(connection, script, walk, say, stepDone);
            else if (script.Index is { } index) await Concurrently(connection, script, index);
            else await Standing(() => InOneTransaction(connection, script), script, say);
            count++;
        }
        await LogEpoch.Ensure(connection, say);
        // What a load that was cut off has left.
        await BulkLoad.BuildIndexes(ownerConnection);
        await Execute(connection, $"select pg_advisory_unlock({Lock})");
        return count;
    }

    /// <summary>Asked again and again, not waited for: a waiting statement would hold back an index that the other one builds.</summary>
    private static async Task TakeTurn(NpgsqlConnection connection, IReadOnlyList<SchemaScript> scripts, Action<string> say)
    {
        var told = false;
        while (true)
        {
            await SchemaAge.RefuseNewer(connection, scripts);
            await using (var take = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection))
                if (await take.ExecuteScalarAsync() is true) break;
            if (!told) say("Một máy khác đang cập nhật cấu trúc dữ liệu, đang chờ…");
            told = true;
            await Task.Delay(200);
        }
        // The other one may have been newer.
        await SchemaAge.RefuseNewer(connection, scripts);
    }

    private static async Task Prepare(NpgsqlConnection connection)
    {
        // Looked at before it is changed: even a change that changes nothing would wait for a running backup.
        await using var ready = new NpgsqlCommand("""
            select exists (select from pg_attribute where attrelid = to_regclass('platform.schema_script') and attname = 'keeps_older')
                and to_regclass('platform.schema_step') is not null
            """, connection);
        if (await ready.ExecuteScalarAsync() is true) return;
        await Execute(connection, """
            create schema if not exists platform;
            create table if not exists platform.schema_script (
                name text primary key, checksum text not null, applied_at timestamptz not null default now());
            alter table platform.schema_script add column if not exists keeps_older boolean not null default false;
            create table if not exists platform.schema_step (
                name text primary key, checksum text not null, pass int not null default 1, last_key text, changed bigint not null default 0,
                    changed_in_pass bigint not null default 0);
            comment on table platform.schema_step is 'Where a script that runs in steps stands; its row goes when it is done.';
            """);
    }

    private static async Task InOneTransaction(NpgsqlConnection connection, SchemaScript script)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, $"set local lock_timeout = {LockWait.TotalMilliseconds}");
        await Execute(connection, script.Sql);
        await Record(connection, script);
        await transaction.CommitAsync();
    }

    /// <summary>An index that a killed run has left half built is worth nothing and is made anew.</summary>
    private static async Task Concurrently(NpgsqlConnection connection, SchemaScript script, string index)
    {
        await using var broken = new NpgsqlCommand("select exists (select from pg_index where indexrelid = to_regclass($1) and not indisvalid)", connection);
        broken.Parameters.Add(new() { Value = index });
        if (await broken.ExecuteScalarAsync() is true) await Execute(connection, $"drop index concurrently {index}");
        await using var there = new NpgsqlCommand("select to_regclass($1) is not null", connection);
        there.Parameters.Add(new() { Value = index });
        if (await there.ExecuteScalarAsync() is not true) await Execute(connection, script.Sql);
        await Record(connection, script);
    }

    /// <summary>Somebody holds what the script needs: it lets everybody pass and comes again.</summary>
    internal static async Task Standing(Func<Task> act, SchemaScript script, Action<string> say)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { await act(); return; }
            catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (attempt >= Attempts)
                {
                    throw new Postgres.GroundException(
                        $"Không cập nhật được {script.Name}: một phiên khác giữ bảng quá lâu (sao lưu, báo cáo, giao dịch bị treo). Kết thúc phiên đó rồi "
                            + $"khởi động lại.", held);
                }
                if (attempt == 1) say("Một phiên khác đang giữ bảng cần sửa, sẽ thử lại…");
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 50 * attempt)));
            }
        }
    }

    internal static async Task Record(NpgsqlConnection connection, SchemaScript script)
    {
        await using var record = new NpgsqlCommand("insert into platform.schema_script (name, checksum, keeps_older) values ($1, $2, $3)", connection);
        record.Parameters.Add(new() { Value = script.Name });
        record.Parameters.Add(new() { Value = script.Checksum });
        record.Parameters.Add(new() { Value = script.KeepsOlder });
        await record.ExecuteNonQueryAsync();
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, checksum from platform.schema_script", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        // No limit: an index of a large table takes what it takes, and nobody waits for it.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
