using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Xunit;

namespace MotCua.Tests.Vault;

public sealed class VaultTests(House house) : IClassFixture<House>
{
    private static readonly DateOnly Today = new(2026, 4, 28);
    private static readonly OwnerIdentity BeNam = OwnerIdentity.OfPerson("096159999001");
    private static readonly OwnerIdentity Company = OwnerIdentity.OfOrganisation("2009990027");

    private static readonly Actor BeNamActing = new(Guid.NewGuid(), ActorKind.Citizen, "Nguyễn Thị Bé Năm", BeNam.Kind, BeNam.Number);
    private static readonly Actor CompanyActing = new(Guid.NewGuid(), ActorKind.Organisation, "Tôm Sạch Năm Căn", Company.Kind, Company.Number);
    private static readonly Actor Desk = new(Guid.NewGuid(), ActorKind.Staff, "Lê Thị Diễm",
        HeldPositions: [new ActorPosition(Guid.NewGuid(), Roles.ReceivingOfficer, "UBND-32248", null)]);

    [Fact]
    public async Task Only_papers_that_may_still_be_used_are_offered_to_their_owner()
    {
        var type = Type();
        var valid = await Deposit(BeNam, type, validTo: Today);
        await Deposit(BeNam, type, validTo: Today.AddDays(-1));
        var old = Guid.NewGuid();
        await Deposit(BeNam, type, paperId: old);
        var renewed = await Deposit(BeNam, type, replaces: old);
        await Deposit(Company, type);
        await As(BeNamActing, async (vault, _) =>
        {
            var offers = await vault.Offers(BeNam, [type, "another"], Today);
            Assert.Equal(new[] { valid, renewed }.Order(), offers.Select(offer => offer.ItemId).Order());
            Assert.Contains("Cơ quan cấp", offers[0].SharedFields);
            Assert.Equal(["expired", "replaced", "valid", "valid"],
                (await vault.Items(BeNam)).Where(item => item.PaperType == type).Select(item => item.State).Order());
        });
    }

    [Fact]
    public async Task The_same_paper_lies_in_the_vault_once()
    {
        var (type, paper) = (Type(), Guid.NewGuid());
        var first = await Deposit(BeNam, type, paperId: paper);
        Assert.Equal(first, await Deposit(BeNam, type, paperId: paper));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'vault.paper-deposited/1' and stream = $1",
            $"vault/{first}"));
    }

    [Fact]
    public async Task A_reuse_is_counted_once_recorded_for_the_owner_and_written_to_the_log()
    {
        var item = await Deposit(BeNam, Type());
        var (draft, dossier) = (Guid.NewGuid(), Guid.NewGuid());
        var before = await Count();
        var grant = await As(BeNamActing, async (vault, db) =>
        {
            var first = await vault.Consent(BeNam, item, draft, "1.001776", "Trợ cấp xã hội hàng tháng", BeNamActing);
            Assert.Equal(first, await vault.Consent(BeNam, item, draft, "1.001776", "Trợ cấp xã hội hàng tháng", BeNamActing));
            await db.Save();
            Assert.Equal(first, Assert.Single(await vault.ActiveGrants(draft)).Id);
            return first;
        });
        await As(BeNamActing, async (vault, db) =>
        {
            await vault.Use(grant, dossier, "H05-280426-0001", "Một cửa Đất Mũi");
            await vault.Use(grant, dossier, "H05-280426-0001", "Một cửa Đất Mũi");
            await db.Save();
        });
        Assert.Equal(before + 1, await Count());
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'vault.paper-reused/1' and stream = $1", $"vault/{item}"));
        var page = await House.Read(await (await house.SignedIn("benam")).GetAsync("/kho-giay-to/nhat-ky"));
        var row = page.QuerySelectorAll("tbody tr").First(row => row.TextContent.Contains("H05-280426-0001", StringComparison.Ordinal)).TextContent;
        Assert.Contains("Một cửa Đất Mũi", row, StringComparison.Ordinal);
        Assert.Contains("Trợ cấp xã hội hàng tháng", row, StringComparison.Ordinal);
        await As(BeNamActing, async (vault, _) =>
            Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(() => vault.Use(grant, Guid.NewGuid(), "H05-280426-0002", "Một cửa Đất Mũi"))).Status));

        async Task<long> Count() => await As(BeNamActing, (vault, _) => vault.ReuseCount(Today, Today));
    }

    [Fact]
    public async Task A_withdrawn_consent_serves_no_dossier()
    {
        var item = await Deposit(BeNam, Type());
        var draft = Guid.NewGuid();
        await As(BeNamActing, async (vault, db) =>
        {
            var grant = await vault.Consent(BeNam, item, draft, "1.001776", "Trợ cấp xã hội", BeNamActing);
            await db.Save();
            await Assert.ThrowsAsync<Refused>(() => vault.Withdraw(grant, Company));
            await vault.Withdraw(grant, BeNam);
            await vault.Withdraw(grant, BeNam);
            await db.Save();
            Assert.Empty(await vault.ActiveGrants(draft));
            Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(() => vault.Use(grant, Guid.NewGuid(), "H05", "Một cửa"))).Status);
            Assert.NotEqual(grant, await vault.Consent(BeNam, item, draft, "1.001776", "Trợ cấp xã hội", BeNamActing));
        });
    }

    [Fact]
    public async Task Nobody_consents_for_another_owner_and_nothing_expired_is_shared()
    {
        var item = await Deposit(BeNam, Type());
        var expired = await Deposit(BeNam, Type(), validTo: Today.AddDays(-1));
        await As(CompanyActing, async (vault, _) =>
        {
            Assert.Equal(403, await Status(CompanyActing, BeNam, item));
            Assert.Equal(404, await Status(CompanyActing, Company, item));
            Assert.Equal(403, await Status(Actor.Anonymous, BeNam, item));
            Assert.Equal(409, await Status(BeNamActing, BeNam, expired));
            Assert.NotEqual(Guid.Empty, await vault.Consent(BeNam, item, Guid.NewGuid(), "1", "Thủ tục", Desk));

            async Task<int> Status(Actor actor, OwnerIdentity owner, Guid which) =>
                (await Assert.ThrowsAsync<Refused>(() => vault.Consent(owner, which, Guid.NewGuid(), "1", "Thủ tục", actor))).Status;
        });
    }

    [Fact]
    public async Task The_owner_downloads_a_sandboxed_file_and_a_stranger_gets_the_same_404_as_for_nothing()
    {
        var item = await Deposit(BeNam, Type(), title: "Trích lục khai sinh: số 1/2026");
        var answer = await (await house.SignedIn("benam")).GetAsync($"/kho-giay-to/{item}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Trích lục khai sinh- số 1-2026.pdf", answer.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("%PDF-", (await answer.Content.ReadAsStringAsync())[..5]);

        var stranger = await house.SignedIn("dat");
        var foreign = await stranger.GetAsync($"/kho-giay-to/{item}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(await Words(await stranger.GetAsync($"/kho-giay-to/{Guid.NewGuid()}")), await Words(foreign));
        Assert.Equal(HttpStatusCode.Redirect, (await house.Anonymous().GetAsync($"/kho-giay-to/{item}")).StatusCode);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.access_record where item_id = $1 and outcome = 'refused'", item));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.access_record where item_id = $1 and outcome = 'allowed'", item));

        static async Task<string> Words(HttpResponseMessage response) => (await House.Read(response)).QuerySelector("h1")!.TextContent;
    }

    [Fact]
    public async Task An_official_opens_nothing_at_the_vault_itself_even_with_a_grant_and_each_refusal_is_recorded()
    {
        var item = await Deposit(BeNam, Type());
        var (draft, dossier) = (Guid.NewGuid(), Guid.NewGuid());
        var desk = await house.SignedIn("diem");
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync($"/kho-giay-to/{item}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync($"/kho-giay-to/{item}?hoSo={dossier}")).StatusCode);
        var grant = await As(BeNamActing, async (vault, db) =>
        {
            var given = await vault.Consent(BeNam, item, draft, "1.001776", "Trợ cấp xã hội", BeNamActing);
            await vault.Use(given, dossier, "H05-280426-0003", "Một cửa Đất Mũi");
            await db.Save();
            return given;
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync($"/kho-giay-to/{item}?hoSo={dossier}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync($"/kho-giay-to/{item}?hoSo={Guid.NewGuid()}")).StatusCode);
        await As(BeNamActing, async (vault, db) => { await vault.Withdraw(grant, BeNam); await db.Save(); });
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync($"/kho-giay-to/{item}?hoSo={dossier}")).StatusCode);
        Assert.Equal(5, await house.Scalar<long>("select count(*) from vault.access_record where item_id = $1 and outcome = 'refused' and actor_kind = "
            + "'staff'", item));
        Assert.Equal(5, await house.Scalar<long>("select count(*) from platform.event where kind = 'vault.item-read/1' and stream = $1 and data->>'outcome' = "
            + "'refused'", $"vault/{item}"));
        var accesses = await (await house.SignedIn("benam")).GetFromJsonAsync<JsonElement>("/api/v1/vault/accesses?limit=200");
        Assert.Contains(accesses.GetProperty("items").EnumerateArray(),
            row => row.GetProperty("actorName").GetString() == "Lê Thị Diễm" && row.GetProperty("outcome").GetString() == "refused");
    }

    [Fact]
    public async Task The_page_shows_cards_and_takes_a_consent_back()
    {
        var item = await Deposit(BeNam, Type(), title: "Giấy xác nhận khuyết tật");
        await As(BeNamActing, async (vault, db) =>
        {
            await vault.Consent(BeNam, item, Guid.NewGuid(), "1.001776", "Trợ cấp xã hội", BeNamActing);
            await db.Save();
        });
        var client = await house.SignedIn("benam");
        var card = (await House.Read(await client.GetAsync("/kho-giay-to"))).GetElementById($"giay-to-{item}")!;
        Assert.Contains("Giấy xác nhận khuyết tật", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Kết quả đã cấp", card.TextContent, StringComparison.Ordinal);
        var answer = await House.Post(client, "/kho-giay-to", [], $"#giay-to-{item} form[method=post]");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        card = (await House.Read(await client.GetAsync("/kho-giay-to"))).GetElementById($"giay-to-{item}")!;
        Assert.Null(card.QuerySelector("form"));
    }

    [Fact]
    public async Task The_api_answers_only_an_owner()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await house.Anonymous().GetAsync("/api/v1/vault")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("diem")).GetAsync("/api/v1/vault")).StatusCode);
        var type = Type();
        await Deposit(BeNam, type);
        var mine = await (await house.SignedIn("benam")).GetFromJsonAsync<JsonElement>("/api/v1/vault");
        Assert.Contains(mine.GetProperty("items").EnumerateArray(), item => item.GetProperty("paperType").GetString() == type);
        var theirs = await (await house.SignedIn("dat")).GetFromJsonAsync<JsonElement>("/api/v1/vault");
        Assert.DoesNotContain(theirs.GetProperty("items").EnumerateArray(), item => item.GetProperty("paperType").GetString() == type);
    }

    private static string Type() => "GT-" + Guid.NewGuid().ToString("n")[..8];

    private Task<Guid> Deposit(OwnerIdentity owner, string type, Guid? paperId = null, DateOnly? validTo = null, Guid? replaces = null,
        string title = "Trích lục khai sinh") =>
        As(Actor.System, async (vault, db) =>
        {
            var file = await house.Services.GetRequiredService<FileStore>().Put("%PDF-1.7 bản thử"u8.ToArray());
            var item = await vault.Deposit(new NewVaultItem(owner, type, title, paperId ?? Guid.NewGuid(), file.Sha256, "application/pdf", NewVaultItem.Result)
            {
                Number = "12/2026", IssuedOn = new DateOnly(2026, 1, 5), ValidTo = validTo, Issuer = "UBND xã Đất Mũi", Replaces = replaces,
            });
            await db.Save();
            return item;
        });

    private async Task<T> As<T>(Actor actor, Func<PersonalVault, Db, Task<T>> act)
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await act(scope.ServiceProvider.GetRequiredService<PersonalVault>(), scope.ServiceProvider.GetRequiredService<Db>());
    }

    private Task As(Actor actor, Func<PersonalVault, Db, Task> act) => As(actor, async (vault, db) => { await act(vault, db); return true; });
}
