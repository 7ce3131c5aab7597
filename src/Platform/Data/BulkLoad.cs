using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>Filling tables with very many rows in a demonstration, where the owner of the database may be asked for help; elsewhere it is the ordinary way.</summary>
public static class BulkLoad
{
    // Below it, building the indexes anew costs more than it spares.
    private const long WorthResting = 50_000;

    /// <summary>
    /// A connection that leaves out the checks of references, which a batch keeps by its making: row by row they would cost
    /// as much as the writing. Where the owner may not do that, or is not known, a connection with the checks.
    /// </summary>
    public static async Task<NpgsqlConnection> Open(NpgsqlDataSource source, StartOptions options)
    {
        if (options.OwnerConnection is null) return await source.OpenConnectionAsync();
        var connection = await Owner(options.OwnerConnection);
        try { await Execute(connection, "set session_replication_role = replica"); }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege) { /* not a superuser: with the checks */ }
        return connection;
    }

    /// <summary>
    /// Runs a load during which vacuuming rests on these tables, and after which the planner is told of them: beside the load it would take a
    /// third of a small machine and be undone by the next batch. A load as large as the tables is also written without the
    /// indexes that only serve lists; they are built at its end, or at the next start when the load was cut off.
    /// </summary>
    /// <param name="tables">With their schemas; ours, never from outside.</param>
    /// <param name="rows">Expected in the largest of them.</param>
    public static async Task Run(StartOptions options, IReadOnlyCollection<string> tables, long rows, Func<Task> load)
    {
        if (options.OwnerConnection is not { } owner) { await load(); return; }
        await using var connection = await Owner(owner);
        foreach (var table in tables) await Execute(connection, $"alter table {table} set (autovacuum_enabled = off)");
        try
        {
            await RestIndexes(connection, tables, rows);
            await load();
        }
        finally
        {
            await BuildIndexes(connection);
            foreach (var table in tables) await Execute(connection, $"alter table {table} set (autovacuum_enabled = on)");
        }
        foreach (var table in tables) await Execute(connection, $"analyze {table}");
    }

    /// <summary>Builds what a load had left out: scattered entries of a large index cost more than the rows they lead to.</summary>
    public static async Task BuildIndexes(NpgsqlConnection owner)
    {
        await using var first = new NpgsqlCommand("delete from platform.resting_index where name = (select min(name) from platform.resting_index) returning definition", owner);
        while (true)
        {
            await using var transaction = await owner.BeginTransactionAsync();
            if (await first.ExecuteScalarAsync() is not string definition) return;
            await Execute(owner, definition);
            await transaction.CommitAsync();
        }
    }

    // Unique ones stay: they keep promises, not only speed. So do those of a few open rows.
    private static async Task RestIndexes(NpgsqlConnection owner, IReadOnlyCollection<string> tables, long rows)
    {
        if (rows < WorthResting) return;
        await using var rest = new NpgsqlCommand("""
            insert into platform.resting_index (name, definition)
            select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
            from pg_index i join pg_class t on t.oid = i.indrelid
            where t.oid = any ($1::text[]::regclass[]) and t.reltuples < $2 and not i.indisunique and i.indpred is null
            returning name
            """, owner);
        rest.Parameters.Add(new() { Value = tables.ToArray() });
        rest.Parameters.Add(new() { Value = (double)rows });
        await using var transaction = await owner.BeginTransactionAsync();
        var names = new List<string>();
        await using (var reader = await rest.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        }
        foreach (var name in names) await Execute(owner, $"drop index {name}");
        await transaction.CommitAsync();
    }

    private static async Task<NpgsqlConnection> Owner(string owner)
    {
        var connection = new NpgsqlConnection(owner + ";Command Timeout=0");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
