using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

/// <summary>Who guesses is slowed down; the owner with the right password is not.</summary>
public sealed class TriesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Strangers_at_other_addresses_cannot_lock_anybody_out()
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        for (var stranger = 10; stranger < 15; stranger++)
        {
            using var client = house.From($"127.0.1.{stranger}");
            var answers = new List<HttpStatusCode>();
            for (var times = 0; times < 8; times++) answers.Add((await Administrator.SignIn(client, "tam", $"đoán {times}")).StatusCode);
            Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
            // Not even the right one is told to who has used up the tries.
            Assert.Equal(HttpStatusCode.TooManyRequests, (await Administrator.SignIn(client, "tam", "motcua-tam")).StatusCode);
        }
        using var owner = house.From("127.0.1.99");
        Assert.Equal(HttpStatusCode.OK, (await Administrator.SignIn(owner, "tam", "motcua-tam")).StatusCode);
    }

    [Fact]
    public async Task A_known_device_comes_in_from_an_address_that_a_stranger_has_used_up()
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        var cookies = new CookieContainer();
        using var device = house.From("127.0.2.1", cookies);
        Assert.Equal(HttpStatusCode.OK, (await Administrator.SignIn(device, "khoi", "motcua-khoi")).StatusCode);
        using var stranger = house.From("127.0.2.1");
        for (var times = 0; times < 30; times++) await Administrator.SignIn(stranger, times % 2 == 0 ? "khoi" : $"ai-do-{times}", "sai");
        using var unknown = house.From("127.0.2.1");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Administrator.SignIn(unknown, "khoi", "motcua-khoi")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Administrator.SignIn(device, "khoi", "motcua-khoi")).StatusCode);
        // It is no way round for another account, and it is not endless either.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Administrator.SignIn(device, "ut", "motcua-ut")).StatusCode);
        for (var times = 0; times < 10; times++) await Administrator.SignIn(device, "khoi", "sai");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Administrator.SignIn(device, "khoi", "motcua-khoi")).StatusCode);
    }

    [Fact]
    public async Task While_the_whole_house_is_guessed_at_each_address_has_fewer_tries_and_owners_still_come_in()
    {
        await using var own = new SmallHouse();
        await own.InitializeAsync();
        for (var stranger = 1; stranger <= 8; stranger++)
        {
            using var client = own.From($"127.0.3.{stranger}");
            for (var times = 0; times < 3; times++) await Administrator.SignIn(client, $"ai-{stranger}", "sai");
        }
        using var guesser = own.From("127.0.3.77");
        var tries = 0;
        while ((await Administrator.SignIn(guesser, "khoi", "sai")).StatusCode == HttpStatusCode.BadRequest) tries++;
        Assert.Equal(3, tries);
        using var owner = own.From("127.0.3.78");
        Assert.Equal(HttpStatusCode.OK, (await Administrator.SignIn(owner, "khoi", "motcua-khoi")).StatusCode);
    }

    [Fact]
    public async Task A_failed_sign_in_is_written_down_without_what_was_typed_and_shown_to_the_owner()
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        using var stranger = house.From("127.0.4.4");
        stranger.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Windows NT 10.0) Firefox/130.0");
        await Administrator.SignIn(stranger, "benam", "bi-mat-4711");
        await Administrator.SignIn(stranger, "bi-mat-4712", "x");
        Assert.Equal(1, await house.Scalar<long>(
            "select count(*) from people.sign_in_failure where address = '127.0.4.4' and cause = 'unknown' and account_id is null"));
        Assert.DoesNotContain("bi-mat", await house.Scalar<string>("select string_agg(f::text, ' ') from people.sign_in_failure f"), StringComparison.Ordinal);
        var page = await House.Read(await (await house.SignedIn("benam")).GetAsync("/tai-khoan"));
        var shown = page.QuerySelector("[aria-labelledby=khong-thanh-cong]")!.TextContent;
        Assert.Contains("127.0.4.4", shown, StringComparison.Ordinal);
        Assert.Contains("Firefox trên máy Windows", shown, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => house.ExecuteAsApplication("update people.sign_in_failure set address = 'x'"));
    }

    [Theory]
    [InlineData("khong-co-ai-ten-nay")]
    [InlineData("0999999999")]
    [InlineData("luan")]
    public async Task An_unknown_name_costs_the_same_statements_and_gets_the_same_answer(string name)
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        using var client = house.From("127.0.5.5");
        using var statements = new Statements(house);
        var known = await Answer("benam");
        var other = await Answer(name);
        Assert.Equal(known, other);

        async Task<string> Answer(string username)
        {
            statements.Clear();
            var answer = await Administrator.SignIn(client, username, "sai hoàn toàn");
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}\n{statements}";
        }
    }

    private sealed class SmallHouse : House
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection([new("SignIn:TriesPerHouse", "20")]);
    }
}
