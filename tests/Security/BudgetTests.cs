using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Postgres;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Budgets so small that a test can use them up, behind a proxy that says where a request came from.</summary>
public sealed class ThriftyHouse : House
{
    /// <summary>Without the testers' pages: one of them resets everything.</summary>
    protected override bool Demo => false;

    protected override void Configure(WebApplicationBuilder builder)
    {
        var settings = new Dictionary<string, string?> { ["Budgets:Off"] = "false", [Proxies.Setting] = "127.0.0.1, ::1" };
        foreach (var door in Doors.All) (settings[$"Budgets:{door.Name}:Limit"], settings[$"Budgets:{door.Name}:Whole"]) = ("2", "0");
        (settings["Budgets:SignIn:Limit"], settings["Budgets:SignIn:Minutes"]) = ("60", "1");
        (settings["Budgets:Draft:Limit"], settings["Budgets:Write:Limit"]) = ("12", "12");
        settings["Budgets:Verify:Whole"] = "4";
        builder.Configuration.AddInMemoryCollection(settings);
    }
}

public sealed partial class BudgetTests(ThriftyHouse house, House open) : IClassFixture<ThriftyHouse>, IClassFixture<House>
{
    private readonly Random random = new(20260428);

    [Fact]
    public async Task Every_endpoint_has_a_budget_and_says_how_long_to_wait()
    {
        var client = house.Anonymous();
        var (asked, unguarded) = (0, new List<string>());
        foreach (var endpoint in house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .DistinctBy(e => (e.RoutePattern.RawText, string.Join(' ', Methods(e)))))
        {
            // The same bytes for everybody, which a browser keeps.
            if (endpoint.RoutePattern.RawText is "/api/scalar.js" || endpoint.RoutePattern.RawText!.StartsWith("/assets", StringComparison.Ordinal)) continue;
            foreach (var method in Methods(endpoint))
            {
                var (target, address) = (Filled(endpoint.RoutePattern.RawText), Anywhere());
                HttpResponseMessage? answer = null;
                // The largest budget of this house is sixty.
                for (var i = 0; i < 75 && answer?.StatusCode != HttpStatusCode.TooManyRequests; i++)
                {
                    using var request = From(address, new HttpMethod(method), target);
                    answer = await client.SendAsync(request);
                    asked++;
                }
                if (answer!.StatusCode != HttpStatusCode.TooManyRequests) unguarded.Add($"{method} {target} → {(int)answer.StatusCode}");
                else AgreesWithItself(answer, await answer.Content.ReadAsStringAsync());
            }
        }
        Assert.True(asked > 300);
        Assert.Empty(unguarded);
    }

    [Fact]
    public async Task What_is_said_to_be_the_wait_is_the_wait()
    {
        var (client, address) = (house.Anonymous(), Anywhere());
        HttpResponseMessage answer;
        do answer = await client.SendAsync(From(address, HttpMethod.Get, "/dang-nhap")); while (answer.StatusCode == HttpStatusCode.OK);
        var said = answer.Headers.RetryAfter!.Delta!.Value;
        Assert.InRange(said, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        var since = Stopwatch.StartNew();
        do answer = await client.SendAsync(From(address, HttpMethod.Get, "/dang-nhap"));
        while (answer.StatusCode == HttpStatusCode.TooManyRequests && since.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(since.Elapsed < said + TimeSpan.FromSeconds(0.5), $"{said} was said, {since.Elapsed} it took.");
    }

    [Fact]
    public async Task A_line_of_IPv6_is_one_address_and_the_whole_has_a_budget_too()
    {
        var client = house.Anonymous();
        async Task<HttpStatusCode> Verify(string address) => (await client.SendAsync(From(address, HttpMethod.Get, "/api/v1/verify/x"))).StatusCode;
        var line = string.Create(CultureInfo.InvariantCulture, $"2001:db8:{random.Next(1, 0xffff):x}:{random.Next(1, 0xffff):x}");
        string Within(string prefix) => $"{prefix}:{random.Next(1, 0xffff):x}:{random.Next(1, 0xffff):x}:{random.Next(1, 0xffff):x}:{random.Next(1, 0xffff):x}";
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests],
            [await Verify(Within(line)), await Verify(Within(line)), await Verify(Within(line))]);
        Assert.Equal(HttpStatusCode.NotFound, await Verify("2001:db8:1:ffff::1"));
        // Four of everybody together: fresh addresses do not help.
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++) answers.Add(await Verify(Anywhere()));
        Assert.InRange(answers.Count(status => status == HttpStatusCode.NotFound), 1, 2);
        // Whoever has signed in does not pay for strangers.
        var known = await house.SignedIn("benam");
        Assert.Equal(HttpStatusCode.NotFound, (await known.GetAsync("/api/v1/verify/x")).StatusCode);
    }

    [Fact]
    public async Task An_upload_finds_its_way_when_strangers_have_used_up_the_address()
    {
        var client = house.Anonymous();
        var address = Anywhere();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        var (draft, token) = await Applicant.Draft(client, paper: false);
        async Task<HttpStatusCode> Upload(Guid to, string key) => (await Applicant.Upload(client, to, key, Applicant.Png(), "anh.png")).StatusCode;
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Created, await Upload(draft, token));
        // The draft's own two, then no more; another draft has its own.
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests],
            [await Upload(draft, token), await Upload(draft, token), await Upload(draft, token)]);
        var (other, key) = await Applicant.Draft(client, paper: false);
        Assert.Equal(HttpStatusCode.Created, await Upload(other, key));
    }

    [Fact]
    public async Task Nobody_chooses_their_own_address()
    {
        // No proxy is configured in this house: the header counts for nothing.
        for (var i = 0; i < 3; i++)
        {
            using var request = From(Anywhere(), HttpMethod.Get, "/api/v1/tracking/H12-260428-0001?last4=0000");
            await open.Anonymous().SendAsync(request);
        }
        Assert.Equal(1, await open.Scalar<long>("select count(*) from platform.tries where key like 'TrackWrong:%'"));
    }

    [Theory]
    [InlineData(null, "Proxy__Known"), InlineData("", "Proxy__Known"), InlineData("everybody", "everybody"), InlineData("0.0.0.0/0", "0.0.0.0/0"),
        InlineData("10.0.0.300", "10.0.0.300")]
    public void A_real_installation_must_say_who_stands_in_front(string? known, string named)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(Proxies.Setting, known)]).Build();
        Assert.Contains(named, Assert.Throws<GroundException>(() => Proxies.Check(settings, demo: false)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("direct"), InlineData("127.0.0.1"), InlineData("10.0.5.0/24, ::1")]
    public void It_says_so_in_one_setting(string known) =>
        Proxies.Check(new ConfigurationBuilder().AddInMemoryCollection([new(Proxies.Setting, known)]).Build(), demo: false);

    [Fact]
    public async Task Tries_are_exact_whoever_asks_and_whenever()
    {
        var budget = new Budget("Test", 5, 0, TimeSpan.FromHours(24));
        for (var key = 0; key < 6; key++)
        {
            var (taken, now) = (new List<DateTimeOffset>(), House.Morning);
            for (var i = 0; i < 60; i++)
            {
                now += TimeSpan.FromMinutes(random.Next(1, 400));
                house.Clock.Set(now);
                // As after a restart: nothing is kept but what the database keeps.
                var tries = new GuessBudget(house.Services.GetRequiredService<NpgsqlDataSource>(), house.Clock, new ConfigurationBuilder().Build());
                taken.RemoveAll(at => at <= now - budget.Window);
                var before = await tries.Wait(budget, $"key {key}");
                var wait = await tries.Take(budget, $"key {key}");
                Assert.Equal(taken.Count >= 5, wait is not null);
                Assert.Equal(wait is null, before is null);
                // The clock ticks on while it is asked.
                if (wait is { } time) Assert.InRange(taken[^5] + budget.Window - now - time, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5));
                else if (random.Next(4) == 0) await tries.GiveBack(budget, $"key {key}");
                else taken.Add(now);
            }
        }
        house.Clock.Set(House.Morning);
        var own = house.Services.GetRequiredService<GuessBudget>();
        var together = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => own.Take(budget, "together"))));
        Assert.Equal(5, together.Count(wait => wait is null));
    }

    private static void AgreesWithItself(HttpResponseMessage answer, string text)
    {
        var seconds = answer.Headers.RetryAfter?.Delta ?? throw new InvalidOperationException("429 without Retry-After.");
        Assert.Contains($"Đợi {Vi.Wait(seconds)} ", WebUtility.HtmlDecode(text), StringComparison.Ordinal);
    }

    private static HttpRequestMessage From(string address, HttpMethod method, string target)
    {
        var request = new HttpRequestMessage(method, target);
        request.Headers.Add("X-Forwarded-For", address);
        return request;
    }

    private string Anywhere() => new IPAddress([203, (byte)random.Next(1, 255), (byte)random.Next(1, 255), (byte)random.Next(1, 255)]).ToString();

    private static IEnumerable<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Where(method => method != "HEAD") ?? ["GET", "POST"];

    private static string Filled(string route) => Parameter().Replace("/" + route.TrimStart('/'), found =>
        found.Value.Contains("guid", StringComparison.Ordinal) ? "018f0000-0000-7000-8000-000000000001" : found.Value.Contains("int", StringComparison.Ordinal)
        ? "1" : "x");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
