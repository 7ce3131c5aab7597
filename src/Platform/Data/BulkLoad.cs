using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>Filling tables with very many rows in a demonstration, where the owner of the database may be asked for help; elsewhere it is the ordinary way.</summary>
public static class BulkLoad
{
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
    /// Runs a load during which vacuuming rests on these tables, and then vacuums them once: beside the load it would take a
    /// third of a small machine and be undone by the next batch.
    /// </summary>
    /// <param name="tables">With their schemas; ours, never from outside.</param>
    public static async Task Run(StartOptions options, IReadOnlyCollection<string> tables, Func<Task> load)
    {
        if (options.OwnerConnection is not { } owner) { await load(); return; }
        await using var connection = await Owner(owner);
        foreach (var table in tables) await Execute(connection, $"alter table {table} set (autovacuum_enabled = off)");
        try { await load(); }
        finally
        {
            foreach (var table in tables) await Execute(connection, $"alter table {table} set (autovacuum_enabled = on)");
        }
        foreach (var table in tables) await Execute(connection, $"vacuum analyze {table}");
    }

    private static async Task<NpgsqlConnection> Owner(string owner)
    {
        var connection = new NpgsqlConnection(owner + ";Command Timeout=0");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
