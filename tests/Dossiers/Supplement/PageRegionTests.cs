using System.Net;
using MotCua.Dossiers.Supplement;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Supplement;

public sealed class PageRegionTests(House house) : IClassFixture<House>
{
    [Fact]
    public void Every_place_that_can_be_chosen_lies_where_its_words_say()
    {
        Assert.Equal(9, PageRegion.Ninths.Count());
        Assert.All(PageRegion.Ninths, ninth =>
        {
            Assert.True(ninth.Region.IsOnPage);
            Assert.Equal(ninth.Words, ninth.Region.Words);
            Assert.Equal(ninth.Region, PageRegion.Read(ninth.Code));
            Assert.Equal(ninth.Region, PageRegion.Read(ninth.Region.ToString()));
        });
    }

    [Theory]
    [InlineData("0,0,100,100", "chính giữa trang")]
    [InlineData("80,2,20,5", "góc trên bên phải")]
    [InlineData("0,90,100,10", "phía dưới, ở giữa")]
    [InlineData("", null)]
    [InlineData("10", null)]
    [InlineData("60,0,50,10", null)]
    [InlineData("-5,0,10,10", null)]
    [InlineData("2147483647,0,1,1", null)]
    [InlineData("0,2147483647,1,1", null)]
    [InlineData("1,2,3", null)]
    [InlineData("1,2,0,9", null)]
    [InlineData("<script>", null)]
    public void A_drawn_region_is_read_or_is_none(string text, string? words) => Assert.Equal(words, PageRegion.Read(text)?.Words);

    [Fact]
    public async Task The_official_marks_a_page_and_the_applicant_alone_sees_it()
    {
        var applicant = house.Anonymous();
        var code = (await Applicant.Submitted(applicant)).GetProperty("code").GetString()!;
        var desk = await house.SignedIn("diem");
        await Applicant.Refused(HttpStatusCode.BadRequest, "để trống",
            Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement",
            new { items = new object?[] { null }, reason = "Thiếu", right = Array.Empty<string>() }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "chưa có tệp có trang 2", Ask(desk, code, 2, new { x = 10, y = 10, w = 20, h = 20 }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "phải nằm trong trang", Ask(desk, code, 1, new { x = 90, y = 10, w = 20, h = 20 }));
        Assert.Equal("image/jpeg", (await desk.GetAsync($"/noi-bo/ho-so/{code}/giay-to/giay-chung-sinh/trang/1")).Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/noi-bo/ho-so/{code}/giay-to/giay-chung-sinh/trang/2")).StatusCode);
        await Ask(desk, code, 1, new { x = 70, y = 2, w = 25, h = 10 }).Ok();

        Assert.Equal(HttpStatusCode.NotFound, (await applicant.GetAsync($"/bo-sung/{code}/trang/0")).StatusCode);
        var owner = await house.SignedIn("benam");
        var page = await House.Read(await owner.GetAsync($"/bo-sung/{code}"));
        Assert.Contains("chỗ cán bộ đánh dấu: góc trên bên phải", page.QuerySelector(".mark figcaption")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("70", "2", "25", "10"), (Number("x"), Number("y"), Number("width"), Number("height")));
        var image = await owner.GetAsync($"/bo-sung/{code}/trang/0");
        Assert.Equal(HttpStatusCode.OK, image.StatusCode);
        Assert.Contains("sandbox", image.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync($"/bo-sung/{code}/trang/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn("sarich")).GetAsync($"/bo-sung/{code}/trang/0")).StatusCode);
        var kept = await house.Scalar<string>("select items::text from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id where "
            + "d.code = $1", code);
        Assert.Equal("1, góc trên bên phải", MotCua.Dossiers.SupplementItem.Read(kept)[0].Where);

        string? Number(string name) => page.QuerySelector(".mark rect")!.GetAttribute(name);
    }

    [Fact]
    public async Task The_form_of_the_desk_takes_a_place_from_the_list_and_keeps_it_when_something_else_is_wrong()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var desk = await house.SignedIn("diem");
        var fields = new Dictionary<string, string>();
        foreach (var key in await Applicant.Papers(house, code)) fields[$"check.{key}"] = "ok";
        (fields["check.giay-chung-sinh"], fields["why.giay-chung-sinh"], fields["region.giay-chung-sinh"]) = ("ask", "", "40,50,20,10");
        var again = await House.Read(await House.Post(desk, $"/noi-bo/tiep-nhan/{code}", fields, "#supplement form"));
        Assert.Equal("40,50,20,10", again.QuerySelector("#region-giay-chung-sinh option[selected]")!.GetAttribute("value"));
        (fields["reason"], fields["region.giay-chung-sinh"], fields["page.giay-chung-sinh"]) = ("Ảnh mờ", "3", "1-2");
        Assert.Contains("Ghi một số trang", (await House.Read(await House.Post(desk, $"/noi-bo/tiep-nhan/{code}", fields, "#supplement form")))
            .QuerySelector("#f-items .field__error")!.TextContent, StringComparison.Ordinal);
        fields["page.giay-chung-sinh"] = "1";
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(desk, $"/noi-bo/tiep-nhan/{code}", fields, "#supplement form")).StatusCode);
        Assert.Equal("""{"h": 34, "w": 34, "x": 66, "y": 0}""", await house.Scalar<string>(
            "select (items -> 0 -> 'region')::text from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id where d.code = $1", code));
    }

    private async Task<HttpResponseMessage> Ask(HttpClient desk, string code, int page, object region) =>
        await Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
    {
        items = new object[]
        {
            new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Chụp lại", page, region },
            new { name = "Họ tên mẹ", note = "Ghi như căn cước" }
        },
        reason = "Ảnh chưa đọc được",
        right = await Applicant.Papers(house, code),
    });
}
