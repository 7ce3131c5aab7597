using Microsoft.Extensions.DependencyInjection;
using MotCua.Benchmarks.Generate;
using MotCua.Dossiers.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Benchmarks;

public sealed class GenerateTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Synthetic_dossiers_are_whole_and_never_collide_with_others()
    {
        var before = await house.Scalar<long>("select count(*) from dossiers.dossier");
        await using (var scope = house.Scope()) await GenerateCommand.Load(scope.ServiceProvider, 700, 1, TextWriter.Null);
        await using (var scope = house.Scope()) await GenerateCommand.Load(scope.ServiceProvider, 300, 1, TextWriter.Null);
        Assert.Equal(before + 1_000, await house.Scalar<long>("select count(*) from dossiers.dossier"));
        Assert.Equal(0, await house.Scalar<long>("""
            select count(*) from dossiers.dossier d where (
                not exists (select from dossiers.component c where c.dossier_id = d.id)
                or not exists (select from dossiers.name_key k where k.dossier_id = d.id)
                or (received_at is not null and not exists (select from dossiers.clock_entry c where c.dossier_id = d.id and kind = 'start'))
                or (received_at is not null and not exists (select from workflow.run r join workflow.process p on p.id = r.process_id
                    where r.dossier_id = d.id))
                or (status = 'processing') <> exists (select from workflow.task t where t.dossier_id = d.id and state = 'open')
                or (finished_at is not null and not exists (select from dossiers.clock_entry c where c.dossier_id = d.id and kind = 'stop')))
            """));
        var codes = (await house.Scalar<string[]>("select array_agg(short_code) from dossiers.dossier"));
        Assert.All(codes, code => Assert.Equal(0, ShortCode.WrongGroup(code)));
        // A real one after them takes the next number of its day.
        await Applicant.Submitted(house.Anonymous());
    }

    [Fact]
    public async Task Indexes_rest_during_a_large_load_and_are_there_after_it_even_when_it_failed()
    {
        var options = house.Services.GetRequiredService<StartOptions>();
        await Assert.ThrowsAsync<IOException>(() => BulkLoad.Run(options, ["dossiers.dossier", "dossiers.name_key"], 100_000, async () =>
        {
            Assert.False(await There("dossiers.dossier_owner"));
            Assert.False(await There("dossiers.name_key_find"));
            // Somebody else may be filing: what keeps a draft from becoming two dossiers stays in force.
            Assert.True(await There("dossiers.dossier_draft_id_key"));
            throw new IOException("cut");
        }));
        Assert.True(await There("dossiers.dossier_owner"));
        Assert.True(await There("dossiers.name_key_find"));

        await BulkLoad.Run(options with { Alone = true }, ["dossiers.dossier"], 100_000,
            async () => Assert.False(await There("dossiers.dossier_draft_id_key")));
        Assert.True(await There("dossiers.dossier_draft_id_key"));
        await BulkLoad.Run(options with { Alone = true }, ["dossiers.dossier"], 100, async () => Assert.True(await There("dossiers.dossier_owner")));
    }

    [Fact]
    public async Task What_a_load_that_was_killed_left_out_is_built_at_the_next_start()
    {
        await house.Execute("update pg_index set indisready = false, indisvalid = false where indexrelid = 'dossiers.dossier_owner'::regclass");
        await SchemaRunner.Run(house.OwnerConnection, house.Services.GetRequiredService<ModuleSet>(), _ => { });
        Assert.True(await There("dossiers.dossier_owner"));
    }

    private Task<bool> There(string index) => house.Scalar<bool>("select indisready and indisvalid from pg_index where indexrelid = $1::text::regclass", index);
}
