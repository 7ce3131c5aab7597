using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J26: two other agencies are asked; one answers in time, one is silent; nothing is signed before that is said.</summary>
public sealed class J26_consult(Product product)
{
    [Fact]
    public async Task Two_agencies_are_asked_one_answers_one_is_silent_and_only_then_the_result_is_signed()
    {
        await product.Clock();
        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });

        await using var asker = await Visitor.Desk(product, "j26");
        await asker.SignIn("khoi");
        await asker.Open($"/noi-bo/ho-so/{code}");
        await asker.Link("Lấy ý kiến cơ quan khác").ClickAsync();
        await asker.Look("ask");
        await asker.Button("Gửi yêu cầu").ClickAsync();
        await asker.Sees("Chọn ít nhất một cơ quan để hỏi");
        await asker.Look("ask-refused");
        await asker.Box("Cơ quan được hỏi").SelectOptionAsync(new SelectOptionValue { Value = "UBND-32191" });
        await asker.Page.GetByLabel("Hỏi cùng lúc cơ quan thứ hai").SelectOptionAsync(new SelectOptionValue { Value = "UBND-32025" });
        await asker.Box("Câu hỏi").FillAsync("Cha, mẹ của trẻ có đăng ký khai sinh cho trẻ tại địa phương chưa?");
        await asker.Box("Căn cứ lấy ý kiến").FillAsync("Khoản 2 Điều 5 Nghị định 123/2015/NĐ-CP");
        await asker.Box("Thời gian trả lời").FillAsync("1");
        await asker.Page.GetByLabel("Giấy chứng sinh", new() { Exact = true }).CheckAsync();
        await asker.Button("Gửi yêu cầu").ClickAsync();
        await asker.Sees("Đã gửi yêu cầu lấy ý kiến");
        await asker.Sees("hạn 17:00, 29/04/2026");
        await asker.Look("asked");

        await using var answerer = await Visitor.Phone(product, "j26-asked");
        await answerer.SignIn("luan");
        await answerer.Open("/noi-bo/phoi-hop");
        await answerer.Look("list");
        await answerer.Page.Locator("[data-row]", new() { HasText = "khai sinh" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await answerer.Sees("Cha, mẹ của trẻ có đăng ký khai sinh");
        await answerer.SeesNot("Nguyễn Thị Bé Năm");
        await answerer.Button("Gửi trả lời").ClickAsync();
        await answerer.Sees("Chọn đồng ý, không đồng ý hoặc có ý kiến khác");
        await answerer.Choose("Có ý kiến khác");
        await answerer.Box("Nội dung trả lời").FillAsync("Trẻ chưa được đăng ký tại xã Năm Căn.");
        await answerer.Look("answer");
        await answerer.Button("Gửi trả lời").ClickAsync();
        await answerer.Sees("Đã gửi trả lời");
        await answerer.Look("answered");
        Assert.Equal(404, (await answerer.Open($"/noi-bo/ho-so/{code}"))!.Status);

        var (khoi, dossier) = (await Api.SignIn(product, "khoi"), $"/api/v1/desk/dossiers/{code}");
        await khoi.Post($"{dossier}/draft", new { });
        await khoi.Post($"{dossier}/pass-on", new { opinion = "Hồ sơ đủ điều kiện, trình ký" });
        await product.Clock("2026-05-04T09:00:00+07:00");

        await using var silent = await Visitor.Desk(product, "j26-silent");
        await silent.SignIn("phuc");
        await silent.Open("/noi-bo/phoi-hop");
        await silent.Sees("Quá hạn");
        await silent.Look("late");
        await asker.Open($"/noi-bo/ho-so/{code}");
        await asker.Sees("Trẻ chưa được đăng ký tại xã Năm Căn.");
        await asker.Sees("Quá hạn");
        await asker.Look("dossier");

        await using var leader = await Visitor.Desk(product, "j26-leader");
        await leader.SignIn("tam");
        await leader.Open($"/noi-bo/ky-so/{code}");
        await leader.Sees("Còn chờ ý kiến của UBND phường Tân Thành");
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký").ClickAsync();
        await leader.Sees("Rút yêu cầu, hoặc khi quá hạn ghi lý do bỏ qua, rồi ký");
        await leader.Look("not-signed");
        await leader.Link("Xem, rút hoặc ghi lý do bỏ qua").ClickAsync();
        await leader.Page.GetByText("Không chờ UBND phường Tân Thành nữa", new() { Exact = true }).ClickAsync();
        await leader.Button("Ghi không chờ nữa").ClickAsync();
        await leader.Sees("Chọn coi im lặng là đồng ý");
        await leader.Choose("Giải quyết không có ý kiến này");
        await leader.Box("Lý do không chờ nữa").FillAsync("Đã gọi hai lần; Năm Căn đã trả lời đủ");
        await leader.Look("pass-over");
        await leader.Button("Ghi không chờ nữa").ClickAsync();
        await leader.Sees("không chờ ý kiến này nữa");
        await leader.Look("passed-over");
        await leader.Open($"/noi-bo/ky-so/{code}");
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký").ClickAsync();
        await leader.Heading("Kết quả đã ký").WaitForAsync();

        await asker.Open($"/noi-bo/ho-so/{code}/thoi-han");
        await Expect(asker.Page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("UBND xã Năm Căn|UBND phường Tân Thành") }).First).ToBeVisibleAsync();
        await asker.Look("story");

        // The same on a phone, as an official on the way reads it.
        await using var phone = await Visitor.Phone(product, "j26-phone");
        await phone.SignIn("khoi");
        await phone.Open($"/noi-bo/ho-so/{code}/lay-y-kien");
        await phone.Look("asked");
        await product.Clock();
    }
}
