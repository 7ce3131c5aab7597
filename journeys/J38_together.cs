using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J38: an open list says what came, two officials with one dossier see each other, a leader takes a signature back.</summary>
public sealed class J38_together(Product product)
{
    [Fact]
    public async Task A_list_says_what_came_and_does_not_move_and_who_else_looks_is_named()
    {
        await product.Clock();
        var desk = await Api.SignIn(product, "diem");
        await using var specialist = await Visitor.Desk(product, "j38");
        await specialist.SignIn("khoi");
        await specialist.Open("/noi-bo/viec");
        var before = await specialist.Page.Locator("[data-row] a.code").AllTextContentsAsync();
        var code = await Received(desk);
        var pill = specialist.Link(new Regex("^\\d+ hồ sơ mới$"));
        await pill.WaitForAsync();
        Assert.Equal(before, await specialist.Page.Locator("[data-row] a.code").AllTextContentsAsync());
        await specialist.Look("pill");
        await pill.ClickAsync();
        var row = specialist.Page.Locator("[data-row]", new() { HasText = code });
        await row.WaitForAsync();
        await Assertions.Expect(specialist.Page.Locator(".pill a")).ToHaveCountAsync(0);

        await specialist.Open($"/noi-bo/ho-so/{code}");
        await using var counter = await Visitor.Desk(product, "j38-counter");
        await counter.SignIn("diem");
        await counter.Open($"/noi-bo/ho-so/{code}");
        await specialist.Sees("Đang cùng mở: ");
        await specialist.Look("together");
        await counter.Sees("Đang cùng mở: ");
        // The list marks it too, and the mark has words.
        await specialist.Open("/noi-bo/viec");
        await Assertions.Expect(row.Locator(".here")).ToContainTextAsync("đang mở");
        await specialist.Look("marked");
        specialist.Quiet();
        counter.Quiet();
    }

    [Fact]
    public async Task A_draft_is_held_against_its_template_and_a_signature_is_taken_back_until_release()
    {
        await product.Clock();
        var (desk, official, head) = (await Api.SignIn(product, "diem"), await Api.SignIn(product, "khoi"), await Api.SignIn(product, "tam"));
        var code = await Received(desk);
        var dossier = $"/api/v1/desk/dossiers/{code}";
        await official.Post($"{dossier}/draft", new { });
        await official.Post($"{dossier}/pass-on", new { opinion = "Đủ điều kiện, trình ký" });

        await using var leader = await Visitor.Come(product, "j38-leader", 390, 844, script: true, phone: true);
        await leader.SignIn("tam");
        await leader.Open($"/noi-bo/ky-so/{code}");
        await leader.Sees("Đúng theo mẫu");
        await head.Post($"{dossier}/sign", new { password = "motcua-tam" }, seen: (await head.Get(dossier)).GetProperty("version").GetInt32());
        await leader.Open($"/noi-bo/ky-so/{code}");
        await leader.Page.Locator("summary", new() { HasText = "Thu hồi kết quả đã ký" }).ClickAsync();
        await leader.Box("Lý do thu hồi").FillAsync("Sai tên đệm của cháu");
        await leader.Look("recall");
        await leader.Button("Thu hồi kết quả đã ký").ClickAsync();
        await leader.Heading("So với mẫu").WaitForAsync();
        await leader.Look("recalled");
        leader.Quiet();
    }

    private async Task<string> Received(Api.Official desk)
    {
        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await desk.Post($"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        return code;
    }
}
