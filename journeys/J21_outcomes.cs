using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J21: what can happen to a dossier besides a result: supplement, refusal, withdrawal, a pause, an apology, a correction, a stop.</summary>
public sealed class J21_outcomes(Product product)
{
    [Fact]
    public async Task The_desk_asks_once_and_completely_and_the_applicant_reads_what_to_mend()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
        await using var desk = await Desk("diem", $"/noi-bo/tiep-nhan/{code}");
        await Open(desk, "Yêu cầu bổ sung");
        await desk.Button("Yêu cầu bổ sung").ClickAsync();
        await desk.Sees("Kiểm tra hết giấy tờ");
        await desk.Look("supplement-refused");
        var lines = desk.Page.Locator(".supplement-line");
        for (var i = 0; i < await lines.CountAsync(); i++) await lines.Nth(i).GetByLabel(i == 0 ? "Cần bổ sung" : "Đạt", new() { Exact = true }).CheckAsync();
        await lines.First.GetByLabel("Vì sao").SelectOptionAsync("unreadable");
        await lines.First.GetByLabel("Cách sửa").FillAsync("Chụp lại đủ bốn góc");
        await desk.Page.GetByLabel("Lý do", new() { Exact = true }).First.FillAsync("Ảnh chưa đọc được");
        await desk.Look("supplement");
        await desk.Button("Yêu cầu bổ sung").ClickAsync();
        await desk.Sees("Đã gửi yêu cầu bổ sung");
        await using var citizen = await Track(shortCode, "9001");
        await citizen.Sees("Mờ, mất góc, không đọc được. Chụp lại đủ bốn góc");
        await citizen.Look("supplement");
    }

    [Fact]
    public async Task A_refusal_before_reception_names_its_reason()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
        await using var desk = await Desk("diem", $"/noi-bo/tiep-nhan/{code}");
        await Open(desk, "Từ chối có lý do");
        await desk.Button("Từ chối có lý do").ClickAsync();
        await desk.Sees("Nhập lý do từ chối");
        await desk.Box("Lý do từ chối tiếp nhận").FillAsync("Không thuộc thẩm quyền của xã");
        await desk.Button("Từ chối có lý do").ClickAsync();
        await desk.Sees("Đã từ chối và báo người nộp");
        await desk.Look("refused");
        await using var citizen = await Track(shortCode, "9001");
        await citizen.Sees("Không giải quyết được");
        await citizen.Look("refused");
    }

    [Fact]
    public async Task The_owner_withdraws_and_the_clock_ends()
    {
        await product.Clock();
        var (code, _) = await Received();
        await using var owner = await Visitor.Phone(product, "j21");
        await owner.SignIn("benam");
        await owner.Open($"/ho-so-cua-toi/{code}");
        await Open(owner, "Rút hồ sơ");
        await owner.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Rút hồ sơ") }).ClickAsync();
        await owner.Sees("Đã rút hồ sơ");
        await owner.Look("withdrawn");
    }

    [Fact]
    public async Task A_pause_an_apology_and_a_correction_are_lines_that_everybody_reads_alike()
    {
        await product.Clock();
        var (code, shortCode) = await Received();
        await using var leader = await Desk("tam", $"/noi-bo/ho-so/{code}");
        await Open(leader, "Tạm dừng tính giờ");
        await leader.Box("Lý do tạm dừng").FillAsync("Chờ nộp lệ phí theo thông báo số 12");
        await leader.Look("hold");
        await leader.Button("Tạm dừng tính giờ").ClickAsync();
        await leader.Sees("Đã tạm dừng tính giờ");
        await Open(leader, "Cho tính tiếp");
        await leader.Box("Chứng từ, ngày nộp tiền").FillAsync("Biên lai 0045 ngày 28/04/2026");
        await leader.Button("Cho tính tiếp").ClickAsync();
        await leader.Sees("Đồng hồ đã chạy lại");

        await Open(leader, "Xin lỗi và hẹn lại");
        await leader.Box("Ngày hẹn trả mới").FillAsync("2026-05-09");
        await leader.Box("Lý do chậm").FillAsync("Cán bộ thụ lý nghỉ ốm");
        await leader.Button("Soạn văn bản xin lỗi").ClickAsync();
        await leader.Sees("không phải ngày làm việc");
        await leader.Box("Ngày hẹn trả mới").FillAsync("2026-05-08");
        await leader.Button("Soạn văn bản xin lỗi").ClickAsync();
        await leader.Sees("chờ lãnh đạo ký");
        await leader.Look("apology");
        await leader.Button("Ký xin lỗi và hẹn lại").ClickAsync();
        await leader.Sees("Đã ký xin lỗi");

        await using var citizen = await Track(shortCode, null);
        await citizen.Sees("17:00, 08/05/2026");
        await citizen.Link("Thời gian đã đi đâu").ClickAsync();
        foreach (var line in new[] { "Bắt đầu tính", "Tạm dừng: chờ thực hiện nghĩa vụ tài chính", "Gia hạn", "Cán bộ thụ lý nghỉ ốm", "Hẹn trả ban đầu", "Thời gian đã đi đâu" }) await citizen.Sees(line);
        await citizen.SeesNot("Huỳnh Văn Tâm");
        await citizen.Look("story");

        await leader.Open($"/noi-bo/ho-so/{code}/thoi-han");
        await leader.Sees("Huỳnh Văn Tâm");
        await Open(leader, "Đính chính dòng ghi sai");
        await leader.Page.GetByLabel("Dòng ghi sai").SelectOptionAsync("4");
        await leader.Button("Đính chính").ClickAsync();
        await leader.Sees("Nhập lý do đính chính");
        await leader.Box("Lý do đính chính").FillAsync("Ký nhầm hồ sơ");
        await leader.Button("Đính chính").ClickAsync();
        await leader.Sees("Đã đính chính sổ tính thời hạn");
        await leader.Sees("đã đính chính, không còn tính");
        await leader.Look("story");
    }

    [Fact]
    public async Task A_stop_is_the_leaders_and_says_why()
    {
        await product.Clock();
        var (code, shortCode) = await Received();
        await using var leader = await Desk("tam", $"/noi-bo/ho-so/{code}");
        await Open(leader, "Dừng giải quyết");
        await leader.Box("Lý do dừng giải quyết").FillAsync("Có bản án của tòa án về việc này");
        await leader.Button("Dừng giải quyết").ClickAsync();
        await leader.Sees("Đã dừng giải quyết");
        await leader.Look("stopped");
        await using var citizen = await Track(shortCode, null);
        await citizen.Sees("Hồ sơ đã dừng giải quyết");
        await citizen.Look("stopped");
    }

    private async Task<(string Code, string ShortCode)> Received()
    {
        var filed = await Api.File(product, "hkd01", Api.Business);
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{filed.Code}/receive", new { papers = Array.Empty<object>() });
        return filed;
    }

    private async Task<Visitor> Desk(string username, string path)
    {
        var visitor = await Visitor.Desk(product, "j21");
        await visitor.SignIn(username);
        await visitor.Open(path);
        return visitor;
    }

    private async Task<Visitor> Track(string shortCode, string? lastFour)
    {
        var citizen = await Visitor.Phone(product, "j21");
        await citizen.Open("/tra-cuu");
        await citizen.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(shortCode);
        if (lastFour is not null) await citizen.Page.GetByLabel("4 số cuối").FillAsync(lastFour);
        await citizen.Button("Tra cứu hồ sơ").ClickAsync();
        await Expect(citizen.Page.GetByRole(AriaRole.Heading, new() { Name = "Diễn tiến hồ sơ" })).ToBeVisibleAsync();
        return citizen;
    }

    /// <summary>Opens the box whose summary has this name.</summary>
    private static async Task Open(Visitor visitor, string summary)
    {
        var box = visitor.Page.Locator("details", new() { Has = visitor.Page.Locator("summary", new() { HasTextRegex = new Regex($"^\\s*{Regex.Escape(summary)}\\s*$") }) }).First;
        if (await box.GetAttributeAsync("open") is null) await box.Locator("summary").First.ClickAsync();
    }
}
