using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J43, as J13: whoever works fast never leaves the keyboard. Rows, views of their own, many given at once and taken back.</summary>
public sealed class J43_fast_desk(Product product)
{
    private const string Open = "/noi-bo/viec?nguoi=chua-ai";

    [Fact]
    public async Task A_queue_is_walked_filtered_kept_under_a_name_given_away_and_taken_back_by_keys()
    {
        await product.Clock();
        var desk = await Api.SignIn(product, "diem");
        var codes = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
            await desk.Post($"/api/v1/desk/dossiers/{code}/receive",
                new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
            codes.Add(code);
        }

        await using var khoi = await Visitor.Desk(product, "j43", keysOnly: true);
        var name = "Khai sinh " + Guid.NewGuid().ToString("N")[..6];
        await khoi.SignIn("khoi");
        await khoi.Open("/noi-bo/viec");
        await Pick(khoi, "Thủ tục", "Đăng ký khai sinh");
        await Pick(khoi, "Người làm", "Chưa ai nhận");
        await khoi.Press(khoi.Button("Lọc"));
        await khoi.IsAt(new Regex("thu-tuc=.*nguoi=chua-ai"));
        await khoi.Press(khoi.Page.GetByText("Lưu khung nhìn này", new() { Exact = true }));
        await khoi.Press(khoi.Button("Lưu"));
        await khoi.Sees("Đặt tên cho khung nhìn");
        await khoi.Look("unnamed");
        await khoi.Write(khoi.Box("Tên"), name);
        await khoi.Tick(khoi.Box("Đồng nghiệp trong đơn vị cùng dùng"));
        await khoi.Press(khoi.Button("Lưu"));
        await Expect(khoi.Link(name)).ToHaveAttributeAsync("aria-current", "page");
        var kept = new Uri(khoi.Page.Url).PathAndQuery;
        await Expect(khoi.Page.Locator(".tabs [aria-current]")).ToHaveCountAsync(1);
        await khoi.Look("kept");

        // Physical keys, only while the list has the focus: J and K walk, Space chooses, a digit opens a tab, Enter and Esc go and come back.
        var rows = khoi.Page.Locator("[data-row]");
        await khoi.To(rows.First);
        await khoi.Page.Keyboard.PressAsync("KeyJ");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await khoi.Page.Keyboard.PressAsync("KeyK");
        await Expect(rows.First).ToBeFocusedAsync();
        await khoi.Page.Keyboard.PressAsync("Digit1");
        await khoi.IsAt(new Regex("/noi-bo/viec$"));
        var tab = await khoi.Page.Locator(".tabs a").EvaluateAllAsync<int>($"tabs => tabs.findIndex(tab => tab.textContent.includes('{name}')) + 1");
        await khoi.To(rows.First);
        await khoi.Page.Keyboard.PressAsync($"Digit{tab}");
        await Expect(khoi.Link(name)).ToHaveAttributeAsync("aria-current", "page");
        await Unheard(khoi);

        await khoi.Open(Open);
        await Walk(khoi, codes[0]);
        await khoi.Page.Keyboard.PressAsync("Enter");
        await khoi.IsAt(new Regex($"/noi-bo/ho-so/{codes[0]}$"));
        // The page hears keys when its script has run.
        await khoi.Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await khoi.Page.Keyboard.PressAsync("Escape");
        await khoi.IsAt(new Regex("nguoi=chua-ai$"));
        await Expect(Row(khoi, codes[0])).ToBeFocusedAsync();
        // The next one: a step down and in.
        await khoi.Page.Keyboard.PressAsync("ArrowDown");
        await khoi.Page.Keyboard.PressAsync("Enter");
        await khoi.IsAt(new Regex($"/noi-bo/ho-so/(?!{codes[0]})"));

        foreach (var code in codes)
        {
            if (code == codes[0]) await khoi.Open(Open);
            await Walk(khoi, code);
            await khoi.Page.Keyboard.PressAsync("Space");
            await Expect(khoi.Page.GetByLabel($"Chọn {code}")).ToBeCheckedAsync();
        }
        await khoi.Look("chosen");
        await khoi.Press(khoi.Button("Nhận các việc đã chọn…"));
        await khoi.Sees("Giao 3 việc cho");
        await khoi.Look("preview");
        await khoi.Page.Keyboard.PressAsync("Control+Enter");
        await khoi.Heading("Đã giao 3/3 việc").WaitForAsync();
        await khoi.Look("given");
        await khoi.Press(khoi.Button("Hoàn tác"));
        await khoi.Heading("Đã hoàn tác 3/3 việc").WaitForAsync();
        await khoi.Look("undone");

        // A colleague of the same agency has the view too, and it survives on a telephone.
        await using var leader = await Visitor.Phone(product, "j43-leader");
        await leader.SignIn("tam");
        await leader.Open(kept);
        await Expect(leader.Link(name)).ToBeVisibleAsync();
        await leader.Look("shared");
        await khoi.Open(kept);
        await khoi.Press(khoi.Button($"Bỏ khung nhìn “{name}”"));
        await Expect(khoi.Link(name)).ToHaveCountAsync(0);
    }

    /// <summary>While Vietnamese is being composed in the search box, or a letter typed there, the list hears nothing.</summary>
    private static async Task Unheard(Visitor khoi)
    {
        var box = khoi.Box("Mã, họ tên hoặc số định danh");
        var before = khoi.Page.Url;
        await khoi.To(box);
        await khoi.Page.Keyboard.TypeAsync("jk1");
        await box.EvaluateAsync("box => box.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', key: 'Process', keyCode: 229, isComposing: true, "
            + "bubbles: true }))");
        await Expect(box).ToHaveValueAsync("jk1");
        await Expect(box).ToBeFocusedAsync();
        Assert.Equal(before, khoi.Page.Url);
    }

    private static ILocator Row(Visitor visitor, string code) => visitor.Page.Locator("[data-row]", new() { HasText = code });

    /// <summary>Into the list by Tab, then down to this row.</summary>
    private static async Task Walk(Visitor visitor, string code)
    {
        if (!await visitor.Page.EvaluateAsync<bool>("document.activeElement.matches('[data-row]')"))
            await visitor.To(visitor.Page.Locator("[data-row][tabindex='0']"));
        await visitor.Page.Keyboard.PressAsync("Home");
        for (var steps = 0; !await Row(visitor, code).EvaluateAsync<bool>("row => row === document.activeElement"); steps++)
        {
            Assert.True(steps < 60, $"{code} is not reached by the keys of the list");
            await visitor.Page.Keyboard.PressAsync("KeyJ");
        }
    }

    /// <summary>The arrows choose in a closed list.</summary>
    private static async Task Pick(Visitor visitor, string label, string option)
    {
        var list = visitor.Box(label);
        await visitor.To(list);
        await visitor.Page.Keyboard.PressAsync("Home");
        for (var turns = 0; !(await list.EvaluateAsync<string>("list => list.selectedOptions[0].text")).StartsWith(option, StringComparison.Ordinal); turns++)
        {
            Assert.True(turns < 60, $"{label}: {option} is not reached by the arrows");
            await visitor.Page.Keyboard.PressAsync("ArrowDown");
        }
    }
}
