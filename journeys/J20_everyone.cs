using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J20: the whole way of a citizen, with script and without it, by hand and by keyboard alone.</summary>
public sealed class J20_everyone(Product product)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Home_to_receipt_to_tracking(bool script)
    {
        await using var citizen = await Visitor.Phone(product, script ? "j20" : "j20-nojs", script);
        await Go(citizen);
    }

    /// <summary>320 px is a screen of 1280 px at 400 %.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task By_keyboard_at_400_percent_with_the_focus_always_in_sight(bool script)
    {
        await using var citizen = await Visitor.Come(product, script ? "j20-keys" : "j20-keys-nojs", 320, 256, script, phone: false, keysOnly: true);
        await Go(citizen, everyTopic: false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task High_contrast_stays_from_page_to_page(bool script)
    {
        await product.Clock();
        var (_, code) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var citizen = await Visitor.Phone(product, script ? "j20-contrast" : "j20-contrast-nojs", script);
        await citizen.Open("/");
        await citizen.Button("Tương phản cao").ClickAsync();
        await Expect(citizen.Page.Locator("html[data-contrast=more]")).ToHaveCountAsync(1);
        foreach (var (path, name) in new[]
        {
            ("/", "home"), ("/thu-tuc?q=khai%20sanh", "find"), ("/thu-tuc/ks01", "procedure"), ("/nop/ks01", "tasks"), ("/nop/ks01/nguoi-nop", "step"),
            ($"/tra-cuu?ma={code}", "tracking")
        })
        {
            await citizen.Open(path);
            await Expect(citizen.Page.Locator("html[data-contrast=more]")).ToHaveCountAsync(1);
            await Expect(citizen.Button("Tương phản cao")).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(citizen.Page.Locator("body")).ToHaveCSSAsync("color", "rgb(0, 0, 0)");
            await citizen.Look(name);
        }
        await citizen.Button("Tương phản cao").ClickAsync();
        await Expect(citizen.Page.Locator("html[data-contrast=more]")).ToHaveCountAsync(0);
        await citizen.Open("/");
        await Expect(citizen.Page.Locator("html[data-contrast=more]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Chips_can_be_read_in_the_colours_that_a_person_forces()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
        var desk = await Api.SignIn(product, "diem");
        await desk.Post($"/api/v1/desk/dossiers/{code}/receive", new { papers = Array.Empty<object>() });
        await using var citizen = await Visitor.Phone(product, "j20-forced");
        await citizen.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        foreach (var now in new[] { Product.Morning, "2026-05-05T09:00:00+07:00", "2026-05-08T09:00:00+07:00" })
        {
            await product.Clock(now);
            await citizen.Open($"/tra-cuu?ma={shortCode}");
            await Readable(citizen, atLeast: 2);
            await citizen.Look($"tracking-{now[5..10]}");
        }
        await product.Clock();
        await citizen.Open("/nop/ks01");
        await Readable(citizen, atLeast: 8);
        await citizen.Look("tasks");
    }

    /// <param name="everyTopic">Every page of the form is judged for accessibility; once is enough, in the other run.</param>
    private async Task Go(Visitor citizen, bool everyTopic = true)
    {
        await product.Clock();
        await citizen.Open("/");
        await citizen.Look("home");
        await citizen.Write(citizen.Box("Ông/bà cần làm gì?"), "khai sanh");
        await citizen.Press(citizen.Button("Tìm"));
        await citizen.Heading("Tìm thủ tục").WaitForAsync();
        await citizen.Look("find");
        await citizen.Press(citizen.Link("Đăng ký khai sinh").First);
        await citizen.Heading("Cần chuẩn bị").WaitForAsync();
        await citizen.Look("procedure");
        await citizen.Press(citizen.Link("Bắt đầu"));
        await citizen.Heading("Kiểm tra & nộp").WaitForAsync();
        await citizen.Look("tasks");
        await citizen.Press(citizen.Link("Bắt đầu"));

        await citizen.Press(citizen.Button("Tiếp tục"));
        await citizen.Heading("Cần kiểm tra lại 5 mục").WaitForAsync();
        await citizen.Look("errors");
        await BirthRegistration.Fill(citizen, everyTopic);

        await citizen.Heading("Kiểm tra lại").WaitForAsync();
        await citizen.Look("check");
        await BirthRegistration.Send(citizen);
        await citizen.Look("receipt");

        var code = await BirthRegistration.ShortCode(citizen);
        await citizen.Press(citizen.Page.GetByRole(AriaRole.Navigation, new() { Name = "Chính" })
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Tra cứu") }));
        await citizen.Heading("Tra cứu hồ sơ").WaitForAsync();
        await citizen.Look("track");
        await citizen.Write(citizen.Box("Mã hồ sơ hoặc mã ngắn"), code);
        await citizen.Press(citizen.Button("Tra cứu hồ sơ"));
        await citizen.Heading("Diễn tiến hồ sơ").WaitForAsync();
        await citizen.Look("tracked");
    }

    /// <summary>A border in the person's own colour and words that differ from what is behind them.</summary>
    private static async Task Readable(Visitor citizen, int atLeast)
    {
        var chips = await citizen.Page.Locator(".chip:visible").EvaluateAllAsync<string[]>("""
            chips => chips.map(chip => {
              const style = getComputedStyle(chip);
              const bare = chip.classList.contains('chip--plain')
                    || (style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) >= 1 && style.borderTopColor !== style.backgroundColor);
              return chip.innerText.trim().length > 0 && style.color !== style.backgroundColor && bare ? '' : chip.outerHTML;
            })
            """);
        Assert.True(chips.Length >= atLeast, $"{citizen.Page.Url}: {chips.Length} chips");
        Assert.All(chips, Assert.Empty);
    }
}
