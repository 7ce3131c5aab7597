using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Postgres;
using MotCua.Platform.Vitals;
using Xunit;

namespace MotCua.Tests.Platform.Vitals;

public sealed partial class MetricsTests(MetricsTests.Measured house) : IClassFixture<MetricsTests.Measured>
{
    public sealed class Measured : WatchedHouse
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Execute("""
                insert into platform.job (id, kind, payload, due_at, state, created_at) select gen_random_uuid(), 'x', '{}', '2026-04-28 08:00+07', case
                    when n <= 3 then 'failed' else 'waiting' end, now()
                from generate_series(1, 8) n
                """);
            await Execute("""
                insert into messages.message (id, channel, recipient, text, template, created_at, state)
                select gen_random_uuid(), 'sms', '0987650123', 'x', 'x', '2026-04-28 08:30+07', 'waiting' from generate_series(1, 2)
                """);
        }
    }

    [Fact]
    public async Task The_figures_of_the_house_are_told_with_names_and_units()
    {
        await house.Anonymous().GetAsync("/");
        var jobs = await house.Scalar<long>("select count(*) from platform.job where state = 'waiting' and due_at <= '2026-04-28 09:00+07'");
        var text = await house.Anonymous().GetStringAsync("/metrics");
        Assert.Equal(jobs, Value(text, "motcua_jobs_waiting"));
        Assert.Equal(3, Value(text, "motcua_jobs_failed"));
        Assert.InRange(Value(text, "motcua_jobs_overdue_seconds"), 3600, 36000);
        Assert.InRange(Value(text, "motcua_messages_waiting"), 2, 10_000);
        Assert.True(Value(text, "motcua_log_unsealed") > 0);
        foreach (var name in new[]
        {
            "motcua_subscriptions_lag{", "motcua_files_unmended", "motcua_sandbox_working", "motcua_sandbox_queue",
                "http_server_request_duration_seconds_bucket{",
            "dotnet_gc_collections_total", "db_client_operation_duration_seconds_count", "motcua_database_connections{", "target_info", "http_route=\"/\"",
        }) Assert.Contains(name, text);
        Assert.True(Value(text, "motcua_database_connections_max") > 0);
        // No pool is named by the connection string.
        Assert.DoesNotContain("Username", text);
        Assert.DoesNotContain("Host=", text);
    }

    [Fact]
    public async Task A_thousand_invented_addresses_add_no_series()
    {
        var client = house.Anonymous();
        async Task Knock(int n)
        {
            foreach (var path in new[] { $"/MOCNGOC{n}", $"/tra-cuu/MOCNGOC{n}", $"/api/v1/drafts/{Guid.NewGuid()}", $"/thu-tuc/MOCNGOC{n}?q=MOCNGOC{n}" })
                await client.GetAsync(path);
            using var odd = new HttpRequestMessage(new HttpMethod($"MOCNGOC{n}"), "/");
            await client.SendAsync(odd);
        }
        await Knock(0);
        await client.GetStringAsync("/metrics");
        var before = Series(await client.GetStringAsync("/metrics"));
        foreach (var n in Enumerable.Range(1, 200)) await Knock(n);
        var text = await client.GetStringAsync("/metrics");
        Assert.Equal(before, Series(text));
        Assert.DoesNotContain("MOCNGOC", text);
    }

    [Fact]
    public async Task Scraping_does_not_load_the_database()
    {
        var client = house.Anonymous();
        await client.GetStringAsync("/metrics");
        var (gauges, began) = (house.Services.GetRequiredService<Gauges>(), Environment.TickCount64);
        var before = gauges.Readings;
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.GetStringAsync("/metrics")));
        Assert.InRange(gauges.Readings - before, 0, 1 + (Environment.TickCount64 - began) / 5000);
    }

    [Fact]
    public async Task Elsewhere_there_is_nothing_there()
    {
        var stranger = await house.Stranger().GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.Equal(await (await house.Stranger().GetAsync("/khong-co-trang-nay")).Content.ReadAsStringAsync(), await stranger.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("::ffff:10.0.5.9", null, true)]
    [InlineData("10.0.5.9", null, true)]
    [InlineData("10.0.6.9", null, false)]
    [InlineData("203.0.113.5", null, false)]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData(null, null, false)]
    public void Who_may_look_on(string? address, string? forwarded, bool may)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        if (forwarded is not null) http.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(may, new Onlookers(Settings("10.0.5.0/24, 192.0.2.7")).Admit(http));
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("mọi nơi")]
    public void The_world_is_not_let_in_by_a_setting(string words) => Assert.Throws<GroundException>(() => Onlookers.Read(Settings(words)));

    private static IConfiguration Settings(string allow) => new ConfigurationBuilder().AddInMemoryCollection([new(Onlookers.Setting, allow)]).Build();

    private static double Value(string text, string name) =>
        double.Parse(Regex.Match(text, $@"^{name}(\{{[^}}]*\}})? ([0-9.e+-]+)", RegexOptions.Multiline).Groups[2].Value, CultureInfo.InvariantCulture);

    private static string[] Series(string text) =>
        [.. SeriesName().Matches(text).Select(match => match.Value).Where(name => name.StartsWith("http_server_request", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^[a-z][^#\s]*(\{[^}]*\})?", RegexOptions.Multiline)]
    private static partial Regex SeriesName();
}
