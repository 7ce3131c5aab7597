using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers.Consult;
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
        await Applicant.Refused(HttpStatusCode.Conflict, "Hồ sơ đã thay đổi từ khi anh/chị mở ra: Huỳnh Văn Tâm xong bước",
            Act(leader, code, "pass-on", $"\"{version}\"", new { opinion = "Đã thẩm định" }));
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
        Assert.All(page.QuerySelectorAll("main form[method=post]"), form => Assert.NotNull(form.QuerySelector("input[name=seen]")));
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
    public async Task A_result_is_not_handed_out_from_a_page_that_is_out_of_date()
    {
        var code = await Received.New(house);
        await house.Execute("update dossiers.dossier set status = 'done', finished_at = received_at where code = $1", code);
        var (desk, url) = (await house.SignedIn("diem"), $"/noi-bo/tra-ket-qua/{code}");
        var seen = (await House.Read(await desk.GetAsync(url))).QuerySelector("main form input[name=seen]")!.GetAttribute("value")!;
        await house.Execute("update dossiers.dossier set version = version + 1, corrected_at = received_at where code = $1", code);
        Dictionary<string, string> typed = new() { ["method"] = "counter", ["receiver"] = "Lâm Kim Ngân", ["paperShown"] = "Giấy ủy quyền số 13" };
        var answer = await House.Post(desk, url, new(typed) { ["seen"] = seen });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var again = await House.Read(answer);
        Assert.Contains("Hồ sơ đã thay đổi từ khi anh/chị mở ra", again.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Lâm Kim Ngân", again.QuerySelector("main form")!.InnerHtml, StringComparison.Ordinal);
        Assert.Equal("done", await Received.Status(house, code));
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(desk, url, typed)).StatusCode);
        Assert.Equal("returned", await Received.Status(house, code));
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
        await Act(leader, code, "apology/sign", $"{version + 1}", new { password = House.PasswordOf(leader) }).Ok();
    }

    [Theory]
    [InlineData("answer", "ý kiến phối hợp")]
    [InlineData("withdraw", "ý kiến phối hợp")]
    [InlineData("pass-over", "ý kiến phối hợp")]
    [InlineData("scan", "gắn bản quét")]
    [InlineData("draft", "đã thay đổi")]
    [InlineData("supplement", "đã thay đổi")]
    public async Task Whatever_is_looked_at_raises_the_version_and_nobody_signs_over_it(string change, string words)
    {
        var code = await Consulted.Dossier(house);
        var (leader, specialist, asked) = (await house.SignedIn("tam"), await house.SignedIn("khoi"), await house.SignedIn("luan"));
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-08" }).Ok();
        var id = change is "answer" or "withdraw" or "pass-over" ? (await Consulted.Ask(house, code)).Single() : Guid.Empty;
        if (change == "scan") await Scanned(code);
        if (change == "supplement") await Received.Act(leader, code, "supplement",
            new
            {
                items = new[] { new { paperKey = "giay-chung-sinh", name = "", note = "" } }, reason = "Ảnh mờ", right = await Applicant.Papers(house, code)
            }).Ok();
        var version = await Version(leader, code);
        house.Clock.Set(House.Morning.AddHours(change == "pass-over" ? 60 : 1));
        try
        {
            switch (change)
            {
                case "answer": await Consulted.Answer(asked, id, "disagree", "Không đồng ý").Ok(); break;
                case "withdraw": await Received.Act(specialist, code, $"consultations/{id}/withdraw", new { reason = "Không cần nữa" }).Ok(); break;
                case "pass-over": await Received.Act(specialist, code, $"consultations/{id}/pass-over", new
                {
                    silence = "without", reason = "Quá hạn"
                }).Ok(); break;
                case "draft": await Received.Act(specialist, code, "draft").Ok(); break;
                case "scan":
                    var attached = await House.Post(await house.SignedIn("diem"), $"/noi-bo/so-hoa/{code}", new() { ["checked.giay-chung-sinh"] = "true" },
                    "form.scan-paper");
                    Assert.Equal(HttpStatusCode.Redirect, attached.StatusCode);
                    break;
                default: await Received.Answer(house, code); break;
            }
            Assert.True(await Version(leader, code) > version);
            await Applicant.Refused(HttpStatusCode.Conflict, words, Act(leader, code, "apology/sign", $"{version}", new { }));
            Assert.Equal("draft", await house.Scalar<string>("select a.state from dossiers.apology a join dossiers.dossier d on d.id = a.dossier_id where "
                + "d.code = $1", code));
        }
        finally { house.Clock.Set(House.Morning); }
    }

    [Fact]
    public async Task A_program_that_signs_says_what_it_has_read()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        foreach (var act in new[] { "sign", "apology/sign", "correction/sign" })
            await Applicant.Refused((HttpStatusCode)428, "If-Match", Applicant.Send(leader, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/{act}", new { }));
    }

    [Fact]
    public async Task A_paper_code_that_is_given_twice_is_not_taken_for_the_work_of_a_colleague()
    {
        await Received.New(house);
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Execute("update papers.code_counter set last = last - 1");
        var answer = await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        await house.Execute("update papers.code_counter set last = last + 1");
        Assert.DoesNotContain("người khác", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("submitted", await Received.Status(house, code));
    }

    private static async Task<int> Version(HttpClient official, string code) =>
        (await Applicant.Send(official, HttpMethod.Get, $"/api/v1/desk/dossiers/{code}").Ok()).GetProperty("version").GetInt32();

    /// <summary>One page, read and put to its paper.</summary>
    private async Task Scanned(string code)
    {
        var stored = await house.Services.GetRequiredService<FileStore>().Put(Applicant.Png(140));
        var page = JsonSerializer.Serialize(new[]
        {
            new { image = stored.Sha256, thumb = stored.Sha256, mediaType = "image/png", blank = false, choice = "giay-chung-sinh" }
        });
        await house.Execute("""
            insert into papers.scan (id, dossier_id, sha256, media_type, pages, state, page_files, text, uploaded_by, uploaded_at)
            select gen_random_uuid(), id, $2, 'image/png', 1, 'ready', $3::jsonb, '[[]]', 'Kiểm thử', now() from dossiers.dossier where code = $1
            """, code, stored.Sha256, page);
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
