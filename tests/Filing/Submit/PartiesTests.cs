using System.Net;
using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Submit;

/// <summary>Three people and three organisations on a dossier, each in its place.</summary>
public sealed class PartiesTests(House house) : IClassFixture<House>
{
    private const string Paper = "Giấy ủy quyền số 12 ngày 20/04/2026";

    private static JsonObject ForAnother()
    {
        var answers = Applicant.Answers();
        answers["filedBy"] = "authorised";
        answers["representative"] = JsonNode.Parse(
            $$"""{ "name": "Lâm Kim Ngân", "personalId": "096196999004", "phone": "0900999004", "paper": "{{Paper}}" }""");
        return answers;
    }

    [Fact]
    public void Who_files_for_another_is_submitter_and_representative_and_never_the_owner()
    {
        var own = DeclaredParty.Of(Applicant.Answers());
        Assert.Equal(("Nguyễn Thị Bé Năm", "Nguyễn Thị Bé Năm", null), (own.OwnerName, own.SubmitterName, own.Representative));
        var other = DeclaredParty.Of(ForAnother());
        Assert.Equal(("Nguyễn Thị Bé Năm", "096159999001", "Lâm Kim Ngân", "096196999004"),
            (other.OwnerName, other.Owner!.Number, other.SubmitterName, other.SubmitterNumber));
        Assert.Equal($"Lâm Kim Ngân (người được ủy quyền; {Paper})", other.Representative!.Words);
        // An organisation acts through its head, who need not be the one who brings the papers.
        var company = Applicant.Answers();
        company["onBehalf"] = "organisation";
        company["organisation"] = JsonNode.Parse("""{ "name": "Công ty Tôm Sạch", "taxCode": "2009990027", "representative": "Trần Quốc Đạt" }""");
        var party = DeclaredParty.Of(company);
        Assert.Equal(("Công ty Tôm Sạch", "Nguyễn Thị Bé Năm"), (party.OwnerName, party.SubmitterName));
        Assert.Equal((Representative.Legal, "Trần Quốc Đạt", null), (party.Representative!.Kind, party.Representative.Name, party.Representative.Number));
        company["organisation"]!.AsObject().Remove("representative");
        Assert.Null(DeclaredParty.Of(company).Representative);
    }

    [Fact]
    public async Task An_authorised_person_files_with_the_help_of_a_support_point_and_everybody_sees_who_is_who()
    {
        var filing = await house.SignedIn("ngan");
        var (id, token) = await Applicant.Draft(filing, ForAnother());
        await Applicant.Refused(HttpStatusCode.BadRequest, "Chọn điểm hỗ trợ trong danh sách",
            Applicant.Send(filing, HttpMethod.Put, $"/api/v1/drafts/{id}/place", new { unit = Applicant.Commune, support = "DHT-KHONG-CO" }, token));
        await Applicant.Send(filing, HttpMethod.Put, $"/api/v1/drafts/{id}/place", new { unit = Applicant.Commune, support = "DHT-MAU-1" }, token).Ok();
        var code = (await Applicant.Send(filing, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok()).GetProperty("code").GetString()!;

        Assert.Equal("096159999001|Lâm Kim Ngân|authorised|DHT-MAU-1|UBND-32248", await house.Scalar<string>(
            "select concat_ws('|', owner_number, submitter_name, representative ->> 'kind', support_point, competent_agency) from dossiers.dossier where code "
                + "= $1", code));
        var desk = await house.SignedIn("diem");
        var arrival = WebUtility.HtmlDecode(await (await desk.GetAsync($"/noi-bo/tiep-nhan/{code}")).Content.ReadAsStringAsync());
        foreach (var words in new[] { "Lâm Kim Ngân (người được ủy quyền", Paper, "Điểm hỗ trợ Đất Mũi (dữ liệu mẫu)" })
            Assert.Contains(words, arrival, StringComparison.Ordinal);
        var view = await Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/dossiers/{code}").Ok();
        Assert.Equal(("Lâm Kim Ngân", "DHT-MAU-1", "UBND-32248"),
            (view.GetProperty("representative").GetProperty("name").GetString(), view.GetProperty("supportPoint").GetString(),
            view.GetProperty("competentAgency").GetString()));

        // The owner and whoever filed read it; a stranger does not.
        var owner = await house.SignedIn("benam");
        Assert.Contains("Lâm Kim Ngân", WebUtility.HtmlDecode(await (await owner.GetAsync($"/ho-so-cua-toi/{code}")).Content.ReadAsStringAsync()),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await filing.GetAsync($"/ho-so-cua-toi/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn("sarich")).GetAsync($"/ho-so-cua-toi/{code}")).StatusCode);
        // Without the second factor nobody learns who they are.
        var open = await Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/tracking/{code}").Ok();
        Assert.False(open.TryGetProperty("representative", out _));
        // With it they learn who, and no number or telephone.
        var full = await (await house.Anonymous().GetAsync($"/api/v1/tracking/{code}?last4=9001")).Content.ReadAsStringAsync();
        Assert.Contains("Lâm Kim Ngân", full, StringComparison.Ordinal);
        foreach (var secret in new[] { "096196999004", "0900999004" }) Assert.DoesNotContain(secret, full, StringComparison.Ordinal);

        // A mandate to file is none to receive.
        await house.Execute("update dossiers.dossier set status = 'done', received_at = submitted_at, finished_at = submitted_at where code = $1", code);
        Task<HttpResponseMessage> Give(string receiver, string? paper) =>
            Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/return", new { method = "counter", receiver, paperShown = paper });
        await Applicant.Refused(HttpStatusCode.BadRequest, "ghi giấy ủy quyền đã xem", Give("Lâm Kim Ngân", null));
        await Give("Lâm Kim Ngân", "Giấy ủy quyền nhận kết quả số 13").Ok();
        Assert.Equal("Giấy ủy quyền nhận kết quả số 13", await house.Scalar<string>("select returned_paper from dossiers.dossier where code = $1", code));
    }

    [Fact]
    public async Task The_card_of_a_helper_never_becomes_the_owner()
    {
        var desk = await house.SignedIn("diem");
        var fields = WalkIn.WalkInTests.Birth("cardOfHelper");
        (fields["filedBy"], fields["card"]) = ("authorised", "096196999004|381234567|Lâm Kim Ngân|02081996|Nữ|Ấp Cồn Mũi, Đất Mũi, Cà Mau|01052021");
        var page = await House.Read(await House.Post(desk, "/noi-bo/tiep-nhan/truc-tiep/ks01", fields));
        string Typed(string name) => page.QuerySelector($"[name='{name}']")!.GetAttribute("value")?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        Assert.Equal(("096159999001", "096196999004"), (Typed("applicant.personalId"), Typed("representative.personalId")));
        fields["act"] = "card";
        page = await House.Read(await House.Post(desk, "/noi-bo/tiep-nhan/truc-tiep/ks01", fields));
        Assert.Equal(("096196999004", ""), (Typed("applicant.personalId"), Typed("representative.personalId")));
    }

    [Fact]
    public async Task The_same_number_cannot_be_owner_and_helper()
    {
        var answers = ForAnother();
        answers["representative"]!["personalId"] = "096159999001";
        var (id, token) = await Applicant.Draft(house.Anonymous(), answers);
        await Applicant.Refused(HttpStatusCode.BadRequest, "trùng số của người đứng tên",
            Applicant.Send(house.Anonymous(), HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token));
    }

    [Fact]
    public async Task Who_files_for_another_says_by_which_paper()
    {
        var answers = ForAnother();
        answers["representative"]!.AsObject().Remove("paper");
        var (id, token) = await Applicant.Draft(house.Anonymous(), answers);
        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập giấy ủy quyền",
            Applicant.Send(house.Anonymous(), HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token));
    }
}
