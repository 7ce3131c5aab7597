using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Fill;

/// <param name="Url">Path of the link; null when a code was shown.</param>
/// <param name="Pin">Null: last four digits are asked for.</param>
internal sealed record HandedOn(string Url, string? Code, string? Pin, string Page);

/// <summary>A draft goes on elsewhere by a link, a QR or a code, and only with a second factor.</summary>
public sealed partial class HandOverTests(House house) : IClassFixture<House>
{
    private const string Later = "/nop/ks01/lam-sau";
    private const string LastFour = "9001";
    private static int phones = 10_000_000 + Environment.TickCount % 40_000_000;

    [Fact]
    public async Task A_link_by_sms_goes_on_elsewhere_at_the_first_step_that_is_open_and_both_devices_see_the_same()
    {
        var first = await Filled();
        var sent = await Sent(house, first);
        Assert.Null(sent.Pin);
        var second = house.Anonymous();
        var asked = await Text(await second.GetAsync(sent.Url));
        foreach (var personal in new[] { "Bé Năm", "khai sinh", "0900" }) Assert.DoesNotContain(personal, asked, StringComparison.Ordinal);
        Assert.Equal("/nop/ks01/noi-cu-tru", (await Confirm(second, sent.Url, LastFour)).Headers.Location!.ToString());
        Assert.Equal("Nguyễn Thị Bé Năm", (await House.Read(await second.GetAsync("/nop/ks01/nguoi-nop")))
            .QuerySelector<IHtmlInputElement>("[name='applicant.name']")!.Value);

        // What one saves the other sees, and the older page is told instead of winning.
        var open = await first.GetAsync("/nop/ks01/tre");
        var older = await House.Read(open);
        await House.Post(second, "/nop/ks01/tre", Child("Nguyễn Gia Hân"));
        var fields = older.QuerySelectorAll<IHtmlInputElement>("#phan input[type=hidden]").Where(input => input.Name is { Length: > 0 })
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).Concat(Child("Nguyễn Gia Huy"));
        var late = await first.PostAsync("/nop/ks01/tre", new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var both = await Text(late);
        Assert.Contains("Nguyễn Gia Hân", both, StringComparison.Ordinal);
        Assert.Contains("Nguyễn Gia Huy", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_used_once_but_its_own_browser_goes_on_by_it()
    {
        var first = await Filled();
        var sent = await Sent(house, first);
        var second = house.Anonymous();
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(second, sent.Url, LastFour)).StatusCode);
        Assert.Equal("/nop/ks01", (await second.GetAsync(sent.Url)).Headers.Location!.ToString());
        await Fails(house.Anonymous(), sent.Url, LastFour);
        // Two who have passed the second factor at once: the second is told.
        var again = await Sent(house, first);
        var (one, other) = (await Ticket(house.Anonymous(), again.Url), await Ticket(house.Anonymous(), again.Url));
        Assert.Equal(HttpStatusCode.Redirect, (await one()).StatusCode);
        // The button pressed twice.
        Assert.Equal(HttpStatusCode.Redirect, (await one()).StatusCode);
        var late = await other();
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Contains("vừa được dùng ở máy khác", await Text(late), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}-{1}")]
    [InlineData(" {0} {1} ")]
    [InlineData("{0}{1}")]
    public async Task The_short_code_is_typed_as_people_type(string shape)
    {
        var shown = await Shown(await Filled());
        var typed = string.Format(CultureInfo.InvariantCulture, shape, shown.Code![..4], shown.Code[5..]);
        foreach (var code in new[] { typed.ToLowerInvariant(), typed.ToUpperInvariant() })
        {
            var asked = await House.Post(house.Anonymous(), "/nop/tiep-tuc", new() { ["ma"] = code, ["so"] = "số 9001" });
            Assert.Contains("Nguyễn Thị Bé Năm", await Text(asked), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_newer_code_on_the_screen_voids_the_one_before()
    {
        var first = await Filled();
        var (old, now) = (await Shown(first), await Shown(first));
        Assert.Equal(HttpStatusCode.NotFound, (await ByCode(house.Anonymous(), old.Code!, LastFour)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ByCode(house.Anonymous(), now.Code!, LastFour)).StatusCode);
    }

    [Fact]
    public async Task While_no_number_is_known_the_first_device_alone_tells_a_code()
    {
        var first = house.Anonymous();
        await House.Post(first, "/nop/ks01/tre", Child("Nguyễn Gia Hân"));
        var sent = await Sent(house, first);
        Assert.Matches("^[0-9]{6}$", sent.Pin!);
        var texts = await house.Scalar<string>("select string_agg(text, ' ') from messages.message where template = 'draft.link'");
        Assert.DoesNotContain(sent.Pin!, texts, StringComparison.Ordinal);
        Assert.DoesNotContain(sent.Pin!, await Text(await first.GetAsync(Later)), StringComparison.Ordinal);
        await Fails(house.Anonymous(), sent.Url, "0000");
        await Fails(house.Anonymous(), sent.Url, sent.Pin == "000000" ? "000001" : "000000");
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(house.Anonymous(), sent.Url, sent.Pin!)).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_tries_end_a_link_say_how_long_and_leave_the_draft_alone()
    {
        var first = await Filled();
        var sent = await Sent(house, first);
        await house.Execute("delete from platform.tries");
        for (var i = 0; i < 5; i++) await Fails(house.Anonymous(), sent.Url, "1234");
        var slow = await House.Post(house.Anonymous(), sent.Url, new() { ["so"] = LastFour });
        Assert.Equal(HttpStatusCode.TooManyRequests, slow.StatusCode);
        var said = await Text(slow);
        foreach (var words in new[] { "Đợi", "1022", "lấy đường dẫn mới" }) Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.True(slow.Headers.RetryAfter?.Delta > TimeSpan.FromHours(20));
        // The first device makes another, which strangers have not used up.
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(house.Anonymous(), (await Sent(house, first)).Url, LastFour)).StatusCode);
    }

    [Fact]
    public async Task What_was_never_there_answers_like_what_is_wrong_ended_deleted_or_filed()
    {
        await house.Execute("delete from platform.tries");
        var answers = new List<string> { await Fails(house.Anonymous(), "/nop/tiep-tuc/" + new string('a', 22), LastFour) };
        var wrong = await Sent(house, await Filled());
        answers.Add(await Fails(house.Anonymous(), wrong.Url, "1234"));

        var filed = await Sent(house, await Filled());
        await house.Execute("""
            update filing.draft set dossier_id = gen_random_uuid() where id = (select draft_id from filing.hand_over order by id desc limit 1)
            """);
        answers.Add(await Fails(house.Anonymous(), filed.Url, LastFour));

        var (away, browser) = (await Filled(), house.Anonymous());
        var deleted = await Sent(house, away);
        await House.Post(away, "/nop/ks01", [], "details form[method=post]");
        answers.Add(await Fails(browser, deleted.Url, LastFour));
        Assert.Single(answers.Distinct());

        var late = await Sent(house, await Filled());
        await house.At("2026-05-06T09:00:00+07:00", async () => answers.Add(await Fails(house.Anonymous(), late.Url, LastFour)));
        var code = await Shown(await Filled());
        await house.At("2026-04-28T09:31:00+07:00", async () =>
            Assert.Equal(HttpStatusCode.NotFound, (await ByCode(house.Anonymous(), code.Code!, LastFour)).StatusCode));
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_stranger_neither_sends_for_a_draft_nor_writes_to_one_telephone_more_than_three_times()
    {
        var phone = Phone();
        for (var i = 0; i < 3; i++) await Sent(house, await Filled(), phone);
        var more = await House.Post(await Filled(), Later, new() { ["sms"] = phone }, Form("Sms"));
        Assert.Equal(HttpStatusCode.TooManyRequests, more.StatusCode);
        var said = await Text(more);
        Assert.Contains("Đã gửi đủ số tin trong ngày", said, StringComparison.Ordinal);
        Assert.Contains(phone, said.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from messages.message where recipient = $1", phone));
        // Somebody without the key is sent to the page, which knows no draft of theirs.
        var form = await House.Read(await (await Filled()).GetAsync(Later));
        var stranger = house.Anonymous();
        await House.Post(stranger, "/nop/ks01/tre", Child("Người lạ"));
        var id = form.QuerySelector<IHtmlInputElement>("main [name=nhap]")!.Value;
        Assert.Equal(HttpStatusCode.NotFound, (await House.Post(stranger, Later, new() { ["sms"] = phone, ["nhap"] = id }, Form("Sms"))).StatusCode);
    }

    [Fact]
    public async Task Bad_numbers_are_named_and_kept_and_a_gateway_that_is_away_is_said()
    {
        var first = await Filled();
        foreach (var (typed, words) in new[] { ("0912", "Nhập số điện thoại 10 chữ số"), ("02903831234", "Số máy bàn không nhận được tin nhắn") })
        {
            var bad = await House.Post(first, Later, new() { ["sms"] = typed }, Form("Sms"));
            Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
            var page = await House.Read(bad);
            Assert.Contains(words, page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(typed, page.QuerySelector<IHtmlInputElement>("[name=sms]")!.Value);
        }
        await house.Execute("""
            insert into messages.channel (channel, failures, away_since) values ('sms', 3, now())
            on conflict (channel) do update set failures = 3, away_since = now()
            """);
        try
        {
            var said = (await Sent(house, first)).Page;
            Assert.Contains("Cổng tin nhắn đang gián đoạn", said, StringComparison.Ordinal);
            Assert.Contains("Hiện mã QR và mã bàn giao", said, StringComparison.Ordinal);
            Assert.NotNull((await Shown(first)).Code);
        }
        finally { await house.Execute("update messages.channel set failures = 0, away_since = null where channel = 'sms'"); }
    }

    [Fact]
    public async Task Nothing_that_opens_a_draft_stands_readable_in_the_table_and_what_has_ended_goes()
    {
        var first = await Filled();
        var (sent, shown) = (await Sent(house, first), await Shown(first));
        var rows = await house.Scalar<string>("select string_agg(h::text, ' ') from filing.hand_over h");
        foreach (var secret in new[] { sent.Url.Split('/')[^1], shown.Code!.Replace("-", "", StringComparison.Ordinal) })
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
        await house.At("2026-05-20T09:00:00+07:00", async () =>
        {
            await using var scope = house.Scope();
            await ((MotCua.Filing.Fill.DraftDesk)scope.ServiceProvider.GetService(typeof(MotCua.Filing.Fill.DraftDesk))!).DeleteExpired();
        });
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.hand_over"));
    }

    [Fact]
    public async Task A_letter_brings_the_link_too()
    {
        var sent = await House.Post(await Filled(), Later, new() { ["email"] = "benam@vidu.vn" }, Form("Email"));
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var letter = await house.Scalar<string>("select text from messages.message where recipient = 'benam@vidu.vn'");
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(house.Anonymous(), Link().Match(letter).Value, LastFour)).StatusCode);
        Assert.Contains("05/05/2026", letter, StringComparison.Ordinal);
    }

    internal static string Form(string handler) => $"main form[action$='handler={handler}']";

    /// <summary>A link by SMS to a number of its own.</summary>
    internal static async Task<HandedOn> Sent(House house, HttpClient browser, string? phone = null)
    {
        phone ??= Phone();
        var answer = await House.Post(browser, Later, new() { ["sms"] = phone }, Form("Sms"));
        var page = await Text(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
        var text = await house.Scalar<string>("select text from messages.message where recipient = $1 order by id desc limit 1", phone);
        return new HandedOn(Link().Match(text).Value, null, (await House.Read(answer)).QuerySelector(".banner--done .code")?.TextContent, page);
    }

    /// <summary>The second factor, then the person's own word.</summary>
    internal static async Task<HttpResponseMessage> Confirm(HttpClient browser, string url, string factor, string act = "mo") =>
        await (await Ticket(browser, url, factor))(act);

    private static async Task<Func<Task<HttpResponseMessage>>> Ticket(HttpClient browser, string url)
    {
        var go = await Ticket(browser, url, LastFour);
        return () => go("mo");
    }

    private static async Task<Func<string, Task<HttpResponseMessage>>> Ticket(HttpClient browser, string url, string factor)
    {
        var answer = await House.Post(browser, url, new() { ["so"] = factor });
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await Text(answer));
        var form = (IHtmlFormElement)(await House.Read(answer)).QuerySelector("main form[method=post]")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").ToDictionary(input => input.Name!, input => input.Value);
        return act => browser.PostAsync(form.GetAttribute("action"),
            new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["viec"] = act }));
    }

    private static async Task<HandedOn> Shown(HttpClient browser)
    {
        var answer = await House.Post(browser, Later, [], Form("Show"));
        var codes = (await House.Read(answer)).QuerySelectorAll(".banner--done .code").Select(code => code.TextContent).ToList();
        return new HandedOn("", codes[0], codes.Count > 1 ? codes[1] : null, await Text(answer));
    }

    private static Task<HttpResponseMessage> ByCode(HttpClient browser, string code, string factor) =>
        House.Post(browser, "/nop/tiep-tuc", new() { ["ma"] = code, ["so"] = factor });

    /// <summary>The sentence with which a link opens nothing.</summary>
    private static async Task<string> Fails(HttpClient browser, string url, string factor)
    {
        var answer = await House.Post(browser, url, new() { ["so"] = factor });
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.DoesNotContain("Bé Năm", page.Body!.TextContent, StringComparison.Ordinal);
        return page.QuerySelector(".error-summary")!.TextContent;
    }

    private async Task<HttpClient> Filled()
    {
        var browser = house.Anonymous();
        var saved = await House.Post(browser, "/nop/ks01/nguoi-nop", new()
        {
            ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.personalId"] = "096159999001", ["applicant.born.year"] = "1959",
            ["applicant.born.yearOnly"] = "true", ["applicant.phone"] = "0900999001", ["applicant.relation"] = "grandparent",
        });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        return browser;
    }

    private static Dictionary<string, string> Child(string name) => new()
    {
        ["child.name"] = name, ["child.born.day"] = "20", ["child.born.month"] = "4", ["child.born.year"] = "2026", ["child.sex"] = "female",
        ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam", ["viec"] = "tiep",
    };

    private static string Phone() => $"09{Interlocked.Increment(ref phones):00000000}";

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    [GeneratedRegex("/nop/tiep-tuc/[A-Za-z0-9_-]{22}")]
    private static partial Regex Link();
}
