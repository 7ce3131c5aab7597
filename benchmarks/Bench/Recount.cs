using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// Tính lại hạn theo lịch mới: tomorrow becomes a holiday and the running product counts every open promise again, against
/// the same rows read and written by one connection that computes nothing.
/// </summary>
internal sealed class Recount(House house, Table table, int count)
{
    private const int Batch = 2_000;

    public async Task Measure()
    {
        await Open();
        await house.Rest();
        await house.Sql("insert into organisation.holiday (date, weekday, name, kind, decision) values (current_date + 1, 'thu_hai', 'Ngày nghỉ đo thử', "
            + "'holiday', 'đo thử')");
        await house.Sql("""
            with fresh as (insert into organisation.calendar_version (at, actor_name, reason, content)
                select now(), 'đo thử', 'đo thử', jsonb_set(content, '{days}', content -> 'days' || jsonb_build_object('date', current_date + 1, 'name',
                    'Ngày nghỉ đo thử', 'isWorking', false))
                from organisation.calendar_version order by version desc limit 1 returning version)
            insert into platform.event (stream, kind, at, actor_name, data)
            select 'calendar', 'calendar.published/1', now(), 'đo thử', jsonb_build_object('version', version, 'from', current_date + 1, 'offices',
                '[]'::jsonb) from fresh
            """);
        const string Last = "from dossiers.recount where calendar_version = (select max(version) from organisation.calendar_version)";
        while ((await house.Column<long>($"select count(*) {Last} and finished_at is not null")).Single() == 0) await Task.Delay(200);
        var seconds = (await house.Column<double>($"select extract(epoch from finished_at - started_at)::float8 {Last}")).Single();
        var (seen, moved) = ((await house.Column<int>($"select seen {Last}")).Single(), (await house.Column<int>($"select later {Last}")).Single());
        await house.Rest();
        var bare = await Bare();
        table.Add(new Row($"recount {seen:#,0} open dossiers", "s", seconds, bare, seconds / bare, "≤ 2", seconds / bare <= 2,
            $"{moved:#,0} moved, each with a ledger line, a task and a fact"));
    }

    /// <summary>The house was filled in the past: as many of its open dossiers as are asked for were received yesterday.</summary>
    private Task Open() => house.Sql($"""
        with chosen as (select id from dossiers.dossier where status = 'processing' and paused_at is null order by id limit {count}),
            started as (update dossiers.clock_entry e set at = now() - interval '1 day' from chosen c where e.dossier_id = c.id and e.kind = 'start')
        update dossiers.dossier d set received_at = now() - interval '1 day', due_at = now() + interval '3 days' from chosen c where d.id = c.id
        """);

    private async Task<double> Bare()
    {
        await using var connection = await house.App.OpenConnectionAsync();
        var started = Stopwatch.GetTimestamp();
        var id = Guid.Empty;
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var rows = new Dictionary<Guid, (DateTime Due, int Entries)>();
            await using (var read = new NpgsqlBatch(connection))
            {
                const string Which = "received_at is not null and finished_at is null and due_at >= current_date + 1 and id > $1 order by id limit 2000";
                foreach (var sql in new[]
                {
                    $"select id, due_at, code, intake_office, rule_set_id, due_provisional from dossiers.dossier where {Which} for update",
                    $"select dossier_id, seq, kind, at, cause, term_unit, term_value, cut_off, calendar_version, until, corrects from dossiers.clock_entry "
                        + $"where dossier_id in (select id from dossiers.dossier where {Which}) order by dossier_id, seq",
                }) read.BatchCommands.Add(new(sql) { Parameters = { new() { Value = id } } });
                await using var reader = await read.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    id = reader.GetGuid(0);
                    rows[id] = (reader.GetDateTime(1), 0);
                }
                await reader.NextResultAsync();
                while (await reader.ReadAsync()) rows[reader.GetGuid(0)] = (rows[reader.GetGuid(0)].Due, reader.GetInt32(1));
            }
            if (rows.Count == 0) break;
            await Write(connection, rows);
            await transaction.CommitAsync();
            if (rows.Count < Batch) break;
        }
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task Write(NpgsqlConnection connection, Dictionary<Guid, (DateTime Due, int Entries)> rows)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in new[]
        {
            "update dossiers.dossier d set due_at = n.due, due_provisional = false, version = d.version + 1 from unnest($1, $2, $3) as n (id, due, seq) where "
                + "d.id = n.id",
            "insert into dossiers.clock_entry (dossier_id, seq, kind, at, due_at, actor_name, calendar_version, reason) select n.id, n.seq, 'calendar', "
                + "now(), n.due, 'đo thử', 1, 'đo thử' from unnest($1, $2, $3) as n (id, due, seq)",
            "update workflow.task t set dossier_due_at = n.due, version = t.version + 1 from unnest($1, $2, $3) as n (id, due, seq) where t.dossier_id = n.id "
                + "and t.state in ('open', 'paused')",
            "insert into platform.event (stream, kind, at, actor_name, data) select 'dossier/' || n.id, 'bench.bare/1', now(), 'đo thử', "
                + "jsonb_build_object('dossierId', n.id, 'before', n.due, 'after', n.due, 'version', 1) from unnest($1, $2, $3) as n (id, due, seq)",
        })
        {
            batch.BatchCommands.Add(new(sql)
            {
                Parameters =
                {
                    new() { Value = rows.Keys.ToArray() },
                    new() { Value = rows.Values.Select(row => row.Due).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                    new() { Value = rows.Values.Select(row => row.Entries + 1).ToArray() },
                },
            });
        }
        await batch.ExecuteNonQueryAsync();
    }
}
