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
    }
}
