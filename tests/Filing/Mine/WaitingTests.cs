using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Mine;

/// <summary>What waits for the applicant is said first, however long ago it was filed.</summary>
public sealed class WaitingTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_old_dossier_that_waits_for_its_owner_stands_before_sixty_newer_ones()
    {
        await Applicant.Many(house, 60);
        var old = await house.Scalar<string>("select min(code) from dossiers.dossier");
        await house.Execute("update dossiers.dossier set status = 'supplement', submitted_at = submitted_at - interval '1 month' where code = $1", old);
        var owner = await house.SignedIn("benam");
        foreach (var address in new[] { "/", "/ho-so-cua-toi" })
        {
            var page = await House.Read(await owner.GetAsync(address));
            var turn = Assert.Single(page.QuerySelectorAll(".card--turn"));
            Assert.Contains(old, turn.InnerHtml, StringComparison.Ordinal);
        }
        // The page of older ones goes on where the first one ended.
        var first = await House.Read(await owner.GetAsync("/ho-so-cua-toi"));
        var second = await House.Read(await owner.GetAsync("/ho-so-cua-toi" + first.QuerySelector(".pager a")!.GetAttribute("href")));
        Assert.Equal(60, first.QuerySelectorAll("main .card").Length - 1 + second.QuerySelectorAll("main .card").Length);
    }
}
