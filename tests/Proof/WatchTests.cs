using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using MotCua.Proof.Watch;
using MotCua.Tests.Architecture;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Proof;

public sealed class WatchTests(WatchTests.OwnWitness house) : IClassFixture<WatchTests.OwnWitness>
{
    [Fact]
    public async Task An_administrator_checks_the_log_and_others_do_not_enter()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("diem")).GetAsync("/quan-tri/nhat-ky")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("benam")).GetAsync("/quan-tri/nhat-ky")).StatusCode);
        await house.SealAll();
        var admin = await house.SignedIn("nam");
        var page = await House.Read(await House.Post(admin, "/quan-tri/nhat-ky", []));
        Assert.Contains("Nhật ký nguyên vẹn", page.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(await house.Scalar<long>("select sum(count)::bigint from proof.seal"), await house.Scalar<long>("select max(total) from proof.seal"));
        Assert.Contains($"{MotCua.Platform.Ui.Vi.Number(await house.Scalar<long>("select max(total) from proof.seal"))} sự kiện", page.Body!.TextContent,
            StringComparison.Ordinal);
        var stream = await house.Scalar<string>("select stream from platform.event order by position limit 1");
        page = await House.Read(await admin.GetAsync("/quan-tri/nhat-ky?luong=" + Uri.EscapeDataString(stream)));
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.EndsWith(Uri.EscapeDataString(stream), row.QuerySelector("a")!.GetAttribute("href")!,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_is_read_in_words_and_found_by_what_people_type()
    {
        var code = await Received.New(house);
        await house.Drain();
        var admin = await house.SignedIn("nam");
        var page = await House.Read(await admin.GetAsync($"/quan-tri/nhat-ky?ve={code.ToLowerInvariant()}"));
        var rows = page.QuerySelectorAll("tbody tr")
            .Select(row => string.Join('|', row.QuerySelectorAll("td").Skip(2).Select(cell => cell.TextContent.Trim())));
        Assert.Contains($"Hồ sơ {code}|Tiếp nhận hồ sơ|Lê Thị Diễm|Hẹn trả: 17:00, 29/04/2026", rows);
        // No numbers of ours, no names of the program, nothing of the owner.
        var text = page.QuerySelector("table")!.TextContent;
        Assert.DoesNotMatch("[0-9a-f]{8}-[0-9a-f]{4}|dossier\\.|/1\\b", text);
        Assert.DoesNotContain("096159999001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0900999001", text, StringComparison.Ordinal);

        Assert.All((await House.Read(await admin.GetAsync("/quan-tri/nhat-ky?viec=dossier.received/1&nguoi=diễm"))).QuerySelectorAll("tbody tr"),
            row => Assert.Contains("Tiếp nhận hồ sơ", row.TextContent, StringComparison.Ordinal));
        Assert.Contains("Không có sự kiện nào như vậy", (await House.Read(await admin.GetAsync("/quan-tri/nhat-ky?ve=H12.0"))).Body!.TextContent,
            StringComparison.Ordinal);
        foreach (var wrong in new[] { "tu=2026-04-30&den=2026-04-01", "tu=2026-01-01&den=2026-12-31", "tu=hôm qua" })
        {
            var answer = await admin.GetAsync("/quan-tri/nhat-ky?" + wrong);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.NotNull((await House.Read(answer)).QuerySelector(".error-summary"));
        }
    }

    [Theory]
    [InlineData("agency", 2)]
    [InlineData("dossier", 0)]
    [InlineData("what-comes-later", 0)]
    public void What_may_tell_of_an_owner_is_left_out_unless_it_is_the_house_s_own(string prefix, int shown) =>
        Assert.Equal(shown, FactDetails.Of("""{"name":"Nguyễn Thị Bé Năm","phone":"0900999001","other":"x"}""", prefix).Count);

    [Fact]
    public void Every_fact_of_the_log_has_words() => Assert.Equal(
        File.ReadLines(Building.InRepository("docs/facts.txt")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0])
            .Order(StringComparer.Ordinal),
        FactWords.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_command_says_so_and_ends_with_1_when_a_row_was_edited()
    {
        await house.SealAll();
        await using var scope = house.Scope();
        await using var output = new StringWriter();
        Assert.Equal(0, await VerifyCommand.Command.Run(scope.ServiceProvider, [], output));
        await house.Execute("update platform.event set actor_name = actor_name || 'x' where position = (select min(first_position) from proof.seal)");
        Assert.Equal(1, await VerifyCommand.Command.Run(scope.ServiceProvider, [], output));
        await house.Execute("update platform.event set actor_name = left(actor_name, -1) where position = (select min(first_position) from proof.seal)");
        Assert.Equal(0, await VerifyCommand.Command.Run(scope.ServiceProvider, [], output));
        Assert.Equal(2, await VerifyCommand.Command.Run(scope.ServiceProvider, ["--quick"], output));
        Assert.Contains("bị sửa", output.ToString(), StringComparison.Ordinal);
    }

    public sealed class OwnWitness : House
    {
        private readonly string folder = Directory.CreateTempSubdirectory("motcua-witness-").FullName;

        protected override void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton(new WitnessFile(folder));

        internal async Task SealAll()
        {
            var source = Services.GetRequiredService<NpgsqlDataSource>();
            await SealedLog.Write(await source.OpenConnectionAsync(), "dossier/1", 3);
            for (var tries = 0; tries < 100_000; tries++)
            {
                await Services.GetRequiredService<Sealer>().Run();
                await using var connection = await source.OpenConnectionAsync();
                if (await LogState.Unsealed(connection) == 0) return;
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
