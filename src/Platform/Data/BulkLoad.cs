using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// Filling tables with very many rows in a demonstration, where the owner of the database may be asked for help; elsewhere it is the ordinary way.
/// </summary>
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
    /// Runs a load during which vacuuming rests on these tables: beside the load it would take a third of a small machine and
    /// be undone by the next batch. Indexes of a table that grows by more than it holds rest too, and are built at the end by
    /// sorting, which costs a fraction of entering row by row. Unique ones rest only while nobody else works on the data:
    /// they keep promises, not only speed.
    /// </summary>
    /// <param name="tables">With their schemas; ours, never from outside.</param>
    /// <param name="rows">Expected in each of them.</param>
    public static async Task Run(StartOptions options, IReadOnlyCollection<string> tables, long rows, Func<Task> load)
    {
        if (options.OwnerConnection is not { } owner) { await load(); return; }
        await using var connection = await Owner(owner);
        foreach (var table in tables) await Execute(connection, $"alter table {table} set (autovacuum_enabled = off)");
        try
        {
            if (rows >= WorthResting) await RestIndexes(connection, tables, rows, unique: options.Alone);
            await load();
        }
        finally
        {
            await BuildIndexes(owner);
            foreach (var table in tables) await Execute(connection, $"alter table {table} set (autovacuum_enabled = on)");
        }
        foreach (var table in tables) await Execute(connection, $"analyze {table}");
    }

    /// <summary>Builds the indexes that rest: at the end of a load, and at the next start when it was cut off. A doubled key stops it.</summary>
    public static async Task BuildIndexes(string owner)
    {
        var tables = new List<string>();
        await using (var connection = await Owner(owner))
        {
            await using var resting = new NpgsqlCommand("""
                select t.oid::regclass::text from pg_class t
                where t.relnamespace::regnamespace::text not like 'pg\_%' and exists (select from pg_index i where i.indrelid = t.oid and not (i.indisready
                    and i.indisvalid))
                order by pg_relation_size(t.oid) desc
                """, connection);
            await using var reader = await resting.ExecuteReaderAsync();
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }
        await Parallel.ForEachAsync(tables, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (table, _) =>
        {
            await using var connection = await Owner(owner);
            await Execute(connection, $"reindex table {table}");
        });
    }

    // "Not ready" is what CREATE INDEX CONCURRENTLY begins with: rows are written without it and the planner does not use it.
    // Dropping would take with it the references that lean on a key.
    private static async Task RestIndexes(NpgsqlConnection owner, IReadOnlyCollection<string> tables, long rows, bool unique)
    {
        await using var rest = new NpgsqlCommand("""
            update pg_index i set indisready = false, indisvalid = false from pg_class t
            where t.oid = i.indrelid and t.oid = any ($1::text[]::regclass[]) and t.reltuples < $2 and (not i.indisunique or $3) and i.indpred is null
            """, owner);
        rest.Parameters.Add(new() { Value = tables.ToArray() });
        rest.Parameters.Add(new() { Value = (double)rows });
        rest.Parameters.Add(new() { Value = unique });
        try { await rest.ExecuteNonQueryAsync(); }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege) { /* not a superuser: row by row */ }
    }

    private static async Task<NpgsqlConnection> Owner(string owner)
    {
        var connection = new NpgsqlConnection(owner + ";Command Timeout=0;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
