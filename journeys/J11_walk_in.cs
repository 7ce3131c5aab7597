using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J11: somebody stands at the counter; the officer receives on one page and never lets go of the keyboard.</summary>
public sealed class J11_walk_in(Product product)
{
    private const string Scan = "Quét mã QR thẻ căn cước";
    private const string Original = "Bản chính giấy tờ cần sao";
    private const string Copy = "Bản chụp cần chứng thực";

    /// <summary>What the scanner types while VNI takes a digit for a mark: no number can be trusted.</summary>
    private const string Unsure = "096159999001|381234567|Nguyễn Thị Bé Năm|0á01959|Nữ|Ấp Rạch Tàu, Đất Mũi, Cà Mau|01052021";

    /// <summary>The keystrokes of Telex: every letter can be put together again.</summary>
    private const string Telex = "096159999001|381234567|Nguyeenx Thij Bes Nawm|00001959|Nuwx|Aasp Rachj Tafu, DDaats Muix, Caf Mau|01052021";

    [Fact]
    public async Task A_person_at_the_counter_is_received_by_keyboard_alone()
    {
        await product.Clock();
        await using var officer = await Visitor.Desk(product, "j11", keysOnly: true);
        await officer.SignIn("diem");
        await officer.Press(officer.Link("Tiếp nhận trực tiếp"));
        await officer.Write(officer.Box("Tìm thủ tục theo tên, mã hoặc lời nói thường ngày"), "sao y");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Press(officer.Link("Chứng thực bản sao từ bản chính").First);

        // The cursor waits in the scan box: the scanner types, and ends with Enter.
        await Expect(officer.Box(Scan)).ToBeFocusedAsync();
        await officer.Page.Keyboard.TypeAsync(Unsure);
        await officer.Page.Keyboard.PressAsync("Enter");
        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Bộ gõ tiếng Việt đang bật, hãy tắt rồi quét lại");
        await Expect(officer.Box("Họ, chữ đệm và tên")).ToHaveValueAsync("");
        await officer.Look("unsure");
        await officer.Write(officer.Box(Scan), Telex);
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Sees("Đã điền từ thẻ căn cước");
        await Expect(officer.Box("Họ, chữ đệm và tên")).ToHaveValueAsync("Nguyễn Thị Bé Năm");
        await Expect(officer.Box("Số định danh cá nhân/CCCD")).ToHaveValueAsync("096 159 999 001");
        await Expect(officer.Page.GetByText("Lấy từ mã QR thẻ căn cước")).ToHaveCountAsync(2);
        await officer.Look("filled");

        await officer.Write(officer.Box("Số điện thoại"), "0900 999 001");
        await officer.Write(officer.Box("Tên giấy tờ"), "Bằng tốt nghiệp trung học phổ thông");
        await officer.Write(officer.Box("Số trang"), "2");
        await officer.Write(officer.Box("Số bản cần chứng thực"), "1");
        await officer.Choose("Nhận tại nơi nộp hồ sơ");
        await officer.Choose("Thiếu", Original);
        await officer.Choose("Có", $"{Copy} (không bắt buộc)");
        await officer.Write(officer.Page.GetByLabel(new Regex("^Đã thu tại quầy")), "4.000");
        await officer.Sees("Hẹn trả: 17:00, 28/04/2026");
        await officer.Look("before");
        await officer.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Original);
        await Expect(officer.Box("Tên giấy tờ")).ToHaveValueAsync("Bằng tốt nghiệp trung học phổ thông");
        await officer.Look("missing");

        await officer.Choose("Có", Original);
        await officer.Page.Keyboard.PressAsync("Control+Enter");
        await officer.IsAt(new Regex(@"/noi-bo/ho-so/H12\.[\d.-]+\?xong=tiep-nhan$"));
        var code = new Uri(officer.Page.Url).AbsolutePath.Split('/')[^1];
        await officer.Sees("17:00, 28/04/2026");
        await Expect(officer.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "4.000 đ" })).ToBeVisibleAsync();
        await officer.Look("accepted");

        // The slip is under the cursor: one more Enter, and it is open for the printer.
        var print = officer.Link("In phiếu hẹn");
        await Expect(print).ToBeFocusedAsync();
        var slip = await officer.Page.APIRequest.GetAsync(product.Url + await print.GetAttributeAsync("href"));
        Assert.StartsWith("inline", slip.Headers["content-disposition"], StringComparison.Ordinal);
        await officer.Page.RunAndWaitForPopupAsync(() => officer.Page.Keyboard.PressAsync("Enter"));
        var words = Regex.Replace(await Sheet.Text(await slip.BodyAsync()), @"\s+", " ");
        foreach (var written in new[] { code, "Nguyễn Thị Bé Năm", "17:00, 28/04/2026", "đã thu 4.000 đ", Original, Copy }) Assert.Contains(written, words);
        Assert.StartsWith($"{product.Url}/tra-cuu/", Assert.Single(await Sheet.Codes(await slip.BodyAsync())), StringComparison.Ordinal);

        await officer.Page.BringToFrontAsync();
        await officer.Press(officer.Link("Quét và gắn giấy tờ"));
        await officer.Heading("Trạm số hóa").WaitForAsync();
        await officer.Give(officer.Box("Bản quét"), new FilePayload { Name = "lo-quet.pdf", MimeType = "application/pdf", Buffer = await TwoPages(officer) });
        await officer.Press(officer.Button("Tải lên"));
        var first = officer.Page.GetByLabel(new Regex("^Trang 1"));
        await Expect(first).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await officer.Look("pages");
        await officer.To(first);
        await officer.Page.Keyboard.PressAsync("1");
        await Expect(officer.Page.GetByLabel(new Regex("^Trang 2"))).ToBeFocusedAsync();
        await officer.Page.Keyboard.PressAsync("2");
        await officer.Look("assigned");
        await officer.Page.Keyboard.PressAsync("Control+Enter");
        await officer.Sees("Đã xếp trang");
        foreach (var paper in new[] { Original, Copy })
        {
            var card = officer.Page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex($"^{paper}") });
            await officer.Tick(card.GetByLabel("Đã đối chiếu với bản giấy"));
            await officer.Press(card.GetByRole(AriaRole.Button, new() { Name = "Gắn vào hồ sơ" }));
            await officer.Sees("Đã gắn vào hồ sơ, mã giấy tờ");
            await Expect(card).ToHaveCountAsync(0);
        }
        await Expect(officer.Page.GetByText(new Regex(@"\(1 trang, [^)]+\), mã giấy tờ"))).ToHaveCountAsync(2);
        await officer.Look("attached");
    }

    private static async Task<byte[]> TwoPages(Visitor officer)
    {
        var page = await officer.Page.Context.NewPageAsync();
        await page.SetContentAsync("""
            <body lang="vi" style="font:22pt serif"><h1>BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG</h1><p>Họ và tên: Nguyễn Thị Bé Năm</p><p>Số: 12/2026</p>
            <div style="break-before:page"><h1>BẢN CHỤP</h1><p>Họ và tên: Nguyễn Thị Bé Năm</p></div></body>
            """);
        var pdf = await page.PdfAsync(new() { Format = "A4" });
        await page.CloseAsync();
        return pdf;
    }
}
