using System.Text.RegularExpressions;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J41: a head is away; another signs for him under a delegation with its dates, the paper says so, and its end is felt at the next click.</summary>
public sealed class J41_delegation(Product product)
{
    [Fact]
    public async Task A_signature_is_delegated_by_keyboard_stands_on_the_paper_and_ends_when_it_is_taken_back()
    {
        await product.Clock();
        var (first, second) = (await AtSignature(), await AtSignature());
        await using var nam = await Visitor.Desk(product, "j41-admin", keysOnly: true);
        await nam.SignIn("nam");
        await nam.Open("/quan-tri/can-bo?q=tam");
        await nam.Press(nam.Link("Huỳnh Văn Tâm"));
        await nam.IsAt(new Regex("/quan-tri/can-bo/[0-9a-f-]{36}"));
        var staff = new Uri(nam.Page.Url).AbsolutePath;
        await nam.Press(nam.Page.GetByText("Ủy quyền cho người khác làm thay", new() { Exact = true }));
        await nam.Pick("Vị trí được làm thay", "Lãnh đạo");
        await nam.Write(nam.Box("Tên đăng nhập của người làm thay"), "loan");
        await nam.Date("Làm thay từ ngày", "28", "4", "2026");
        await nam.Date("Làm thay đến hết ngày", "30", "4", "2026");
        await nam.Write(nam.Box("Văn bản ủy quyền"), "GUQ 15/GUQ-UBND ngày 27/04/2026");
        await nam.Write(nam.Box("Lý do ủy quyền"), "Đi họp tỉnh");
        await nam.Look("delegate");
        await nam.Press(nam.Button("Ủy quyền"));
        await nam.Sees("Đặng Thị Loan");
        await nam.Look("delegated");

        await using var loan = await Visitor.Desk(product, "j41", keysOnly: true);
        await loan.SignIn("loan");
        await loan.Open($"/noi-bo/ho-so/{first}");
        await loan.Sees("Không tìm thấy");
        await loan.Open("/tai-khoan");
        await loan.Look("account");
        await loan.Press(loan.Button("Làm thay Huỳnh Văn Tâm"));
        await loan.IsAt(new Regex("/noi-bo"));
        await loan.Open("/noi-bo/ky-so");
        await loan.Look("queue");
        await loan.Press(loan.Link(first));
        await loan.Look("sign");
        await loan.Write(loan.Box("Mật khẩu của anh/chị"), "motcua-loan");
        await loan.Press(loan.Button("Ký"));
        await loan.Heading("Kết quả đã ký").WaitForAsync();
        await (await Api.SignIn(product, "ut")).Post($"/api/v1/desk/dossiers/{first}/register", new { });
        var paper = await loan.Page.APIRequest.GetAsync($"{new Uri(loan.Page.Url).GetLeftPart(UriPartial.Authority)}/noi-bo/ho-so/{first}/ket-qua.pdf");
        var text = await Sheet.Text(await paper.BodyAsync());
        Assert.True(text.Contains("TUQ. CHỦ TỊCH", StringComparison.Ordinal), text);
        Assert.Contains("Đặng Thị Loan", text, StringComparison.Ordinal);

        // Taken back while the next paper lies open before her.
        await loan.Open("/noi-bo/ky-so");
        await loan.Press(loan.Link(second));
        await nam.Open(staff);
        await nam.Press(nam.Page.GetByText("Thu hồi ủy quyền", new() { Exact = true }).First);
        await nam.Pick("Ủy quyền thu hồi", "Đặng Thị Loan");
        await nam.Write(nam.Box("Lý do thu hồi"), "Đã về");
        await nam.Press(nam.Button("Thu hồi ủy quyền"));
        await nam.SeesNot("Ủy quyền thu hồi");
        await loan.Write(loan.Box("Mật khẩu của anh/chị"), "motcua-loan");
        await loan.Press(loan.Button("Ký"));
        await Expect(loan.Heading("Kết quả đã ký")).ToHaveCountAsync(0);
        await loan.Look("ended");
        var still = await (await Api.SignIn(product, "tam")).Get($"/api/v1/desk/dossiers/{second}");
        Assert.Equal("Sign", still.GetProperty("task").GetProperty("kind").GetString(), ignoreCase: true);
    }

    private async Task<string> AtSignature()
    {
        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        var (diem, khoi, path) = (await Api.SignIn(product, "diem"), await Api.SignIn(product, "khoi"), $"/api/v1/desk/dossiers/{code}");
        var papers = new[] { "giay-chung-sinh" }.Select(paperKey => new { paperKey, state = "have", originals = 1, copies = 0 });
        await diem.Post($"{path}/receive", new { papers });
        await khoi.Post($"{path}/draft", new { });
        await khoi.Post($"{path}/pass-on", new { opinion = "Đủ điều kiện" });
        return code;
    }
}
