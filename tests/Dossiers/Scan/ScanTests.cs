using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Papers.Contracts;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Scan;

public sealed class ScanTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_scan_is_split_read_compared_and_attached_and_lands_in_the_vault()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        var station = $"/noi-bo/so-hoa/{code}";
        var uploaded = await Upload(desk, station, await ThreePages(), "lo-quet.pdf");
        Assert.True(uploaded.StatusCode == HttpStatusCode.Redirect, (await House.Read(uploaded)).QuerySelector("main")?.TextContent);
        Assert.Contains("Đang tách và đọc 3 trang", (await House.Read(await desk.GetAsync(station))).QuerySelector("main")!.TextContent);
        await house.Drain();

        var page = await House.Read(await desk.GetAsync(station));
        var lists = page.QuerySelectorAll<IHtmlSelectElement>("[data-pages] select").ToList();
        Assert.Equal(3, lists.Count);
        Assert.Equal(Scans.Dropped, lists[2].Value);
        var image = await desk.GetAsync(page.QuerySelector<IHtmlImageElement>("[data-pages] img")!.GetAttribute("src"));
        Assert.Equal("image/jpeg", image.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sandbox", image.Headers.GetValues("Content-Security-Policy").Single());

        await House.Post(desk, station, new() { [lists[0].Name!] = "giay-chung-sinh", [lists[1].Name!] = "giay-chung-sinh" }, "#xep-trang");
        page = await House.Read(await desk.GetAsync(station));
        Assert.Equal("Nguyễn Thị Lành", page.QuerySelector<IHtmlInputElement>("input[name='full_name.giay-chung-sinh']")!.Value, ignoreCase: true);
        Assert.Contains("tin cậy", page.QuerySelector(".scan-paper")!.TextContent);

        var unchecked1 = await House.Post(desk, station, new() { ["number.giay-chung-sinh"] = "12/2026" }, "form.scan-paper");
        Assert.Equal(HttpStatusCode.BadRequest, unchecked1.StatusCode);
        var fields = new Dictionary<string, string>
        {
            ["number.giay-chung-sinh"] = "12/2026", ["issued_on.giay-chung-sinh"] = "21/04/2026", ["checked.giay-chung-sinh"] = "true"
        };
        var attached = await House.Post(desk, station, fields, "form.scan-paper");
        Assert.Equal(HttpStatusCode.Redirect, attached.StatusCode);
        Assert.Contains("096159999001.GCS.01", (await House.Read(await desk.GetAsync(attached.Headers.Location))).QuerySelector(".banner--done")!.TextContent);
        Assert.Equal(2, await house.Scalar<int>("select a.pages from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1 "
            + "and a.origin = 'scan' and a.paper_code is not null", code));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.paper-digitised/1' and data->>'code' = $1", code));
        Assert.Equal("accepted", await house.Scalar<string>("select origin from vault.item where source_dossier_code = $1", code));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from papers.scan s join dossiers.dossier d on d.id = s.dossier_id where d.code = $1 and "
            + "s.closed_at is null", code));
    }

    [Fact]
    public async Task A_file_that_is_no_scan_is_refused_beside_the_field()
    {
        var desk = await house.SignedIn("diem");
        var station = $"/noi-bo/so-hoa/{await WalkInTests.Received(desk)}";
        var page = await House.Read(await Upload(desk, station, "MZ đây không phải ảnh"u8.ToArray(), "anh.pdf"));
        Assert.NotNull(page.QuerySelector("#f-files-error"));
    }

    [Fact]
    public async Task Pages_of_a_dossier_are_not_shown_to_another_office()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        var other = await house.SignedIn("yen");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/noi-bo/so-hoa/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/noi-bo/so-hoa/{code}/trang/{Guid.NewGuid()}/1")).StatusCode);
    }

    /// <summary>Two pages of a paper and an empty one, as a scanner gives them: images only.</summary>
    internal static async Task<byte[]> ThreePages()
    {
        var first = new PaperDocument("Giấy chứng sinh")
        {
            PaperDocument.Heading("GIẤY CHỨNG SINH", "Số: 12/2026"), new Paragraph("Họ và tên: Nguyễn Thị Lành") { Size = 14 },
                new Paragraph("Ngày cấp: 21/04/2026") { Size = 14 },
        };
        var second = new PaperDocument("Trang hai") { new Paragraph("Trạm y tế xã Đất Mũi xác nhận nội dung trên là đúng sự thật.") { Size = 14 } };
        var pages = new List<ScanPage>();
        foreach (var document in new[] { first, second, new PaperDocument("Trắng") { new Paragraph(" ") } })
            pages.AddRange((await PageImages.Render(document.ToPdf())).Pages.Select(image => new ScanPage(image)));
        return await ScanPdf.Write(pages, dpi: 200);
    }

    internal static async Task<HttpResponseMessage> Upload(HttpClient desk, string station, byte[] bytes, string name)
    {
        var page = await House.Read(await desk.GetAsync(station));
        var form = page.QuerySelector<IHtmlFormElement>("#tai-len")!;
        using var content = new MultipartFormDataContent();
        content.Add(new StringContent(form.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken");
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Add(file, "files", name);
        return await desk.PostAsync(form.GetAttribute("action"), content);
    }
}
