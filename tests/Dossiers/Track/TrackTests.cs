using System.Net;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Track;

public sealed class TrackTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_code_shows_the_state_and_hides_the_person_until_the_last_four_digits()
    {
        var done = await Applicant.Submitted(house.Anonymous());
        var shortCode = done.GetProperty("shortCode").GetString()!;
        var typed = $" {shortCode.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)} ";
        var client = house.Anonymous();
        var page = await House.Post(client, "/tra-cuu", new() { ["ma"] = typed }, "main form");
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Đã nộp, chờ tiếp nhận", text);
        Assert.DoesNotContain("Bé Năm", text);
        Assert.DoesNotContain("Giấy chứng sinh", text);
        var full = await House.Post(client, "/tra-cuu", new() { ["ma"] = typed, ["last4"] = "9001" }, "main form");
        text = WebUtility.HtmlDecode(await full.Content.ReadAsStringAsync());
        Assert.Contains("Nguyễn Thị Bé Năm", text);
        Assert.Contains("Giấy chứng sinh", text);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/tra-cuu/{done.GetProperty("trackingToken").GetString()}")).StatusCode);
    }

    [Fact]
    public async Task An_absent_code_and_wrong_digits_get_the_same_answer_and_a_slip_names_its_group()
    {
        var client = house.Anonymous();
        var done = await Applicant.Submitted(client);
        var code = done.GetProperty("code").GetString()!;
        var wrong = await client.GetAsync($"/api/v1/tracking/{code}?last4=0000");
        var absent = await client.GetAsync($"/api/v1/tracking/{code[..^4]}9999?last4=0000");
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
        Assert.Equal(Title(await wrong.Content.ReadAsStringAsync()), Title(await absent.Content.ReadAsStringAsync()));
        var shortCode = done.GetProperty("shortCode").GetString()!;
        var slip = shortCode[..^1] + (shortCode[^1] == '7' ? '8' : '7');
        await Applicant.Refused(HttpStatusCode.NotFound, "Kiểm tra nhóm thứ hai", client.GetAsync($"/api/v1/tracking/{slip}"));
    }

    [Fact]
    public async Task Guessing_is_slowed_down_and_not_blocked_for_ever()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var client = own.Anonymous();
        for (var i = 0; i < 15; i++) Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/v1/tracking/H12-260428-{i:0000}")).StatusCode);
        await Applicant.Refused(HttpStatusCode.TooManyRequests, "Đã thử nhiều lần", client.GetAsync("/api/v1/tracking/H12-260428-0099"));
    }

    private static string Title(string problem) => System.Text.Json.Nodes.JsonNode.Parse(problem)!["title"]!.ToString();
}
