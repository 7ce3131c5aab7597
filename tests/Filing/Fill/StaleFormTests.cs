using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Fill;

/// <summary>A form that went stale loses nothing that was typed: it comes back filled, says why, and does nothing by itself.</summary>
[Trait("Pace", "slow")]
public sealed class StaleFormTests(House house, ITestOutputHelper output) : IClassFixture<House>
{
    private const string Why = "Xem lại rồi gửi lần nữa";

    [Fact]
    public async Task Who_signs_in_in_another_tab_finds_the_page_filled_and_sends_once_more()
    {
        var browser = house.Anonymous();
        var form = await Form.Open(browser, "/nop/ks01/nguoi-nop");
        form.Type("applicant.name", "Danh Sà Rích");
        form.Type("applicant.phone", "chưa nhớ số");
        await SignIn(browser, "sarich");
        var answer = await form.Send(browser, "lam-sau");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains(Why, page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Danh Sà Rích", page.QuerySelector<IHtmlInputElement>("[name='applicant.name']")!.Value);
        Assert.Equal("chưa nhớ số", page.QuerySelector<IHtmlInputElement>("[name='applicant.phone']")!.Value);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.draft where answers #>> '{applicant,name}' = 'Danh Sà Rích'"));
        Assert.Equal("/nop/ks01/lam-sau", (await Form.Of(page, "/nop/ks01/nguoi-nop").Send(browser, "lam-sau")).Headers.Location!.ToString());
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from filing.draft where answers #>> '{applicant,name}' = 'Danh Sà Rích' and account_id "
            + "is not null"));
    }

    [Fact]
    public async Task Who_signs_out_in_another_tab_keeps_the_text_and_sends_it_after_signing_in_again()
    {
        var browser = house.Anonymous();
        await SignIn(browser, "benam");
        await House.Post(browser, "/nop/ks01/nguoi-nop", new() { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["viec"] = "lam-sau" });
        var form = await Form.Open(browser, "/nop/ks01/tre");
        form.Type("child.name", "Nguyễn Gia Hân Mới");
        await House.Post(browser, "/", new(), "form[action='/dang-xuat']");
        var kept = await form.Send(browser, "lam-sau");
        Assert.Equal(HttpStatusCode.NotFound, kept.StatusCode);
        var page = await House.Read(kept);
        Assert.Contains("Nguyễn Gia Hân Mới", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await SignIn(browser, "benam");
        // Signed in again, the mark is once more another one: now the page itself comes back filled.
        var again = await House.Read(await Form.Of(page, "/nop/ks01/tre").Send(browser));
        Assert.Equal("Nguyễn Gia Hân Mới", again.QuerySelector<IHtmlInputElement>("[name='child.name']")!.Value);
        Assert.Equal(HttpStatusCode.Redirect, (await Form.Of(again, "/nop/ks01/tre").Send(browser, "lam-sau")).StatusCode);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from filing.draft where answers #>> '{child,name}' = 'Nguyễn Gia Hân Mới'"));
    }

    [Fact]
    public async Task An_official_whose_session_ended_keeps_the_opinion()
    {
        var code = await Received.New(house);
        var browser = house.Anonymous();
        await SignIn(browser, "tam");
        var form = await Form.Open(browser, $"/noi-bo/ho-so/{code}", "form[action*=PassOn]");
        var handed = await house.Scalar<long>(
            "select count(*) from dossiers.hand_over h join dossiers.dossier d on d.id = h.dossier_id where d.code = $1", code);
        form.Type("opinion", "Ý kiến dài đã gõ nửa giờ");
        await house.Execute("update people.session set ended_at = now()");
        var kept = await form.Send(browser);
        Assert.Equal(HttpStatusCode.Unauthorized, kept.StatusCode);
        var page = await House.Read(kept);
        Assert.Contains("Ý kiến dài đã gõ nửa giờ", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await SignIn(browser, "tam");
        var again = await House.Read(await Form.Of(page, "").Send(browser));
        Assert.Contains(Why, again.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ý kiến dài đã gõ nửa giờ", again.QuerySelector("#f-opinion")!.TextContent);
        Assert.Equal(handed, await house.Scalar<long>("select count(*) from dossiers.hand_over h join dossiers.dossier d on d.id = h.dossier_id where d.code "
            + "= $1", code));
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(house.Anonymous(), "/nop/ks01/nguoi-nop",
            new() { ["__RequestVerificationToken"] = "" })).StatusCode);
    }

    [Fact]
    public async Task Every_form_of_every_page_gives_back_each_text_that_was_typed_and_does_nothing()
    {
        var victim = await Victim.Settle(house);
        var pages = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null
            && !e.RoutePattern.RawText!.StartsWith("dang-", StringComparison.Ordinal)
                && !e.RoutePattern.RawText.StartsWith("thu-nghiem", StringComparison.Ordinal))
            .Select(e => victim.Address(e)).OfType<string>().Distinct().ToList();
        var foreign = (await Form.Open(house.Anonymous(), "/nop/ks01/nguoi-nop")).Token;
        var (forms, texts, wrong) = (0, 0, new List<string>());
        foreach (var username in new[] { null, "benam", "diem", "tam", "nam", "ha" })
        {
            var client = username is null ? house.Anonymous() : await house.SignedIn(username);
            foreach (var page in pages)
            {
                house.Services.GetRequiredService<Throttle>().Clear();
                var opened = await client.GetAsync(page);
                if (opened.StatusCode != HttpStatusCode.OK || opened.Content.Headers.ContentType?.MediaType != "text/html") continue;
                foreach (var element in (await House.Read(opened)).QuerySelectorAll<IHtmlFormElement>("main form[method=post]"))
                {
                    var form = Form.Of(element, page);
                    var typed = element.QuerySelectorAll("input[name],textarea[name]")
                        .Where(field => field.GetAttribute("type") is null or "text" && field.GetAttribute("readonly") is null)
                        // Boxes for counts take digits alone; what they refuse is the matter of their own tests.
                        .Select(field => field.GetAttribute("name")!)
                            .Where(name => !name.StartsWith("originals.", StringComparison.Ordinal) && !name.StartsWith("copies.", StringComparison.Ordinal))
                            .Distinct().ToList();
                    for (var no = 0; no < typed.Count; no++) form.Type(typed[no], $"Chữ đã gõ {no}");
                    form.Token = foreign;
                    var answer = await form.Send(client);
                    var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                    (forms, texts) = (forms + 1, texts + typed.Count);
                    var lost = Enumerable.Range(0, typed.Count).Where(no => !text.Contains($"Chữ đã gõ {no}", StringComparison.Ordinal)).Select(no => typed[no])
                        .ToList();
                    if ((int)answer.StatusCode is < 400 or >= 500 || lost.Count > 0)
                        wrong.Add($"{username ?? "anonymous"} {page} {element.GetAttribute("action")} → {(int)answer.StatusCode}, lost "
                            + $"{string.Join(", ", lost)}");
                    // Administrators' forms stand in their own page again; field by field is for who may not see the page any more.
                    if (typed.Count > 0 && page.StartsWith("/quan-tri", StringComparison.Ordinal)
                        && (!text.Contains(Why, StringComparison.Ordinal) || text.Contains("<h1>Điều đã gõ vẫn còn", StringComparison.Ordinal)))
                        wrong.Add($"{username} {page} {element.GetAttribute("action")} did not come back as its page");
                }
            }
        }
        output.WriteLine($"Stale forms: {pages.Count} pages, {forms} forms, {texts} texts, {wrong.Count} wrong.");
        Assert.True(forms > 40 && texts > 100, $"{forms} forms, {texts} texts");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    [Theory]
    [InlineData("quay-lai")]
    [InlineData("tat-ca")]
    public async Task Leaving_a_topic_keeps_what_was_typed_also_what_is_not_right_yet(string act)
    {
        var browser = house.Anonymous();
        var before = await house.Scalar<long>("select count(*) from filing.draft");
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(browser, "/nop/ks01/nguoi-nop", new() { ["viec"] = act })).StatusCode);
        Assert.Equal(before, await house.Scalar<long>("select count(*) from filing.draft"));
        var left = await House.Post(browser, "/nop/ks01/nguoi-nop",
            new() { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.phone"] = "09 chưa đủ", ["viec"] = act });
        Assert.Equal(act == "tat-ca" ? "/nop/ks01/tat-ca" : "/nop/ks01", left.Headers.Location!.ToString());
        foreach (var url in new[] { "/nop/ks01/tat-ca", "/nop/ks01/nguoi-nop" })
        {
            var page = await House.Read(await browser.GetAsync(url));
            Assert.Equal("Nguyễn Thị Bé Năm", page.QuerySelector<IHtmlInputElement>("[name='applicant.name']")!.Value);
            Assert.Equal("09 chưa đủ", page.QuerySelector<IHtmlInputElement>("[name='applicant.phone']")!.Value);
        }
        // Enter in a box goes on, it does not go back: the first button of the form is that of going on.
        var topic = await House.Read(await browser.GetAsync("/nop/ks01/nguoi-nop"));
        Assert.Equal("tiep", topic.QuerySelectorAll("button").First(button => button.GetAttribute("form") == "phan" || button.Closest("form")?.Id == "phan")
            .GetAttribute("value"));
    }

    [Theory]
    [InlineData("/nop/ks01/tre", "tiep")]
    [InlineData("/nop/ks01/tre", "quay-lai")]
    [InlineData("/nop/ks01/tat-ca", "lam-sau")]
    public async Task An_older_tab_does_not_write_over_a_newer_one_and_both_versions_stand_side_by_side(string url, string act)
    {
        var browser = house.Anonymous();
        var fields = new Dictionary<string, string>
        {
            ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "20", ["child.born.month"] = "4", ["child.born.year"] = "2026", ["child.sex"] = "female",
            ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam", ["viec"] = "lam-sau",
        };
        await House.Post(browser, "/nop/ks01/tre", fields);
        var (old, newer) = (await Form.Open(browser, url), await Form.Open(browser, "/nop/ks01/tre"));
        newer.Type("child.name", "Nguyễn Gia Hưng");
        Assert.Equal(HttpStatusCode.Redirect, (await newer.Send(browser, "lam-sau")).StatusCode);
        old.Type("child.name", "Nguyễn Gia Huy");
        var answer = await old.Send(browser, act);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal(["Nguyễn Gia Hưng", "Nguyễn Gia Huy"], page.QuerySelectorAll("main table td").Select(cell => cell.TextContent));
        Assert.Equal("Nguyễn Gia Huy", page.QuerySelector<IHtmlInputElement>("[name='child.name']")!.Value);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from filing.draft where answers #>> '{child,name}' = 'Nguyễn Gia Hưng'"));
        // Seen and sent once more, it is what the person wants.
        Assert.Equal(HttpStatusCode.Redirect, (await Form.Of(page, url).Send(browser, "lam-sau")).StatusCode);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.draft where answers #>> '{child,name}' = 'Nguyễn Gia Hưng'"));
        await house.Execute("delete from filing.draft_file; delete from filing.draft");
    }

    [Fact]
    public async Task Two_tabs_with_different_topics_or_the_same_words_do_not_disturb_each_other()
    {
        var browser = house.Anonymous();
        await House.Post(browser, "/nop/ks01/nguoi-nop", new() { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["viec"] = "lam-sau" });
        var (one, other, same) = (await Form.Open(browser, "/nop/ks01/nguoi-nop"), await Form.Open(browser, "/nop/ks01/tre"),
            await Form.Open(browser, "/nop/ks01/nguoi-nop"));
        one.Type("applicant.name", "Nguyễn Thị Bé Sáu");
        other.Type("child.name", "Nguyễn Gia Hân");
        same.Type("applicant.name", "Nguyễn Thị Bé Sáu");
        foreach (var form in new[] { one, other, same }) Assert.Equal(HttpStatusCode.Redirect, (await form.Send(browser, "lam-sau")).StatusCode);
    }

    private async Task SignIn(HttpClient browser, string username)
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(browser, "/dang-nhap",
            new() { ["username"] = username, ["password"] = $"motcua-{username}" })).StatusCode);
    }

    /// <summary>A form as it stood when its page was opened.</summary>
    private sealed class Form(string action, List<KeyValuePair<string, string>> fields)
    {
        private const string Mark = "__RequestVerificationToken";

        public string Token
        {
            get => fields.First(one => one.Key == Mark).Value;
            set => Type(Mark, value);
        }

        public static async Task<Form> Open(HttpClient browser, string url, string form = "main form[method=post]") =>
            Of((IHtmlFormElement)(await House.Read(await browser.GetAsync(url))).QuerySelector(form)!, url);

        public static Form Of(IHtmlDocument page, string url) => Of((IHtmlFormElement)page.QuerySelector("main form[method=post]")!, url);

        public static Form Of(IHtmlFormElement form, string url)
        {
            var fields = new List<KeyValuePair<string, string>>();
            foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input[name]"))
                if (input.Type is not ("submit" or "button" or "file") && (input.Type is not ("checkbox" or "radio") || input.IsChecked))
                fields.Add(new(input.Name!, input.Value));
            foreach (var area in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea[name]")) fields.Add(new(area.Name!, area.Value));
            foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select[name]")) fields.Add(new(select.Name!, select.Value ?? ""));
            return new Form(form.GetAttribute("action") is { Length: > 0 } action ? action : url, fields);
        }

        public void Type(string name, string value)
        {
            fields.RemoveAll(field => field.Key == name);
            fields.Add(new(name, value));
        }

        public async Task<HttpResponseMessage> Send(HttpClient browser, string? act = null)
        {
            if (act is not null) Type("viec", act);
            return await browser.PostAsync(action, new FormUrlEncodedContent(fields));
        }
    }
}
