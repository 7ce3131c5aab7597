using System.Text.Json;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Proof.Contracts;
using Npgsql;

namespace MotCua.Proof.Seal;

/// <summary>Written by the sealer's own hand, as no context is open there.</summary>
internal static class Cautions
{
    public static async Task<bool> Any(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select 1 from platform.caution where lifted_at is null", connection);
        return await command.ExecuteScalarAsync() is not null;
    }

    /// <summary>How many were lifted: after each, witnesses outside begin a new series, as what they hold cannot be taken back.</summary>
    public static async Task<long> Lifted(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select count(*) from platform.caution where lifted_at is not null", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Raises one unless it stands already; the fact is written with it.</summary>
    public static async Task Raise(NpgsqlConnection connection, string words, DateTimeOffset now)
    {
        await using var command = new NpgsqlCommand("""
            with raised as (insert into platform.caution (since, words) select $1, $2 on conflict do nothing returning 1)
            insert into platform.event (stream, kind, at, actor_name, reason, data) select $3, $4, $1, 'Hệ thống', $2, '{}'::jsonb from raised
            """, connection);
        foreach (object value in new object[] { now.ToUniversalTime(), words, RowsCovered.Stream,
            EventLog.KindOf(typeof(CautionRaised)) }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public static async Task NoteCatchUp(NpgsqlConnection connection, long batch, DateTimeOffset now)
    {
        await using var command = new NpgsqlCommand("""
            insert into platform.event (stream, kind, at, actor_name, data) values ($1, $2, $3, 'Hệ thống', $4::jsonb)
            """, connection);
        foreach (object value in new object[] { RowsCovered.Stream, EventLog.KindOf(typeof(WitnessCaughtUp)), now.ToUniversalTime(),
            JsonSerializer.Serialize(new WitnessCaughtUp(batch), EventLog.Json) })
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
