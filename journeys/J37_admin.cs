using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J37: an officer writes a text of a message anew, another approves it on a phone, and the next message has its words.</summary>
public sealed class J37_admin(Product product)
{
    private const string Page = "/quan-tri/tin-nhan/dossier.withdrawn/inApp";

    [Fact]
    public async Task A_text_is_written_by_one_and_approved_by_another()
    {
        await product.Clock();
        await using var ha = await Visitor.Desk(product, "j37");
        await ha.SignIn("ha");
        await ha.Open("/quan-tri/tu-ngu");
        await ha.Link("Lời tin nhắn gửi người dân").ClickAsync();
        await ha.Sees("Đã rút hồ sơ");
        await ha.Look("list");
        await ha.Page.Locator($"a[href='{Page}']").ClickAsync();
        await ha.Sees("Lời giao kèm phần mềm, chưa ai sửa");
        var words = ha.Box("Lời của tin");
        await words.FillAsync("Hồ sơ của {ten} đã rút.");
        await ha.Box("Lý do, căn cứ").FillAsync("Công văn 12/VP");
        await ha.Button("Lưu, chuyển duyệt").ClickAsync();
        await Expect(ha.Page.Locator(".error-summary")).ToContainTextAsync("Không có trường {ten} ở tin này");
        await Expect(words).ToHaveValueAsync("Hồ sơ của {ten} đã rút.");
        await ha.Look("refused");
        await words.FillAsync("Ông/bà đã rút hồ sơ {short} ({procedure}).");
        await ha.Button("Xem trước").ClickAsync();
        await ha.Sees("Ông/bà đã rút hồ sơ 7KQ4-9M2X (Đăng ký khai sinh).");
        await ha.Look("preview");
        await ha.Button("Lưu, chuyển duyệt").ClickAsync();
        await ha.Sees("nên cần một người khác duyệt");
        await ha.Look("drafted");

        await using var nam = await Visitor.Phone(product, "j37-phone");
        await nam.SignIn("nam");
        await nam.Open("/quan-tri/tin-nhan");
        await nam.Sees("Có lời chờ duyệt");
        await nam.Look("list");
        await nam.Open(Page);
        await nam.Look("drafted");
        await nam.Box("Căn cứ duyệt").FillAsync("Đã đọc lại");
        await nam.Button("Duyệt lời này").ClickAsync();
        await nam.Sees("Tin gửi từ ngày áp dụng dùng lời này");
        await nam.Look("approved");

        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive", new { papers = Array.Empty<object>() });
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/withdraw", new { reason = "Chủ hồ sơ đề nghị" });
        await using var tam = await Visitor.Desk(product, "j37-told");
        await tam.SignIn("tam");
        await tam.Open($"/noi-bo/ho-so/{code}/tin-da-bao");
        await tam.Sees("Ông/bà đã rút hồ sơ");
        await tam.Look("told");

        // A version delivers other words: those of the province stay, and the page says so.
        await product.Sql("""
            update messages.template set text = text || ' Ông/bà có thể nộp lại.' where event = 'dossier.withdrawn' and channel = 'inApp' and change_id is null
            """);
        await ha.Open("/quan-tri/tin-nhan");
        await ha.Sees("Phần mềm giao lời mới");
        await ha.Look("newer-list");
        await ha.Open(Page);
        await ha.Look("newer");
        await nam.Open(Page);
        await nam.Look("newer");
        await ha.Link("Dùng lời mới này").ClickAsync();
        await Expect(words).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("nộp lại\\.$"));
    }

    [Fact]
    public async Task A_reason_is_proposed_by_one_approved_on_a_phone_and_chosen_at_the_counter()
    {
        await product.Clock();
        const string words = "Ảnh chụp qua màn hình";
        await using var ha = await Visitor.Desk(product, "j37-reason");
        await ha.SignIn("ha");
        await ha.Open("/quan-tri/tu-ngu");
        await ha.Link("Lý do từ chối, bổ sung, dừng, đính chính").ClickAsync();
        await ha.Sees("Giấy tờ giả mạo, nội dung khai sai sự thật");
        await ha.Look("list");
        await ha.Link("Thêm lý do từ chối").ClickAsync();
        await ha.Button("Lưu, chuyển duyệt").ClickAsync();
        await Expect(ha.Page.Locator(".error-summary")).ToContainTextAsync("Nhập lời của lý do");
        await ha.Look("refused");
        await ha.Box("Lời của lý do").FillAsync(words);
        await ha.Box("Căn cứ pháp lý (không bắt buộc)").FillAsync("Điều 9 Nghị định 118/2025/NĐ-CP");
        await ha.Button("Xem trước").ClickAsync();
        await ha.Sees($"Người nộp đọc: “{words}.");
        await ha.Look("preview");
        await ha.Box("Vì sao thêm, theo văn bản nào").FillAsync("Công văn 12/VP");
        await ha.Button("Lưu, chuyển duyệt").ClickAsync();
        await ha.Sees("nên cần một người khác duyệt");
        await ha.Look("proposed");
        var page = new Uri(ha.Page.Url).AbsolutePath;

        await using var nam = await Visitor.Phone(product, "j37-reason-phone");
        await nam.SignIn("nam");
        await nam.Open("/quan-tri/ly-do");
        await nam.Sees("Có đề nghị chờ duyệt");
        await nam.Look("list");
        await nam.Open(page);
        await nam.Look("proposed");
        await nam.Box("Căn cứ duyệt").FillAsync("Đã đọc lại");
        await nam.Button("Duyệt đề nghị này").ClickAsync();
        await nam.Sees("Đã duyệt.");
        await nam.Look("approved");

        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var diem = await Visitor.Desk(product, "j37-chosen");
        await diem.SignIn("diem");
        await diem.Open($"/noi-bo/tiep-nhan/{code}");
        await Expect(diem.Page.Locator("select[name=reasonCode]")).ToContainTextAsync(words);
    }
}
