using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Xunit;

namespace MotCua.Tests.Vault;

/// <summary>What somebody hands in under another's number waits for that person's word.</summary>
public sealed class AssuranceTests(House house) : IClassFixture<House>
{
    private static readonly OwnerIdentity BeNam = OwnerIdentity.OfPerson("096159999001");

    [Fact]
    public async Task Papers_of_an_unproven_filer_are_offered_only_when_the_owner_says_that_they_are_theirs()
    {
        await house.Execute("""
            update catalogue.procedure_version v set content = jsonb_set(content, '{papers}',
                (select jsonb_agg(case when p->>'key' = 'giay-chung-sinh' then p || '{"paperType":"GCS"}' else p end)
                from jsonb_array_elements(content->'papers') p))
            from catalogue.procedure c where c.version_id = v.id and c.alias = 'KS01'
            """);
        // Nobody's account, another person's account, the owner's.
        foreach (var (who, assurance) in new[] { (null, "asked"), ("sarich", "asked"), ("benam", "proven") })
        {
            var code = await Filed(who);
            var item = await house.Scalar<Guid>("select id from vault.item where source_dossier_code = $1", code);
            Assert.Equal(assurance, await State(item));
            Assert.Equal(assurance == "proven", await Offered(item));
            Assert.Equal(assurance == "asked" ? 1 : 0,
                await house.Scalar<long>("select count(*) from messages.message where dossier_code = $1 and template = 'vault.asked'", code));
            // Only on the owner's own page: the phone was declared by whoever filed.
            Assert.Equal(0, await house.Scalar<long>("select count(*) from messages.message where dossier_code = $1 and template = 'vault.asked' and channel "
                + "<> 'inApp'", code));
        }
        var owner = await house.SignedIn("benam");
        var asked = (await House.Read(await owner.GetAsync("/kho-giay-to"))).QuerySelectorAll("li.doc-card")
            .Where(card => card.QuerySelector("button[name=mine]") is not null)
            .Select(card => Guid.Parse(card.Id!["giay-to-".Length..])).ToList();
        Assert.Equal(2, asked.Count);
        await Say(owner, asked[0], "yes");
        await Say(owner, asked[1], "no");
        Assert.Equal(("accepted", "disowned"), (await State(asked[0]), await State(asked[1])));
        Assert.Equal((true, false), (await Offered(asked[0]), await Offered(asked[1])));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await owner.GetAsync($"/kho-giay-to/{asked[1]}")).StatusCode);
        Assert.Equal(2, await house.Scalar<long>("select count(*) from platform.event where kind = 'vault.paper-answered/1'"));
        // A second word, and a stranger's, change nothing.
        await Say(owner, asked[1], "yes");
        Assert.Equal("disowned", await State(asked[1]));
    }

    [Fact]
    public async Task Another_owner_cannot_answer()
    {
        await house.Execute("""
            insert into vault.item (id, owner_kind, owner_number, paper_type, title, origin, paper_id, sha256, media_type, deposited_at, assurance)
            values ('018f0000-0000-7000-8000-00000000a001', 'person', '096159999001', 'GCS-2', 'Giấy thử', 'accepted', gen_random_uuid(), repeat('b', 64),
                'application/pdf', now(), 'asked')
            """);
        var item = Guid.Parse("018f0000-0000-7000-8000-00000000a001");
        await Say(await house.SignedIn("sarich"), item, "yes");
        Assert.Equal("asked", await State(item));
        await house.Execute("delete from vault.item where id = $1", item);
    }

    private async Task<string> Filed(string? who)
    {
        var filer = who is null ? house.Anonymous() : await house.SignedIn(who);
        var code = (await Applicant.Submitted(filer)).GetProperty("code").GetString()!;
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        return code;
    }

    /// <summary>With the token of a page of one's own.</summary>
    private static async Task Say(HttpClient client, Guid item, string mine)
    {
        var token = (await House.Read(await client.GetAsync("/tra-cuu"))).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await client.PostAsync("/kho-giay-to?handler=Answer",
            new FormUrlEncodedContent([new("id", item.ToString()), new("mine", mine), new("__RequestVerificationToken", token)]));
    }

    private Task<string> State(Guid item) => house.Scalar<string>("select assurance from vault.item where id = $1", item);

    private async Task<bool> Offered(Guid item)
    {
        await using var scope = house.Scope();
        return (await scope.ServiceProvider.GetRequiredService<PersonalVault>().Offers(BeNam, ["GCS"], new DateOnly(2026, 4, 28)))
            .Any(offer => offer.ItemId == item);
    }
}
