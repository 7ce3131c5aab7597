using Npgsql;

namespace MotCua.Platform.Events;

/// <summary>
/// Đời máy chủ cơ sở dữ liệu của nhật ký. Transaction numbers of a new cluster begin anew, below those that a restored log
/// carries: its rows therefore get the next epoch and stand after all older ones, for subscribers and for the seals.
/// </summary>
internal static class LogEpoch
{
    /// <summary>At every start, by the owner and before anybody writes. Writers find the number as the default of the column: no second round trip.</summary>
    public static async Task Ensure(NpgsqlConnection owner, Action<string> say)
    {
        var (epoch, known, here, standing) = await Look(owner);
        // The counter alone can be behind where a cluster was copied, or a log came here before its first epoch was written down.
        var another = epoch > 0 && known != here || await Ahead(owner, Math.Max(epoch, 1));
        if (epoch > 0 && !another && standing == epoch) return;
        var next = epoch == 0 ? another ? 2 : 1 : another ? epoch + 1 : epoch;
        await using var write = new NpgsqlCommand($"""
            insert into platform.log_epoch (epoch, system_identifier) values ({next}, {here}) on conflict do nothing;
            alter table platform.event alter column epoch set default {next};
            """, owner);
        await write.ExecuteNonQueryAsync();
        if (another) say("Nhật ký đến từ máy chủ cơ sở dữ liệu khác; thứ tự được nối tiếp.");
    }

    private static async Task<(int Epoch, long Known, long Here, int Standing)> Look(NpgsqlConnection owner)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(l.epoch, 0), coalesce(l.system_identifier, 0), (select system_identifier from pg_control_system()),
                (select pg_get_expr(d.adbin, d.adrelid)::int from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                 where d.adrelid = 'platform.event'::regclass and a.attname = 'epoch')
            from (select 1) one left join lateral (select epoch, system_identifier from platform.log_epoch order by epoch desc limit 1) l on true
            """, owner);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3));
    }

    private static async Task<bool> Ahead(NpgsqlConnection owner, int epoch)
    {
        await using var command = new NpgsqlCommand("""
            select exists (select from platform.event where epoch = $1 and txid >= pg_snapshot_xmax(pg_current_snapshot()))
            """, owner);
        command.Parameters.Add(new() { Value = epoch });
        return await command.ExecuteScalarAsync() is true;
    }
}
