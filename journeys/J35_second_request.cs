using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J35: a second request for a supplement goes through the leader, who reads it on a phone; the applicant hears of it once.</summary>
public sealed class J35_second_request(Product product)
{
    private static readonly string[] Papers = ["giay-chung-sinh", "can-cuoc", "ket-hon", "uy-quyen", "bo-roi"];

    [Fact]
    public async Task The_specialist_drafts_it_the_leader_gives_it_back_and_then_sends_it()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive", new { papers = Array.Empty<object>() });
        await (await Api.SignIn(product, "khoi")).Post($"/api/v1/desk/dossiers/{code}/supplement",
            new { items = new[] { new { paperKey = "giay-chung-sinh", name = "", note = "Chụp rõ số" } }, reason = "Ảnh mờ", right = Papers });
        await Answer(code);

        await using var khoi = await Visitor.Desk(product, "j35");
        await khoi.SignIn("khoi");
        await khoi.Open($"/noi-bo/ho-so/{code}");
        await khoi.Page.Locator("#supplement summary").ClickAsync();
        var lines = khoi.Page.Locator(".supplement-line");
        for (var i = 0; i < await lines.CountAsync(); i++) await lines.Nth(i).GetByLabel(i == 0 ? "Cần bổ sung" : "Đạt", new() { Exact = true }).CheckAsync();
        await lines.First.GetByLabel("Cách sửa").FillAsync("Chụp cả con dấu");
        await khoi.Page.Locator("#supplement [name=reason]").FillAsync("Ảnh vẫn thiếu con dấu");
        await khoi.Button("Trình lãnh đạo").ClickAsync();
        await Expect(khoi.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nêu vì sao lần trước chưa yêu cầu");
        await Expect(lines.First.GetByLabel("Cách sửa")).ToHaveValueAsync("Chụp cả con dấu");
        await khoi.Look("refused");
        await khoi.Box("Vì sao lần trước chưa yêu cầu").FillAsync("Lần trước ảnh mờ nên chưa thấy thiếu dấu");
        await khoi.Button("Trình lãnh đạo").ClickAsync();
        await khoi.Sees("Đã trình lãnh đạo yêu cầu bổ sung; người nộp chưa được báo gì");
        await khoi.Look("handed");

        await using var tam = await Visitor.Come(product, "j35-leader", 390, 844, script: true, phone: true);
        await tam.SignIn("tam");
        await tam.Open("/noi-bo");
        await tam.Page.Locator("a.stat", new() { HasText = "Yêu cầu bổ sung thêm chờ duyệt" }).ClickAsync();
        await tam.Look("queue");
        await tam.Page.Locator($"a[href='/noi-bo/ho-so/{code}#de-nghi']").ClickAsync();
        await tam.Sees("Lần trước ảnh mờ nên chưa thấy thiếu dấu");
        await tam.Page.Locator("#tra-de-nghi summary").ClickAsync();
        await tam.Look("proposal");
        await tam.Box("Lý do trả lại").FillAsync("Nêu rõ dấu của trạm y tế");
        await tam.Button("Trả lại người soạn").ClickAsync();
        await tam.Sees("Đã trả lại đề nghị cho người soạn");

        await khoi.Open($"/noi-bo/ho-so/{code}");
        await khoi.Sees("Nêu rõ dấu của trạm y tế");
        await khoi.Page.Locator("#supplement summary").ClickAsync();
        await Expect(lines.First.GetByLabel("Cách sửa")).ToHaveValueAsync("Chụp cả con dấu");
        await lines.First.GetByLabel("Cách sửa").FillAsync("Chụp cả con dấu của trạm y tế");
        await khoi.Look("given-back");
        await khoi.Button("Trình lãnh đạo").ClickAsync();
        await khoi.Sees("Đã trình lãnh đạo");

        await tam.Open($"/noi-bo/ho-so/{code}");
        await tam.Button("Duyệt và gửi người nộp").ClickAsync();
        await tam.Sees("Đã gửi yêu cầu bổ sung");
        await tam.Open("/noi-bo/ky-so");
        await Expect(tam.Page.Locator($"a[href='/noi-bo/ho-so/{code}#de-nghi']")).ToHaveCountAsync(0);

        await using var citizen = await Visitor.Phone(product, "j35-citizen");
        await citizen.Open("/tra-cuu");
        await citizen.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(shortCode);
        await citizen.Page.GetByLabel("4 số cuối").FillAsync("9001");
        await citizen.Button("Tra cứu hồ sơ").ClickAsync();
        await citizen.Sees("Chụp cả con dấu của trạm y tế");
        await citizen.SeesNot("Lần trước ảnh mờ nên chưa thấy thiếu dấu");
        await citizen.Look("asked-again");
    }

    private async Task Answer(string code)
    {
        await using var citizen = await Visitor.Phone(product, "j35-answer");
        await citizen.Open($"/bo-sung/{code}");
        await citizen.Box("4 số cuối").FillAsync("9001");
        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.Box("Thêm tệp: Giấy chứng sinh")
            .SetInputFilesAsync(new FilePayload { Name = "giay-chung-sinh.png", MimeType = "image/png", Buffer = PaperPicture.New() });
        await citizen.Button("Thêm tệp đã chọn vào Giấy chứng sinh").ClickAsync();
        await citizen.Sees("giay-chung-sinh.png · ");
        await citizen.Button("Gửi bổ sung").ClickAsync();
        await citizen.IsAt(new Regex("/da-gui"));
    }
}
