using Npgsql;
using NpgsqlTypes;

namespace MotCua.Proof.Seal;

/// <summary>Small questions to the log and its seals.</summary>
internal static class LogState
{
    /// <summary>Three parameters: epoch, txid, position.</summary>
    public static void AddPlace(this NpgsqlParameterCollection parameters, Place place)
    {
        parameters.Add(new() { Value = place.Epoch });
        parameters.Add(new() { Value = place.Txid, NpgsqlDbType = NpgsqlDbType.Xid8 });
        parameters.Add(new() { Value = place.Position });
    }

    /// <summary>Under which name the log goes on. A new one begins where a reconciliation was closed that had lost seals.</summary>
    public static async Task<Guid?> Identity(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select coalesce((select id from proof.log_branch order by no desc limit 1), (select id from proof.log_identity))", connection);
        return await command.ExecuteScalarAsync() as Guid?;
    }

    /// <summary>Last batch (0 = none) and the rows in all batches.</summary>
    public static async Task<(long LastBatch, long Rows)> Extent(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select batch, total from proof.seal order by batch desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    /// <summary>The batch from which on there are about so many rows.</summary>
    public static async Task<long> BatchOfNewest(NpgsqlConnection connection, long rows)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(min(batch), 1) from (
                select batch, sum(count) over (order by batch desc) - count as newer from (
                    select batch, count from proof.seal order by batch desc limit 100000) as recent) as counted
            where newer < $1
            """, connection);
        command.Parameters.Add(new() { Value = rows });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Rows after the last seal.</summary>
    public const string AfterSeal = """
        from platform.event where (epoch, txid, position) > (
            coalesce((select last_epoch from proof.seal order by batch desc limit 1), 0),
            coalesce((select last_txid from proof.seal order by batch desc limit 1), '0'),
            coalesce((select last_position from proof.seal order by batch desc limit 1), -1))
        """;

    public static async Task<long> Unsealed(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select count(*) " + AfterSeal, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
