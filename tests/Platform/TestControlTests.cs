using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class TestControlTests(House house, ProductionHouse production) : IClassFixture<House>, IClassFixture<ProductionHouse>
{
    public static TheoryData<string, string> Controls => new()
    {
        { "GET", "/thu-nghiem" }, { "GET", "/thu-nghiem/dong-ho" }, { "GET", "/thu-nghiem/hop-thu-di" }, { "GET", "/thu-nghiem/mo-phong" },
        { "GET", "/thu-nghiem/dat-lai" }, { "POST", "/thu-nghiem/dong-ho" }, { "POST", "/thu-nghiem/dat-lai" }, { "POST", "/thu-nghiem/mo-phong" },
        { "GET", "/api/test/clock" }, { "POST", "/api/test/clock" }, { "GET", "/api/test/outbox" }, { "GET", "/api/test/dial/sms" },
        { "PUT", "/api/test/dial/sms" }, { "POST", "/api/test/reset" },
    };

    [Theory, MemberData(nameof(Controls))]
    public async Task In_production_a_control_for_testers_does_not_exist(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET") request.Content = path.StartsWith("/api", StringComparison.Ordinal) ? JsonContent.Create(new { }) : new FormUrlEncodedContent([]);
        Assert.Equal(HttpStatusCode.NotFound, (await production.Anonymous().SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("/thu-nghiem")]
    [InlineData("/thu-nghiem/dong-ho")]
    [InlineData("/thu-nghiem/hop-thu-di")]
    [InlineData("/thu-nghiem/mo-phong")]
    [InlineData("/thu-nghiem/dat-lai")]
    [InlineData("/api/test/clock")]
    [InlineData("/api/test/outbox")]
    public async Task In_the_demonstration_it_does(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().GetAsync(path)).StatusCode);

    [Fact]
    public async Task The_clock_is_set_and_goes_back_to_real_time()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var client = own.Anonymous();
        var set = await client.PostAsJsonAsync("/api/test/clock", new { now = "2026-05-05T16:30:00+07:00" });
        Assert.StartsWith("2026-05-05T16:30", (await set.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("now").GetString());
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(client, "/thu-nghiem/dong-ho", new() { ["now"] = "2026-05-06T08:00" })).StatusCode);
        Assert.Contains("2026-05-06T08:00", await client.GetStringAsync("/api/test/clock"));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/test/clock", new { now = "hôm qua" })).StatusCode);
        var back = await client.PostAsJsonAsync("/api/test/clock", new { });
        Assert.False((await back.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("adjusted").GetBoolean());
    }

    [Fact]
    public async Task Resetting_brings_back_the_seed_and_nothing_else()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var before = await own.Scalar<long>("select count(*) from people.account");
        await own.Execute("update people.account set disabled_at = now() where username = 'diem'");
        await own.Execute("insert into platform.event (stream, kind, at, actor_name, data) values ('x/1', 'test.written/1', now(), 'Thử', '{}')");
        Assert.Equal(HttpStatusCode.NoContent, (await own.Anonymous().PostAsync("/api/test/reset", null)).StatusCode);
        Assert.Equal(before, await own.Scalar<long>("select count(*) from people.account where disabled_at is null"));
        Assert.Equal(0, await own.Scalar<long>("select count(*) from platform.event where kind = 'test.written/1'"));
        Assert.True(await own.Scalar<long>("select count(*) from messages.template") > 0);
        Assert.Equal(HttpStatusCode.OK, (await own.Anonymous()
            .PostAsJsonAsync("/api/v1/session", new { username = "diem", password = "motcua-diem" })).StatusCode);
    }
}

/// <summary>The same product, started as in real use.</summary>
public sealed class ProductionHouse : House
{
    protected override bool Demo => false;
}
