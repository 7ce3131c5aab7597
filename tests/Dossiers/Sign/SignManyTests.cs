using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Sign;

/// <summary>A leader reads, agrees, and signs many with one proof: each has its own truth, and none is signed that was not read as it stands.</summary>
public sealed class SignManyTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private const string Queue = "/noi-bo/ky-so";

    [Fact]
    public async Task What_was_read_is_signed_together_and_the_rest_says_why_not()
    {
        house.Clock.Set(House.Morning);
        var (first, second, changed, unread) = (await Drafted(), await Drafted(), await Drafted(), await Drafted());
        var leader = await house.SignedIn("tam");
        string[] own = [first, second, changed, unread];
        Assert.Empty(await Ticked(leader));

        // Agreed to, each leads to the next unread one; nothing of it is signed yet.
        foreach (var code in new[] { first, second, changed })
            Assert.StartsWith(Queue, (await Agree(leader, code)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(new[] { first, second, changed }.Order(), await Ticked(leader));
        Assert.Equal(0L, await Signed());

        // Something happens to one of them: it has to be read anew.
        await Received.Act(leader, changed, "apology", new { reason = "Chờ xác minh", newDue = "2026-05-08" }).Ok();
        await house.Execute("update dossiers.dossier set version = version + 1 where code = $1", changed);
        Assert.Equal(new[] { first, second }.Order(), await Ticked(leader));

        var wrong = await Sign(leader, "sai-mat-khau", first, second);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(new[] { first, second }.Order(), Ticks(await House.Read(wrong)).Intersect(own));
        Assert.Equal(0L, await Signed());
        Assert.Equal(HttpStatusCode.BadRequest, (await Sign(leader, "motcua-tam")).StatusCode);

        var page = await House.Read(await Sign(leader, "motcua-tam", first, second, changed, unread));
        var told = page.QuerySelector("section[aria-labelledby=da-ky]")!.TextContent;
        Assert.Contains("Đã ký 2/4 kết quả", told, StringComparison.Ordinal);
        Assert.Contains($"{changed}, Nguyễn Thị Bé Năm: Hồ sơ đã thay đổi từ khi anh/chị đọc", told, StringComparison.Ordinal);
        Assert.Contains($"{unread}, Nguyễn Thị Bé Năm: Chưa mở đọc", told, StringComparison.Ordinal);
        Assert.Equal(2L, await Signed());
        Assert.DoesNotContain(first, page.QuerySelector("#ky-nhieu")!.TextContent, StringComparison.Ordinal);

        // The same press once more, by a phone that had lost its network: told as it is, signed once.
        var again = await House.Read(await Sign(leader, "motcua-tam", first, second));
        Assert.Contains("đã ký từ trước", again.QuerySelector("section[aria-labelledby=da-ky]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2L, await Signed());

        async Task<string[]> Ticked(HttpClient who) => [.. Ticks(await Page(who)).Intersect(own)];
        Task<long> Signed() => house.Scalar<long>(
            "select count(*) from papers.result where state in ('signed', 'released') and dossier_code = any($1)", (object)own);
    }

    [Fact]
    public async Task Nobody_else_agrees_and_an_agreement_is_of_one_leader_alone()
    {
        house.Clock.Set(House.Morning);
        var code = await Drafted();
        var (leader, specialist, stranger) = (await house.SignedIn("tam"), await house.SignedIn("khoi"), await house.SignedIn("loan"));
        Assert.Equal(HttpStatusCode.Forbidden, (await Agree(specialist, code, offered: false)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Queue}/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Agree(leader, code)).StatusCode);
        // Another leader of the same agency has read nothing of it.
        await house.Execute("""
            insert into organisation.position select gen_random_uuid(), (select id from people.account where username = 'kiet'), agency_code, office_code, role,
                valid_from, valid_to from organisation.position where role = 'leader' and account_id = (select id from people.account where username = 'tam')
            """);
        var other = await house.SignedIn("kiet");
        Assert.DoesNotContain(code, Ticks(await Page(other)));
        Assert.Contains("Chưa mở đọc", (await House.Read(await Sign(other, "motcua-kiet", code))).QuerySelector("section[aria-labelledby=da-ky]")!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal("submitted", await house.Scalar<string>("select state from papers.result where dossier_code = $1", code));
    }

    [Fact]
    public async Task While_a_service_of_the_signature_is_away_the_rest_is_not_tried_and_all_is_signed_afterwards()
    {
        house.Clock.Set(House.Morning);
        var (first, second) = (await Drafted(), await Drafted());
        var leader = await house.SignedIn("tam");
        foreach (var code in new[] { first, second }) await Agree(leader, code);
        var numbers = await Numbers();
        // Away before a number was given, and away after it.
        foreach (var (peers, words) in new[] { (new[] { "ocsp", "crl" }, "Chưa hỏi được chứng thư số còn hiệu lực không"), (["tsa"], "dấu thời gian") })
        {
            await Dial(peers, "fail");
            var told = (await House.Read(await Sign(leader, "motcua-tam", first, second))).QuerySelector("section[aria-labelledby=da-ky]")!.TextContent;
            Assert.Contains("Đã ký 0/2", told, StringComparison.Ordinal);
            Assert.Contains(words, told, StringComparison.Ordinal);
            Assert.Contains("Chưa thử, vì kết quả trước", told, StringComparison.Ordinal);
            await Dial(peers, "ok");
        }
        // What failed is still read and agreed to, and is signed alone.
        Assert.Superset(new HashSet<string> { first, second }, Ticks(await Page(leader)).ToHashSet());
        var done = (await House.Read(await Sign(leader, "motcua-tam", first, second))).QuerySelector("section[aria-labelledby=da-ky]")!.TextContent;
        Assert.Contains("Đã ký 2/2", done, StringComparison.Ordinal);
        // A number that was taken for a signature that failed is the number of that result.
        Assert.Equal(numbers + 2, await Numbers());

        Task<long> Numbers() => house.Scalar<long>("select coalesce(sum(last), 0)::bigint from papers.number_book");
        async Task Dial(string[] peers, string mode)
        {
            foreach (var peer in peers)
                (await house.Peers.Http.PutAsJsonAsync(new Uri(house.Peers.Address, $"/dial/{peer}"), new { mode })).EnsureSuccessStatusCode();
        }
    }

    private async Task<string> Drafted()
    {
        var code = await Received.New(house);
        var specialist = await house.SignedIn("khoi");
        await Received.Act(specialist, code, "draft").Ok();
        await Received.Act(specialist, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        return code;
    }

    private static async Task<IDocument> Page(HttpClient leader) => await House.Read(await leader.GetAsync(Queue));

    private static string[] Ticks(IDocument page) =>
        [.. page.QuerySelectorAll("input[name=chon][checked]").Select(tick => tick.GetAttribute("value")!).Order()];

    private static async Task<HttpResponseMessage> Agree(HttpClient official, string code, bool offered = true) => offered
        ? await House.Post(official, $"{Queue}/{code}", [], "form[action*=Agree]")
        // No form of the page offers it; whoever sends it all the same is told.
        : await House.Post(official, "/noi-bo/viec?han=bay-ngay", new() { ["seen"] = await Version(official, code) },
            to: $"{Queue}/{code}?handler=Agree");

    private static async Task<string> Version(HttpClient official, string code) =>
        (await official.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/desk/dossiers/{code}")).GetProperty("version").ToString();

    private static async Task<HttpResponseMessage> Sign(HttpClient leader, string password, params string[] codes)
    {
        var page = await House.Read(await leader.GetAsync(Queue));
        var token = (page.QuerySelector("input[name=__RequestVerificationToken]") ?? throw new InvalidOperationException("No form.")).GetAttribute("value")!;
        var fields = new List<KeyValuePair<string, string>> { new("__RequestVerificationToken", token), new("password", password) };
        foreach (var code in codes)
        {
            fields.Add(new("chon", code));
            fields.Add(new($"seen.{code}", await Version(leader, code)));
        }
        return await leader.PostAsync($"{Queue}?handler=Sign", new FormUrlEncodedContent(fields));
    }
}
