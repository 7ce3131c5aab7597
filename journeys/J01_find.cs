using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J01: a procedure found by everyday words, without marks.</summary>
public sealed class J01_find(Product product)
{
    [Fact]
    public async Task Everyday_words_and_raw_Telex_find_the_procedure_and_its_list_prints()
    {
        await product.Clock();
        await using var citizen = await Visitor.Phone(product, "j01");
        await citizen.Open("/");
        await citizen.Box("Ông/bà cần làm gì?").PressSequentiallyAsync("khai sanh");
        await Expect(citizen.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Đăng ký khai sinh" }).First).ToBeVisibleAsync();
        await citizen.Look("suggest");
        await citizen.Box("Ông/bà cần làm gì?").PressAsync("Enter");
        await citizen.Link("Đăng ký khai sinh").First.ClickAsync();
        foreach (var words in new[] { "Không thu phí", "1 ngày làm việc", "Ai được làm", "Cần chuẩn bị", "Nộp ở đâu" }) await citizen.Sees(words);

        await citizen.Open("/thu-tuc?q=ddaats%20ddai");
        await citizen.Sees("Đang hiển thị kết quả cho");
        await Expect(citizen.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "đất đai" })).ToBeVisibleAsync();
        await citizen.Look("telex");

        await citizen.Open("/thu-tuc/ks01");
        await citizen.Link("In danh sách giấy tờ").ClickAsync();
        await citizen.Look("list");
        await citizen.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(citizen.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await Expect(citizen.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        var paper = await citizen.Page.PdfAsync(new() { Format = "A4" });
        Assert.Equal(1, Pages(paper));
    }

    private static int Pages(byte[] pdf) =>
        System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b(?!s)");
}
