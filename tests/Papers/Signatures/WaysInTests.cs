using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Papers.Contracts;
using MotCua.Proof.Rows;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Consult;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>A signed file is judged wherever it comes in; who reads it sees the verdict; nothing altered is kept or lent as valid.</summary>
[Trait("Pace", "slow")]
public sealed class WaysInTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private async Task<(byte[] Good, byte[] Altered)> Signed()
    {
        var good = (await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), house.Peers.Request())).Bytes;
        var altered = good.ToArray();
        // One letter of the reason, which is signed and which no reader needs.
        altered[altered.AsSpan().LastIndexOf("/Reason <"u8) + 13] ^= 1;
        return (good, altered);
    }

    [Fact]
    public async Task An_attachment_carries_its_verdict_to_filer_official_and_owner_and_only_the_right_one_reaches_the_vault()
    {
        var (good, altered) = await Signed();
        var applicant = house.Anonymous();
        var (draft, token) = await Applicant.Draft(applicant, paper: false);
        var first = await Applicant.Upload(applicant, draft, token, altered, "sua.pdf").Ok();
        Assert.Equal("altered", first.GetProperty("signature").GetProperty("kind").GetString());
        Assert.Equal("valid", (await Applicant.Upload(applicant, draft, token, good,
            "dung.pdf").Ok()).GetProperty("signature").GetProperty("kind").GetString());
        var plain = await Applicant.Upload(applicant, draft, token, PaperSamples.Receipt(5).ToPdf(), "thuong.pdf").Ok();
        Assert.False(plain.TryGetProperty("signature", out var none) && none.ValueKind != System.Text.Json.JsonValueKind.Null);
        var code = (await Applicant.Send(applicant, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;

        var desk = await house.SignedIn("diem");
        var seen = (await House.Read(await desk.GetAsync($"/noi-bo/tiep-nhan/{code}"))).QuerySelector("#f-giay-chung-sinh")!.TextContent;
        Assert.Contains("Chữ ký số không đúng", seen);
        Assert.Contains("Chữ ký số hợp lệ", seen);
        Assert.Equal(2, (await Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/dossiers/{code}").Ok()).GetProperty("signatures").GetArrayLength());
        await Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        Assert.Contains("Chữ ký số không đúng", (await House.Read(await desk.GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector("main")!.TextContent);
        const string Kept = "from vault.item i join dossiers.attachment a on a.sha256 = i.sha256 where a.file_name = $1";
        Assert.Equal(0L, await house.Scalar<long>($"select count(*) {Kept}", "sua.pdf"));
        Assert.Equal("valid", await house.Scalar<string>($"select i.signature {Kept}", "dung.pdf"));
        Assert.Contains("Chữ ký số: Văn bản còn nguyên vẹn",
            (await House.Read(await (await house.SignedIn("benam")).GetAsync("/kho-giay-to"))).QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task A_supplement_carries_its_verdict_to_the_desk_and_what_is_altered_stays_out_of_the_vault()
    {
        var (good, altered) = await Signed();
        var applicant = house.Anonymous();
        var code = (await Applicant.Submitted(applicant)).GetProperty("code").GetString()!;
        var desk = await house.SignedIn("diem");
        await Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
        {
            items = new object[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh chưa đọc được",
            right = await Applicant.Papers(house, code),
        }).Ok();
        var answer = new MultipartFormDataContent();
        foreach (var (bytes, name) in new[] { (altered, "bo-sung-sua.pdf"), (good, "bo-sung-dung.pdf") })
            answer.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "giay-chung-sinh", name);
        await Applicant.Send(applicant, HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4=9001", answer).Ok();
        var seen = (await House.Read(await desk.GetAsync($"/noi-bo/tiep-nhan/{code}"))).QuerySelector("#f-giay-chung-sinh")!.TextContent;
        Assert.Contains("Chữ ký số không đúng", seen);
        Assert.Contains("Chữ ký số hợp lệ", seen);
        await Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        const string Kept = "select count(*) from vault.item i join dossiers.attachment a on a.sha256 = i.sha256 where a.file_name = $1";
        Assert.Equal(0L, await house.Scalar<long>(Kept, "bo-sung-sua.pdf"));
        Assert.Equal(1L, await house.Scalar<long>(Kept, "bo-sung-dung.pdf"));
    }

    [Fact]
    public async Task A_scan_of_an_altered_file_says_so_and_stays_out_of_the_vault()
    {
        var (_, altered) = await Signed();
        var (code, desk) = (await Received.New(house), await house.SignedIn("diem"));
        Assert.Contains("Chữ ký số không đúng", await Scan(desk, code, altered));
        Assert.Equal("altered", await house.Scalar<string>($"select a.signature {Scanned}", code));
        Assert.Equal(0L, await house.Scalar<long>(Kept, code));
    }

    /// <summary>Who comes to the counter brings the file along: the one way in of a dossier that was never a draft.</summary>
    [Fact]
    public async Task A_signed_file_brought_to_the_counter_carries_its_verdict_to_whoever_works_on_the_dossier_and_to_the_owner()
    {
        var (good, altered) = await Signed();
        var desk = await house.SignedIn("diem");
        var right = await WalkInTests.Received(desk);
        Assert.Contains("Chữ ký số hợp lệ", await Scan(desk, right, good));
        Assert.Equal("valid", await house.Scalar<string>($"select a.signature {Scanned}", right));
        Assert.Equal("valid", await house.Scalar<string>("select signature from vault.item where source_dossier_code = $1", right));
        var wrong = await WalkInTests.Received(desk);
        Assert.Contains("Chữ ký số không đúng", await Scan(desk, wrong, altered));
        Assert.Equal(0L, await house.Scalar<long>(Kept, wrong));
        var khoi = await house.SignedIn("khoi");
        foreach (var (code, words) in new[] { (right, "Chữ ký số hợp lệ"), (wrong, "Chữ ký số không đúng") })
            Assert.Contains(words, (await House.Read(await khoi.GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector("main")!.TextContent);
        // Whichever way they came, the log knows the files.
        Assert.Empty((await house.Services.GetRequiredService<CheckRows>().All(files: false)).Findings);
    }

    [Fact]
    public async Task An_agency_that_is_asked_reads_the_verdict_beside_each_file_it_is_shown()
    {
        var (good, altered) = await Signed();
        var applicant = house.Anonymous();
        var (draft, token) = await Applicant.Draft(applicant, paper: false);
        await Applicant.Upload(applicant, draft, token, altered, "sua.pdf").Ok();
        await Applicant.Upload(applicant, draft, token, good, "dung.pdf").Ok();
        await Applicant.Upload(applicant, draft, token, PaperSamples.Receipt(5).ToPdf(), "thuong.pdf").Ok();
        var code = (await Applicant.Send(applicant, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        var asked = (await Consulted.Ask(house, code, Consulted.Body(papers: ["giay-chung-sinh"]))).Single();
        var page = await House.Read(await (await house.SignedIn("luan")).GetAsync($"/noi-bo/phoi-hop/{asked}"));
        string Beside(string file) => page.QuerySelectorAll(".checklist__body div").Single(row => row.QuerySelector("a")?.TextContent == file).TextContent;
        Assert.Contains("Chữ ký số không đúng", Beside("sua.pdf"));
        Assert.Contains("Chữ ký số hợp lệ", Beside("dung.pdf"));
        Assert.DoesNotContain("Chữ ký số", Beside("thuong.pdf"));
    }

    private const string Scanned = "from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1 and a.origin = 'scan'";

    /// <summary>Whether what was scanned for the dossier went into the vault.</summary>
    private const string Kept = $"select count(*) from vault.item where source_dossier_code = $1 and paper_code in (select a.paper_code {Scanned})";

    /// <summary>Through the scanning station, every page to the one required paper.</summary>
    /// <returns>What the station says of it.</returns>
    private async Task<string> Scan(HttpClient desk, string code, byte[] file)
    {
        var station = $"/noi-bo/so-hoa/{code}";
        var page = await House.Read(await desk.GetAsync(station));
        using var content = new MultipartFormDataContent();
        content.Add(new StringContent(page.QuerySelector<IHtmlInputElement>("#tai-len input[name=__RequestVerificationToken]")!.Value),
            "__RequestVerificationToken");
        content.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "files", "lo.pdf");
        Assert.Equal(HttpStatusCode.Redirect, (await desk.PostAsync($"{station}?handler=Upload", content)).StatusCode);
        await house.Drain();
        page = await House.Read(await desk.GetAsync(station));
        var lists = page.QuerySelectorAll<IHtmlSelectElement>("[data-pages] select").ToList();
        await House.Post(desk, station, lists.ToDictionary(list => list.Name!, _ => "giay-chung-sinh"), "#xep-trang");
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(desk, station, new() { ["checked.giay-chung-sinh"] = "true" }, "form.scan-paper")).StatusCode);
        return page.QuerySelector("main")!.TextContent;
    }

    [Fact]
    public async Task The_vault_lends_nothing_whose_signature_no_longer_holds()
    {
        var (_, altered) = await Signed();
        var owner = await house.SignedIn("benam");
        var (draft, token) = await Applicant.Draft(owner, paper: false);
        var sha256 = (await Applicant.Upload(owner, draft, token, altered, "cu.pdf").Ok()).GetProperty("sha256").GetString()!;
        // As a version before this one kept it.
        var item = Guid.NewGuid();
        await house.Execute("""
            insert into vault.item (id, owner_kind, owner_number, paper_type, title, origin, paper_id, sha256, media_type, deposited_at, subject_name,
                subject_born)
            values ($1, 'person', '096159999001', 'GCS', 'Giấy chứng sinh cũ', 'accepted', $2, $3, 'application/pdf', now() + interval '1 year',
                'Nguyễn Gia Hân', '2026-04-20')
            """, item, Guid.NewGuid(), sha256);
        await Applicant.Refused(HttpStatusCode.Conflict, "không dùng lại được", Applicant.Send(owner, HttpMethod.Post,
            $"/api/v1/drafts/{draft}/vault/giay-chung-sinh", new { itemId = item }, token));
        var desk = await house.SignedIn("diem");
        var fields = WalkInTests.Birth();
        (fields["state.giay-chung-sinh"], fields["key"], fields["present"]) = ("vault", Guid.NewGuid().ToString(), "yes");
        var counter = await House.Post(desk, "/noi-bo/tiep-nhan/truc-tiep/ks01", fields);
        Assert.Contains("không dùng lại được", (await House.Read(counter)).QuerySelector(".error-summary")!.TextContent);
        Assert.Equal(HttpStatusCode.BadRequest, counter.StatusCode);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", Guid.Parse(fields["key"])));
        await house.Execute("delete from vault.item where id = $1", item);
    }

    [Fact]
    public async Task What_a_changed_file_says_of_itself_is_told_as_its_word_and_a_stamp_of_an_unknown_authority_as_no_proof_of_the_time()
    {
        var (_, altered) = await Signed();
        var main = await Verified(altered);
        Assert.Equal("Không hợp lệ", main.QuerySelector("#ket-luan")!.TextContent);
        Assert.All(main.QuerySelectorAll(".verdict dt"), name => Assert.Contains("theo tệp ghi", name.TextContent));
        await using var stranger = new PeersFixture();
        await stranger.InitializeAsync();
        main = await Verified((await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), house.Peers.Request() with { Timestamp = stranger.Timestamp })).Bytes);
        Assert.Equal("Chưa xác nhận được lúc ký", main.QuerySelector("#ket-luan")!.TextContent);
        Assert.Contains("(theo máy người ký)", main.TextContent);
        Assert.DoesNotContain("theo tệp ghi", main.TextContent);
    }

    private async Task<IElement> Verified(byte[] file)
    {
        var anyone = house.Anonymous();
        using var content = new MultipartFormDataContent();
        content.Add(new StringContent((await House.Read(await anyone.GetAsync("/kiem-tra")))
            .QuerySelector<IHtmlInputElement>("main form input[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken");
        content.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "file", "a.pdf");
        return (await House.Read(await anyone.PostAsync("/kiem-tra", content))).QuerySelector("main")!;
    }

    [Fact]
    public async Task A_file_that_came_while_no_authority_answered_is_not_called_valid()
    {
        var (good, _) = await Signed();
        await house.Dial("ocsp", "fail");
        await house.Dial("crl", "fail");
        var applicant = house.Anonymous();
        var (draft, token) = await Applicant.Draft(applicant, paper: false);
        Assert.Equal("statusUnknown", (await Applicant.Upload(applicant, draft, token, good,
            "a.pdf").Ok()).GetProperty("signature").GetProperty("kind").GetString());
        await house.Dial("ocsp", "ok");
        await house.Dial("crl", "ok");
    }
}
