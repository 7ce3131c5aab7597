using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Fill;

/// <summary>Bước 2/8, questions that come with an answer, hints that refuse nothing: as a browser without script sees them.</summary>
public sealed class StepTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Each_page_says_which_step_of_how_many_it_is_and_an_answer_changes_how_many()
    {
        var browser = house.Anonymous();
        foreach (var (page, step) in new[] { ("nguoi-nop", "Bước 1/9"), ("giay-to", "Bước 6/9"), ("noi-nop", "Bước 8/9") })
            Assert.Contains(step, (await Page(browser, page)).TextContent, StringComparison.Ordinal);
        await Send(browser, "me", new()
        {
            ["mother.name"] = "Nguyễn Thị Lành", ["mother.born.year"] = "1996", ["mother.born.yearOnly"] = "true", ["mother.ethnicity"] = "Kinh",
            ["mother.address.commune"] = "Đất Mũi", ["mother.address.detail"] = "Ấp Rạch Tàu", ["parents.status"] = "married",
        });
        Assert.Contains("Bước 7/10", (await Page(browser, "giay-to")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Bước 10/10", (await Page(browser, "kiem-tra")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_a_question_comes_after_the_answer_that_brings_it_up_and_never_before()
    {
        var browser = house.Anonymous();
        var first = await Page(browser, "nhan-ket-qua");
        Assert.NotNull(first.QuerySelector("fieldset[hidden][disabled] [name='returnAddress.commune']"));
        var asked = await Send(browser, "nhan-ket-qua", new() { ["returnMethod"] = "post" });
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var page = await House.Read(asked);
        Assert.StartsWith("Lưu ý:", page.Title, StringComparison.Ordinal);
        Assert.Contains("thêm 1 câu hỏi", page.QuerySelector("#luu-y")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".field--error"));
        Assert.Null(page.QuerySelector("fieldset[hidden] [name='returnAddress.commune']"));
        Assert.NotNull(page.QuerySelector("[name='returnAddress.commune']"));
        var missing = await Send(browser, page, "nhan-ket-qua", new() { ["returnMethod"] = "post" });
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.StartsWith("Lỗi:", (await House.Read(missing)).Title, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(browser, page, "nhan-ket-qua",
            new() { ["returnMethod"] = "post", ["returnAddress.commune"] = "Đất Mũi", ["returnAddress.detail"] = "Ấp Rạch Tàu" })).StatusCode);
    }

    [Fact]
    public async Task A_hint_stands_first_and_one_button_goes_past_it()
    {
        var browser = house.Anonymous();
        var typed = new Dictionary<string, string>
        {
            ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.personalId"] = "096167001234", ["applicant.born.year"] = "1976",
            ["applicant.born.yearOnly"] = "true", ["applicant.phone"] = "0900999001", ["applicant.relation"] = "grandparent",
        };
        var hinted = await Send(browser, "nguoi-nop", typed);
        Assert.Equal(HttpStatusCode.OK, hinted.StatusCode);
        var page = await House.Read(hinted);
        Assert.StartsWith("Lưu ý:", page.Title, StringComparison.Ordinal);
        var button = page.QuerySelectorAll<IHtmlButtonElement>(".error-summary--note button").Single();
        Assert.Equal("Vẫn đúng, tiếp tục", button.TextContent);
        typed[button.Name!] = button.Value;
        foreach (var box in page.QuerySelectorAll<IHtmlInputElement>(".error-summary--note input[form=phan]")) typed[box.Name!] = box.Value;
        Assert.Equal("/nop/ks01/noi-cu-tru", (await Send(browser, page, "nguoi-nop", typed)).Headers.Location!.ToString());
    }

    private static async Task<IElement> Page(HttpClient browser, string page) =>
        (await House.Read(await browser.GetAsync($"/nop/ks01/{page}"))).QuerySelector("main")!;

    private static async Task<HttpResponseMessage> Send(HttpClient browser, string page, Dictionary<string, string> typed) =>
        await Send(browser, await House.Read(await browser.GetAsync($"/nop/ks01/{page}")), page, typed);

    /// <summary>What a browser without script sends: nothing of a fieldset that is disabled.</summary>
    private static Task<HttpResponseMessage> Send(HttpClient browser, IHtmlDocument shown, string page, Dictionary<string, string> typed)
    {
        var sent = shown.QuerySelectorAll<IHtmlInputElement>("#phan input[type=hidden][name]").Where(box => box.Closest("fieldset[disabled]") is null
            && !typed.ContainsKey(box.Name!)).Select(box => KeyValuePair.Create(box.Name!, box.Value)).Concat(typed);
        return browser.PostAsync($"/nop/ks01/{page}", new FormUrlEncodedContent(sent));
    }
}
