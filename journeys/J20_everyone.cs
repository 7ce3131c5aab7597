using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J20: the whole way of a citizen, with script and without it.</summary>
public sealed class J20_everyone(Product product)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Home_to_receipt_to_tracking(bool script)
    {
        await product.Clock();
        await using var citizen = await Visitor.Phone(product, script ? "j20" : "j20-nojs", script);
        await citizen.Open("/");
        await citizen.Look("home");
        await citizen.Box("Ông/bà cần làm gì?").FillAsync("khai sanh");
        await citizen.Button("Tìm").ClickAsync();
        await citizen.Look("find");
        await citizen.Link("Đăng ký khai sinh").First.ClickAsync();
        await citizen.Look("procedure");
        await citizen.Link("Bắt đầu").ClickAsync();
        await citizen.Look("tasks");
        await citizen.Link("Bắt đầu").ClickAsync();

        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.Heading("Cần kiểm tra lại 5 mục").WaitForAsync();
        await citizen.Look("errors");
        await BirthRegistration.Fill(citizen);

        await citizen.Heading("Kiểm tra lại").WaitForAsync();
        await citizen.Look("check");
        await BirthRegistration.Send(citizen);
        await citizen.Look("receipt");

        var code = await BirthRegistration.ShortCode(citizen);
        await citizen.Open("/tra-cuu");
        await citizen.Look("track");
        await citizen.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(code);
        await citizen.Button("Tra cứu hồ sơ").ClickAsync();
        await citizen.Heading("Diễn tiến hồ sơ").WaitForAsync();
        await citizen.Look("tracked");
    }
}
