using System.Text.Json.Nodes;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J27: somebody files for another at a support point; the official marks where the paper cannot be read; the mark is seen.</summary>
public sealed class J27_parties(Product product)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_is_marked_at_the_desk_and_seen_by_who_has_to_mend_it(bool script)
    {
        await product.Clock();
        var answers = JsonNode.Parse(Api.Birth)!;
        answers["filedBy"] = "authorised";
        answers["representative"] = JsonNode.Parse(
            """{ "name": "Lâm Kim Ngân", "personalId": "096196999004", "paper": "Giấy ủy quyền số 12 ngày 20/04/2026" }""");
        var (code, _) = await Api.File(product, "ks01", answers.ToJsonString(), "giay-chung-sinh");
        await using var desk = await Visitor.Come(product, script ? "j27" : "j27-nojs", 1366, 768, script, phone: false);
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.Sees("Lâm Kim Ngân (người được ủy quyền; Giấy ủy quyền số 12 ngày 20/04/2026)");
        await desk.Page.Locator("summary").GetByText("Yêu cầu bổ sung", new() { Exact = true }).ClickAsync();
        var lines = desk.Page.Locator(".supplement-line");
        for (var i = 0; i < await lines.CountAsync(); i++) await lines.Nth(i).GetByLabel("Đạt", new() { Exact = true }).CheckAsync();
        var line = desk.Page.Locator(".supplement-line", new() { Has = desk.Page.Locator("#bs-giay-chung-sinh") });
        await line.GetByLabel("Cần bổ sung", new() { Exact = true }).CheckAsync();
        await line.GetByLabel("Vì sao").SelectOptionAsync("unreadable");
        await line.GetByLabel("Cách sửa").FillAsync("Chụp lại, đủ bốn góc");
        if (script)
        {
            var sheet = line.Locator(".mark__page");
            await sheet.ScrollIntoViewIfNeededAsync();
            var edge = (await sheet.BoundingBoxAsync())!;
            await desk.Page.Mouse.MoveAsync(edge.X + edge.Width * 0.6f, edge.Y + edge.Height * 0.1f);
            await desk.Page.Mouse.DownAsync();
            await desk.Page.Mouse.MoveAsync(edge.X + edge.Width * 0.9f, edge.Y + edge.Height * 0.3f);
            await desk.Page.Mouse.UpAsync();
            await desk.Look("drawn");
        }
        else await line.GetByLabel("Chỗ cần xem trên trang").SelectOptionAsync("3");
        await desk.Page.GetByLabel("Lý do", new() { Exact = true }).First.FillAsync("Ảnh chưa đọc được");
        await desk.Button("Yêu cầu bổ sung").ClickAsync();
        await desk.Sees("Đã gửi yêu cầu bổ sung");

        await using var owner = await Visitor.Phone(product, script ? "j27-owner" : "j27-owner-nojs", script);
        await owner.SignIn("benam");
        await owner.Open($"/bo-sung/{code}");
        await owner.Sees("chỗ cán bộ đánh dấu: góc trên bên phải");
        await owner.Page.Locator(".mark img").EvaluateAsync("picture => picture.decode()");
        await owner.Look("marked");
        await owner.Open($"/ho-so-cua-toi/{code}");
        await owner.Sees("Lâm Kim Ngân (người được ủy quyền");
        await owner.Look("who");
    }

    [Fact]
    public async Task Who_files_for_another_is_asked_for_it_and_names_the_support_point()
    {
        await product.Clock();
        await using var helper = await Visitor.Phone(product, "j27-form");
        await helper.SignIn("ngan");
        await helper.Open("/nop/ks01/nguoi-nop");
        await helper.Box("Họ, chữ đệm và tên").FillAsync("Nguyễn Thị Bé Năm");
        await helper.Box("Số định danh cá nhân/CCCD").FillAsync("096 159 999 001");
        await helper.Page.GetByLabel("Năm", new() { Exact = true }).First.FillAsync("1959");
        await helper.Choose("Người thân khác");
        await helper.Button("Tiếp tục").ClickAsync();
        await helper.Heading("Nơi cư trú và liên lạc").WaitForAsync();
        await helper.Choose("Người được ủy quyền");
        await helper.Look("who-files");
        await helper.Button("Tiếp tục").ClickAsync();
        await helper.Heading("Người nộp thay").WaitForAsync();
        await helper.Box("Giấy tờ cho phép nộp thay").FillAsync("");
        await helper.Button("Tiếp tục").ClickAsync();
        await helper.Sees("Nhập giấy ủy quyền hoặc giấy tờ khác cho phép nộp thay");
        await helper.Look("representative");
        await helper.Open("/nop/ks01/noi-nop");
        await helper.Page.GetByLabel("Điểm hỗ trợ đang giúp ông/bà nộp").SelectOptionAsync("DHT-MAU-1");
        await helper.Look("support");
    }
}
