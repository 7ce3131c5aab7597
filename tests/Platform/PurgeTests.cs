using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Jobs;
using MotCua.Platform.Postgres;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class PurgeTests(House house) : IClassFixture<House>
{
    private const string Old = "'2026-01-05 09:00+07'";

    [Fact]
    public async Task Fifty_thousand_done_jobs_go_in_steps_beside_the_work()
    {
        await house.Execute($"""
            insert into platform.job (id, kind, payload, due_at, state, created_at)
            select gen_random_uuid(), 'purge', jsonb_build_object('n', n), {Old},
                case when n <= 50000 then 'done' when n <= 50010 then 'failed' else 'waiting' end, {Old} from generate_series(1, 50020) n
            """);
        await house.Execute($"insert into platform.job (id, kind, payload, due_at, state, created_at) select gen_random_uuid(), 'purge', "
            + $"jsonb_build_object('n', n), '2026-04-27 09:00+07', 'done', {Old} from generate_series(90001, 90100) n");
        await house.Execute("update platform.job set due_at = '2030-01-01' where kind = 'purge' and state = 'waiting'");
        // How many rows each statement took.
        await house.Execute("""
            create table platform.step_size (rows bigint);
            grant insert on platform.step_size to motcua_app;
            create function platform.note_step() returns trigger language plpgsql as $$ begin insert into platform.step_size select count(*)
                from gone; return null; end $$;
            create trigger note_step after delete on platform.job referencing old table as gone for each statement execute function platform.note_step()
            """);
        await using var somebody = new NpgsqlConnection(house.OwnerConnection);
        await somebody.OpenAsync();
        await using var holding = await somebody.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select from platform.job where payload = '{\"n\": 7}' for update",
            somebody)) await hold.ExecuteNonQueryAsync();

        // Others file jobs all the while and wait for nothing.
        using var done = new CancellationTokenSource();
        var filing = Task.Run(async () =>
        {
            var filed = 0;
            while (!done.IsCancellationRequested)
            {
                await house.Execute("set lock_timeout = '1s'; insert into platform.job (id, kind, payload, due_at, created_at) values (gen_random_uuid(), "
                    + "'beside', '{}', '2030-01-01', now()); update platform.job set attempts = 1 where kind = 'beside' and attempts = 0");
                filed++;
            }
            return filed;
        });
        var runs = 0;
        while (await Left("state = 'done' and due_at < '2026-04-01'") > 1 && runs < 200)
        {
            await Run("platform.purge-done");
            runs++;
        }
        await done.CancelAsync();
        Assert.True(await filing > 0);
        Assert.Equal(1, await Left("state = 'done' and due_at < '2026-04-01'"));
        Assert.Equal((10, 10, 100), (await Left("state = 'failed'"), await Left("state = 'waiting'"), await Left("state = 'done' and due_at > '2026-04-01'")));
        Assert.InRange(await house.Scalar<long>("select max(rows) from platform.step_size"), 1, Purge.Step);
        Assert.InRange(await house.Scalar<long>("select count(*) from platform.step_size where rows > 0"), 25, 1000);
        await holding.RollbackAsync();
        await Run("platform.purge-done");
        Assert.Equal(0, await Left("state = 'done' and due_at < '2026-04-01'"));
    }

    [Fact]
    public async Task Keys_sessions_and_tries_go_when_their_time_is_over()
    {
        await house.Execute($"insert into platform.idempotency (scope, key, fingerprint, status, body, created_at) select 'purge', n::text, '', 200, '', case "
            + $"when n <= 5000 then timestamptz {Old} else '2026-04-01' end from generate_series(1, 5003) n");
        await house.Execute("insert into platform.tries (key, at, keep_until) select 'purge' || n, '{}', case when n <= 5000 then timestamptz '2026-04-27' "
            + "else '2026-04-29' end from generate_series(1, 5002) n");
        await house.Execute("""
            insert into people.session (id, token_hash, account_id, account_version, created_at, last_seen_at, expires_at)
            select gen_random_uuid(), decode(md5('purge' || n), 'hex'), (select id from people.account limit 1), 0, now(), now(),
                now() - case when n <= 5000 then interval '91 days' else interval '80 days' end from generate_series(1, 5001) n
            """);
        await Run("platform.purge-done");
        await Run("platform.purge-tries");
        await Run("people.purge-tries");
        Assert.Equal(3, await house.Scalar<long>("select count(*) from platform.idempotency where scope = 'purge'"));
        Assert.Equal(2, await house.Scalar<long>("select count(*) from platform.tries where key like 'purge%'"));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from people.session where expires_at < now()"));
    }

    [Fact]
    public async Task A_fired_reminder_stays_as_long_as_its_dossier_is_open()
    {
        await using (var scope = house.Scope()) await MotCua.Benchmarks.Generate.GenerateCommand.Load(scope.ServiceProvider, 200, 1, TextWriter.Null);
        await house.Execute("delete from dossiers.timer");
        var ids = new List<Guid>();
        foreach (var status in new[] { "returned", "processing" })
            ids.Add(await house.Scalar<Guid>("select id from dossiers.dossier where status = $1 order by code limit 1", status));
        foreach (var id in ids)
        {
            await house.Execute($"insert into dossiers.timer (dossier_id, kind, about, since, due_at, fired_at) select $1, 'still', 'old' || n, {Old}, {Old}, "
                + $"{Old} from generate_series(1, 3) n", id);
            await house.Execute($"insert into dossiers.timer (dossier_id, kind, about, since, due_at, fired_at) values ($1, 'still', 'new', {Old}, {Old}, "
                + $"'2026-04-20')", id);
            await house.Execute(
                $"insert into dossiers.timer (dossier_id, kind, about, since, due_at) values ($1, 'still', 'unfired', {Old}, '2030-01-01')", id);
        }
        await Run("dossiers.purge-timers");
        Assert.Equal(2, await house.Scalar<long>("select count(*) from dossiers.timer where dossier_id = $1", ids[0]));
        Assert.Equal(5, await house.Scalar<long>("select count(*) from dossiers.timer where dossier_id = $1", ids[1]));
    }

    [Fact]
    public async Task The_text_of_an_expired_code_goes_and_its_message_stays()
    {
        await house.Execute("""
            insert into messages.message (id, channel, recipient, text, template, created_at, state, sent_at) values
                (gen_random_uuid(), 'sms', 'purge', 'Ma xac nhan 123456', 'account.code', '2026-04-28 08:40+07', 'sent', '2026-04-28 08:40+07'),
                (gen_random_uuid(), 'sms', 'purge', 'Ma xac nhan 234567', 'account.code', '2026-04-28 08:41+07', 'waiting', null),
                (gen_random_uuid(), 'sms', 'purge', 'Ma xac nhan 345678', 'account.code', '2026-04-28 08:55+07', 'waiting', null),
                (gen_random_uuid(), 'sms', 'purge', 'Ho so 123456 da nop', 'dossier.submitted', '2026-04-28 08:40+07', 'waiting', null)
            """);
        await Run("messages.blank-codes");
        Assert.Equal("dropped Mã đã hết hạn|sent Mã đã hết hạn|waiting Ho so 123456 da nop|waiting Ma xac nhan 345678", await house.Scalar<string>(
            "select string_agg(state || ' ' || text, '|' order by state, text) from messages.message where recipient = 'purge'"));
    }

    [Fact]
    public void A_key_that_somebody_still_needs_cannot_be_set_away()
    {
        var services = new ServiceCollection().AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationManager { ["Keep:KeysDays"] = "7" }).BuildServiceProvider();
        Assert.Contains("ít nhất 30 ngày", Assert.Throws<GroundException>(() => Purge.Keep(services, "Keys", 60, 30)).Message);
        Assert.Equal(14, Purge.Keep(services, "DoneJobs", 14, 1).TotalDays);
    }

    private async Task Run(string name)
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<MotCua.Platform.Security.CurrentActor>().Value = MotCua.Platform.Security.Actor.System;
        await house.Services.GetRequiredService<ModuleSet>().All.SelectMany(module => module.Recurring).Single(job => job.Name == name)
            .Run(scope.ServiceProvider, CancellationToken.None);
    }

    private Task<long> Left(string which) => house.Scalar<long>($"select count(*) from platform.job where kind = 'purge' and {which}");
}
