using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Text that no column keeps, at every kind of door: 400 that names the field, and what was typed stays.</summary>
[Trait("Pace", "slow")]
public sealed class UnstorableTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("%00")]
    [InlineData("%EF%BF%BD")]
    [InlineData("%FF%FE")]
    [InlineData("%ED%A0%80")]
    public async Task A_form_comes_back_with_what_was_typed(string bad)
    {
        var client = house.Anonymous();
        var page = await House.Read(await client.GetAsync("/nop/ks01/nguoi-nop"));
        var token = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var body = $"__RequestVerificationToken={Uri.EscapeDataString(token)}"
            + $"&applicant.name=Nguy%E1%BB%85n{bad}Th%E1%BB%8B&applicant.personalId=096159999001&applicant.phone=0900999001";
        var answer = await client.PostAsync("/nop/ks01/nguoi-nop", new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var shown = await House.Read(answer);
        Assert.True(shown.QuerySelector("#f-applicant-personalId") is not null, shown.QuerySelector("main")?.TextContent);
        Assert.Contains("096", shown.QuerySelector("#f-applicant-personalId")!.GetAttribute("value"), StringComparison.Ordinal);
        Assert.StartsWith("Nguyễn", shown.QuerySelector("#f-applicant-name")!.GetAttribute("value"), StringComparison.Ordinal);
        if (bad is "%00" or "%EF%BF%BD") Assert.Contains("ký tự hỏng", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>What a door forgets is refused before the server of the database prepares half a statement of it.</summary>
    [Fact]
    public async Task Past_every_door_it_is_refused_and_the_next_statement_is_served()
    {
        await using var scope = house.Scope();
        var db = scope.ServiceProvider.GetRequiredService<Db>().Database;
        foreach (var text in new[] { "Nguyễn\0", "Nguyễn\ud800" })
        {
            foreach (var sent in new Func<Task>[]
            {
                () => db.SqlQuery<string>($"""select {text} as "Value" """).ToListAsync(), () => db.ExecuteSqlAsync($"select {text}"),
                () => db.ExecuteSqlAsync($"select unnest({new[] { "ổn", text }})"),
            })
                Assert.Equal(400, (await Assert.ThrowsAsync<Refused>(sent)).Status);
            Assert.Equal(["ổn"], await db.SqlQuery<string>($"""select {"ổn"} as "Value" """).ToListAsync());
        }
    }

    [Fact]
    public async Task An_act_of_an_official_comes_back_with_what_was_typed()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var answer = await House.Post(await house.SignedIn("diem"), $"/noi-bo/tiep-nhan/{code}", new() { ["reason"] = "Thiếu\0giấy", ["reasonCode"] = "other" },
            "form[action*='handler=Refuse']");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(text.Contains("Thiếu", StringComparison.Ordinal), text[text.IndexOf("<main", StringComparison.Ordinal)..]);
        Assert.Equal("submitted", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code));
    }

    [Theory]
    [InlineData("/thu-tuc?q=%00", "q")]
    [InlineData("/api/v1/procedures?q=a%00", "q")]
    [InlineData("/api/v1/procedures?q=%FF%FE", null)]
    [InlineData("/api/v1/tracking/7KQ49M2X?last4=%00", "last4")]
    public async Task An_address_is_refused_by_the_name_of_its_part(string address, string? field)
    {
        var answer = await house.Anonymous().GetAsync(address);
        Assert.True((int)answer.StatusCode < 500);
        if (field is null) return;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        if (address.StartsWith("/api", StringComparison.Ordinal))
            Assert.Contains($"\"field\":\"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"applicant":{"name":"Nguy\u0000ễn"}}""", "/applicant/name")]
    [InlineData("""{"applicant":{"name":"\ud800"}}""", "/applicant/name")]
    [InlineData("""{"\uDFAA":0}""", null)]
    public async Task A_program_is_told_the_place_and_the_draft_stays(string body, string? field)
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        var before = await house.Scalar<string>("select answers::text from filing.draft where id = $1", id);
        var answer = await Applicant.Send(client, HttpMethod.Put, $"/api/v1/drafts/{id}/answers",
            new StringContent(body, Encoding.UTF8, "application/json"), token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        if (field is not null) Assert.Equal(field, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("errors")[0]
            .GetProperty("field").GetString());
        Assert.Equal(before, await house.Scalar<string>("select answers::text from filing.draft where id = $1", id));
    }

    [Fact]
    public async Task A_file_name_loses_no_half_of_a_picture_and_keeps_its_extension()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        var random = new Random(829);
        string[] pieces = ["a", "ễ", "😀", "👨‍👩‍👧", "\0", "\u202e", " ", ".", "é\u0301"];
        for (var i = 0; i < 12; i++)
        {
            var stem = string.Concat(Enumerable.Range(0, random.Next(100, 400)).Select(_ => pieces[random.Next(pieces.Length)]));
            var file = await Applicant.Upload(client, id, token, Applicant.Png(), (i == 0 ? new string('a', 115) + "😀😀😀" : stem) + ".png").Ok();
            var name = file.GetProperty("fileName").GetString()!;
            Assert.EndsWith(".png", name, StringComparison.Ordinal);
            Assert.InRange(MotCua.Platform.Text.TypedText.Length(name), 4, 120);
            Assert.True(MotCua.Platform.Text.TypedText.IsStorable(name));
        }
    }

    [Fact]
    public async Task A_reason_is_refused_with_its_number_or_kept_to_its_last_sign()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await Applicant.Refused(HttpStatusCode.BadRequest, "tối đa 2.000 ký tự, hiện có 2.001",
            Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/withdraw", new { reason = new string('ă', 2_001) }));
        var long572 = string.Concat(Enumerable.Repeat("lý do dài\r\n", 52));
        await Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/refuse", new { reason = long572 }).Ok();
        Assert.Equal(long572.Replace("\r\n", "\n", StringComparison.Ordinal).Trim(),
            await house.Scalar<string>("select closing_reason from dossiers.dossier where code = $1", code));
    }

    [Theory]
    [InlineData("fee", "1,5")]
    [InlineData("fee", "4000.50")]
    [InlineData("fee", "20,000")]
    [InlineData("copies.giay-chung-sinh", "abc")]
    [InlineData("copies.giay-chung-sinh", "-3")]
    [InlineData("copies.giay-chung-sinh", "2,5")]
    [InlineData("copies.giay-chung-sinh", "1500")]
    public async Task A_number_at_the_counter_is_not_moved(string box, string typed)
    {
        var desk = await house.SignedIn("diem");
        var answer = await House.Post(desk, $"/noi-bo/tiep-nhan/truc-tiep/{(box == "fee" ? "hkd01" : "ks01")}",
            new() { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["reason"] = "Thiếu giấy", ["act"] = "supplement", [box] = typed });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(typed, (await House.Read(answer)).QuerySelector($"[name='{box}']")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("/openapi/v2.json")]
    [InlineData("/openapi/khong-co.json")]
    [InlineData("/api/v1/khong-co")]
    [InlineData("/api/v2")]
    [InlineData("/khong-co/%F0%9F%98%80")]
    [InlineData("/kiem-tra/%FF")]
    public async Task An_address_that_is_not_there_is_answered_in_Vietnamese(string address)
    {
        var answer = await house.Anonymous().GetAsync(address);
        await BadInputTests.Sentence(answer.StatusCode, answer);
        Assert.Equal(address.StartsWith("/api", StringComparison.Ordinal) || address.StartsWith("/openapi", StringComparison.Ordinal)
            ? "application/problem+json" : "text/html", answer.Content.Headers.ContentType!.MediaType);
    }
}
