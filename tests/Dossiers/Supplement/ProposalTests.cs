using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Supplement;

/// <summary>A second request goes through the head of the unit, and the applicant hears of it only when it is sent.</summary>
public sealed class ProposalTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_second_request_is_drafted_by_the_specialist_and_sent_by_the_leader()
    {
        var code = await Answered();
        var (khoi, tam) = (await house.SignedIn("khoi"), await house.SignedIn("tam"));
        var page = await Page(khoi, $"/noi-bo/ho-so/{code}");
        Assert.Equal("Trình lãnh đạo yêu cầu bổ sung lần 2", page.QuerySelector("#supplement summary")!.TextContent);

        var fields = await Fields(code);
        var refused = await House.Post(khoi, $"/noi-bo/ho-so/{code}", fields, "#supplement form");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var shown = await House.Read(refused);
        Assert.Contains("Nêu vì sao lần trước chưa yêu cầu", shown.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ảnh vẫn mờ", shown.QuerySelector<IHtmlInputElement>("#note-giay-chung-sinh")!.Value);

        fields["why"] = "Lần trước ảnh chụp trang khác";
        await Redirected(await House.Post(khoi, $"/noi-bo/ho-so/{code}", fields, "#supplement form"), "trinh-bo-sung");
        await house.Drain();
        Assert.Equal("processing", await Received.Status(house, code));
        Assert.Equal(0L, await Received.Messages(house, code, "dossier.supplement-again"));
        Assert.Equal(1L, await Notices("tam", code, "trình yêu cầu bổ sung lần 2"));
        Assert.Contains("1 Yêu cầu bổ sung thêm chờ duyệt", Words(await Page(tam, "/noi-bo")), StringComparison.Ordinal);
        Assert.Contains($"/noi-bo/ho-so/{code}#de-nghi", (await Page(tam, "/noi-bo/ky-so")).QuerySelectorAll("section[aria-labelledby=cho-duyet] a")
            .Select(link => link.GetAttribute("href")));
        Assert.Contains("Lần trước ảnh chụp trang khác", (await Page(tam, $"/noi-bo/ho-so/{code}")).QuerySelector("#de-nghi")!.TextContent,
            StringComparison.Ordinal);
        Assert.Empty((await Page(khoi, $"/noi-bo/ho-so/{code}")).QuerySelectorAll("#de-nghi button"));
        // The counter knows that something is on its way, not why it was not asked before.
        var counter = (await Page(await house.SignedIn("diem"), $"/noi-bo/ho-so/{code}")).QuerySelector("#de-nghi")!.TextContent;
        Assert.Contains("chờ lãnh đạo duyệt", counter, StringComparison.Ordinal);
        Assert.DoesNotContain("Lần trước ảnh chụp trang khác", counter, StringComparison.Ordinal);

        const string back = "#de-nghi form[action*=GiveBack]";
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(tam, $"/noi-bo/ho-so/{code}", new() { ["note"] = " " }, back)).StatusCode);
        await Redirected(await House.Post(tam, $"/noi-bo/ho-so/{code}", new() { ["note"] = "Gọi trạm y tế xác nhận trước" }, back), "tra-de-nghi");
        await house.Drain();
        Assert.Equal(1L, await Notices("khoi", code, "Gọi trạm y tế xác nhận trước"));
        page = await Page(khoi, $"/noi-bo/ho-so/{code}");
        Assert.Contains("Gọi trạm y tế xác nhận trước", page.QuerySelector("#de-nghi")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ảnh vẫn mờ", page.QuerySelector<IHtmlInputElement>("#note-giay-chung-sinh")!.Value);
        Assert.True(page.QuerySelector<IHtmlInputElement>("#bs-giay-chung-sinh")!.IsChecked);

        // What was given back stands in the boxes and is sent again with one more word.
        await Redirected(await House.Post(khoi, $"/noi-bo/ho-so/{code}", new() { ["why"] = "Trạm y tế xác nhận ảnh sai trang" }, "#supplement form"),
            "trinh-bo-sung");
        await Redirected(await House.Post(tam, $"/noi-bo/ho-so/{code}", [], "#de-nghi form[action*=Approve]"), "bo-sung");
        await house.Drain();
        Assert.Equal("supplement", await Received.Status(house, code));
        Assert.Equal("Huỳnh Văn Tâm", await house.Scalar<string>("""
            select s.requested_by from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id where d.code = $1 and s.no = 2
            """, code));
        Assert.Equal(await Received.Messages(house, code, "dossier.supplement"), await Received.Messages(house, code, "dossier.supplement-again"));
        Assert.Equal(1L, await Notices("khoi", code, "đã gửi yêu cầu bổ sung lần 2"));
        Assert.Equal(["returned", "sent"], (await house.Scalar<string>("""
            select string_agg(p.outcome, ',' order by p.proposed_at) from dossiers.supplement_proposal p join dossiers.dossier d on d.id = p.dossier_id
            where d.code = $1
            """, code)).Split(','));
    }

    [Fact]
    public async Task Nobody_else_decides_and_nothing_is_decided_twice()
    {
        var code = await Answered();
        var (khoi, tam) = (await house.SignedIn("khoi"), await house.SignedIn("tam"));
        var papers = await Applicant.Papers(house, code);
        object Ask(string note) => new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note } }, reason = "Ảnh vẫn mờ", why = "Lần trước chưa thấy",
            right = papers,
        };
        await Applicant.Refused(HttpStatusCode.Conflict, "Không còn đề nghị", Received.Act(tam, code, "supplement/proposal/approve", new { }));
        await Received.Act(khoi, code, "supplement/proposal", Ask("Trang 1")).Ok();
        await Received.Act(khoi, code, "supplement/proposal", Ask("Trang 2")).Ok();
        Assert.Equal("Trang 2", await house.Scalar<string>("""
            select string_agg(p.items -> 0 ->> 'note', ',') from dossiers.supplement_proposal p join dossiers.dossier d on d.id = p.dossier_id where d.code = $1
            """, code));
        await Applicant.Refused(HttpStatusCode.Forbidden, "lãnh đạo cơ quan có thẩm quyền", Received.Act(khoi, code, "supplement/proposal/approve", new { }));
        await Applicant.Refused(HttpStatusCode.Forbidden, "người khác", Received.Act(await house.SignedIn("ut"), code, "supplement/proposal", Ask("x")));
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy",
            Received.Act(await house.SignedIn("loan"), code, "supplement/proposal/approve", new { }));
        await Received.Act(tam, code, "supplement/proposal/approve", new { }).Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, "Không còn đề nghị", Received.Act(tam, code, "supplement/proposal/approve", new { }));
        Assert.Equal(2L, await house.Scalar<long>("""
            select count(*) from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id where d.code = $1
            """, code));
    }

    [Fact]
    public async Task A_proposal_ends_told_when_the_dossier_goes_on_by_another_act()
    {
        var code = await Answered();
        var (khoi, tam) = (await house.SignedIn("khoi"), await house.SignedIn("tam"));
        await Received.Act(khoi, code, "supplement/proposal", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "", note = "Ảnh vẫn mờ" } }, reason = "Ảnh vẫn mờ", why = "Lần trước chưa thấy",
            right = await Applicant.Papers(house, code),
        }).Ok();
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Trạm y tế đã xác nhận, đủ điều kiện" }).Ok();
        await house.Drain();
        await Applicant.Refused(HttpStatusCode.Conflict, "Không còn đề nghị", Received.Act(tam, code, "supplement/proposal/approve", new { }));
        Assert.Equal("lapsed", await house.Scalar<string>("""
            select p.outcome from dossiers.supplement_proposal p join dossiers.dossier d on d.id = p.dossier_id where d.code = $1
            """, code));
        Assert.Equal(1L, await Notices("khoi", code, "không còn chờ duyệt"));
    }

    [Fact]
    public async Task A_first_request_needs_no_approval()
    {
        var code = await Received.New(house);
        var papers = await Applicant.Papers(house, code);
        await Applicant.Refused(HttpStatusCode.Conflict, "không cần lãnh đạo duyệt", Received.Act(await house.SignedIn("khoi"), code, "supplement/proposal", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "", note = "" } }, reason = "Ảnh mờ", why = "Chưa", right = papers,
        }));
    }

    /// <summary>In processing, after one request was made and answered.</summary>
    private async Task<string> Answered()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("khoi"), code, "supplement", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh mờ",
            right = await Applicant.Papers(house, code),
        }).Ok();
        await Received.Answer(house, code);
        return code;
    }

    private async Task<Dictionary<string, string>> Fields(string code)
    {
        var fields = (await Applicant.Papers(house, code)).ToDictionary(paper => $"check.{paper}", _ => "ok");
        (fields["check.giay-chung-sinh"], fields["note.giay-chung-sinh"], fields["reason"]) = ("ask", "Ảnh vẫn mờ", "Ảnh vẫn mờ, không đọc được số");
        return fields;
    }

    private Task<long> Notices(string username, string code, string words) => house.Scalar<long>("""
        select count(*) from messages.staff_notice n join people.account a on a.id = n.account_id
        where a.username = $1 and n.dossier_code = $2 and position($3 in n.text) > 0
        """, username, code, words);

    private static async Task<IElement> Page(HttpClient client, string url) => (await House.Read(await client.GetAsync(url))).QuerySelector("main")!;

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task Redirected(HttpResponseMessage answer, string done)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await House.Read(answer)).QuerySelector(".error-summary")?.TextContent);
        Assert.EndsWith($"?xong={done}", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
