using System.Net;
using System.Net.Http.Headers;
using MotCua.Dossiers.Supplement;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Supplement;

public sealed class AnswerSupplementTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_applicant_without_account_answers_with_the_last_four_digits_and_only_when_everything_is_there()
    {
        var applicant = house.Anonymous();
        var code = (await Applicant.Submitted(applicant)).GetProperty("code").GetString()!;
        await Ask(code);
        Assert.Contains("4 số cuối", await (await applicant.GetAsync($"/bo-sung/{code}")).Content.ReadAsStringAsync());
        await Applicant.Refused(HttpStatusCode.NotFound, "chưa khớp", Answer(applicant, code, "0000", true));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Giấy chứng sinh", Answer(applicant, code, "9001", false));
        Assert.Equal("supplement", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code));
        await Answer(applicant, code, "9001", true).Ok();
        Assert.Equal("submitted", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code));
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = "
            + "$1", code));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.opinion o join dossiers.dossier d on d.id = o.dossier_id where d.code = $1 "
            + "and o.kind = 'answer'", code));
    }

    [Fact]
    public async Task The_owner_sees_the_dossier_and_withdraws_it_and_a_stranger_does_neither()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var (owner, stranger) = (await house.SignedIn("benam"), await house.SignedIn("sarich"));
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/ho-so-cua-toi/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/ho-so-cua-toi/{code}")).StatusCode);
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy hồ sơ",
            Applicant.Send(stranger, HttpMethod.Post, $"/api/v1/dossiers/{code}/withdraw", new { }));
        await Applicant.Send(owner, HttpMethod.Post, $"/api/v1/dossiers/{code}/withdraw", new { reason = "Đổi ý" }).Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, "không rút được",
            Applicant.Send(owner, HttpMethod.Post, $"/api/v1/dossiers/{code}/withdraw", new { }));
    }

    [Fact]
    public async Task An_item_that_is_answered_twice_is_refused_by_page_and_API()
    {
        var applicant = house.Anonymous();
        var code = (await Applicant.Submitted(applicant)).GetProperty("code").GetString()!;
        await Ask(code);
        var twice = new MultipartFormDataContent { { new StringContent("Nguyễn Thị Lành"), "item-1" }, { new StringContent("Nguyễn Thị Lan"), "item-01" } };
        await Applicant.Refused(HttpStatusCode.BadRequest, "được gửi hai lần",
            Applicant.Send(applicant, HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4=9001", twice));
        var owner = await house.SignedIn("benam");
        await Applicant.Refused(HttpStatusCode.BadRequest, "được gửi hai lần", House.Post(owner, $"/bo-sung/{code}",
            new() { ["muc.1"] = "Nguyễn Thị Lành", ["muc.01"] = "Nguyễn Thị Lan", ["viec"] = "gui" }, "main form[enctype]"));
        Assert.Equal("supplement", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code));
    }

    [Fact]
    public async Task A_file_that_waited_for_an_answer_goes_when_nobody_waits_for_it_any_more()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await Ask(code);
        var owner = await house.SignedIn("benam");
        var form = (await House.Read(await owner.GetAsync($"/bo-sung/{code}"))).QuerySelector("main form[enctype]")!;
        using var post = new MultipartFormDataContent();
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]"))
            post.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        post.Add(new ByteArrayContent(Applicant.Png(177)), "tep.giay-chung-sinh", "chờ.png");
        await owner.PostAsync($"/bo-sung/{code}", post, TestContext.Current.CancellationToken);
        Task<long> Waiting() => house.Scalar<long>("select count(*) from dossiers.attachment a join dossiers.supplement_request s on s.id = a.draft_id "
            + "join dossiers.dossier d on d.id = s.dossier_id where a.dossier_id is null and d.code = $1", code);
        Assert.Equal(1L, await Waiting());
        await Clean();
        Assert.Equal(1L, await Waiting());
        await Applicant.Send(owner, HttpMethod.Post, $"/api/v1/dossiers/{code}/withdraw", new { reason = "Đổi ý" }).Ok();
        await Clean();
        Assert.Equal(0L, await Waiting());
    }

    private async Task Clean()
    {
        await using var scope = house.Scope();
        await SupplementFiles.DeleteAbandoned.Run(scope.ServiceProvider, TestContext.Current.CancellationToken);
    }

    private async Task Ask(string code) => await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
    {
        items = new object[]
        {
            new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" }, new { name = "Họ tên mẹ", note = "Ghi như căn cước" }
        },
        reason = "Ảnh chưa đọc được",
        right = await Applicant.Papers(house, code),
    }).Ok();

    private static Task<HttpResponseMessage> Answer(HttpClient client, string code, string lastFour, bool withFile)
    {
        var content = new MultipartFormDataContent { { new StringContent("Nguyễn Thị Lành"), "item-1" } };
        if (withFile)
        {
            var file = new ByteArrayContent(Applicant.Png());
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            content.Add(file, "giay-chung-sinh", "chứng sinh rõ.png");
        }
        return Applicant.Send(client, HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4={lastFour}", content);
    }
}
