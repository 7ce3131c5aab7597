using System.Diagnostics;
using Npgsql;
using Xunit;

namespace MotCua.Journeys.Survival;

/// <summary>
/// Two application servers on one database, a thousand reminders due, and kill −9 of one of them while it is writing its
/// share: each message stands there exactly once.
/// </summary>
[Collection("Survival")]
public sealed class TwoNodesTests(ITestOutputHelper output)
{
    private const int Dossiers = 500;

    // The second server signs in as the owner and works with the narrow role; the first one has a login of its own.
    private const string SecondIsWriting = "select exists (select from pg_stat_activity where usename = 'motcua' and application_name = 'motcua' and state = "
        + "'active' and query like '%insert into messages.message%')";

    [Fact]
    public async Task A_thousand_reminders_are_each_said_once_although_a_server_dies_while_saying_them()
    {
        await using var first = new MortalProduct();
        await first.Start();
        using (var ledger = new Ledger(first.Ledger))
        using (var applicants = new Applicants(first.Url, ledger, () => Task.Delay(100))) await applicants.File("nhac-viec", 1);
        await using var second = await SecondServer.Start($"{first.OwnerConnection};Pooling=true");
        await using var connection = await first.Connect();
        await Timers(connection);

        var clock = Stopwatch.StartNew();
        await Until(connection, SecondIsWriting);
        second.Kill();
        var before = await Number(connection, "select count(*) from dossiers.timer where fired_at is not null and about like 'hai %'");
        output.WriteLine($"Second server killed after {clock.Elapsed.TotalSeconds:0.0} s, {before} of 1000 reminders said by then");
        await Until(connection, "select not exists (select from dossiers.timer where fired_at is null and about like 'hai %')");
        output.WriteLine($"All said after {clock.Elapsed.TotalSeconds:0.0} s");

        Assert.True(before < 2 * Dossiers);
        Assert.Equal(2 * Dossiers, await Number(connection, "select count(*) from dossiers.timer where about like 'hai %'"));
        // To the applicant a line and an SMS; to the receiving official and the head a notice each; of each a fact.
        Assert.Equal(2 * Dossiers, await Number(connection,
            "select count(*) from messages.message where template = 'reminder.unansweredLong' and dossier_code like 'HAI-%'"));
        Assert.Equal(2 * Dossiers, await Number(connection,
            "select count(distinct (dossier_code, channel)) from messages.message where template = 'reminder.unansweredLong' and dossier_code like 'HAI-%'"));
        Assert.Equal(2 * Dossiers, await Number(connection, "select count(*) from messages.staff_notice where dossier_code like 'HAI-%'"));
        Assert.Equal(2 * Dossiers, await Number(connection,
            "select count(distinct (account_id, dossier_code)) from messages.staff_notice where dossier_code like 'HAI-%'"));
        Assert.Equal(2 * Dossiers, await Number(connection,
            "select count(*) from platform.event where kind = 'dossier.reminded/1' and data ->> 'about' like 'hai %'"));
        Assert.Equal(2 * Dossiers, await Number(connection,
            "select count(distinct (stream, data ->> 'kind')) from platform.event where kind = 'dossier.reminded/1' and data ->> 'about' like 'hai %'"));
    }

    /// <summary>Five hundred twins of one filing, two due timers each; and every message takes its time, so that a kill can come in between.</summary>
    private static async Task Timers(NpgsqlConnection connection)
    {
        string[] own = ["id", "code", "short_code", "tracking_token", "draft_id"];
        await using var names = new NpgsqlCommand($"""
            select string_agg(column_name, ', ') from information_schema.columns where table_schema = 'dossiers' and table_name = 'dossier'
                and is_generated = 'NEVER'
                and column_name not in ('{string.Join("', '", own)}')
            """, connection);
        var columns = (string)(await names.ExecuteScalarAsync())!;
        await using var command = new NpgsqlCommand($"""
            create function messages.slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(0.03); return new; end $$;
            create trigger slowly before insert on messages.message for each row execute function messages.slowly();
            with twin as (
                insert into dossiers.dossier (id, code, short_code, tracking_token, {columns})
                select gen_random_uuid(), 'HAI-' || n, 'H' || lpad(n::text, 7, '0'), 'hai-' || n, {columns}
                from generate_series(1, {Dossiers}) n, (select * from dossiers.dossier where status = 'submitted' limit 1) model
                returning id, code)
            insert into dossiers.timer (dossier_id, kind, about, since, due_at)
            select t.id, k.kind, 'hai ' || t.code, now() - interval '1 day', now() - interval '1 hour' + random() * interval '1 minute'
            from twin t, (values ('unanswered'), ('unansweredLong')) as k(kind)
            """, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Until(NpgsqlConnection connection, string sql)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(3); DateTime.UtcNow < deadline; await Task.Delay(50))
        {
            await using var command = new NpgsqlCommand(sql, connection);
            if (await command.ExecuteScalarAsync() is true) return;
        }
        throw new TimeoutException(sql);
    }

    private static async Task<long> Number(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
