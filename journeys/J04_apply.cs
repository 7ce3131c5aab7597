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
        // A name of its own, so that the desk can count what came in under it.
        var name = "Lâm Thị " + string.Concat(Guid.NewGuid().ToString("N")
            .Select((sign, i) => (char)((i == 0 ? 'A' : 'a') + Convert.ToInt32(sign.ToString(), 16))));
        await product.Clock();
        await using var citizen = await Visitor.Phone(product, "j04");
        await citizen.Open("/nop/ks01");
        await Expect(citizen.Page.GetByText("Chưa thể làm")).ToHaveCountAsync(1);
        await Expect(citizen.Link("Kiểm tra lại và nộp hồ sơ")).ToHaveCountAsync(0);
        await citizen.Link("Bắt đầu").ClickAsync();
        await BirthRegistration.Fill(citizen, look: false);
        await citizen.Open("/nop/ks01");
        await Expect(citizen.Page.GetByText("Xong", new() { Exact = true })).ToHaveCountAsync(8);
        await Expect(citizen.Page.GetByText("Chưa thể làm")).ToHaveCountAsync(0);
        await citizen.Look("tasks");
        await citizen.Link("Kiểm tra lại và nộp hồ sơ").ClickAsync();
        await citizen.Look("check");

        await citizen.Link(new Regex("^Sửa Số điện thoại")).ClickAsync();
        await citizen.Box("Số điện thoại").FillAsync("0900 999 002");
        await citizen.Box("Họ, chữ đệm và tên").FillAsync(name);
        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.IsAt(new Regex("/nop/ks01/kiem-tra(#.*)?$"));
        await citizen.Sees("0900 999 002");
        await citizen.Sees(name);

        await BirthRegistration.Send(citizen);
        var code = await BirthRegistration.ShortCode(citizen);
        var receipt = citizen.Page.Url;
        await Expect(citizen.Page.GetByRole(AriaRole.Img, new() { Name = $"Mã QR mở trang theo dõi hồ sơ {code}" })).ToBeVisibleAsync();
        await citizen.Sees("29/04/2026");
        Assert.Matches(@"\bH12\.32248-260428-\d{4}\b", await citizen.Page.GetByRole(AriaRole.Main).InnerTextAsync());
        await Expect(citizen.Page.GetByRole(AriaRole.Region, new() { Name = "Việc tiếp theo" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(4);
        await citizen.Look("receipt");

        await citizen.Page.GoBackAsync();
        await citizen.Button(BirthRegistration.Submit).ClickAsync();
        await citizen.Heading("Đã nộp hồ sơ").WaitForAsync();
        await citizen.Sees("Không có hồ sơ thứ hai nào được tạo");
        Assert.Equal(code, await BirthRegistration.ShortCode(citizen));
        await citizen.Look("again");
        await citizen.Open(receipt);
        await citizen.Page.ReloadAsync();
        Assert.Equal(code, await BirthRegistration.ShortCode(citizen));
        var desk = await Api.SignIn(product, "diem");
        Assert.Equal(1, (await desk.Get($"/api/v1/desk/search?q={Uri.EscapeDataString(name)}")).GetArrayLength());

        var paper = await Print(citizen);
        Assert.Equal(1, await Sheet.Pages(paper));
        await Leads(paper, receipt, copies: 1);
        await citizen.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await citizen.Link("In 2 bản A5 trên một tờ A4").ClickAsync();
        await citizen.Sees("Bản lưu hồ sơ");
        await citizen.Look("a5");
        var pair = await Print(citizen);
        Assert.Equal(1, await Sheet.Pages(pair));
        await Leads(pair, receipt, copies: 2);
        foreach (var words in new[] { "Bản của người nộp", "Bản lưu hồ sơ", code }) Assert.Contains(words, await Sheet.Text(pair));
        citizen.Quiet();
    }

    private static async Task<byte[]> Print(Visitor citizen)
    {
        await citizen.Page.EmulateMediaAsync(new() { Media = Media.Print });
        return await citizen.Page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
    }

    /// <summary>The printed squares open the tracking of this receipt and say nothing of the person.</summary>
    private async Task Leads(byte[] paper, string receipt, int copies)
    {
        var codes = await Sheet.Codes(paper);
        Assert.Equal(copies, codes.Length);
        var token = new Uri(receipt).AbsolutePath.Split('/')[^1];
        Assert.All(codes, text => Assert.Equal($"{product.Url}/tra-cuu/{token}", text));
        using var answer = await product.Http.GetAsync(codes[0]);
        Assert.True(answer.IsSuccessStatusCode, $"{codes[0]}: {answer.StatusCode}");
        var shown = await answer.Content.ReadAsStringAsync();
        foreach (var secret in new[] { "Bé Năm", "096159999001", "0900999002", "Gia Hân" })
        {
            Assert.DoesNotContain(secret, codes[0]);
            Assert.DoesNotContain(secret, System.Net.WebUtility.HtmlDecode(shown));
        }
    }
}
