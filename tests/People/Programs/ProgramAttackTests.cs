using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using MotCua.Organisation.Contracts;
using MotCua.People.Programs;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People.Programs;

/// <summary>What somebody tries who has found a token, a secret or an idea.</summary>
[Trait("Pace", "slow")]
public sealed class ProgramAttackTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_token_of_a_program_opens_no_page_and_nothing_as_a_cookie_or_in_an_address()
    {
        var token = await (await Connected.New(house, ConnectedProgram.Desk, Roles.ReceivingOfficer, "MC-32248")).Token(house);
        var bearer = Connected.With(house.Anonymous(), token);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync("/api/v1/desk/tasks")).StatusCode);
        foreach (var page in new[] { "/noi-bo", "/noi-bo/viec", "/tai-khoan", "/quan-tri/chuong-trinh" })
            Assert.StartsWith("/dang-nhap", (await bearer.GetAsync(page)).Headers.Location?.OriginalString);
        // Planted in a browser, which then works for somebody else without knowing.
        var planted = house.Anonymous(token);
        Assert.StartsWith("/dang-nhap", (await planted.GetAsync("/noi-bo")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await planted.GetAsync("/api/v1/desk/tasks")).StatusCode);
        foreach (var name in new[] { "access_token", "token", "bearer", "authorization" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await house.Anonymous().GetAsync($"/api/v1/desk/tasks?{name}={token}")).StatusCode);
    }

    [Fact]
    public async Task A_bearer_of_a_person_opens_no_page_either_and_no_cookie_stands_in_for_a_dead_one()
    {
        var (_, username, _) = await house.Staff();
        var bearer = await house.Bearer(username, Administrator.OldPassword);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync("/api/v1/me")).StatusCode);
        Assert.StartsWith("/dang-nhap", (await bearer.GetAsync("/noi-bo")).Headers.Location?.OriginalString);
        var both = Connected.With(await house.SignedIn("diem"), "khong-phai-ma-nao-ca-0123456789");
        Assert.Equal(HttpStatusCode.Unauthorized, (await both.GetAsync("/api/v1/desk/tasks")).StatusCode);
        // Nor is it taken for nobody's: a draft begun with a dead token would belong to no one.
        Assert.Equal(HttpStatusCode.Unauthorized, (await both.PostAsJsonAsync("/api/v1/drafts", new { procedure = "ks01", unit = "32248" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await both.GetAsync("/api/v1/procedures")).StatusCode);
    }

    [Fact]
    public async Task The_secret_of_another_a_wrong_one_and_an_unknown_program_are_one_answer_and_the_guesser_waits()
    {
        var (mine, theirs) = (await Connected.New(house), await Connected.New(house));
        var guesser = house.From("127.0.9.1");
        var answers = new List<string>();
        foreach (var tried in new[]
            { mine with { Secret = theirs.Secret }, mine with { Secret = "mcs_" + new string('a', 43) }, mine with { ClientId = "khong-co" } })
        {
            var answer = await tried.Ask(guesser);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal("invalid_client", JsonDocument.Parse(Assert.Single(answers.Distinct())).RootElement.GetProperty("error").GetString());
        HttpResponseMessage last = null!;
        for (var i = 0; i < 6; i++) last = await (mine with { Secret = $"mcs_{i}" }).Ask(guesser);
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.True(last.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        // The right program elsewhere is not locked out by it.
        Assert.Equal(HttpStatusCode.OK, (await mine.Ask(house.Anonymous())).StatusCode);
        var (one, _) = await Connected.Administrators(house);
        Assert.Contains("127.0.9.1", await one.GetStringAsync($"/quan-tri/chuong-trinh/{mine.Id}"), StringComparison.Ordinal);
        // What is a secret of a program is no password.
        Assert.Equal(HttpStatusCode.BadRequest, (await Administrator.SignIn(house.From("127.0.9.2"), mine.ClientId, mine.Secret)).StatusCode);
    }

    [Fact]
    public async Task More_than_was_given_is_not_had_by_asking()
    {
        var program = await Connected.New(house);
        var refused = await program.Ask(house.Anonymous(), ConnectedProgram.Desk);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (refused.StatusCode, await Error(refused)));
        Assert.Equal("invalid_scope", await Error(await program.Ask(house.Anonymous(), "file desk")));
        var working = await program.Client(house);
        var (delegation, password) = (await working.PutAsJsonAsync("/api/v1/session/delegation", new { id = Guid.NewGuid() }),
            await working.PutAsJsonAsync("/api/v1/me/password", new { old = program.Secret, @new = "Rừng đước ven biển Đất Mũi" }));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (delegation.StatusCode, password.StatusCode));
    }

    [Theory]
    [InlineData("", "grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [InlineData("", "client_id=a&client_secret=b", "invalid_request")]
    [InlineData("", "grant_type=password&username=diem&password=motcua-diem", "unsupported_grant_type")]
    [InlineData("?client_secret=mcs_x", "grant_type=client_credentials&client_id=a", "invalid_request")]
    [InlineData("", "grant_type=client_credentials", "invalid_client")]
    [InlineData("", "grant_type=client_credentials&client_id=%00&client_secret=%00", "invalid_client")]
    [InlineData("", "grant_type=client_credentials&client_id=%FF&client_secret=%F0%9F%98%80", "invalid_client")]
    public async Task A_request_that_is_none_is_refused_as_the_rfc_says(string query, string body, string error)
    {
        var answer = await house.From("127.0.9.3").PostAsync("/api/v1/token" + query,
            new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded"));
        Assert.Equal(error == "invalid_client" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, await Error(answer));
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("bm9jb2xvbg==")]
    [InlineData("/////w==")]
    [InlineData("")]
    public async Task A_broken_basic_header_is_refused(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic " + header);
        Assert.Equal(HttpStatusCode.Unauthorized, (await house.From("127.0.9.4").SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_does_nothing_with_a_cookie_and_a_program_may_name_its_origin()
    {
        async Task<HttpStatusCode> From(HttpClient client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/drafts");
            request.Content = JsonContent.Create(new { procedure = "ks01", unit = "32248" });
            request.Headers.Add("Origin", "https://noi-khac.example");
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            return (await client.SendAsync(request)).StatusCode;
        }
        Assert.Equal(HttpStatusCode.Forbidden, await From(await house.SignedIn("benam")));
        Assert.Equal(HttpStatusCode.Created, await From(await (await Connected.New(house)).Client(house)));
    }

    private static async Task<string?> Error(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString();
}

/// <summary>A program has a budget of its own.</summary>
public sealed class ProgramBudgetTests(ProgramBudgetTests.Thrifty house) : IClassFixture<ProgramBudgetTests.Thrifty>
{
    public sealed class Thrifty : House
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(
            [new("Budgets:Off", "false"), new("Budgets:Program:Limit", "5"), new("Budgets:Program:Minutes", "60")]);
    }

    [Fact]
    public async Task Each_program_has_its_own_and_is_told_how_long_to_wait()
    {
        var (one, other) = (await (await Connected.New(house)).Client(house), await (await Connected.New(house)).Client(house));
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, (await one.GetAsync("/api/v1/me")).StatusCode);
        var late = await one.GetAsync("/api/v1/me");
        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
        Assert.True(late.Headers.RetryAfter?.Delta > TimeSpan.FromSeconds(1));
        Assert.Equal("application/problem+json", late.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().GetAsync("/api/v1/procedures?q=khai")).StatusCode);
    }
}
