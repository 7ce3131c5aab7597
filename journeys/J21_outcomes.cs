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
        await desk.Sees("Chọn lý do từ chối trong danh mục");
        await desk.Page.GetByLabel("Lý do từ chối tiếp nhận").SelectOptionAsync("wrongAuthority");
        await desk.Box("Nói rõ thêm cho người nộp").FillAsync("Nộp tại Phòng Đăng ký kinh doanh của tỉnh");
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
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký xin lỗi và hẹn lại").ClickAsync();
        await leader.Sees("Đã ký xin lỗi");

        await using var citizen = await Track(shortCode, "9001");
        await citizen.Sees("Hẹn lại 17:00, 08/05/2026 theo văn bản xin lỗi");
        await citizen.Sees("Ngày hẹn trước là");
        await citizen.Page.GetByText("Tin đã báo cho ông/bà").ClickAsync();
        await citizen.Look("apology");
        await citizen.Link("Thời gian đã đi đâu").ClickAsync();
        foreach (var line in new[]
        {
            "Bắt đầu tính", "Tạm dừng: chờ thực hiện nghĩa vụ tài chính", "Gia hạn", "Cán bộ thụ lý nghỉ ốm", "Hẹn trả ban đầu", "Thời gian đã đi đâu"
        }) await citizen.Sees(line);
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
        await leader.Look("stop");
        await leader.Page.Locator("#stop select").SelectOptionAsync("authority");
        await leader.Page.Locator("#stop textarea").FillAsync("Bản án số 12/2026/DS-ST");
        await leader.Button("Dừng giải quyết").ClickAsync();
        await leader.Sees("Đã dừng giải quyết");
        await leader.Look("stopped");
        await using var citizen = await Track(shortCode, null);
        await citizen.Sees("Hồ sơ đã dừng giải quyết");
        await citizen.Look("stopped");
    }

    [Fact]
    public async Task An_issued_result_is_corrected_by_a_new_one_that_says_what_it_replaces()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
        await Api.Resolve(product, code);
        await using var specialist = await Desk("khoi", $"/noi-bo/ho-so/{code}");
        await specialist.Link("Đính chính kết quả").ClickAsync();
        await specialist.Button("Soạn bản đính chính").ClickAsync();
        await specialist.Sees("Chọn lý do đính chính trong danh mục");
        await specialist.Look("correction-refused");
        await specialist.Page.GetByLabel("Lý do đính chính").SelectOptionAsync("typing");
        await specialist.Button("Soạn bản đính chính").ClickAsync();
        await specialist.Sees("Chưa sửa chỗ nào");
        await specialist.Page.Locator("[name='v.answers.business.name.upper']").FillAsync("HỘ KINH DOANH BÉ NĂM ĐẤT MŨI");
        await specialist.Button("Soạn bản đính chính").ClickAsync();
        await specialist.Sees("Đã soạn bản đính chính, chờ lãnh đạo ký");
        await specialist.Sees("vì có sai sót: Sai lỗi chính tả, lỗi đánh máy.");
        await specialist.SeesNot("Ký và phát hành bản đính chính");
        await specialist.Look("correction-draft");

        await using var leader = await Desk("tam", "/noi-bo/ky-so");
        await leader.Sees("Nguyễn Thị Bé Năm");
        await leader.Look("queue");
        await leader.Link(code).ClickAsync();
        await leader.Heading("Bản đính chính chờ ký").WaitForAsync();
        var old = await File(leader, code);
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký và phát hành bản đính chính").ClickAsync();
        await leader.Sees("Đã ký, phát hành bản đính chính");
        await leader.Sees("đã được thay bằng số");
        await leader.Look("corrected");
        Assert.NotEqual(old, await File(leader, code));

        await using var desk = await Desk("diem", $"/noi-bo/tra-ket-qua/{code}");
        await desk.Box("Người nhận (họ, chữ đệm và tên)").FillAsync("Trần Văn Sỹ");
        await desk.Button("Trả kết quả").ClickAsync();
        await desk.Sees("ghi giấy ủy quyền đã xem");
        await desk.Page.Locator("[name=paperShown]").FillAsync("Giấy ủy quyền số 15 ngày 27/04/2026");
        await desk.Button("Trả kết quả").ClickAsync();
        await desk.Open($"/noi-bo/tra-ket-qua/{code}");
        await desk.Sees("cho Trần Văn Sỹ");
        await desk.Look("handed");

        await using var citizen = await Track(shortCode, "9001");
        await citizen.Sees("Kết quả đã được đính chính");
        await citizen.Look("corrected");
        await citizen.Open("/kiem-tra");
        await citizen.Page.GetByLabel("Tệp PDF cần kiểm tra")
            .SetInputFilesAsync(new FilePayload { Name = "cu.pdf", MimeType = "application/pdf", Buffer = old });
        await citizen.Button("Kiểm tra tệp").ClickAsync();
        await citizen.Sees("Kết quả này đã được đính chính: dùng bản số");
        await citizen.Look("verify-old");
        await AgainWithoutScript(code, await File(leader, code));
    }

    /// <summary>A correction is a result like any other: it can be wrong too, and then it is corrected by a third one.</summary>
    private async Task AgainWithoutScript(string code, byte[] second)
    {
        await using var leader = await Visitor.Come(product, "j21-again-nojs", 360, 640, script: false, phone: true);
        await leader.SignIn("tam");
        await leader.Open($"/noi-bo/ho-so/{code}/dinh-chinh");
        await leader.Page.GetByLabel("Lý do đính chính").SelectOptionAsync("typing");
        await leader.Page.Locator("[name='v.answers.business.name.upper']").FillAsync("HỘ KINH DOANH BÉ NĂM MŨI CÀ MAU");
        await leader.Button("Soạn bản đính chính").ClickAsync();
        await leader.Sees("Đã soạn bản đính chính, chờ lãnh đạo ký");
        await leader.Look("draft");
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký và phát hành bản đính chính").ClickAsync();
        await leader.Sees("Đã ký, phát hành bản đính chính");
        await Expect(leader.Page.GetByText("đã được thay bằng số")).ToHaveCountAsync(2);
        await Expect(leader.Page.GetByText("đang có hiệu lực")).ToHaveCountAsync(1);
        await leader.Open("/kiem-tra");
        await leader.Page.GetByLabel("Tệp PDF cần kiểm tra")
            .SetInputFilesAsync(new FilePayload { Name = "hai.pdf", MimeType = "application/pdf", Buffer = second });
        await leader.Button("Kiểm tra tệp").ClickAsync();
        await leader.Sees("Kết quả này đã được đính chính: dùng bản số");
    }

    [Fact]
    public async Task Without_script_the_outcomes_are_plain_forms()
    {
        await product.Clock();
        var (code, shortCode) = await Received();
        await using var leader = await Visitor.Come(product, "j21-nojs", 360, 640, script: false, phone: true);
        await leader.SignIn("tam");
        await leader.Open($"/noi-bo/ho-so/{code}");
        await leader.Look("acts");
        await Open(leader, "Từ chối có lý do");
        await leader.Page.Locator("#refuse button").ClickAsync();
        await leader.Sees("Chọn lý do từ chối trong danh mục");
        await leader.Page.Locator("#refuse select").SelectOptionAsync("notEligible");
        await leader.Page.Locator("#refuse textarea").FillAsync("Ngành nghề không được kinh doanh tại địa chỉ này");
        await leader.Page.Locator("#refuse button").ClickAsync();
        await leader.Sees("Đã từ chối và báo người nộp");
        await using var citizen = await Track(shortCode, "9001");
        await citizen.Sees("Không đủ điều kiện theo quy định. Ngành nghề không được kinh doanh tại địa chỉ này");
    }

    private async Task<byte[]> File(Visitor official, string code) =>
        await (await official.Page.APIRequest.GetAsync($"{product.Url}/noi-bo/ho-so/{code}/ket-qua.pdf")).BodyAsync();

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
        var box = visitor.Page.Locator("details",
            new() { Has = visitor.Page.Locator("summary", new() { HasTextRegex = new Regex($"^\\s*{Regex.Escape(summary)}\\s*$") }) }).First;
        if (await box.GetAttributeAsync("open") is null) await box.Locator("summary").First.ClickAsync();
    }
}
