using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Fill;

/// <summary>The citizen's pages as a browser without script uses them.</summary>
public sealed class FillPagesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_citizen_without_account_files_through_the_pages_and_Back_makes_no_second_dossier()
    {
        var client = house.Anonymous();
        Assert.Contains("Chưa làm", await Text(await client.GetAsync("/nop/ks01")));
        await Step(client, "nguoi-nop", new()
        {
            ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.personalId"] = "096 159 999 001", ["applicant.born.year"] = "1959",
                ["applicant.born.yearOnly"] = "true",
            ["applicant.phone"] = "+84 900.999.001", ["applicant.relation"] = "grandparent",
        });
        var address = (string path) =>
            new Dictionary<string, string> { [$"{path}.province"] = "96", [$"{path}.commune"] = "Xã Đất Mũi", [$"{path}.detail"] = "Ấp Rạch Tàu" };
        await Step(client, "noi-cu-tru", address("applicant.address"));
        await Step(client, "tre", new()
        {
            ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "20", ["child.born.month"] = "4", ["child.born.year"] = "2026", ["child.sex"] = "female",
            ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam",
        });
        await Step(client, "noi-sinh", new() { ["child.birthplace"] = "Trạm y tế xã Đất Mũi", ["child.homeTown"] = "Xã Đất Mũi, tỉnh Cà Mau" });
        await Step(client, "me", new(address("mother.address"))
        {
            ["mother.name"] = "Nguyễn Thị Lành", ["mother.born.year"] = "1996", ["mother.born.yearOnly"] = "true", ["mother.ethnicity"] = "Kinh",
                ["parents.status"] = "unmarried",
        });
        Assert.Equal(HttpStatusCode.Redirect, (await Papers(client, Applicant.Png())).StatusCode);
        await OnlySmallPictures(client, "giay-to");
        await Step(client, "nhan-ket-qua", new() { ["returnMethod"] = "counter" });
        await Step(client, "noi-nop", new() { ["unit"] = Applicant.Commune });
        var list = await Text(await client.GetAsync("/nop/ks01"));
        Assert.DoesNotContain("Chưa thể làm", list);
        Assert.Contains("Đã lưu lúc", list);

        await OnlySmallPictures(client, "kiem-tra");
        var check = await client.GetAsync("/nop/ks01/kiem-tra");
        var page = await House.Read(check);
        Assert.Contains("Nộp hồ sơ đăng ký khai sinh", page.QuerySelector("main form .btn")!.TextContent);
        Assert.Contains("0900 999 001", page.Body!.TextContent.Replace('\u00a0', ' '));
        var form = (IHtmlFormElement)page.QuerySelector("main form")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").ToDictionary(i => i.Name!, i => i.Value);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/nop/ks01/kiem-tra", new FormUrlEncodedContent(fields))).StatusCode);
        fields["cam-doan"] = "true";
        var first = await client.PostAsync("/nop/ks01/kiem-tra", new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var receipt = first.Headers.Location!.ToString();
        var second = await client.PostAsync("/nop/ks01/kiem-tra", new FormUrlEncodedContent(fields));
        Assert.Equal(receipt + "?da-nop=1", second.Headers.Location!.ToString());
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.dossier"));
        Assert.Contains("Không có hồ sơ thứ hai", await Text(await client.GetAsync(second.Headers.Location)));
        var shown = await Text(await client.GetAsync(receipt));
        Assert.Contains("Dự kiến 17:00, 29/04/2026", shown);
        Assert.DoesNotContain("Bé Năm", shown);
        Assert.Contains("đã nộp", await Text(await client.GetAsync("/nop/ks01/kiem-tra")));
    }

    [Fact]
    public async Task A_page_says_what_to_mend_beside_the_field_and_keeps_what_was_typed()
    {
        var client = house.Anonymous();
        var answer = await House.Post(client, "/nop/ks01/tre", new()
        {
            ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "30", ["child.born.month"] = "2", ["child.born.year"] = "2025", ["child.sex"] = "female",
            ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam",
        }, "main form");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.StartsWith("Lỗi:", page.Title, StringComparison.Ordinal);
        Assert.Contains("Tháng 2 năm 2025 chỉ có 28 ngày", page.Body!.TextContent);
        Assert.Equal("Nguyễn Gia Hân", page.QuerySelector<IHtmlInputElement>("[name='child.name']")!.Value);
    }

    [Theory]
    [InlineData("tre")]
    [InlineData("tat-ca")]
    public async Task Saved_for_later_the_earlier_value_stays_and_what_was_typed_is_there_again(string page)
    {
        var client = house.Anonymous();
        await Step(client, "tre", new()
        {
            ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "20", ["child.born.month"] = "4", ["child.born.year"] = "2026", ["child.sex"] = "female",
            ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam",
        });
        var id = (await House.Read(await client.GetAsync("/nop/ks01/tre"))).QuerySelector<IHtmlInputElement>("[name=nhap]")!.Value;
        Task<string> Stored(string name) => house.Scalar<string>($"select answers #>> '{{child,{name}}}' from filing.draft where id = $1", Guid.Parse(id));

        var later = await House.Post(client, $"/nop/ks01/{page}",
            new() { ["child.name"] = "Nguyễn Gia Huy", ["child.born.day"] = "31", ["child.sex"] = "male", ["viec"] = "lam-sau" }, "main form[method=post]");
        Assert.Equal("/nop/ks01/lam-sau", later.Headers.Location!.ToString());
        var said = await Text(await client.GetAsync("/nop/ks01/lam-sau"));
        Assert.Contains("Đã lưu, trừ 1 mục chưa đúng", said);
        Assert.Contains("Tháng 4 năm 2026 chỉ có 30 ngày", said);
        Assert.Equal(("Nguyễn Gia Huy", "2026-04-20"), (await Stored("name"), await Stored("born")));
        Assert.Contains("Đang làm", (await House.Read(await client.GetAsync("/nop/ks01"))).QuerySelector("a[href='/nop/ks01/tre'] + .chip")!.TextContent);
        var again = await House.Read(await client.GetAsync($"/nop/ks01/{page}"));
        Assert.Equal("31", again.QuerySelector<IHtmlInputElement>("[name='child.born.day']")!.Value);
        Assert.Contains("chỉ có 30 ngày", again.QuerySelector(".error-summary")!.TextContent);

        await Step(client, "tre", new() { ["child.born.day"] = "21", ["child.sex"] = "male" });
        Assert.Equal("2026-04-21", await Stored("born"));
        Assert.Contains("Ông/bà làm tiếp lúc nào cũng được", await Text(await client.GetAsync("/nop/ks01/lam-sau")));
    }

    [Theory]
    [InlineData("noi-nop", "#unit", "Chọn xã, phường giải quyết")]
    [InlineData("giay-to", "#tep-giay-chung-sinh", "Thêm ảnh hoặc tệp")]
    [InlineData("giay-to", "#chup-giay-chung-sinh", "Thêm ảnh hoặc tệp")]
    public async Task An_error_is_tied_to_its_box(string page, string box, string words)
    {
        var client = house.Anonymous();
        var before = await House.Read(await client.GetAsync($"/nop/ks01/{page}"));
        Assert.False(before.QuerySelector(box)!.HasAttribute("aria-invalid"));
        Tied(await House.Read(await House.Post(client, $"/nop/ks01/{page}", new() { ["unit"] = "" },
            page == "giay-to" ? "main form[enctype]" : "main form[method=post]")), box, words);
    }

    [Fact]
    public async Task An_error_of_a_supplement_is_tied_to_its_box()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
        {
            items = new object[]
            {
                new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" }, new { name = "Họ tên mẹ", note = "Ghi như căn cước" }
            },
            reason = "Ảnh chưa đọc được", right = await Applicant.Papers(house, code),
        }).Ok();
        Tied(await House.Read(await House.Post(house.Anonymous(), $"/bo-sung/{code}", new() { ["last4"] = "0000" }, "main form")), "#last4", "chưa khớp");
        var answer = await House.Read(await House.Post(await house.SignedIn("benam"), $"/bo-sung/{code}", new() { ["viec"] = "gui" }, "main form[enctype]"));
        Tied(answer, "#tep-0", "Giấy chứng sinh");
        Tied(answer, "#muc-1", "Họ tên mẹ");
    }

    private static void Tied(IHtmlDocument page, string box, string words)
    {
        var input = page.QuerySelector(box)!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains(input.GetAttribute("aria-describedby")!.Split(' '),
            id => page.GetElementById(id)!.TextContent.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_office_takes_in_only_what_is_not_bound_to_a_place()
    {
        var client = house.Anonymous();
        var made = await Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure = "xd01" }).Ok();
        var office = await house.Scalar<string>("select code from organisation.office where admin_unit_code = '32248' limit 1");
        await Applicant.Refused(HttpStatusCode.BadRequest, "chỉ nộp tại nơi giải quyết", Applicant.Send(client, HttpMethod.Put,
            $"/api/v1/drafts/{made.GetProperty("draftId").GetGuid()}/place", new { unit = "32025", office }, made.GetProperty("token").GetString()));
    }

    /// <summary>A picture of a paper may weigh 20 MB; who checks a list on a phone sees its first page for some kilobytes, once in sight.</summary>
    private static async Task OnlySmallPictures(HttpClient client, string page)
    {
        var shown = await House.Read(await client.GetAsync($"/nop/ks01/{page}"));
        Assert.NotNull(shown.QuerySelector("a[href^='/nop/tep/']"));
        Assert.Contains("KB", shown.QuerySelector("a[href^='/nop/tep/']")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.QuerySelectorAll("picture, object, embed, iframe"));
        var picture = Assert.Single(shown.QuerySelectorAll("img"));
        Assert.Equal(("lazy", "Trang 1 của chứng sinh.png"), (picture.GetAttribute("loading"), picture.GetAttribute("alt")));
        var address = picture.GetAttribute("src")!;
        using var small = await client.GetAsync(address);
        Assert.True(small.IsSuccessStatusCode || small.StatusCode == HttpStatusCode.UnprocessableEntity, $"{small.StatusCode}");
        Assert.InRange((await small.Content.ReadAsByteArrayAsync()).Length, 1, 6 * 1024);
        Assert.Contains("Ảnh chứng sinh.png nhỏ (300 × 300 điểm), có thể không đọc được chữ", shown.Body!.TextContent, StringComparison.Ordinal);
        if (!small.IsSuccessStatusCode) return;
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(small.Headers.ETag!);
        using var known = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    private static async Task Step(HttpClient client, string page, Dictionary<string, string> fields)
    {
        var answer = await House.Post(client, $"/nop/ks01/{page}", fields, "main form[method=post]");
        if (answer.StatusCode != HttpStatusCode.Redirect)
            Assert.Fail($"{page}: {(int)answer.StatusCode} "
                + $"{string.Join("; ", (await House.Read(answer)).QuerySelectorAll(".error-summary li, h1").Select(e => e.TextContent))}");
    }

    private static async Task<HttpResponseMessage> Papers(HttpClient client, byte[] file)
    {
        var page = await House.Read(await client.GetAsync("/nop/ks01/giay-to"));
        using var content = new MultipartFormDataContent();
        foreach (var input in page.QuerySelector("main form[enctype]")!.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]"))
            content.Add(new StringContent(input.Value), input.Name!);
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Add(part, "tep.giay-chung-sinh", "chứng sinh.png");
        return await client.PostAsync("/nop/ks01/giay-to", content);
    }

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Replace('\u00a0', ' ');
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
        return text;
    }
}
