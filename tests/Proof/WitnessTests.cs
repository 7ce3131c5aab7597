using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Proof.Outside;
using MotCua.Proof.Seal;
using MotCua.Tests.Papers;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Proof;

[Trait("Pace", "slow")]
public sealed class WitnessTests
{
    [Theory]
    [InlineData(2, "", "đã lùi lại")]
    [InlineData(1000, "", "Không còn tệp đối chứng")]
    [InlineData(0, "delete from proof.seal where batch = (select max(batch) from proof.seal)", "dữ liệu đã lùi lại")]
    [InlineData(0, "update proof.seal set hash = sha256(hash) where batch = (select max(batch) from proof.seal)", "đã bị dựng lại")]
    public async Task A_witness_and_a_database_that_contradict_each_other_stop_the_sealing(int linesLost, string attack, string words)
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(40, 1);
        await log.SealAll(10);
        await Lose(log, linesLost);
        if (attack.Length > 0) await log.Execute(attack);
        var seals = await log.Scalar<long>("select count(*) from proof.seal");
        var before = await Lines(log);
        await log.Write(20, 2);
        for (var i = 0; i < 3; i++) Assert.Equal(0, await log.Sealer(10).Run());
        Assert.Equal((seals, 1L), (await log.Scalar<long>("select count(*) from proof.seal"),
            await log.Scalar<long>("select count(*) from platform.caution where lifted_at is null")));
        Assert.Contains(words, await log.Scalar<string>("select words from platform.caution"), StringComparison.Ordinal);
        Assert.Equal(1L, await log.Scalar<long>("select count(*) from platform.event where kind = 'log.caution-raised/1'"));
        // Nothing heals in silence: the file is as it was found.
        Assert.Equal(before, await Lines(log));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Only_the_line_that_a_crash_kept_away_is_written_and_that_is_a_fact(int begun)
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(40, 1);
        await log.SealAll(10);
        var whole = await Lines(log);
        var id = await log.Scalar<Guid>("select id from proof.log_identity");
        await File.WriteAllTextAsync(log.Witness.PathOf(id), string.Concat(whole[..^1].Select(line => line + "\n")) + whole[^1][..begun],
            TestContext.Current.CancellationToken);
        await log.Sealer(10).Run();
        Assert.Equal(whole, (await Lines(log))[..whole.Length]);
        Assert.Equal(0L, await log.Scalar<long>("select count(*) from platform.caution"));
        Assert.Equal(1L, await log.Scalar<long>("select count(*) from platform.event where kind = 'log.witness-caught-up/1'"));
        Assert.True((await log.Verify()).Intact);
    }

    [Fact]
    public async Task While_they_contradict_officials_read_nothing_sensitive_until_two_administrators_have_said_why()
    {
        await using var house = new Watched();
        await house.InitializeAsync();
        await house.Seal();
        await house.Execute("delete from proof.seal where batch = (select max(batch) from proof.seal)");
        Assert.Equal(0, await house.Sealer.Run());
        var (nam, ha) = (await house.SignedIn("nam"), await house.SecondAdministrator());

        await using (var scope = house.Scope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = new Actor(Guid.NewGuid(), ActorKind.Staff, "Lê Thị Diễm", HeldPositions: []);
            var no = await Assert.ThrowsAsync<Refused>(() => scope.ServiceProvider.GetRequiredService<VaultReading>().Open(Guid.NewGuid(), "desk", null));
            Assert.Equal(409, no.Status);
        }
        Assert.Equal(HttpStatusCode.Conflict, (await (await house.SignedIn("diem")).GetAsync("/noi-bo/so-theo-doi")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Lift(nam, " ")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Lift(nam, "Vừa khôi phục bản sao lưu đêm qua")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Lift(nam, "Tự xác nhận")).StatusCode);
        Assert.Equal(0, await house.Sealer.Run());
        var page = await House.Read(await ha.GetAsync("/quan-tri/nhat-ky"));
        Assert.Contains("Vừa khôi phục bản sao lưu đêm qua", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Lift(ha, "Đã đối chiếu với nhật ký máy chủ")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("diem")).GetAsync("/noi-bo/so-theo-doi")).StatusCode);
        Assert.True(await house.Sealer.Run() > 0);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'log.caution-lifted/1' and reason = 'Đã đối chiếu với "
            + "nhật ký máy chủ'"));
        Assert.Contains(Directory.GetFiles(house.Folder), file => file.EndsWith(".contradicted", StringComparison.Ordinal));

        static Task<HttpResponseMessage> Lift(HttpClient administrator, string reason) =>
            House.Post(administrator, "/quan-tri/nhat-ky", new() { ["lyDo"] = reason }, "#go-than-trong");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_signed_witness_outside_takes_what_follows_and_a_contradiction_with_it_stops_the_sealing(bool byAddress)
    {
        await using var house = new Watched(byAddress);
        await house.InitializeAsync();
        await house.Seal();
        var batches = (int)await house.Scalar<long>("select count(*) from proof.seal");
        Assert.Equal(batches, await house.Send());
        Assert.Equal(0, await house.Send());
        if (byAddress)
        {
            // Away is not wrong: nothing stops, and what was missed goes out afterwards.
            await house.Dial("fail");
            await house.Seal();
            Assert.Equal(0, await house.Send());
            Assert.NotNull(await house.Scalar<string>("select problem from proof.outside"));
            Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.caution"));
            await house.Dial("ok");
            Assert.True(await house.Send() > 0);
            Assert.Null(await house.Scalar<string>("select problem from proof.outside"));
        }
        // Database and the file beside it are rewound together: only the place outside knows.
        await house.Execute("delete from proof.seal where batch = (select max(batch) from proof.seal)");
        var id = await house.Scalar<Guid>("select id from proof.log_identity");
        var file = new WitnessFile(house.Folder).PathOf(id);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(file, lines[..^1], TestContext.Current.CancellationToken);
        Assert.Equal(0, await house.Send());
        Assert.Contains("Đối chứng bên ngoài mâu thuẫn", await house.Scalar<string>("select words from platform.caution"), StringComparison.Ordinal);
        Assert.Equal(0, await house.Sealer.Run());
    }

    private static async Task<string[]> Lines(SealedLog log)
    {
        var path = log.Witness.PathOf(await log.Scalar<Guid>("select id from proof.log_identity"));
        return File.Exists(path) ? await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken) : [];
    }

    private static async Task Lose(SealedLog log, int count)
    {
        if (count == 0) return;
        var lines = await Lines(log);
        var path = log.Witness.PathOf(await log.Scalar<Guid>("select id from proof.log_identity"));
        if (count >= lines.Length) File.Delete(path);
        else await File.WriteAllLinesAsync(path, lines[..^count], TestContext.Current.CancellationToken);
    }

    private sealed class Watched(bool? outsideByAddress = null) : House
    {
        private readonly string outside = Directory.CreateTempSubdirectory("motcua-outside-").FullName;
        private PeersFixture? peers;

        public string Folder { get; } = Directory.CreateTempSubdirectory("motcua-witness-").FullName;

        public Sealer Sealer => Services.GetRequiredService<Sealer>();

        public override async ValueTask InitializeAsync()
        {
            if (outsideByAddress is true)
            {
                peers = new PeersFixture();
                await peers.InitializeAsync();
            }
            await base.InitializeAsync();
        }

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddSingleton(new WitnessFile(Folder));
            if (outsideByAddress is { } byAddress) builder.Configuration[SendWitness.Setting] = byAddress ? peers!.Address.ToString() : outside;
        }

        public async Task Seal()
        {
            for (var i = 0; i < 2; i++)
            {
                await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
                await SealedLog.Write(connection, "dossier/1", 3);
                while (await LogState.Unsealed(connection) > 0) await Sealer.Run();
            }
        }

        public Task<int> Send() => Services.GetRequiredService<SendWitness>().Run(TestContext.Current.CancellationToken);

        public async Task Dial(string mode) =>
            (await peers!.Http.PutAsJsonAsync(new Uri(peers.Address, "/dial/witness"), new { mode },
                TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        public async Task<HttpClient> SecondAdministrator()
        {
            await using var scope = Scope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            var ha = await scope.ServiceProvider.GetRequiredService<Accounts>().Find("ha");
            var agency = await Scalar<string>("select agency_code from organisation.position where role = 'administrator' limit 1");
            scope.ServiceProvider.GetRequiredService<Staffing>().Grant(ha!.Value, Roles.Administrator, agency, null, new DateOnly(2026, 1, 1));
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
            return await SignedIn("ha");
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (peers is not null) await peers.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
            Directory.Delete(outside, recursive: true);
        }
    }
}
