using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// Nhắc việc: due timers fired by the running product, against one connection that takes as many with SKIP LOCKED, marks them
/// and inserts the same rows. Both write into the same tables, so what follows behind the log weighs on both. Rounds take turns.
/// </summary>
internal sealed class Timers(House house, Table table, int count, int rounds)
{
    private const int Batch = 500;
    private const int Notices = 2;
    private const int Messages = 2;

    public async Task Measure()
    {
        await Staff();
        var (product, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await Make($"bare {round}");
            await house.Rest();
            bare.Add(await Bare());
            await Make($"product {round}");
            await house.Rest();
            product.Add(await Product($"product {round}"));
        }
        product.Sort();
        bare.Sort();
        var (value, bottom) = (product[rounds / 2], bare[rounds / 2]);
        var written = (await house.Column<long>("select count(*) from messages.staff_notice")).Single() / (double)(count * rounds * 2);
        table.Add(new Row($"timers, {count:#,0} due at once", "1/s", value, bottom, value / bottom, "≥ 0.5", value / bottom >= 0.5,
            $"each with {written:0.0} notices, {Messages} messages, a job and a fact; spread {product[0]:#,0}–{product[^1]:#,0} product, "
                + $"{bare[0]:#,0}–{bare[^1]:#,0} bare"));
    }

    /// <summary>Two people everywhere, so that each timer has somebody to tell.</summary>
    private Task Staff() => house.Sql("""
        insert into organisation.position (id, account_id, agency_code, office_code, role, valid_from)
        select gen_random_uuid(), a.id, p.agency_code, case when a.username = 'khoi' then p.office_code end,
            case when a.username = 'khoi' then p.role else 'leader' end, '2020-01-01'
        from (select distinct agency_code, office_code, role from workflow.task where state = 'open') p, people.account a where a.username in ('khoi', 'tam')
        on conflict do nothing
        """);

    /// <summary>Not due for a hundred years, so that the product leaves them alone until their round.</summary>
    private async Task Make(string set)
    {
        await house.Sql($"""
            with open as materialized (select id, row_number() over () as place
                from (select id from dossiers.dossier where status = 'processing' and paused_at is null limit {count}) d),
                turn as (select n, n % (select count(*) from open) + 1 as place from generate_series(1, {count}) n)
            insert into dossiers.timer (dossier_id, kind, about, since, due_at)
            select open.id, 'still', '{set} ' || n, now() - interval '3 days', now() + interval '100 years' + n * interval '1 second' from turn join open
                using (place)
            """);
        await house.Sql("vacuum analyze dossiers.timer");
    }

    private async Task<double> Product(string set)
    {
        await house.Sql($"update dossiers.timer set due_at = due_at - interval '101 years' where about like '{set} %'");
        while ((await house.Column<bool>("select exists (select from dossiers.timer where fired_at is null and due_at <= now())")).Single())
            await Task.Delay(500);
        // From the beginning of the first batch to that of the last.
        return (await house.Column<double>($"""
            select (count(*) filter (where fired_at < last))::float8 / extract(epoch from last - first)::float8
            from dossiers.timer, (select min(fired_at) as first, max(fired_at) as last from dossiers.timer where about like '{set} %') f
                where about like '{set} %' group by first, last
            """)).Single();
    }

    private async Task<double> Bare()
    {
        await using var connection = await house.App.OpenConnectionAsync();
        var account = (await house.Column<Guid>("select id from people.account where username = 'khoi'")).Single();
        var started = Stopwatch.GetTimestamp();
        for (var done = 0; done < count; done += Batch)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new("""
                update dossiers.timer set fired_at = now() where (dossier_id, kind, about) in
                    (select dossier_id, kind, about from dossiers.timer where fired_at is null and due_at <= now() + interval '200 years' order by due_at
                        limit 500 for update skip locked)
                """));
            Insert(batch, "insert into messages.staff_notice (id, account_id, dossier_code, text, link, created_at) select id, $2, 'BARE', text, "
                + "'/noi-bo/ho-so/BARE', now() from unnest($1, $3) as n(id, text)",
                Notices * Batch, account, "Hồ sơ 7KQ4-9M2X: không có chuyển động từ 09:00, 28/04/2026, 24 giờ làm việc, đang ở UBND xã Đất Mũi từ 09:00, "
                    + "28/04/2026");
            Insert(batch, """
                insert into messages.message (id, channel, recipient, text, template, dossier_code, owner_kind, owner_number, created_at, state)
                select id, 'sms', '0900999001', text, 'reminder.still', 'BARE', 'person', $2::text, now(), 'waiting' from unnest($1, $3) as m(id, text)
                """, Messages * Batch, "096159999001", "HCC Ca Mau: Ho so 7KQ4-9M2X dung yen tu 09:00, 28/04/2026. Dang don doc UBND xa Dat Mui. Hoi 1022");
            Insert(batch, "insert into platform.event (stream, kind, at, actor_name, data) select 'dossier/' || id, 'dossier.reminded/1', now(), $2, "
                + "data::jsonb from unnest($1, $3) as e(id, data)",
                Batch, "Hệ thống",
                """{"dossierId":"019dd1a2-0000-7000-8000-000000000000","code":"H12.32248-260428-0001","kind":"still","""
                    + """ "about":"2026-04-28T02:00:00.000000Z","unit":"UBND xã Đất Mũi","officials":2}""");
            await batch.ExecuteNonQueryAsync();
        }
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Insert(NpgsqlBatch batch, string sql, int rows, object constant, string text) => batch.BatchCommands.Add(new(sql)
    {
        Parameters =
        {
            new() { Value = Enumerable.Range(0, rows).Select(_ => Guid.CreateVersion7()).ToArray() },
            new() { Value = constant },
            new() { Value = Enumerable.Repeat(text, rows).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        },
    });
}
