using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Bad input through the citizen's own pages: a sentence beside the field and 4xx, nothing stored half.</summary>
public sealed class BadFormTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("applicant.name", "long")]
    [InlineData("applicant.personalId", "09615999900")]
    [InlineData("applicant.personalId", "0961599990O1")]
    [InlineData("applicant.born.year", "30000")]
    [InlineData("applicant.phone", "12")]
    [InlineData("applicant.relation", "khong-co")]
    public async Task An_impossible_answer_begins_no_draft(string field, string value)
    {
        var client = house.Anonymous();
        var before = await house.Scalar<long>("select count(*) from filing.draft");
        var fields = new Dictionary<string, string>
        {
            ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.personalId"] = "096159999001", ["applicant.born.year"] = "1959",
                ["applicant.born.yearOnly"] = "true",
            ["applicant.phone"] = "0900999001", ["applicant.relation"] = "grandparent",
        };
        fields[field] = value == "long" ? new string('ă', 10_000) : value;
        var text = await BadInputTests.Sentence(HttpStatusCode.BadRequest, await House.Post(client, "/nop/ks01/nguoi-nop", fields));
        Assert.Contains("Cần kiểm tra lại", text, StringComparison.Ordinal);
        Assert.Equal(before, await house.Scalar<long>("select count(*) from filing.draft"));
    }

    [Fact]
    public async Task Signs_that_nobody_sees_are_not_kept()
    {
        var client = house.Anonymous();
        var answer = await House.Post(client, "/nop/ks01/nguoi-nop", new()
        {
            ["applicant.name"] = "Nguyễn\u202E Thị\u200B Bé Năm", ["applicant.personalId"] = "096159999001", ["applicant.born.year"] = "1959",
                ["applicant.born.yearOnly"] = "true",
            ["applicant.phone"] = "0900999001", ["applicant.relation"] = "grandparent",
        });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("Nguyễn Thị Bé Năm",
            await house.Scalar<string>("select answers #>> '{applicant,name}' from filing.draft order by created_at desc limit 1"));
        await BadInputTests.Sentence(HttpStatusCode.BadRequest, await House.Post(client, "/nop/ks01/tre", new() { ["child.name"] = "Nguyễn\0Gia Hân" }));
        Assert.Null(await house.Scalar<string?>("select answers #>> '{child,name}' from filing.draft order by created_at desc limit 1"));
    }

    [Fact]
    public async Task The_30th_of_February_is_named_and_stays_typed()
    {
        var client = house.Anonymous();
        var answer = await House.Post(client, "/nop/ks01/tre", new()
        {
            ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "30", ["child.born.month"] = "2", ["child.born.year"] = "2026", ["child.sex"] = "female",
            ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam",
        });
        var text = await BadInputTests.Sentence(HttpStatusCode.BadRequest, answer);
        Assert.Contains("Tháng 2 năm 2026 chỉ có 28 ngày", text, StringComparison.Ordinal);
        Assert.Contains("value=\"30\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_100_MB_is_refused_by_the_pages_and_what_is_larger_too()
    {
        var client = house.Anonymous();
        var before = await house.Scalar<long>("select count(*) from filing.draft_file");
        foreach (var (page, field, bytes) in new[]
        {
            ("/nop/ks01/giay-to", "tep.giay-chung-sinh", 100_000_000), ("/nop/ks01/giay-to", "tep.giay-chung-sinh", 130_000_000),
            ("/kiem-tra", "file", 100_000_000)
        })
        {
            var answer = await Upload(client, page, field, new byte[bytes], "to.pdf");
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
            Assert.Contains("20 MB", await BadInputTests.Sentence(answer.StatusCode, answer), StringComparison.Ordinal);
        }
        Assert.Equal(before, await house.Scalar<long>("select count(*) from filing.draft_file"));
    }

    [Theory]
    [InlineData("../../x.png")]
    [InlineData(@"..\..\windows\x.png")]
    [InlineData("/etc/passwd.png")]
    [InlineData("a\u202Egnp.exe.png")]
    public async Task A_name_that_climbs_folders_becomes_a_plain_name(string name)
    {
        var client = house.Anonymous();
        var answer = await Upload(client, "/nop/ks01/giay-to", "tep.giay-chung-sinh", Applicant.Png(), name, "them:giay-chung-sinh");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var kept = await house.Scalar<string>("select file_name from filing.draft_file order by uploaded_at desc limit 1");
        Assert.DoesNotContain(kept, sign => sign is '/' or '\\' or '\u202E' || char.IsControl(sign));
        await house.Execute("delete from filing.draft_file");
    }

    [Fact]
    public async Task The_draft_of_another_person_takes_nothing()
    {
        var (owner, stranger) = (house.Anonymous(), house.Anonymous());
        var (id, _) = await Applicant.Draft(owner);
        var before = await house.Scalar<string>("select answers::text || saved_at from filing.draft where id = $1", id);
        foreach (var page in new[] { "nguoi-nop", "tre", "noi-nop" })
            await BadInputTests.Sentence(HttpStatusCode.NotFound,
            await House.Post(stranger, $"/nop/ks01/{page}", new() { ["nhap"] = id.ToString(), ["applicant.name"] = "Kẻ Lạ" }));
        var fields = await Fields(stranger, "/nop/ks01/tre");
        fields["nhap"] = id.ToString();
        fields["cam-doan"] = "true";
        await BadInputTests.Sentence(HttpStatusCode.NotFound, await stranger.PostAsync("/nop/ks01/kiem-tra", new FormUrlEncodedContent(fields)));
        await BadInputTests.Sentence(HttpStatusCode.NotFound,
            await Upload(stranger, "/nop/ks01/giay-to", "tep.giay-chung-sinh", Applicant.Png(), "x.png", nhap: id));
        Assert.Equal(before, await house.Scalar<string>("select answers::text || saved_at from filing.draft where id = $1", id));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id));
    }

    [Fact]
    public async Task A_draft_whose_procedure_was_withdrawn_meanwhile_is_kept_and_not_filed()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client);
        var form = await Fields(client, "/nop/ks01/tre");
        await house.Execute("update catalogue.procedure set withdrawn = true, withdrawn_reason = 'đã có thủ tục khác' where alias = 'KS01'");
        try
        {
            await BadInputTests.Sentence(HttpStatusCode.Gone, await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token));
            form["nhap"] = id.ToString();
            form["cam-doan"] = "true";
            await BadInputTests.Sentence(HttpStatusCode.Gone, await client.PostAsync("/nop/ks01/kiem-tra", new FormUrlEncodedContent(form)));
        }
        finally { await house.Execute("update catalogue.procedure set withdrawn = false, withdrawn_reason = null where alias = 'KS01'"); }
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from filing.draft where id = $1 and answers <> '{}'", id));
        await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
    }

    private static async Task<Dictionary<string, string>> Fields(HttpClient client, string page)
    {
        var document = await House.Read(await client.GetAsync(page));
        return document.QuerySelectorAll<IHtmlInputElement>("main form[method=post] input[type=hidden]").Where(i => i.Name is { Length: > 0 })
            .GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.First().Value);
    }

    private static async Task<HttpResponseMessage> Upload(HttpClient client, string page, string field, byte[] bytes, string name, string? act = null,
        Guid? nhap = null)
    {
        var fields = await Fields(client, page);
        if (nhap is { } draft) fields["nhap"] = draft.ToString();
        if (act is not null) fields["viec"] = act;
        using var content = new MultipartFormDataContent();
        foreach (var (key, value) in fields) content.Add(new StringContent(value), key);
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        content.Add(part);
        using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = content };
        request.Headers.ExpectContinue = true;
        return await client.SendAsync(request);
    }
}
