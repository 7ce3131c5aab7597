using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Papers.Contracts;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Sign;

/// <summary>A signature that was not released yet can be taken back by whoever gave it; number and file stay and are never called valid again.</summary>
public sealed class RecallTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    [Fact]
    public async Task A_signed_result_is_recalled_signed_anew_under_another_number_and_after_release_only_corrected()
    {
        house.Clock.Set(House.Morning);
        var (code, khoi, tam) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"));
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        Assert.Contains("Đúng theo mẫu", (await House.Read(await tam.GetAsync($"/noi-bo/ky-so/{code}"))).Body!.TextContent, StringComparison.Ordinal);
        await Received.Act(tam, code, "sign").Ok();
        var (number, token) = (await Of("number"), await Of("verify_token"));
        Assert.Equal("signed", await Of("state"));
        Assert.True((await Verdict(token)).GetProperty("valid").GetBoolean());

        const string form = "form[action*=Recall]";
        var page = $"/noi-bo/ky-so/{code}";
        Assert.Null((await House.Read(await khoi.GetAsync(page))).QuerySelector(form));
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(tam, page, new() { ["reason"] = " " }, form)).StatusCode);
        var stale = await House.Read(await tam.GetAsync(page));
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(tam, page, new() { ["reason"] = "Sai tên đệm của cháu" }, form)).StatusCode);

        // The old one is kept and says what it is; the same text waits for its signature as a draft without a number.
        var verdict = await Verdict(token);
        Assert.False(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal("recalled", verdict.GetProperty("result").GetProperty("state").GetString());
        Assert.Contains("Đã bị thu hồi", (await House.Read(await house.Anonymous().GetAsync($"/kiem-tra/{token}"))).Body!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal(number, await house.Scalar<string>("select number from papers.result where dossier_code = $1 and state = 'recalled'", code));
        Assert.Equal("submitted", await Of("state"));
        Assert.Equal("Sign", await house.Scalar<string>("select step_kind from workflow.task where dossier_code = $1 and state = 'open'", code));
        Assert.Equal("Sai tên đệm của cháu", await house.Scalar<string>("""
            select reason from platform.event where kind = 'dossier.result-recalled/1' and data ->> 'code' = $1
            """, code));
        Assert.Contains($"Thu hồi kết quả đã ký số {number}", (await House.Read(await khoi.GetAsync($"/noi-bo/ho-so/{code}"))).Body!.TextContent,
            StringComparison.Ordinal);
        // The same press once more, from the page that was open before.
        Assert.NotNull(stale.QuerySelector(form));
        Assert.Null((await House.Read(await tam.GetAsync(page))).QuerySelector(form));

        await Received.Act(tam, code, "sign").Ok();
        Assert.NotEqual(number, await Of("number"));
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
        Assert.Equal("released", await Of("state"));
        Assert.Null((await House.Read(await tam.GetAsync(page))).QuerySelector(form));
        await house.Drain();
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from papers.result where dossier_code = $1", code));

        Task<string> Of(string column) =>
            house.Scalar<string>($"select {column}::text from papers.result where dossier_code = $1 and state <> 'recalled'", code);
        async Task<JsonElement> Verdict(string of) => await house.Anonymous().GetFromJsonAsync<JsonElement>($"/api/v1/verify/{of}");
    }

    [Fact]
    public void What_a_draft_says_otherwise_than_its_template_is_found_word_by_word()
    {
        var fields = new Dictionary<string, string> { ["owner.name"] = "Nguyễn Thị Bé Năm", ["day"] = "01/05/2026" };
        string[] template = ["Cấp cho {{owner.name}}.", "Có giá trị từ ngày {{day}}.", "Số {{result.number}}."];
        Assert.Empty(TemplateDifference.Of(template, fields, ["Cấp cho Nguyễn Thị Bé Năm.", "Có giá trị từ ngày 01/05/2026.", "Số {{result.number}}."]));

        var found = TemplateDifference.Of(template, fields,
            ["Cấp cho Nguyễn Thị Bé Năm.", "Có giá trị đến hết ngày 01/05/2026.", "Kèm hai phụ lục.", "Số {{result.number}}."]);
        Assert.Equal([2, 3], found.Select(passage => passage.No));
        Assert.Equal([new("Có giá trị", null), new("từ", "removed"), new("đến hết", "added"), new("ngày 01/05/2026.", null)], found[0].Words);
        Assert.Equal([new DraftWords("Kèm hai phụ lục.", "added")], found[1].Words);
        var gone = TemplateDifference.Of(template, fields, ["Cấp cho Nguyễn Thị Bé Năm.", "Số {{result.number}}."]);
        Assert.Equal(("removed", 2), (gone.Single().Words.Single().Change, gone.Single().No));
    }
}
