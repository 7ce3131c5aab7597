using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Papers.Templates;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.Papers;
using MotCua.Tests.Papers.Templates;
using MotCua.Tests.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Slips;

/// <summary>An administrator changes a form: take it, edit it, send it, look at it, put it in force.</summary>
[Trait("Pace", "slow")]
public sealed class TemplatesPageTests(House house) : IClassFixture<House>, IDisposable
{
    private const string Page = "/quan-tri/mau-giay-to";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private Task<Guid> InForce(string kind) => house.Scalar<Guid>("select id from papers.paper_template where form_set = '03/2025/TT-VPCP' and kind = $1 and "
        + "state = 'published' order by version desc limit 1", kind);

    private static async Task<HttpResponseMessage> Upload(HttpClient client, Guid id, byte[] bytes)
    {
        var page = await House.Read(await client.GetAsync($"{Page}?mau={id}"));
        var form = (IHtmlFormElement)page.QuerySelector("form[enctype]")!;
        using var content = new MultipartFormDataContent { { new StringContent(page.QuerySelector<IHtmlInputElement>(
            "form[enctype] input[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken" } };
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Add(file, "file", "mau.docx");
        return await client.PostAsync(form.GetAttribute("action"), content);
    }

    private string Text(byte[] pdf) => string.Join(' ',
        Tool.Run("pdftotext", "-layout", scratch.Put("p.pdf", pdf), "-").Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task A_form_is_edited_looked_at_and_put_in_force_from_a_day_on()
    {
        var admin = await house.SignedIn("ha");
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        var id = await InForce("receipt");
        var docx = await admin.GetByteArrayAsync($"{Page}?handler=File&mau={id}");
        var edited = Docx.Edited(docx, text => text.Replace("Số lượng hồ sơ: ", "Số bộ hồ sơ đã nhận: ", StringComparison.Ordinal));

        var answer = await Upload(admin, id, edited);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var draft = Guid.Parse(answer.Headers.Location!.OriginalString.Split("mau=")[1].Split('&')[0]);
        Assert.Equal(2, await house.Scalar<int>("select version from papers.paper_template where id = $1", draft));
        // A draft changes nothing at the desk.
        Assert.Contains("Số lượng hồ sơ: 01 bộ", Text(await desk.GetByteArrayAsync($"/noi-bo/ho-so/{code}/phieu/tiep-nhan")), StringComparison.Ordinal);

        var sample = Text(await admin.GetByteArrayAsync($"{Page}?handler=Preview&mau={draft}"));
        Assert.Contains("Số bộ hồ sơ đã nhận: 01 bộ", sample, StringComparison.Ordinal);
        Assert.Contains("dữ liệu mẫu", sample, StringComparison.Ordinal);
        var shaped = Text(await admin.GetByteArrayAsync($"{Page}?handler=Preview&mau={draft}&ma={code}"));
        foreach (var words in new[] { "Số bộ hồ sơ đã nhận: 01 bộ", code, "người trong giấy do hệ thống đặt ra" })
            Assert.Contains(words, shaped, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"{Page}?handler=Preview&mau={draft}&ma={code}9")).StatusCode);

        // Who has written it does not put it in force.
        var day = new Dictionary<string, string> { ["from.day"] = "28", ["from.month"] = "4", ["from.year"] = "2026" };
        Assert.Equal(HttpStatusCode.Forbidden, (await House.Post(admin, $"{Page}?mau={draft}", day, "form[action*=Publish]")).StatusCode);
        answer = await House.Post(await house.SignedIn("nam"), $"{Page}?mau={draft}", day, "form[action*=Publish]");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("Số bộ hồ sơ đã nhận: 01 bộ", Text(await desk.GetByteArrayAsync($"/noi-bo/ho-so/{code}/phieu/tiep-nhan")), StringComparison.Ordinal);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'paper-template.published/1' and data ->> 'templateId' = "
            + "$1", draft.ToString()));
        var frozen = await Assert.ThrowsAsync<PostgresException>(() => house.Execute("update papers.paper_template set title = 'x' where id = $1", draft));
        Assert.Equal("23001", frozen.SqlState);
    }

    /// <summary>An administrator may not read personal data: the paper has the shape of the dossier and nobody of it.</summary>
    [Theory]
    [InlineData("receipt", "Giấy chứng sinh|09:00,|28/04/2026|17:00,|29/04/2026|Trung tâm Phục vụ hành chính công xã Đất Mũi")]
    [InlineData("supplement", "Giấy chứng sinh")]
    [InlineData("refusal", "Đăng ký khai sinh")]
    [InlineData("apology", "17:00, 29/04/2026")]
    [InlineData("stop", "Nghị định 118/2025/NĐ-CP")]
    [InlineData("controlSheet", "Giấy chứng sinh|28/04/2026|Tiếp nhận")]
    [InlineData("returnSlip", "Đăng ký khai sinh")]
    public async Task A_form_is_looked_at_with_a_real_dossier_and_invented_people(string kind, string kept)
    {
        var desk = await house.SignedIn("diem");
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync(Page)).StatusCode);
        var code = await WalkInTests.Received(desk);
        await Applicant.Send(await house.SignedIn("khoi"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
        {
            items = new object[]
            {
                new { paperKey = "giay-chung-sinh", name = "x", note = "Lời dặn Quýt" }, new { name = "Họ tên Quýt", note = "Cách sửa Quýt" }
            }, reason = "Lý do Quýt", right = await Applicant.Papers(house, code),
        }).Ok();
        await house.Execute("""
            update dossiers.dossier set owner_name = 'Chủ Quýt', submitter_name = 'Nộp Quýt', phone = '0977000111', email = 'kin@that.vn',
                owner_number = '096288777666', submitter_number = '096288777666',
                support_point = 'kin', support_point_name = 'Điểm Quýt', returned_by = 'Trả Quýt', returned_to = 'Nhận Quýt', returned_paper = 'Giấy Quýt',
                    finished_at = received_at, returned_at = received_at, closing_reason = 'Đóng Quýt',
                answers = replace(replace(answers::text, 'Ấp Rạch Tàu', 'Ấp Quýt'), 'Nguyễn', 'Quýt')::jsonb,
                representative = jsonb_build_object('kind', 'authorised', 'name', 'Thay Quýt', 'phone', '0977000222', 'paper', 'Ủy quyền Quýt') where code = $1
            """, code);
        await house.Execute("update dossiers.hand_over set from_name = 'Giao Quýt', to_name = 'Cầm Quýt', note = 'Ghi Quýt' where dossier_id = (select id "
            + "from dossiers.dossier where code = $1)", code);
        await house.Execute("update dossiers.clock_entry set actor_name = 'Tiếp Quýt', reason = 'Chờ Quýt' where dossier_id = (select id from "
            + "dossiers.dossier where code = $1)", code);
        var before = await house.Scalar<long>("select count(*) from platform.event");

        var pdf = await (await house.SignedIn("ha")).GetByteArrayAsync($"{Page}?handler=Preview&mau={await InForce(kind)}&ma={code}");

        var text = Text(pdf);
        foreach (var words in kept.Split('|').Append(code).Append("người trong giấy do hệ thống đặt ra"))
            Assert.True(text.Contains(words, StringComparison.OrdinalIgnoreCase), $"{words} is not in: {text}");
        foreach (var words in new[]
        {
            "quýt", "kin@", "0977", "7666", "7 666", await house.Scalar<string>("select short_code from dossiers.dossier where code = $1", code)
        }) Assert.DoesNotContain(words, text, StringComparison.OrdinalIgnoreCase);
        Tool.Run("pdftoppm", "-r", "150", "-png", Path.Combine(scratch.Folder, "p.pdf"), Path.Combine(scratch.Folder, "p"));
        var token = await house.Scalar<string>("select tracking_token from dossiers.dossier where code = $1", code);
        Assert.All(Directory.GetFiles(scratch.Folder, "p*.png"),
            png => Assert.DoesNotContain(token, Tool.Run("zbarimg", "-q", "--raw", png).Output, StringComparison.Ordinal));
        Assert.Equal(before, await house.Scalar<long>("select count(*) from platform.event"));
    }

    [Fact]
    public async Task Where_LibreOffice_prints_it_shows_the_form_too_with_the_note_on_each_page()
    {
        var settings = house.Services.GetRequiredService<IConfiguration>();
        var before = settings["Papers:Office"];
        settings["Papers:Office"] = null;
        try
        {
            Text(await (await house.SignedIn("ha")).GetByteArrayAsync($"{Page}?handler=Preview&mau={await InForce("receipt")}"));
        }
        finally
        {
            settings["Papers:Office"] = before;
        }
        var path = Path.Combine(scratch.Folder, "p.pdf");
        Assert.Contains("<pdfaid:part>2", Tool.Run("pdfinfo", "-meta", path).Output, StringComparison.Ordinal);
        Assert.Contains("Pages:           2", Tool.Run("pdfinfo", path).Output, StringComparison.Ordinal);
        foreach (var page in new[] { "1", "2" }) Assert.Contains("không có giá trị", Tool.Run("pdftotext", "-layout", "-f", page, "-l", page, path, "-").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_publications_at_once_are_one_and_a_refusal_in_words()
    {
        var admin = await house.SignedIn("ha");
        var id = await InForce("stop");
        var answer = await Upload(admin, id, Docx.Edited(await admin.GetByteArrayAsync($"{Page}?handler=File&mau={id}"),
            text => text.Replace("Lý do: ", "Vì: ", StringComparison.Ordinal)));
        var draft = Guid.Parse(answer.Headers.Location!.OriginalString.Split("mau=")[1].Split('&')[0]);
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Opened(draft)));
        var answers = await Task.WhenAll(sent.Select(publish => publish()));
        Assert.Equal([HttpStatusCode.Redirect, .. Enumerable.Repeat(HttpStatusCode.Conflict, 3)], answers.Select(one => one.StatusCode).Order());
        Assert.Contains("đã ban hành rồi", await answers.First(one => one.StatusCode == HttpStatusCode.Conflict).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'paper-template.published/1' and data ->> 'templateId' = "
            + "$1", draft.ToString()));
    }

    [Fact]
    public async Task An_upload_beside_a_publication_waits_its_turn()
    {
        var admin = await house.SignedIn("ha");
        var id = await InForce("supplement");
        var docx = await admin.GetByteArrayAsync($"{Page}?handler=File&mau={id}");
        for (var round = 0; round < 4; round++)
        {
            var (first, second) = (Docx.Edited(docx, text => $"{text}<!-- {round} -->"), Docx.Edited(docx, text => $"{text}<!-- {round}b -->"));
            var publish = await Opened(Guid.Parse((await Upload(admin, id, first)).Headers.Location!.OriginalString.Split("mau=")[1].Split('&')[0]));
            var (publishing, uploading) = (publish(), Upload(admin, id, second));
            Assert.Equal(HttpStatusCode.Redirect, (await uploading).StatusCode);
            Assert.Contains((await publishing).StatusCode, new[] { HttpStatusCode.Redirect, HttpStatusCode.Conflict, HttpStatusCode.NotFound });
            Assert.Equal(1L, await house.Scalar<long>("select count(*) from papers.paper_template where kind = 'supplement' and state = 'draft'"));
        }
    }

    /// <summary>The page of a draft open before an administrator of its own, who needs only to press the button.</summary>
    private async Task<Func<Task<HttpResponseMessage>>> Opened(Guid draft)
    {
        var client = await house.SignedIn("nam");
        var form = (await House.Read(await client.GetAsync($"{Page}?mau={draft}"))).QuerySelector("form[action*=Publish]")!;
        var values = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").ToDictionary(input => input.Name!, input => input.Value);
        (values["from.day"], values["from.month"], values["from.year"]) = ("28", "4", "2026");
        return () => client.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(values));
    }

    [Fact]
    public async Task Bad_files_are_refused_beside_the_field_and_nothing_is_kept()
    {
        var admin = await house.SignedIn("ha");
        var id = await InForce("refusal");
        var docx = await admin.GetByteArrayAsync($"{Page}?handler=File&mau={id}");
        foreach (var (bytes, words) in new[]
        {
            (Docx.Edited(docx, text => text.Replace("{{refusal.reason}}", "{{refusal.because}}", StringComparison.Ordinal)), "{{refusal.because}}"),
            (Docx.Of(Docx.P("a"), ("word/vbaProject.bin", "x")), "macro"),
            ("không phải Word"u8.ToArray(), "không phải văn bản Word"),
            ([], "Chọn tệp mẫu Word"),
        })
        {
            var answer = await Upload(admin, id, bytes);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(words, (await House.Read(answer)).QuerySelector(".field__error")!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from papers.paper_template where kind = 'refusal' and state = 'draft'"));
    }

    [Fact]
    public async Task A_template_without_a_statutory_field_is_not_published()
    {
        var admin = await house.SignedIn("ha");
        var id = await InForce("apology");
        var docx = await admin.GetByteArrayAsync($"{Page}?handler=File&mau={id}");
        var answer = await Upload(admin, id, Docx.Edited(docx, text => text.Replace("{{apology.newDue}}", "ngày khác", StringComparison.Ordinal)));
        var page = await House.Read(await admin.GetAsync(Page + answer.Headers.Location!.OriginalString));
        Assert.Contains("{{apology.newDue}}", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form[action*=Publish]"));
    }

    [Fact]
    public async Task Loading_again_changes_nothing_and_the_office_s_own_form_stays_in_force()
    {
        var before = await house.Scalar<long>("select count(*) from papers.paper_template where origin = 'product'");
        Assert.Equal(17, before);
        await using var scope = house.Scope();
        var seed = scope.ServiceProvider.GetRequiredService<TemplateSeed>();
        await seed.Load(house.Services.GetRequiredService<StartOptions>().ReferenceData, _ => { });
        Assert.Equal(before, await house.Scalar<long>("select count(*) from papers.paper_template where origin = 'product'"));
    }
}
