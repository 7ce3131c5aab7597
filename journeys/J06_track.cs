using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J06: tracking without an account.</summary>
public sealed class J06_track(Product product)
{
    [Fact]
    public async Task A_short_code_tells_the_state_and_four_digits_tell_the_rest()
    {
        await product.Clock();
        var (_, code) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var anyone = await Visitor.Phone(product, "j06");
        await Look(anyone, $"{code[..2]} {code[2..5]} {code[5..]}".ToLowerInvariant());
        await anyone.Sees("Đang giữ hồ sơ");
        await anyone.SeesNot("Nguyễn Thị Bé Năm");
        await anyone.Look("masked");

        await anyone.Box("4 số cuối").FillAsync("9001");
        await anyone.Button("Xem đầy đủ").ClickAsync();
        await anyone.Sees("Nguyễn Thị Bé Năm");
        await anyone.Heading("Giấy tờ trong hồ sơ").WaitForAsync();
        await anyone.Look("full");

        var wrong = code[..6] + (code[6] == 'A' ? 'B' : 'A') + code[7..];
        await Look(anyone, wrong, found: false);
        await Expect(anyone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(code[4..6]);
        await anyone.Look("mistyped");
    }

    private static async Task Look(Visitor anyone, string code, bool found = true)
    {
        await anyone.Open("/tra-cuu");
        await anyone.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(code);
        await anyone.Button("Tra cứu hồ sơ").ClickAsync();
        if (found) await anyone.Heading("Diễn tiến hồ sơ").WaitForAsync();
    }
}
