using Xunit;

namespace MotCua.Journeys;

/// <summary>The guard is seen to fail: what the accessibility checker must find, it finds.</summary>
public sealed class J20_checker(Product product)
{
    [Fact]
    public async Task The_checker_finds_what_is_wrong()
    {
        var page = await product.Browser.NewPageAsync();
        await page.SetContentAsync("<html lang=\"vi\"><head><title>Thử</title></head><body><main><h1>Thử</h1><img src=\"x.png\"><p "
            + "style=\"color:#ccc;background:#fff\">Chữ nhạt</p></main></body></html>");
        var found = await Axe.Violations(page);
        Assert.Contains("image-alt", found);
        Assert.Contains("color-contrast", found);
        await page.CloseAsync();
    }
}
