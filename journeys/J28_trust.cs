using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J28: a machine that many use, an official with an old page, a counter that borrows from the vault.</summary>
public sealed class J28_trust(Product product)
{
    [Fact]
    public async Task On_a_shared_machine_a_draft_changes_hands_by_a_word()
    {
        await product.Clock();
        await using var citizen = await Visitor.Phone(product, "j28-draft");
        await citizen.Open("/nop/ks01/nguoi-nop");
        await BirthRegistration.Applicant(citizen);
        await citizen.Write(citizen.Box("Số điện thoại"), "0900");
        await citizen.Press(citizen.Button("Lưu và làm sau"));
        await citizen.Sees("Đã lưu, trừ 1 mục chưa đúng");
        await citizen.Look("later");
        await citizen.SignIn("sarich");
        await citizen.Open("/nop/ks01");
        await citizen.Heading("Bản nháp này có phải của ông/bà không?").WaitForAsync();
        await citizen.SeesNot("Bé Năm");
        await citizen.Look("whose");
        await citizen.Press(citizen.Button("Không phải, làm hồ sơ mới"));
        await citizen.Heading("Đăng ký khai sinh").WaitForAsync();
        await citizen.Open("/nop/ks01/nguoi-nop");
        await Assertions.Expect(citizen.Box("Họ, chữ đệm và tên")).Not.ToHaveValueAsync("Nguyễn Thị Bé Năm");
    }

    [Fact]
    public async Task Nobody_acts_on_an_old_page_and_the_code_alone_tells_no_reasons()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var desk = await Visitor.Desk(product, "j28-desk");
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.ChecksPapers();
        await desk.Button("Tiếp nhận & in phiếu hẹn").ClickAsync();
        await desk.Sees("Đã tiếp nhận hồ sơ");
        await using var leader = await Visitor.Desk(product, "j28-leader");
        await leader.SignIn("tam");
        await leader.Open($"/noi-bo/ho-so/{code}");
        await desk.Open($"/noi-bo/ho-so/{code}");
        await desk.Page.Locator("summary").Filter(new() { HasText = "Người nộp rút hồ sơ" }).ClickAsync();
        await desk.Look("withdraw");
        await desk.Box("Đơn hoặc đề nghị rút hồ sơ đã nhận").FillAsync("Đơn ngày 28/04/2026, do con gái mang đến");
        await desk.Page.Locator("#withdraw button").ClickAsync();
        await desk.Sees("Đã ghi nhận người nộp rút hồ sơ");
        await leader.Page.Locator("#stop > summary").ClickAsync();
        await leader.Page.Locator("#stop select").SelectOptionAsync("authority");
        await leader.Page.Locator("#stop textarea").FillAsync("Đã gõ trước khi biết");
        await leader.Page.Locator("#stop button").ClickAsync();
        await leader.Sees("Hồ sơ đã thay đổi từ khi anh/chị mở ra: Dừng tính");
        await leader.Look("old-page");

        await using var anyone = await Visitor.Phone(product, "j28-anyone");
        await anyone.Open($"/tra-cuu?ma={shortCode}");
        await anyone.Link("Thời gian đã đi đâu").ClickAsync();
        await anyone.Sees("Dừng tính");
        await anyone.SeesNot("con gái");
        await anyone.Look("story");
        await anyone.Link("nhập 4 số cuối ở trang tra cứu").ClickAsync();
        await anyone.Box("4 số cuối").FillAsync("9001");
        await anyone.Button("Xem đầy đủ").ClickAsync();
        await anyone.Link("Thời gian đã đi đâu").ClickAsync();
        await anyone.Sees("do con gái mang đến");
    }

    [Fact]
    public async Task The_counter_lends_from_the_vault()
    {
        await product.Clock();
        await Api.KeepExtract(product);
        await using var desk = await Visitor.Desk(product, "j28-vault");
        await desk.SignIn("diem");
        await desk.Open("/noi-bo/tiep-nhan/truc-tiep/btxh01");
        await desk.Page.Locator("#f-the").FillAsync("096159999001|381234567|Nguyễn Thị Bé Năm|00001959|Nữ|Ấp Rạch Tàu, Đất Mũi, Cà Mau|01052021");
        await desk.Page.Locator("#f-present").CheckAsync();
        await desk.Page.Locator("button[name=act][value=card]").ClickAsync();
        await desk.Sees("Lấy từ kho, chủ giấy tờ đồng ý (Trích lục khai sinh của Nguyễn Thị Bé Năm");
        // While scrolling the bar at the bottom lies over whatever is under it, and the checker measures what is left of that.
        await desk.Page.EvaluateAsync("document.getElementById('f-applicant-born-yearOnly').scrollIntoView({ block: 'center' })");
        await desk.Look("offer");
    }
}
