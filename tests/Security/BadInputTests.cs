using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Bad input at the real host: a Vietnamese sentence and 4xx, nothing lost, nothing stored half.</summary>
[Trait("Pace", "slow")]
public sealed class BadInputTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_bad_file_is_refused_by_page_and_API_and_leaves_no_row()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        var page = house.Anonymous();
        await page.GetAsync("/nop/ks01");
        var before = (await house.Scalar<long>("select count(*) from filing.draft_file"), await house.Scalar<long>("select count(*) from dossiers.dossier"));
        foreach (var (bytes, name) in new (byte[], string)[]
        {
            ([], "rong.pdf"), (Encoding.UTF8.GetBytes("Đây không phải PDF"), "don.pdf"), (Wide(20_000), "rong-20000.png"), (WithScript(), "co-ma.pdf"),
            ([0x89, 0x50, 0x4E, 0x47], "cut.png"), ("MZ\u0090\0"u8.ToArray(), "../../x"),
        })
        {
            await Sentence(HttpStatusCode.BadRequest, await Applicant.Upload(client, id, token, bytes, name));
            await Sentence(HttpStatusCode.BadRequest, await Multipart(page, bytes, name));
        }
        Assert.Equal(before, (await house.Scalar<long>("select count(*) from filing.draft_file"),
            await house.Scalar<long>("select count(*) from dossiers.dossier")));
    }

    [Theory]
    [InlineData("/thu-tuc/khong-co", 404)]
    [InlineData("/nop/khong-co", 404)]
    [InlineData("/khong-co", 404)]
    [InlineData("/thu-tuc?q=%00", 400)]
    [InlineData("/api/v1/dossiers/H12.1-1-1", 401)]
    [InlineData("/api/v1/drafts/00000000-0000-0000-0000-000000000001", 404)]
    public async Task A_refusal_carries_the_same_guards_as_a_page(string url, int status)
    {
        var answer = await house.Anonymous().GetAsync(url);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task A_file_of_100_MB_is_refused()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        using var request = new HttpRequestMessage(HttpMethod.Post,
            $"/api/v1/drafts/{id}/files?paper=giay-chung-sinh") { Content = new ByteArrayContent(new byte[100_000_000]) };
        request.Headers.Add("X-Draft-Token", token);
        request.Headers.Add("X-File-Name", "to.pdf");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.ExpectContinue = true;
        var answer = await client.SendAsync(request);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
        await Sentence(answer.StatusCode, answer);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
    }

    [Fact]
    public async Task A_name_that_climbs_folders_becomes_a_plain_name()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        foreach (var name in new[] { "../../x.png", @"..\..\windows\x.png", "/etc/passwd", "\0.png", new string('a', 3000) + ".png" })
        {
            var file = await Applicant.Upload(client, id, token, Applicant.Png(), name).Ok();
            Assert.DoesNotContain(file.GetProperty("fileName").GetString()!, sign => sign is '/' or '\\' || char.IsControl(sign));
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "/a")]
    [InlineData("""{"applicant":{"name":"Năm","name":"Sáu"}}""", "/applicant/name")]
    [InlineData("""{"members":[{"name":"Năm"},{"name":"Sáu","name":"Bảy"}]}""", "/members/1/name")]
    [InlineData("[]", "/")]
    [InlineData("null", null)]
    public async Task A_name_that_stands_twice_is_refused_before_anything_is_stored(string body, string? field)
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        var before = await house.Scalar<string>("select answers::text from filing.draft where id = $1", id);
        var answer = await Applicant.Send(client, HttpMethod.Put, $"/api/v1/drafts/{id}/answers",
            new StringContent(body, Encoding.UTF8, "application/json"), token);
        await Sentence(HttpStatusCode.BadRequest, answer);
        if (field is not null) Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await house.Scalar<string>("select answers::text from filing.draft where id = $1", id));
    }

    [Theory]
    [InlineData("/applicant/name", "long")]
    [InlineData("/child/name", "long")]
    [InlineData("/applicant/address/detail", "long")]
    [InlineData("/applicant/personalId", "09615999900X")]
    [InlineData("/applicant/personalId", "0961599990")]
    [InlineData("/child/born", "2025-02-30")]
    [InlineData("/child/born", "30/02/2025")]
    [InlineData("/applicant/phone", "12")]
    [InlineData("/applicant/relation", "khong-co")]
    public async Task An_impossible_value_is_named_and_nothing_is_filed(string field, string value)
    {
        var client = house.Anonymous();
        var answers = Applicant.Answers();
        JsonNode node = answers;
        var path = field.Trim('/').Split('/');
        foreach (var step in path[..^1]) node = node[step]!;
        node[path[^1]] = value == "long" ? new string('ă', 10_000) : value;
        var (id, token) = await Applicant.Draft(client, answers);
        var answer = await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token);
        var text = await Sentence(HttpStatusCode.BadRequest, answer);
        Assert.Contains(JsonNode.Parse(text)!["errors"]!.AsArray(), problem => problem!["field"]!.ToString().StartsWith(field, StringComparison.Ordinal));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id));
    }

    [Fact]
    public async Task A_form_post_for_no_procedure_or_a_withdrawn_one_is_refused()
    {
        var client = house.Anonymous();
        var fields = await Fields(client, "/nop/ks01/tre");
        foreach (var page in new[] { "/nop/khong-co/nguoi-nop", "/nop/khong-co/kiem-tra", "/nop/9.999999/giay-to", "/nop/khong-co/noi-nop" })
            await Sentence(HttpStatusCode.NotFound, await client.PostAsync(page, new FormUrlEncodedContent(fields)));
        await house.Execute("update catalogue.procedure set withdrawn = true, withdrawn_reason = 'đã có thủ tục khác' where alias = 'XD01'");
        try
        {
            foreach (var page in new[] { "/nop/xd01/nguoi-nop", "/nop/xd01/kiem-tra", "/nop/xd01/noi-nop" })
                await Sentence(HttpStatusCode.Gone, await client.PostAsync(page, new FormUrlEncodedContent(fields)));
        }
        finally { await house.Execute("update catalogue.procedure set withdrawn = false, withdrawn_reason = null where alias = 'XD01'"); }
    }

    [Fact]
    public async Task A_form_without_its_token_or_with_that_of_another_does_nothing()
    {
        var (owner, stranger) = (house.Anonymous(), house.Anonymous());
        var fields = await Fields(owner, "/nop/ks01/tre");
        await Sentence(HttpStatusCode.BadRequest, await owner.PostAsync("/nop/ks01/tre", new FormUrlEncodedContent(fields.Where(f => f.Key[0] != '_'))));
        await Sentence(HttpStatusCode.BadRequest, await stranger.PostAsync("/nop/ks01/tre", new FormUrlEncodedContent(fields)));
    }

    [Fact]
    public async Task Guessed_codes_find_nothing_and_are_slowed_down()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var (client, answers) = (house.Anonymous(), new List<HttpStatusCode>());
        for (var i = 0; i < 40; i++)
        {
            var answer = await client.GetAsync(i % 2 == 0 ? $"/api/v1/tracking/H99.1-260428-{i:0000}" : $"/api/v1/tracking/{code}?last4={i:0000}");
            await Sentence(answer.StatusCode, answer);
            answers.Add(answer.StatusCode);
        }
        Assert.All(answers, status => Assert.Contains(status, new[] { HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests }));
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    internal static async Task<string> Sentence(HttpStatusCode status, HttpResponseMessage answer)
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        var asked = $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.PathAndQuery}";
        Assert.True(answer.StatusCode == status, $"{asked} → {(int)answer.StatusCode} {text[..Math.Min(300, text.Length)]}");
        Assert.True((int)status is >= 400 and < 500, $"{asked} → {(int)status}");
        Assert.True(text.Any(sign => sign > 0x7F && char.IsLetter(sign)), $"{asked}: no Vietnamese sentence in {text[..Math.Min(200, text.Length)]}");
        return text;
    }

    private static async Task<Dictionary<string, string>> Fields(HttpClient client, string page)
    {
        var document = await House.Read(await client.GetAsync(page));
        return document.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").Where(i => i.Name is { Length: > 0 }).GroupBy(i => i.Name!)
            .ToDictionary(g => g.Key, g => g.First().Value);
    }

    private static async Task<HttpResponseMessage> Multipart(HttpClient client, byte[] bytes, string name)
    {
        using var content = new MultipartFormDataContent();
        foreach (var (key, value) in await Fields(client, "/nop/ks01/giay-to")) content.Add(new StringContent(value), key);
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Add(part, "tep.giay-chung-sinh", name);
        return await client.PostAsync("/nop/ks01/giay-to", content);
    }

    /// <summary>A small file whose header says side × side.</summary>
    private static byte[] Wide(int side)
    {
        var png = Applicant.Png(8);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), side);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), side);
        return png;
    }

    private static byte[] WithScript() => Encoding.ASCII.GetBytes("""
        %PDF-1.7
        1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\(1\))>>>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>> endobj
        trailer <</Root 1 0 R/Size 4>>
        startxref
        0
        %%EOF
        """);
}
