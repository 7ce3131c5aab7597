using System.Net;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Mine;

/// <summary>Nộp lại từ hồ sơ này: for its citizen alone, shown first, papers never.</summary>
public sealed class FileAgainTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task What_was_declared_becomes_a_new_draft_without_its_papers_and_an_open_one_is_not_lost_unasked()
    {
        var citizen = await house.SignedIn("benam");
        var code = (await Applicant.Submitted(citizen)).GetProperty("code").GetString()!;
        Assert.Contains($"/nop-lai/{code}", await (await citizen.GetAsync("/ho-so-cua-toi")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var shown = await House.Read(await citizen.GetAsync($"/nop-lai/{code}"));
        foreach (var words in new[] { "Nguyễn Gia Hân", "Giấy tờ", "Nơi nộp" }) Assert.Contains(words, shown.Body!.TextContent, StringComparison.Ordinal);

        Assert.Equal("/nop/ks01", (await Again(citizen, code)).Headers.Location!.ToString());
        var draft = await Open();
        Assert.Equal("Nguyễn Gia Hân", await house.Scalar<string>("select answers #>> '{child,name}' from filing.draft where id = $1", draft));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", draft));

        // A page that was opened before there was a draft deletes nothing; one that spoke of it does.
        Assert.Equal("/nop/ks01", (await Again(citizen, code, seen: "")).Headers.Location!.ToString());
        Assert.Equal(draft, await Open());
        Assert.Contains("đang làm dở", (await House.Read(await citizen.GetAsync($"/nop-lai/{code}"))).Body!.TextContent, StringComparison.Ordinal);
        await Again(citizen, code);
        Assert.NotEqual(draft, await Open());
    }

    [Fact]
    public async Task Nobody_elses_dossier_is_copied()
    {
        var code = (await Applicant.Submitted(await house.SignedIn("benam"))).GetProperty("code").GetString()!;
        foreach (var stranger in new[] { "sarich", "diem", "khoi" })
        {
            var answer = await (await house.SignedIn(stranger)).GetAsync($"/nop-lai/{code}");
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("Gia Hân", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn("sarich")).GetAsync($"/nop-lai/{code}")).StatusCode);
    }

    private static Task<HttpResponseMessage> Again(HttpClient citizen, string code, string? seen = null) =>
        House.Post(citizen, $"/nop-lai/{code}", seen is null ? [] : new() { ["dang-lam"] = seen });

    private Task<Guid> Open() => house.Scalar<Guid>("""
        select d.id from filing.draft d join people.account a on a.id = d.account_id
        where a.username = 'benam' and d.dossier_id is null order by d.saved_at desc limit 1
        """);
}
