using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Track;

/// <summary>Behind a proxy, so that a guesser comes from as many addresses as they like.</summary>
public sealed class ProxiedHouse : House
{
    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(
        [new(Proxies.Setting, "127.0.0.1, ::1"), new("Budgets:HarvestMisses:Limit", "60"), new("Budgets:TrackWrong:Limit", "15")]);
}

/// <summary>Codes and digits are guessed from many addresses; the owner still gets in.</summary>
public sealed partial class GuessingTests(ProxiedHouse house) : IClassFixture<ProxiedHouse>
{
    private readonly Random random = new(7);

    [Fact]
    public async Task Five_wrong_digits_a_day_whoever_guesses_and_the_owner_has_three_ways_left()
    {
        var done = await Applicant.Submitted(house.Anonymous());
        var (code, shortCode, token) = (Text(done, "code"), Text(done, "shortCode"), Text(done, "trackingToken"));
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await Ask($"/api/v1/tracking/{(i % 2 == 0 ? code : shortCode)}?last4={Wrong(i)}")).StatusCode);
        // Used up for both codes of the dossier, from any address, for the right digits too: otherwise the answer would tell them.
        foreach (var url in new[]
        {
            $"/api/v1/tracking/{code}?last4=9001", $"/api/v1/tracking/{shortCode}?last4=9001", $"/api/v1/tracking/{code}/clock?last4=9001",
            $"/api/v1/tracking/{code}?last4={Wrong(9)}"
        })
        {
            var refused = await Ask(url);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        }
        // Status by the code alone is still there, and still without a name.
        Assert.DoesNotContain("Bé Năm", await Body(await Ask($"/api/v1/tracking/{code}")), StringComparison.Ordinal);
        // 1: the printed token. 2: the phone. 3: the account.
        Assert.Contains("Nguyễn Thị Bé Năm", await Body(await House.Post(house.Anonymous(), $"/tra-cuu/{token}", new() { ["last4"] = "9001" })),
            StringComparison.Ordinal);
        Assert.Contains("Nguyễn Thị Bé Năm", await Body(await ByPhone(code)), StringComparison.Ordinal);
        Assert.Contains("Nguyễn Thị Bé Năm", await Body(await (await house.SignedIn("benam")).GetAsync($"/ho-so-cua-toi/{code}")), StringComparison.Ordinal);
        await house.At("2026-04-29T09:00:30+07:00", async () => Assert.Equal(HttpStatusCode.OK, (await Ask($"/api/v1/tracking/{code}?last4=9001")).StatusCode));
    }

    [Fact]
    public async Task Guesses_sent_at_once_do_not_pass_together_and_right_digits_cost_nothing()
    {
        var code = Text(await Applicant.Submitted(house.Anonymous()), "code");
        for (var i = 0; i < 12; i++) Assert.Equal(HttpStatusCode.OK, (await Ask($"/api/v1/tracking/{code}?last4=9001")).StatusCode);
        var together = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Ask($"/api/v1/tracking/{code}?last4={Wrong(i)}")));
        Assert.Equal(5, together.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        Assert.Equal(25, together.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task An_office_behind_one_address_that_asks_for_right_codes_at_once_is_never_refused()
    {
        var codes = new List<string>();
        for (var i = 0; i < 4; i++) codes.Add(Text(await Applicant.Submitted(house.Anonymous()), "code"));
        for (var round = 0; round < 3; round++)
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 48).Select(i => Ask($"/api/v1/tracking/{codes[i % 4]}"))),
                answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Nothing_tells_a_dossier_with_wrong_digits_from_one_that_is_not_there()
    {
        var there = Text(await Applicant.Submitted(house.Anonymous()), "code");
        var absent = $"{there[..^4]}{random.Next(7000, 9999)}";
        for (var i = 0; i < 8; i++)
        {
            var (one, other) = (await Ask($"/api/v1/tracking/{there}?last4={Wrong(i)}"), await Ask($"/api/v1/tracking/{absent}?last4={Wrong(i)}"));
            Assert.Equal(one.StatusCode, other.StatusCode);
            Assert.Equal(Length(await Body(one), there), Length(await Body(other), absent));
            var (asked, nobody) = (await Post(there), await Post(absent));
            Assert.Equal(asked.StatusCode, nobody.StatusCode);
            Assert.Equal(Length(await Body(asked), there), Length(await Body(nobody), absent));
        }
    }

    [Fact]
    public async Task The_code_that_can_be_counted_up_discloses_no_other_key_and_no_name()
    {
        var client = house.Anonymous();
        var done = await Applicant.Submitted(client);
        var (code, shortCode, token) = (Text(done, "code"), Text(done, "shortCode"), Text(done, "trackingToken"));
        string[] secrets = [shortCode, shortCode.Replace("-", "", StringComparison.Ordinal), token, "Bé Năm", "Gia Hân", "Lành", "0900999001", "096159999001"];
        foreach (var url in new[]
        {
            $"/tra-cuu?ma={code}", $"/tra-cuu/{code}/thoi-han", $"/bo-sung/{code}", $"/api/v1/tracking/{code}", $"/api/v1/tracking/{code}/clock",
            $"/tra-cuu/ma-dien-thoai?ma={code}"
        })
        {
            var text = await Body(await house.Anonymous().GetAsync(url));
            Assert.Empty(secrets.Where(secret => text.Contains(secret, StringComparison.Ordinal)).Select(secret => $"{url} discloses {secret}"));
        }
        // Four digits open the timeline, not the token and not the result.
        var full = await Body(await House.Post(house.Anonymous(), "/tra-cuu", new() { ["ma"] = code, ["last4"] = "9001" }, "main form"));
        Assert.Contains("Bé Năm", full, StringComparison.Ordinal);
        Assert.DoesNotContain(token, full, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_addresses_that_each_stay_below_their_budget_raise_an_alarm_once()
    {
        for (var i = 0; i < 90; i++) await Ask($"/api/v1/tracking/H12.32248-260428-{random.Next(5000, 9999)}");
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'tracking.harvest-suspected/1'"));
        Assert.Equal(await house.Scalar<long>("select count(distinct account_id) from organisation.position where role = 'administrator'"),
            await house.Scalar<long>("select count(*) from messages.staff_notice where text like 'Tra cứu sai mã%'"));
        // Nobody was locked out by it.
        var code = Text(await Applicant.Submitted(house.Anonymous()), "code");
        Assert.Equal(HttpStatusCode.OK, (await Ask($"/api/v1/tracking/{code}?last4=9001")).StatusCode);
    }

    [Fact]
    public async Task A_code_on_the_phone_is_used_once_for_ten_minutes_by_whoever_asked()
    {
        var done = await Applicant.Submitted(house.Anonymous());
        var code = Text(done, "code");
        async Task<string> New() => JsonNode.Parse(await (await house.Anonymous()
            .PostAsync($"/api/v1/tracking/{code}/phone-code", null)).Content.ReadAsStringAsync())!["request"]!.ToString();
        async Task<HttpStatusCode> Use(string request, string digits) =>
            (await house.Anonymous().PostAsJsonAsync($"/api/v1/phone-codes/{request}", new { code = digits })).StatusCode;
        var (first, digits) = (await New(), await Sent());
        Assert.Equal(HttpStatusCode.BadRequest, await Use("somebody-elses-request", digits));
        Assert.Equal(HttpStatusCode.OK, await Use(first, digits));
        Assert.Equal(HttpStatusCode.BadRequest, await Use(first, digits));
        var (second, later) = (await New(), await Sent());
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.BadRequest, await Use(second, Other(later, i)));
        Assert.Equal(HttpStatusCode.BadRequest, await Use(second, later));
        var (third, old) = (await New(), await Sent());
        await house.At("2026-04-28T09:12:00+07:00", async () => Assert.Equal(HttpStatusCode.BadRequest, await Use(third, old)));
        Assert.Equal(0, await house.Scalar<long>("select count(*) from dossiers.phone_code where position(convert_to($1, 'UTF8') in coalesce(hash, "
            + "''::bytea)) > 0", old));
        // Three a day, and the fourth says when.
        var fourth = await house.Anonymous().PostAsync($"/api/v1/tracking/{code}/phone-code", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, fourth.StatusCode);
        Assert.NotNull(fourth.Headers.RetryAfter);
    }

    private async Task<HttpResponseMessage> ByPhone(string code)
    {
        var browser = house.Anonymous();
        var asked = await House.Post(browser, $"/tra-cuu/ma-dien-thoai?ma={code}", []);
        var key = (await House.Read(asked)).QuerySelector("input[name=phien]")!.GetAttribute("value")!;
        var form = await House.Read(asked);
        var opened = await browser.PostAsync("/tra-cuu/ma-dien-thoai?handler=Use", new FormUrlEncodedContent(
        [
            new("ma", code), new("phien", key), new("so", await Sent()),
            new("__RequestVerificationToken", form.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!),
        ]));
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        return await browser.GetAsync(opened.Headers.Location);
    }

    /// <summary>The digits of the newest message, as the gateway gets them.</summary>
    private async Task<string> Sent()
    {
        await house.Drain();
        return SixDigits().Match(await house.Scalar<string>(
            "select text from messages.message where template = 'account.code' order by id desc limit 1")).Value;
    }

    private async Task<HttpResponseMessage> Ask(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("X-Forwarded-For", Anywhere());
        return await house.Anonymous().SendAsync(request);
    }

    private async Task<HttpResponseMessage> Post(string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tracking/{code}/phone-code");
        request.Headers.Add("X-Forwarded-For", Anywhere());
        return await house.Anonymous().SendAsync(request);
    }

    private string Anywhere() => new IPAddress([198, (byte)random.Next(1, 255), (byte)random.Next(1, 255), (byte)random.Next(1, 255)]).ToString();

    /// <summary>Neither the number's nor the phone's digits.</summary>
    private static string Wrong(int i) => $"{1000 + i * 37 % 7000}";

    private static string Other(string digits, int i) =>
        ((int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) + 1 + i) % 1_000_000)
        .ToString("000000", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonElement done, string name) => done.GetProperty(name).GetString()!;

    private static async Task<string> Body(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    /// <summary>Without the code that was asked, and without what differs from second to second.</summary>
    private static int Length(string body, string code) => Changing().Replace(body.Replace(code, "", StringComparison.Ordinal), "").Length;

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"\d+ (giờ|phút|giây)|""request"":""[^""]+""")]
    private static partial Regex Changing();
}
