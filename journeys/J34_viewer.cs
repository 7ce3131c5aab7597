using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J34: the paper lies beside the decision; its pages are turned by key, by link and without script.</summary>
public sealed class J34_viewer(Product product)
{
    private const string First = "Trang 1/3 của Giấy chứng sinh (ba-trang.pdf)";
    private const string Second = "Trang 2/3 của Giấy chứng sinh (ba-trang.pdf)";
    private const string Third = "Trang 3/3 của Giấy chứng sinh (ba-trang.pdf)";

    [Fact]
    public async Task An_arrival_is_checked_with_its_papers_beside_it()
    {
        var code = await Filed();
        await using var desk = await Visitor.Desk(product, "j34");
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        var (viewer, at, sheet) = (desk.Page.Locator("[data-viewer]"), desk.Page.Locator("[data-at]"), desk.Page.Locator(".viewer__sheet"));
        await Drawn(desk, First);
        var (left, right) = (await viewer.BoundingBoxAsync(), await desk.Page.Locator(".split__side").BoundingBoxAsync());
        Assert.True(left!.X + left.Width <= right!.X && left.Width > 550, $"{left.X}+{left.Width} beside {right.X}");
        await desk.Look("arrival");

        await desk.Page.Locator(".viewer__stage").FocusAsync();
        await desk.Page.Keyboard.PressAsync("ArrowRight");
        await Drawn(desk, Second);
        await desk.Page.Keyboard.PressAsync("PageDown");
        await Drawn(desk, Third);
        await desk.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(at).ToHaveTextAsync(Third);
        await desk.Page.Keyboard.PressAsync("PageUp");
        await Drawn(desk, Second);
        await desk.Page.Keyboard.PressAsync("KeyR");
        await Expect(sheet).ToHaveClassAsync(new Regex("turn-90"));
        var fitting = await Width(sheet);
        await desk.Page.Keyboard.PressAsync("Equal");
        Assert.True(await Width(sheet) > fitting);
        await desk.Page.Keyboard.PressAsync("Digit0");
        Assert.Equal(fitting, await Width(sheet));

        // Nothing turns while somebody types.
        await desk.Page.Locator("#supplement summary").ClickAsync();
        var other = desk.Page.Locator("#bs-other");
        await other.FocusAsync();
        await desk.Page.Keyboard.TypeAsync("r0+- giấy");
        foreach (var key in new[] { "ArrowLeft", "PageUp", "ArrowRight", "PageDown" }) await desk.Page.Keyboard.PressAsync(key);
        await Expect(other).ToHaveValueAsync("r0+- giấy");
        await Expect(at).ToHaveTextAsync(Second);
        await other.FillAsync("");

        await viewer.GetByRole(AriaRole.Link, new() { Name = Third }).ClickAsync();
        await Drawn(desk, Third);
        await desk.Link("Xem từng trang của ba-trang.pdf").ClickAsync();
        await Drawn(desk, First);
        var window = await desk.Page.Context.RunAndWaitForPageAsync(() => desk.Link("Mở cửa sổ riêng").ClickAsync());
        await Expect(window.Locator("[data-at]")).ToHaveTextAsync(First);
        await window.GetByRole(AriaRole.Link, new() { Name = "Trang sau" }).ClickAsync();
        await Expect(window).ToHaveURLAsync(new Regex("/2$"));
        await window.CloseAsync();

        await desk.ChecksPapers();
        await desk.Button("Tiếp nhận & in phiếu hẹn").ClickAsync();
        await desk.Sees("Đã tiếp nhận hồ sơ");
        await Drawn(desk, First);
        await desk.Look("dossier");
        await desk.Open($"/noi-bo/so-hoa/{code}");
        await desk.Look("station");
    }

    [Fact]
    public async Task On_a_small_screen_the_papers_lie_on_top_and_can_be_put_away()
    {
        var code = await Filed();
        await using var desk = await Visitor.Phone(product, "j34-small");
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await Drawn(desk, First);
        await desk.Look("arrival");
        await desk.Page.Locator("[data-viewer] > summary").ClickAsync();
        await Expect(desk.Page.Locator(".viewer__stage")).ToBeHiddenAsync();
        await desk.Open((await desk.Page.Locator("[data-do=window]").GetAttributeAsync("href"))!);
        await Drawn(desk, First);
        await desk.Look("window");
    }

    [Fact]
    public async Task Without_script_links_reach_every_page()
    {
        var code = await Filed();
        await using var desk = await Visitor.Come(product, "j34-nojs", 360, 640, script: false, phone: true);
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.Fits("arrival");
        await desk.Link(First).ClickAsync();
        foreach (var words in new[] { First, Second, Third })
        {
            await Drawn(desk, words);
            await desk.Fits("window");
            if (words != Third) await desk.Link("Trang sau").ClickAsync();
        }
        await desk.Link("Trang trước").ClickAsync();
        await Drawn(desk, Second);
        desk.Quiet();
    }

    /// <summary>On a small phone, with script and without: two files at once, one with an empty page, seen again before there is a code.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_citizen_sees_small_pages_and_is_told_of_the_empty_one_before_filing(bool script)
    {
        await product.Clock();
        await using var citizen = await Visitor.Come(product, script ? "j34-citizen" : "j34-citizen-nojs", 390, 780, script: script, phone: true);
        await citizen.Open("/nop/ks01/giay-to");
        await citizen.Page.Locator("#tep-giay-chung-sinh").SetInputFilesAsync(
        (FilePayload[])[
            new() { Name = "hai-trang.pdf", MimeType = "application/pdf", Buffer = Pages(2, blank: 2) },
            new() { Name = "khong-phai.pdf", MimeType = "application/pdf", Buffer = "văn bản"u8.ToArray() },
        ]);
        await citizen.Page.GetByRole(AriaRole.Button, new() { Name = "Thêm tệp đã chọn vào Giấy chứng sinh" }).ClickAsync();
        await citizen.Sees("khong-phai.pdf: Dùng ảnh (JPG, PNG) hoặc PDF");
        await Seen(citizen, "papers");
        await citizen.Open("/nop/ks01/kiem-tra");
        await Seen(citizen, "check");
        await citizen.Link("Xem lại tệp hai-trang.pdf").ClickAsync();
        await citizen.Heading("Giấy tờ cần nộp").WaitForAsync();
        citizen.Quiet();
    }

    private static async Task Seen(Visitor citizen, string page)
    {
        await citizen.Sees("Trang 2 của hai-trang.pdf có vẻ trắng");
        var picture = citizen.Page.GetByAltText("Trang 1 của hai-trang.pdf");
        await picture.ScrollIntoViewIfNeededAsync();
        await Expect(picture).ToHaveJSPropertyAsync("complete", true);
        Assert.InRange(await picture.EvaluateAsync<int>("page => page.naturalHeight"), 120, 160);
        await citizen.Look(page);
    }

    private async Task<string> Filed()
    {
        await product.Clock();
        return (await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh", Pages(3), "ba-trang.pdf")).Code;
    }

    /// <summary>The page is named and its picture has come.</summary>
    private static async Task Drawn(Visitor desk, string words)
    {
        await Expect(desk.Page.Locator("[data-at]")).ToHaveTextAsync(words);
        var image = desk.Page.Locator(".viewer__sheet img");
        await Expect(image).ToHaveAttributeAsync("alt", words);
        await image.ScrollIntoViewIfNeededAsync();
        await Expect(image).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await image.EvaluateAsync<int>("page => page.naturalWidth") > 500, words);
    }

    private static Task<double> Width(ILocator sheet) => sheet.EvaluateAsync<double>("sheet => sheet.getBoundingClientRect().width");

    private static byte[] Pages(int count, int blank = 0)
    {
        var (file, places) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        void Add(string body)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n{body}\nendobj\n");
        }
        Add("<</Type/Catalog/Pages 2 0 R>>");
        Add($"<</Type/Pages/Count {count}/Kids[{string.Join(' ', Enumerable.Range(0, count).Select(i => $"{4 + 2 * i} 0 R"))}]>>");
        Add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        for (var i = 1; i <= count; i++)
        {
            var drawing = i == blank ? "" : $"BT /F 60 Tf 80 600 Td (Trang {i}) Tj ET";
            Add($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {4 + 2 * i - 1} 0 R>>");
            Add($"<</Length {drawing.Length}>>stream\n{drawing}\nendstream");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer<</Size {places.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
