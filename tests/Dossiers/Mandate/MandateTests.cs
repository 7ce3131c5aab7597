using System.Net;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Mandate;

public sealed class MandateTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_owner_ends_the_mandate_of_who_filed_and_it_holds_at_the_next_request()
    {
        var (filer, owner) = (await house.SignedIn("ngan"), await house.SignedIn("benam"));
        var (draft, token) = await Applicant.Draft(filer, Applicant.Entrusted());
        var code = (await Applicant.Send(filer, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
        var page = $"/ho-so-cua-toi/{code}";
        Assert.Equal(HttpStatusCode.OK, (await filer.GetAsync(page)).StatusCode);
        // Who filed is not offered the act, and cannot do it.
        Assert.DoesNotContain("EndMandate", await filer.GetStringAsync(page), StringComparison.Ordinal);
        var ended = await House.Post(owner, page, new() { ["ly-do"] = "Tự làm tiếp" }, "form[action*='handler=EndMandate']");
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await filer.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await filer.GetAsync($"/api/v1/dossiers/{code}")).StatusCode);
        var withdrawing = await Applicant.Send(filer, HttpMethod.Post, $"/api/v1/dossiers/{code}/withdraw", new { reason = "Phá" }, key: "thu-rut");
        Assert.Equal(HttpStatusCode.NotFound, withdrawing.StatusCode);
        Assert.DoesNotContain(code, await filer.GetStringAsync("/ho-so-cua-toi"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(page)).StatusCode);
        Assert.DoesNotContain("EndMandate", await owner.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.mandate-ended/1' and reason = 'Tự làm tiếp'"));
    }
}
