using AngleSharp.Dom;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Mine;

/// <summary>Whoever comes back finds on the first page what waits for them.</summary>
public sealed class HomeWaitingTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_owner_sees_whose_turn_it_is_and_nobody_else_does()
    {
        var code = await Received.New(house);
        var owner = await house.SignedIn("benam");
        Assert.Null((await Home(owner)).QuerySelector("#can-ong-ba-lam"));
        await Received.Act(await house.SignedIn("khoi"), code, "supplement", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh mờ",
            right = await Applicant.Papers(house, code),
        }).Ok();
        var page = await Home(owner);
        Assert.NotNull(page.QuerySelector($"a[href='/bo-sung/{code}']"));
        Assert.Equal("Cần ông/bà làm", page.QuerySelector("#can-ong-ba-lam")!.TextContent);
        Assert.Null((await Home(house.Anonymous())).QuerySelector("#can-ong-ba-lam"));
        Assert.Null((await Home(await house.SignedIn("sarich"))).QuerySelector("#can-ong-ba-lam"));
        Assert.Null((await Home(await house.SignedIn("khoi"))).QuerySelector("#can-ong-ba-lam"));
    }

    [Fact]
    public async Task A_filing_that_was_begun_here_is_gone_on_with_and_tells_nothing_of_what_was_typed()
    {
        var browser = house.Anonymous();
        await browser.GetAsync("/nop/ks01");
        await House.Post(browser, "/nop/ks01/tre", new() { ["child.name"] = "Nguyễn Gia Hân", ["viec"] = "lam-sau" });
        var page = await Home(browser);
        Assert.Equal("/nop/ks01", page.QuerySelector("section[aria-labelledby=tiep-tuc] a")!.GetAttribute("href"));
        Assert.DoesNotContain("Gia Hân", page.TextContent, StringComparison.Ordinal);
        Assert.Null((await Home(house.Anonymous())).QuerySelector("#tiep-tuc"));
    }

    private static async Task<IElement> Home(HttpClient client) => (await House.Read(await client.GetAsync("/"))).QuerySelector("main")!;
}
