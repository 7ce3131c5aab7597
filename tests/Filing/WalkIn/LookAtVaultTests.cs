using System.Net;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.WalkIn;

/// <summary>A paper of the vault is looked at beside the form, before it is taken, by the officer before whom its owner stands.</summary>
public sealed class LookAtVaultTests(House house) : IClassFixture<House>
{
    private const string Address = "/noi-bo/tiep-nhan/truc-tiep/ks01";

    [Fact]
    public async Task The_officer_sees_its_pages_with_the_owners_word_and_nobody_else_does()
    {
        var (desk, item) = (await house.SignedIn("diem"), await Keep());
        var (key, fields) = (Guid.NewGuid(), WalkInTests.Birth("xem:giay-chung-sinh"));
        (fields["key"], fields["state.giay-chung-sinh"]) = (key.ToString(), "");

        // Nobody stands there yet: nothing is shown, nothing is lent.
        var early = await House.Post(desk, Address, fields);
        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);
        Assert.Null((await House.Read(early)).QuerySelector("[data-viewer]"));
        var image = $"/noi-bo/tiep-nhan/kho/{key}/{item}/trang/1";
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(image)).StatusCode);

        fields["present"] = "yes";
        var page = await House.Read(await House.Post(desk, Address, fields));
        Assert.Equal(image, page.QuerySelector("[data-viewer] [data-page]")!.GetAttribute("src"));
        Assert.Contains("Trang 1/1 của Giấy chứng sinh", page.QuerySelector("[data-at]")!.TextContent, StringComparison.Ordinal);
        // On a telephone the page comes back at the line of the paper, and its pages stand above.
        Assert.Equal("#xem-giay-to", page.QuerySelector("#giay-chung-sinh a")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("details#xem-giay-to[open]"));
        // Looked at is not taken: the officer chooses.
        Assert.Null(page.QuerySelector("#kho-giay-chung-sinh[checked]"));
        var shown = await desk.GetAsync(image);
        Assert.Equal("image/jpeg", shown.Content.Headers.ContentType?.MediaType);
        Assert.Equal("image/png", (await desk.GetAsync($"/noi-bo/tiep-nhan/kho/{key}/{item}")).Content.Headers.ContentType?.MediaType);
        Assert.NotNull((await House.Read(await desk.GetAsync($"/noi-bo/tiep-nhan/kho/{key}/{item}/xem/1"))).QuerySelector(".viewer--window"));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/noi-bo/tiep-nhan/kho/{key}/{item}/trang/2")).StatusCode);

        foreach (var stranger in new[] { "hanh", "khoi", "tam" })
            foreach (var address in new[] { image, $"/noi-bo/tiep-nhan/kho/{key}/{item}" })
                Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(stranger)).GetAsync(address)).StatusCode);

        // Its pages are one opening; the file itself another. Both stand with the owner.
        Assert.Equal(2, await house.Scalar<long>("""
            select count(*) from vault.access_record where item_id = $1 and outcome = 'allowed' and channel = 'counter' and act = 'read'
                and purpose = 'Tiếp nhận tại quầy, chủ giấy tờ đồng ý'
            """, item));

        // A mistake in the form leaves the paper where it is looked at.
        (fields["act"], fields["looked"], fields["mother.name"]) = ("accept", "giay-chung-sinh", "");
        Assert.NotNull((await House.Read(await House.Post(desk, Address, fields))).QuerySelector("[data-viewer]"));

        (fields["act"], fields["mother.name"], fields["state.giay-chung-sinh"]) = ("accept", "Nguyễn Thị Lành", "vault");
        var accepted = await House.Post(desk, Address, fields);
        Assert.True(accepted.StatusCode == HttpStatusCode.Redirect, (await House.Read(accepted)).QuerySelector(".error-summary")?.TextContent);
        var code = accepted.Headers.Location!.OriginalString.Split('/', '?')[3];
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.paper_grant where item_id = $1", item));
        // From now on it belongs to the dossier: there it stands among the papers, at the counter's address it does not.
        Assert.NotEqual(HttpStatusCode.OK, (await desk.GetAsync(image)).StatusCode);
        var dossier = await House.Read(await (await house.SignedIn("khoi")).GetAsync($"/noi-bo/ho-so/{code}"));
        var lent = dossier.QuerySelector("[data-viewer] [data-page]")!.GetAttribute("src")!;
        Assert.Equal($"/noi-bo/ho-so/{code}/kho/{item}/trang/1", lent);
        Assert.Equal("image/jpeg", (await (await house.SignedIn("khoi")).GetAsync(lent)).Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn("hanh")).GetAsync(lent)).StatusCode);

        // Taken back by the owner, it is gone from the page and from its address.
        await house.Execute("update vault.paper_grant set withdrawn_at = now() where item_id = $1", item);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("khoi")).GetAsync(lent)).StatusCode);
        Assert.Null((await House.Read(await (await house.SignedIn("khoi")).GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector($"[src='{lent}']"));
    }

    [Fact]
    public async Task Whoever_has_gone_home_is_not_looked_at_tomorrow()
    {
        var (desk, item) = (await house.SignedIn("diem"), await Keep());
        var (key, fields) = (Guid.NewGuid(), WalkInTests.Birth("xem:giay-chung-sinh"));
        (fields["key"], fields["present"]) = (key.ToString(), "yes");
        Assert.Equal(HttpStatusCode.OK, (await House.Post(desk, Address, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync($"/noi-bo/tiep-nhan/kho/{key}/{item}/trang/1")).StatusCode);
        await house.Execute("update dossiers.begun_reception set begun_at = begun_at - interval '13 hours' where key = $1", key);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/noi-bo/tiep-nhan/kho/{key}/{item}/trang/1")).StatusCode);
    }

    /// <summary>A paper about the child of the form, and the line of the form that it can stand for.</summary>
    private async Task<Guid> Keep()
    {
        await KeptPaper.Wanted(house);
        await house.Execute("update vault.item set hidden = true where paper_type = 'GCS'");
        return await KeptPaper.Put(house);
    }
}
