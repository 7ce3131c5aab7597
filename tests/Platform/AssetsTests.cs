using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Components;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class AssetsTests
{
    [Theory]
    [InlineData("duoc.css", 16 * 1024)]
    [InlineData("motcua.js", 12 * 1024)]
    [InlineData("papers.js", 2 * 1024)]
    [InlineData("icons.svg", 6 * 1024)]
    public void What_a_citizen_downloads_stays_within_its_budget(string name, int bytes) =>
        Assert.InRange(Assets.CompressedSize(name), 1, bytes);

    [Fact]
    public void Fonts_stay_within_sixty_kilobytes() => Assert.InRange(
        new[] { "be-vietnam-pro-600.woff2", "noto-sans-400.woff2", "noto-sans-600.woff2" }.Sum(name => Assets.Size(name)), 1, 60 * 1024);

    [Fact]
    public void The_style_sheet_names_fonts_by_their_hashed_address()
    {
        var sheet = Assets.Text("duoc.css");
        Assert.Contains(Assets.Url("noto-sans-400.woff2"), sheet);
        Assert.DoesNotContain("url(\"noto", sheet);
    }

    [Fact]
    public void Every_icon_of_a_status_word_is_in_the_sprite() =>
        Assert.All(StatusWord.All, word => Assert.Contains($"<symbol id=\"{word.Icon}\"", Assets.Text("icons.svg")));
}
