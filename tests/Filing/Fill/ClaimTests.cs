using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Filing.Fill;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Fill;

/// <summary>On a machine that many use, a draft becomes an account's only by an act of the person.</summary>
public sealed class ClaimTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Looking_takes_nothing_and_the_link_goes_on_working()
    {
        var (kiosk, id, link) = await Begun();
        await SignIn(kiosk, "sarich");
        var list = await Text(kiosk, "/ho-so-cua-toi");
        Assert.Contains("Trên máy này, chưa gắn với", list);
        Assert.DoesNotContain("Bé Năm", list);
        foreach (var page in new[] { "/nop/ks01", "/nop/ks01/nguoi-nop", "/nop/ks01/tat-ca", "/nop/ks01/kiem-tra", "/nop/ks01/lam-sau" })
            Assert.StartsWith("/nop/ks01/cua-toi?tiep=", (await kiosk.GetAsync(page)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Bé Năm", await Text(kiosk, "/nop/ks01/cua-toi"));
        Assert.Null(await Owner(id));

        // Not theirs: this browser forgets it, and a new filing begins empty.
        var answer = await House.Post(kiosk, "/nop/ks01/cua-toi?tiep=/nop/ks01/nguoi-nop", new() { ["viec"] = "khong" }, "main form[method=post]");
        Assert.Equal("/nop/ks01/nguoi-nop", answer.Headers.Location!.ToString());
        Assert.NotEqual("Nguyễn Thị Bé Năm", (await House.Read(await kiosk.GetAsync("/nop/ks01/nguoi-nop")))
            .QuerySelector<IHtmlInputElement>("[name='applicant.name']")!.Value);
        Assert.Null(await Owner(id));
        var phone = house.Anonymous();
        Assert.Equal("/nop/ks01/nguoi-nop", (await Open(phone, link)).Headers.Location!.ToString());
        Assert.Contains("Bé Năm", await Text(phone, "/nop/ks01/nguoi-nop"));
    }

    [Fact]
    public async Task Following_a_link_takes_up_nothing_and_says_whose_draft_it_is()
    {
        var (_, id, link) = await Begun();
        foreach (var victim in new[] { house.Anonymous(), await house.SignedIn("sarich") })
        {
            Assert.DoesNotContain("Bé Năm", await Text(victim, link.Url), StringComparison.Ordinal);
            var asked = await House.Post(victim, link.Url, new() { ["so"] = link.Pin! });
            var page = WebUtility.HtmlDecode(await asked.Content.ReadAsStringAsync());
            foreach (var words in new[] { "Nguyễn Thị Bé Năm", "Bản nháp này của ai?", "cả người đã gửi đường dẫn" })
                Assert.Contains(words, page, StringComparison.Ordinal);
            // Typed after the link was followed: it is the victim's own draft, not the one of the sender.
            var typed = await House.Post(victim, "/nop/ks01/nguoi-nop", new() { ["applicant.name"] = "Danh Sà Rích", ["viec"] = "lam-sau" });
            Assert.Equal(HttpStatusCode.Redirect, typed.StatusCode);
            Assert.Equal("Nguyễn Thị Bé Năm", await house.Scalar<string>("select answers #>> '{applicant,name}' from filing.draft where id = $1", id));
            Assert.Equal("/", (await HandOverTests.Confirm(victim, link.Url, link.Pin!, "khong")).Headers.Location!.ToString());
            Assert.Contains("Danh Sà Rích", await Text(victim, "/nop/ks01/nguoi-nop"), StringComparison.Ordinal);
        }
        Assert.Null(await Owner(id));
        // Keys in the query open nothing.
        var key = link.Url.Split('/')[^1];
        var stranger = house.Anonymous();
        foreach (var query in new[] { $"?nhap={id}", $"?nhap={key}", $"?token={key}", $"?X-Draft-Token={key}" })
            Assert.DoesNotContain("Bé Năm", await Text(stranger, $"/nop/ks01/nguoi-nop{query}"), StringComparison.Ordinal);
        var posted = await House.Post(stranger, $"/nop/ks01/nguoi-nop?nhap={id}",
            new() { ["applicant.name"] = "Kẻ lạ", ["nhap"] = id.ToString(), ["viec"] = "lam-sau" });
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        // Who says so takes it up, and the account that does so has it alone.
        var owner = await house.SignedIn("benam");
        Assert.Equal("/nop/ks01/nguoi-nop", (await Open(owner, link)).Headers.Location!.ToString());
        Assert.Equal(await house.Scalar<Guid>("select id from people.account where username = 'benam'"), await Owner(id));
    }

    [Fact]
    public async Task Of_two_who_say_so_at_once_the_first_has_it()
    {
        var (id, key) = await Applicant.Draft(house.Anonymous(), paper: false);
        var accounts = new List<Guid>();
        var claims = new List<Func<Task>>();
        await using var one = house.Scope();
        await using var other = house.Scope();
        foreach (var (scope, username) in new[] { (one, "benam"), (other, "sarich") })
        {
            accounts.Add(await house.Scalar<Guid>("select id from people.account where username = $1", username));
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = new Actor(accounts[^1], ActorKind.Citizen, username);
            var desk = scope.ServiceProvider.GetRequiredService<DraftDesk>();
            var draft = await desk.Load(id, [key]);
            claims.Add(() => desk.Claim(draft));
        }
        await claims[0]();
        Assert.Equal(404, (await Assert.ThrowsAsync<Refused>(claims[1])).Status);
        Assert.Equal(accounts[0], await Owner(id));
    }

    [Fact]
    public async Task Who_says_it_is_theirs_goes_on_where_they_were_and_the_link_says_where_it_went()
    {
        var (browser, id, link) = await Begun();
        await SignIn(browser, "benam");
        var answer = await House.Post(browser, "/nop/ks01/cua-toi?tiep=/nop/ks01/giay-to", new() { ["viec"] = "cua-toi" }, "main form[method=post]");
        Assert.Equal("/nop/ks01/giay-to", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/nop/ks01/giay-to")).StatusCode);
        Assert.Equal(await house.Scalar<Guid>("select id from people.account where username = 'benam'"), await Owner(id));
        Assert.Contains("/nop/ks01", await Text(await house.SignedIn("benam"), "/ho-so-cua-toi"));
        var stranger = await House.Post(house.Anonymous(), link.Url, new() { ["so"] = link.Pin! });
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.Contains("đã gắn với tài khoản", WebUtility.HtmlDecode(await stranger.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal("/nop/ks01", (await (await house.SignedIn("benam")).GetAsync(link.Url)).Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_address_of_another_site_is_never_gone_on_to()
    {
        var (browser, _, _) = await Begun();
        await SignIn(browser, "benam");
        var answer = await House.Post(browser, "/nop/ks01/cua-toi?tiep=https://vi.du/", new() { ["viec"] = "khong" }, "main form[method=post]");
        Assert.Equal("/nop/ks01", answer.Headers.Location!.ToString());
    }

    private async Task<(HttpClient Browser, Guid Id, HandedOn Link)> Begun()
    {
        var browser = house.Anonymous();
        await House.Post(browser, "/nop/ks01/nguoi-nop", new() { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["viec"] = "lam-sau" }, "main form[method=post]");
        var link = await HandOverTests.Sent(house, browser);
        var id = (await House.Read(await browser.GetAsync("/nop/ks01/nguoi-nop"))).QuerySelector<IHtmlInputElement>("[name=nhap]")!.Value;
        return (browser, Guid.Parse(id), link);
    }

    private static Task<HttpResponseMessage> Open(HttpClient browser, HandedOn link) => HandOverTests.Confirm(browser, link.Url, link.Pin!);

    private static async Task SignIn(HttpClient browser, string username) =>
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(browser, "/dang-nhap", new() { ["username"] = username, ["password"] = $"motcua-{username}" },
        "main form[method=post]")).StatusCode);

    private async Task<Guid?> Owner(Guid draft) => await house.Scalar<object?>("select account_id from filing.draft where id = $1", draft) as Guid?;

    private static async Task<string> Text(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{url} → {(int)answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
