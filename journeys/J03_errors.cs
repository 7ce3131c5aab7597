using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J03: errors that help.</summary>
public sealed class J03_errors(Product product)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_problem_is_named_once_and_can_be_mended(bool script)
    {
        await product.Clock();
        await using var citizen = await Visitor.Phone(product, script ? "j03" : "j03-nojs", script);
        await citizen.Open("/nop/ks01/nguoi-nop");
        await citizen.Button("Tiếp tục").ClickAsync();
        await Expect(citizen.Page).ToHaveTitleAsync(new Regex("^Lỗi:"));
        var summary = citizen.Page.GetByRole(AriaRole.Alert, new() { Name = "Cần kiểm tra lại 5 mục" });
        if (script) await Expect(summary).ToBeFocusedAsync();
        var links = await summary.GetByRole(AriaRole.Link).AllAsync();
        Assert.Equal(5, links.Count);
        foreach (var link in links)
        {
            // The same words stand at the field, and the link leads to something that is there.
            await Expect(citizen.Page.GetByText((await link.InnerTextAsync()).Trim(), new() { Exact = true })).ToHaveCountAsync(2);
            Assert.Equal(1, await citizen.Page.Locator((await link.GetAttributeAsync("href"))!).CountAsync());
        }
        await citizen.Look("empty");

        await BirthRegistration.Applicant(citizen);
        await citizen.Box("Số định danh cá nhân/CCCD").FillAsync("09615999900");
        await citizen.Box("Giấy tờ chỉ ghi năm sinh", "Ngày sinh").UncheckAsync();
        await citizen.Date("Ngày sinh", "30", "02", "1990");
        await citizen.Box("Số điện thoại").FillAsync("+84 912.345.678");
        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.Heading("Cần kiểm tra lại 2 mục").WaitForAsync();
        await citizen.Sees("Số định danh cần đủ 12 chữ số, hiện có 11");
        await citizen.Sees("Tháng 2 năm 1990 chỉ có 28 ngày");
        await Expect(citizen.Box("Số điện thoại")).ToHaveValueAsync("0912 345 678");
        await citizen.Look("two");

        // Only the year, and the digits of the number say the same one.
        await citizen.Box("Số định danh cá nhân/CCCD").FillAsync("096159999001");
        await OnlyYear(citizen, "1959");
        await BirthRegistration.Next(citizen);
        await citizen.Heading("Nơi cư trú và liên lạc").WaitForAsync();
        await citizen.Open("/nop/ks01/kiem-tra");
        await Expect(Answer(citizen, "Ngày sinh").First).ToHaveTextAsync("1959");
        await Expect(Answer(citizen, "Số điện thoại").First).ToHaveTextAsync("0912 345 678");
        await citizen.Look("check");

        // The digits say 1967: a hint, never a wall.
        await citizen.Open("/nop/ks01/nguoi-nop");
        await citizen.Box("Số định danh cá nhân/CCCD").FillAsync("096167001234");
        await OnlyYear(citizen, "1976");
        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.Sees("Số định danh thường cho năm sinh 1967 nhưng ông/bà nhập 1976. Xem lại, hoặc chọn \"Vẫn đúng\"");
        await Expect(citizen.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await citizen.Look("still-right");
        await Expect(citizen.Page).ToHaveTitleAsync(new Regex("^Lưu ý:"));
        if (script) await Expect(citizen.Page.GetByRole(AriaRole.Region, new() { Name = "Lưu ý: xem lại 1 mục" })).ToBeFocusedAsync();
        await citizen.Button("Vẫn đúng, tiếp tục").ClickAsync();
        await citizen.Heading("Nơi cư trú và liên lạc").WaitForAsync();
        await citizen.Open("/nop/ks01/kiem-tra");
        await Expect(Answer(citizen, "Ngày sinh").First).ToHaveTextAsync("1976");
    }

    private static async Task OnlyYear(Visitor citizen, string year)
    {
        await citizen.Date("Ngày sinh", "", "", year);
        await citizen.Box("Giấy tờ chỉ ghi năm sinh", "Ngày sinh").CheckAsync();
    }

    /// <summary>What the check page says beside a question.</summary>
    private static ILocator Answer(Visitor citizen, string question) =>
        citizen.Page.Locator("dl > div").Filter(new() { Has = citizen.Page.GetByText(question, new() { Exact = true }) }).GetByRole(AriaRole.Definition).First;
}
