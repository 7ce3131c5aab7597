using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J33: a specialist works through a list by keyboard, and a leader on a phone signs many results, one of which has changed meanwhile.</summary>
public sealed class J33_desk(Product product)
{
    [Fact]
    public async Task Many_are_taken_drafted_read_and_signed_and_the_one_that_changed_is_signed_alone()
    {
        await product.Clock();
        var (desk, official, head) = (await Api.SignIn(product, "diem"), await Api.SignIn(product, "khoi"), await Api.SignIn(product, "tam"));
        var codes = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
            await desk.Post($"/api/v1/desk/dossiers/{code}/receive",
                new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
            codes.Add(code);
        }

        await using var specialist = await Visitor.Desk(product, "j33");
        await specialist.SignIn("khoi");
        await specialist.Open("/noi-bo");
        await specialist.Look("home");
        await specialist.Open("/noi-bo/viec?nguoi=chua-ai");
        await specialist.Look("list");
        foreach (var code in codes) await specialist.Page.GetByLabel($"Chọn {code}").CheckAsync();
        await specialist.Button("Nhận các việc đã chọn…").ClickAsync();
        await specialist.Look("preview");
        await specialist.Button("Giao 4 việc").ClickAsync();
        await specialist.Heading("Đã giao 4/4 việc").WaitForAsync();
        await specialist.Look("given");
        await specialist.Button("Hoàn tác").ClickAsync();
        await specialist.Heading("Đã hoàn tác 4/4 việc").WaitForAsync();

        // Enter opens the row, Esc leads back to it; while somebody types, neither does anything.
        await specialist.Open("/noi-bo/viec?nguoi=chua-ai");
        var row = specialist.Page.Locator("[data-row]", new() { HasText = codes[1] });
        await row.FocusAsync();
        await specialist.Page.Keyboard.PressAsync("Enter");
        await specialist.IsAt(new Regex($"/noi-bo/ho-so/{codes[1]}$"));
        // The page hears keys when its script has run.
        await specialist.Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await specialist.Page.Keyboard.PressAsync("Escape");
        await specialist.IsAt(new Regex("/noi-bo/viec\\?nguoi=chua-ai$"));
        await Assertions.Expect(row).ToBeFocusedAsync();

        foreach (var code in codes)
        {
            await official.Post($"/api/v1/desk/dossiers/{code}/draft", new { });
            await official.Post($"/api/v1/desk/dossiers/{code}/pass-on", new { opinion = "Đủ điều kiện, trình ký" });
        }

        await using var leader = await Visitor.Come(product, "j33-leader", 390, 844, script: true, phone: true);
        await leader.SignIn("tam");
        await leader.Open("/noi-bo/ky-so");
        await leader.Look("queue");
        // One tap for each draft, whatever else waits for this leader.
        var taps = 1;
        await leader.Link("Đọc dự thảo đầu tiên chưa đọc").ClickAsync();
        for (; taps < 60 && !leader.Page.Url.Contains("xong=doc", StringComparison.Ordinal); taps++)
        {
            var here = leader.Page.Url;
            if (taps == 1) await leader.Look("draft");
            await leader.Button("Đồng ý, xem tiếp").ClickAsync();
            await leader.IsAt(new Regex($"^(?!{Regex.Escape(here)}$)"));
        }
        await leader.Look("read");
        var chosen = await leader.Page.Locator("input[name=chon]:checked").CountAsync();
        Assert.True(chosen >= codes.Count && taps <= chosen + 1, $"{taps} taps for {chosen} drafts");
        await head.Post($"/api/v1/desk/dossiers/{codes[2]}/assign", new { to = (await head.Get("/api/v1/me")).GetProperty("id").GetGuid() });
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký các kết quả đã chọn").ClickAsync();
        await leader.Heading($"Đã ký {chosen - 1}/{chosen} kết quả").WaitForAsync();
        await leader.Sees($"{codes[2]}, Nguyễn Thị Bé Năm: Hồ sơ đã thay đổi từ khi anh/chị đọc");
        await leader.Look("signed");
        await leader.Link("Đọc dự thảo đầu tiên chưa đọc").ClickAsync();
        await leader.Button("Đồng ý, xem tiếp").ClickAsync();
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký các kết quả đã chọn").ClickAsync();
        await leader.Heading("Đã ký 1/1 kết quả").WaitForAsync();
        leader.Quiet();
        specialist.Quiet();
    }
}
