using MotCua.Tests.Dossiers.Consult;
using MotCua.Tests.Platform.Work;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class DispatcherTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Who_listens_from_now_on_hears_what_is_being_written_and_nothing_older()
    {
        var (name, kind, heard) = ($"test.now{Guid.NewGuid():n}", "test.now/1", new List<string>());
        MotCua.Platform.Events.Subscription Made(bool now) => new(name, [kind], (_, happened) =>
        {
            heard.Add(happened.Stream);
            return Task.CompletedTask;
        }) { FromNow = now };
        await Bench.Tell(house, kind, "cũ");
        await using var source = NpgsqlDataSource.Create(house.OwnerConnection);
        await using var writer = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var open = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var write = new NpgsqlCommand("insert into platform.event (stream, kind, at, actor_name, data) values ('đang ghi', $1, now(), 'thử', "
            + "'{}')", writer, open)
            { Parameters = { new() { Value = kind } } })
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await Bench.Tell(house, kind, "sau khi mở");

        await new Bench(house, [Made(true)]).Dispatcher().Drain();
        Assert.Empty(heard);
        await open.CommitAsync(TestContext.Current.CancellationToken);
        await Bench.Tell(house, kind, "mới");
        await new Bench(house, [Made(true)]).Dispatcher().Drain();
        // What was written beside the open transaction stands above its floor: it is told too, once.
        Assert.Equal(["mới", "sau khi mở", "đang ghi"], heard.Order(StringComparer.Ordinal));

        // A later start of the same subscriber goes on where it was; another that wants all begins at the beginning.
        await Bench.Tell(house, kind, "hôm sau");
        await new Bench(house, [Made(true)]).Dispatcher().Drain();
        Assert.Equal("hôm sau", heard[^1]);
        Assert.Equal(4, heard.Count);
        await new Bench(house, [Made(false) with { Name = name + "/all" }]).Dispatcher().Drain();
        Assert.Equal(4 + 5, heard.Count);
    }

    /// <summary>Who has nothing to hear is not fed for it, and does not stay behind either.</summary>
    [Fact]
    public async Task The_cursor_of_a_subscriber_whom_nothing_concerns_is_carried_along_and_what_concerns_it_is_still_heard()
    {
        var (name, heard) = ($"test.carried{Guid.NewGuid():n}", 0);
        await Bench.Begin(house, name);
        var dispatcher = new Bench(house, [new(name, [name], (_, _) => { heard++; return Task.CompletedTask; })]).Dispatcher();
        Task<bool> At(long position) => house.Scalar<bool>("select position >= $2 from platform.subscription where name = $1", name, position);
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            long last = 0;
            for (var i = 0; i < 30; i++) last = await Bench.Tell(house, "test.nothing/1", "a");
            await Bench.Until(() => At(last), "carried along");
            Assert.Equal(0, heard);
            await Bench.Tell(house, name, "a");
            for (var i = 0; i < 30; i++) last = await Bench.Tell(house, "test.nothing/1", "a");
            await Bench.Until(() => At(last), "heard and carried on");
            Assert.Equal(1, heard);
        }
        finally { await dispatcher.StopAsync(CancellationToken.None); }
    }

    /// <summary>As text 10000 comes before 9999: facts would be passed over, or told twice.</summary>
    [Fact]
    public async Task A_transaction_with_one_digit_more_comes_after_one_with_less_and_is_told_once()
    {
        var code = await Consulted.Dossier(house);
        var id = await house.Scalar<Guid>("""
            with asked as (
                insert into dossiers.consultation (id, dossier_id, no, task_id, step_name, agency, agency_name, question, legal_basis, term_unit, term_value,
                    rule_set_id, papers,
                    shows_form, asked_by, asked_at, due_at, state, version)
                select gen_random_uuid(), d.id, 1, gen_random_uuid(), 'Thẩm định', $2, 'UBND xã Năm Căn', 'Câu hỏi', 'Điều 5', 'workingDay', 1, d.rule_set_id,
                    '{}',
                    false, 'Phạm Minh Khôi', d.received_at, d.received_at + interval '1 day', 'open', 0
                from dossiers.dossier d where d.code = $1 returning id, dossier_id, asked_at, due_at)
            insert into dossiers.consultation_entry (consultation_id, seq, dossier_id, kind, at, due_at, calendar_version, actor_name)
            select id, 1, dossier_id, 'asked', asked_at, due_at, 1, 'Phạm Minh Khôi' from asked returning consultation_id
            """, code, Consulted.NamCan);
        await house.Drain();
        var now = long.Parse(await house.Scalar<string>("select pg_current_xact_id()::text"), System.Globalization.CultureInfo.InvariantCulture);
        var edge = (long)Math.Pow(10, Math.Floor(Math.Log10(now)));
        await house.Execute("update platform.subscription set txid = $1::text::xid8, position = 0 where name = 'dossiers.tell-consultation'", $"{edge - 2}");
        await house.Execute("""
            insert into platform.event (txid, stream, kind, at, actor_name, data) select $1::text::xid8, 'thu', 'test.nothing/1', now(), 'thử', '{}'
            union all select $2::text::xid8, 'dossier/' || d.id, 'dossier.consultation-asked/1', now(), 'thử', jsonb_build_object('consultationId', $4::uuid,
                'dossierId', d.id, 'code', d.code)
            from dossiers.dossier d where d.code = $3
            """, $"{edge - 1}", $"{edge}", code, id);
        await house.Drain();
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from messages.staff_notice where link = $1", $"/noi-bo/phoi-hop/{id}"));
    }
}
