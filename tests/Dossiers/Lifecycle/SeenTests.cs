using System.Net;
using System.Net.Http.Json;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Lifecycle;

/// <summary>Nobody acts on what they have not seen.</summary>
public sealed class SeenTests(House house) : IClassFixture<House>
{
    private static async Task<HttpResponseMessage> Act(HttpClient official, string code, string act, string version, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/{act}") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return await official.SendAsync(request);
    }

    [Fact]
    public async Task A_repeated_act_goes_one_step_and_says_what_happened_meanwhile()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "draft").Ok();
        var version = (await Applicant.Send(leader, HttpMethod.Get, $"/api/v1/desk/dossiers/{code}").Ok()).GetProperty("version").GetInt32();
        var after = (await Act(leader, code, "pass-on", $"\"{version}\"", new { opinion = "Đã thẩm định" }).Ok()).GetProperty("version").GetInt32();
        await Applicant.Refused(HttpStatusCode.Conflict, "Hồ sơ đã thay đổi từ khi anh/chị mở ra: Huỳnh Văn Tâm xong bước", Act(leader, code, "pass-on", $"\"{version}\"", new { opinion = "Đã thẩm định" }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "If-Match", Act(leader, code, "pass-on", "*", new { reason = "Sai tên" }));
        await Act(leader, code, "send-back", $"{after}", new { reason = "Sai tên" }).Ok();
    }

    [Fact]
    public async Task A_page_that_is_out_of_date_acts_on_nothing_and_keeps_what_was_typed()
    {
        var code = await Received.New(house);
        var (leader, other) = (await house.SignedIn("tam"), await house.SignedIn("tam"));
        var page = await House.Read(await leader.GetAsync($"/noi-bo/ho-so/{code}"));
        var seen = page.QuerySelector("form[action*=PassOn] input[name=seen]")!.GetAttribute("value")!;
        Assert.All(page.QuerySelectorAll("main form[action*='handler=']"), form => Assert.NotNull(form.QuerySelector("input[name=seen]")));
        await Received.Act(other, code, "hold", new { cause = "payment", reason = "Thông báo số 12" }).Ok();
        await Received.Act(other, code, "resume", new { reason = "Biên lai 45" }).Ok();
        var answer = await House.Post(leader, $"/noi-bo/ho-so/{code}", new() { ["seen"] = seen, ["opinion"] = "Ý kiến dài đã gõ" }, "form[action*=PassOn]");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var again = await House.Read(answer);
        Assert.Contains("Hồ sơ đã thay đổi từ khi anh/chị mở ra: Tính tiếp", again.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ý kiến dài đã gõ", again.QuerySelector("#f-opinion")!.TextContent);
        Assert.NotEqual(seen, again.QuerySelector("form[action*=PassOn] input[name=seen]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_letter_that_was_drafted_again_is_not_signed_unread()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-05" }).Ok();
        var version = (await Applicant.Send(leader, HttpMethod.Get, $"/api/v1/desk/dossiers/{code}").Ok()).GetProperty("version").GetInt32();
        await Received.Act(leader, code, "apology", new { reason = "Lý do khác hẳn", newDue = "2026-05-08" }).Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, "đã thay đổi", Act(leader, code, "apology/sign", $"{version}", new { }));
        await Act(leader, code, "apology/sign", $"{version + 1}", new { }).Ok();
    }

    [Fact]
    public async Task A_letter_is_not_signed_while_the_clock_stands()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-05" }).Ok();
        await Received.Act(leader, code, "hold", new { cause = "payment", reason = "Thông báo số 12" }).Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, "đang tạm dừng tính giờ", Received.Act(leader, code, "apology/sign"));
        await Received.Act(leader, code, "resume", new { reason = "Biên lai 45" }).Ok();
        await Received.Act(leader, code, "apology/sign").Ok();
    }
}
