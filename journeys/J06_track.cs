using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J06: tracking without an account.</summary>
public sealed class J06_track(Product product)
{
    private const string Slow = "Đã thử nhiều lần. Đợi";

    [Fact]
    public async Task A_short_code_tells_the_state_and_four_digits_tell_the_rest()
    {
        await product.Clock();
        var (_, code) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var anyone = await Visitor.Phone(product, "j06");
        await Look(anyone, $"{code[..2]} {code[2..5]} {code[5..]}".ToLowerInvariant());
        await anyone.Sees("Hồ sơ đã nộp và đang chờ");
        await anyone.Sees("Đang giữ hồ sơ");
        await anyone.SeesNot("Nguyễn Thị Bé Năm");
        await Expect(anyone.Heading("Giấy tờ trong hồ sơ")).ToHaveCountAsync(0);
        await anyone.Look("masked");

        await anyone.Box("4 số cuối").FillAsync("9001");
        await anyone.Button("Xem đầy đủ").ClickAsync();
        await anyone.Sees("Nguyễn Thị Bé Năm");
        await anyone.Heading("Giấy tờ trong hồ sơ").WaitForAsync();
        await anyone.Look("full");

        var wrong = code[..6] + (code[6] == 'A' ? 'B' : 'A') + code[7..];
        await Look(anyone, wrong, found: false);
        await Expect(anyone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"Kiểm tra nhóm thứ hai: {wrong[4..]}");
        await anyone.Look("mistyped");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Guessing_is_slowed_not_walled_and_asks_no_puzzle(bool script)
    {
        // Each at an hour of its own: tries are remembered, by the product's clock.
        var hour = script ? "09" : "10";
        await product.Clock($"2026-04-28T{hour}:00:00+07:00");
        var (_, code) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var guesser = await Visitor.Phone(product, script ? "j06-slow" : "j06-slow-nojs", script);
        for (var tries = 0; tries < 15; tries++)
        {
            await guesser.Open($"/tra-cuu?ma=H12.32248-260428-{9000 + tries}");
            await Expect(guesser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(tries == 0 ? "Không tìm thấy hồ sơ có mã này" : "Cần kiểm tra lại");
        }
        await Look(guesser, code, found: false);
        await Expect(guesser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Slow);
        await Expect(guesser.Page.Locator("img, canvas, iframe")).ToHaveCountAsync(0);
        await Expect(guesser.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Textbox)).ToHaveCountAsync(2);
        await guesser.Look("slow");

        // What is promised is kept: after the ten minutes the same address may look again.
        await product.Clock($"2026-04-28T{hour}:11:00+07:00");
        await Look(guesser, code);
        await product.Clock();
    }

    private static async Task Look(Visitor anyone, string code, bool found = true)
    {
        await anyone.Open("/tra-cuu");
        await anyone.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(code);
        await anyone.Button("Tra cứu hồ sơ").ClickAsync();
        if (found) await anyone.Heading("Diễn tiến hồ sơ").WaitForAsync();
    }
}
