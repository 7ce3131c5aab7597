using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J04: apply end to end, and one receipt however often one presses.</summary>
public sealed class J04_apply(Product product)
{
    [Fact]
    public async Task A_dossier_is_filed_once_and_its_receipt_prints()
    {
        await product.Clock();
        await using var citizen = await Visitor.Phone(product, "j04");
        await citizen.Open("/nop/ks01/nguoi-nop");
        await BirthRegistration.Fill(citizen, look: false);
        await citizen.Open("/nop/ks01");
        await Expect(citizen.Page.GetByText("Xong", new() { Exact = true })).ToHaveCountAsync(8);
        await Expect(citizen.Page.GetByText("Chưa thể làm")).ToHaveCountAsync(0);
        await citizen.Look("tasks");
        await citizen.Link("Kiểm tra lại").ClickAsync();

        await citizen.Link(new Regex("^Sửa Số điện thoại")).ClickAsync();
        await citizen.Box("Số điện thoại").FillAsync("0900 999 002");
        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.IsAt(new Regex("/nop/ks01/kiem-tra(#.*)?$"));
        await citizen.Sees("0900 999 002");

        await BirthRegistration.Send(citizen);
        var code = await BirthRegistration.ShortCode(citizen);
        var receipt = citizen.Page.Url;
        await Expect(citizen.Page.GetByRole(AriaRole.Img, new() { Name = $"Mã QR mở trang theo dõi hồ sơ {code}" })).ToBeVisibleAsync();
        await citizen.Sees("29/04/2026");
        await Expect(citizen.Page.GetByRole(AriaRole.Region, new() { Name = "Việc tiếp theo" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(4);

        await citizen.Page.GoBackAsync();
        await citizen.Button(BirthRegistration.Submit).ClickAsync();
        await citizen.Heading("Đã nộp hồ sơ").WaitForAsync();
        await citizen.Sees("Không có hồ sơ thứ hai nào được tạo");
        Assert.Equal(code, await BirthRegistration.ShortCode(citizen));
        await citizen.Look("again");
        await citizen.Open(receipt);
        await citizen.Page.ReloadAsync();
        Assert.Equal(code, await BirthRegistration.ShortCode(citizen));

        await citizen.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.NotEmpty(await citizen.Page.PdfAsync(new() { Format = "A4" }));
        await citizen.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await citizen.Link("In 2 bản A5 trên một tờ A4").ClickAsync();
        await citizen.Sees("Bản lưu hồ sơ");
        await citizen.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.NotEmpty(await citizen.Page.PdfAsync(new() { Format = "A4" }));
        citizen.Quiet();
    }
}
