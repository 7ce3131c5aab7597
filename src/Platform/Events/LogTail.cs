using System.Globalization;
using Npgsql;

namespace MotCua.Platform.Events;

/// <summary>A place in the log: everything below it has been told. Opaque to a browser, which brings it back when its line was cut.</summary>
public sealed record LogPlace(int Epoch, ulong Txid)
{
    public override string ToString() => $"{Epoch}-{Txid}";

    public static LogPlace? Read(string? text) => text?.Split('-') is [var epoch, var txid]
        && int.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var one)
        && ulong.TryParse(txid, NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? new LogPlace(one, other) : null;
}

/// <summary>
/// Đuôi nhật ký: which dossiers facts were told of since a place in the log, for whoever shows that something has come. Unlike a subscription it keeps
/// no cursor and owes nothing: what is missed is found by looking at the page again.
/// </summary>
public sealed class LogTail(NpgsqlDataSource source)
{
    /// <summary>More facts than anybody counts on a screen; of more, the newest.</summary>
    public const int Most = 1_000;

    /// <summary>Dossiers of facts of these kinds since the place, in one statement; without a place, only where the log stands now.</summary>
    /// <returns>Others: a fact of these kinds was told that concerns no single dossier.</returns>
    public async Task<(LogPlace Now, IReadOnlyList<Guid> Dossiers, bool Others)> Since(LogPlace? place, string[] kinds, CancellationToken stop = default)
    {
        // As the dispatcher: below the oldest writing transaction nothing comes any more.
        await using var command = source.CreateCommand("""
            with edge as (select coalesce(max(epoch), 0) as epoch, pg_snapshot_xmin(pg_current_snapshot()) as txid from platform.log_epoch)
            select edge.epoch, edge.txid::text, told.dossier, told.kind is not null
            from edge left join lateral (
                select distinct on (1) (e.data ->> 'dossierId')::uuid as dossier, e.kind
                from (select kind, data from platform.event
                    where $1 and (epoch, txid) >= ($2, $3::xid8) and (epoch < edge.epoch or txid < edge.txid)
                    order by epoch desc, txid desc, position desc limit $5) e
                where e.kind = any($4)) told on true
            """);
        command.Parameters.Add(new() { Value = place is not null });
        command.Parameters.Add(new() { Value = place?.Epoch ?? 0 });
        command.Parameters.Add(new() { Value = (place?.Txid ?? 0).ToString(CultureInfo.InvariantCulture), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown });
        command.Parameters.Add(new() { Value = kinds });
        command.Parameters.Add(new() { Value = Most });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var (now, dossiers, others) = (new LogPlace(0, 0), new List<Guid>(), false);
        while (await reader.ReadAsync(stop))
        {
            now = new LogPlace(reader.GetInt32(0), ulong.Parse(reader.GetString(1), CultureInfo.InvariantCulture));
            if (!reader.IsDBNull(2)) dossiers.Add(reader.GetGuid(2));
            else others |= reader.GetBoolean(3);
        }
        return (now, dossiers, others);
    }
}
