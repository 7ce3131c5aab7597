using System.Net;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Lifecycle;

/// <summary>Who may do what, beyond the matrix of addresses.</summary>
[Trait("Pace", "slow")]
public sealed class PolicyOfActsTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_words_of_an_official_wait_for_the_second_factor()
    {
        var code = await Received.New(house);
        var token = await house.Scalar<string>("select tracking_token from dossiers.dossier where code = $1", code);
        await Received.Act(await house.SignedIn("tam"), code, "stop", new { reason = "Bản án số 12, người nộp đã qua đời" }).Ok();
        var anyone = house.Anonymous();
        foreach (var url in new[] { $"/api/v1/tracking/{code}/clock", $"/tra-cuu/{token}/thoi-han", $"/api/v1/tracking/{code}" })
        {
            var text = WebUtility.HtmlDecode(await anyone.GetStringAsync(url));
            Assert.DoesNotContain("qua đời", text, StringComparison.Ordinal);
            Assert.Contains(url.Contains("clock", StringComparison.Ordinal) || url.Contains("thoi-han", StringComparison.Ordinal)
                ? "Dừng tính" : "Dừng giải quyết", text, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("nhập 4 số cuối", WebUtility.HtmlDecode(await anyone.GetStringAsync($"/tra-cuu/{token}/thoi-han")), StringComparison.Ordinal);
        Assert.Contains("qua đời", await anyone.GetStringAsync($"/api/v1/tracking/{code}/clock?last4=9001"), StringComparison.Ordinal);
        await Applicant.Refused(HttpStatusCode.NotFound, "chưa khớp", Applicant.Send(anyone, HttpMethod.Get, $"/api/v1/tracking/{code}/clock?last4=0000"));
        await House.Post(anyone, $"/tra-cuu/{token}", new() { ["last4"] = "9001" });
        Assert.Contains("qua đời", WebUtility.HtmlDecode(await anyone.GetStringAsync($"/tra-cuu/{token}/thoi-han")), StringComparison.Ordinal);
        // The owner who is signed in needs no digits.
        Assert.Contains("qua đời", WebUtility.HtmlDecode(await (await house.SignedIn("benam")).GetStringAsync($"/tra-cuu/{token}/thoi-han")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_was_given_to_somebody_goes_with_their_position()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "draft").Ok();
        await Received.Act(leader, code, "assign", new { to = await house.Scalar<Guid>("select id from people.account where username = 'khoi'") }).Ok();
        // Another post in the same agency remains, the specialist's has ended.
        await house.Execute("update organisation.position set valid_to = '2026-04-27' where account_id = (select id from people.account where username = "
            + "'khoi') and role = 'specialist'");
        await house.Execute("""
            insert into organisation.position (id, account_id, agency_code, role, valid_from)
            select gen_random_uuid(), id, 'UBND-32248', 'registrar', '2025-07-01' from people.account where username = 'khoi'
            """);
        try
        {
            await Applicant.Refused(HttpStatusCode.Forbidden, "chưa được giao",
                Received.Act(await house.SignedIn("khoi"), code, "pass-on", new { opinion = "Vẫn làm" }));
        }
        finally
        {
            await house.Execute("delete from organisation.position where role = 'registrar' and account_id = (select id from people.account where username = "
                + "'khoi')");
            await house.Execute("update organisation.position set valid_to = null where role = 'specialist' and account_id = (select id from people.account "
                + "where username = 'khoi')");
        }
        await Received.Act(await house.SignedIn("khoi"), code, "pass-on", new { opinion = "Đã thẩm định" }).Ok();
    }

    [Fact]
    public async Task Before_reception_too_another_request_is_the_heads()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var (desk, leader) = (await house.SignedIn("diem"), await house.SignedIn("tam"));
        object Ask() => new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh mờ", right = Array.Empty<string>()
        };
        var papers = await Applicant.Papers(house, code);
        object Whole() => new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh vẫn mờ, không đọc được số",
            right = papers
        };
        await Received.Act(desk, code, "supplement", Whole()).Ok();
        await house.Execute("update dossiers.dossier set status = 'submitted' where code = $1", code);
        await Applicant.Refused(HttpStatusCode.Forbidden, "Lần tiếp theo phải trình lãnh đạo duyệt", Received.Act(desk, code, "supplement", Ask()));
        await Received.Act(leader, code, "supplement", Whole()).Ok();
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id where "
            + "d.code = $1", code));
    }

    [Fact]
    public async Task What_others_wait_for_is_listed_to_who_works_on_it_alone()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "hold", new { cause = "payment", reason = "Thông báo số 12" }).Ok();
        Assert.Contains(code, await (await house.SignedIn("tam")).GetStringAsync("/noi-bo/viec?nhom=cho"), StringComparison.Ordinal);
        await house.Execute("""
            insert into organisation.position (id, account_id, agency_code, role, valid_from)
            select gen_random_uuid(), id, 'UBND-32248', 'administrator', '2025-07-01' from people.account where username = 'bao'
            """);
        Assert.DoesNotContain(code, await (await house.SignedIn("bao")).GetStringAsync("/noi-bo/viec?nhom=cho"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_released_by_whatever_step_stands_before_its_return()
    {
        house.Clock.Set(House.Morning);
        await house.Execute("""
            with source as (select v.*, gen_random_uuid() as next from catalogue.procedure p join catalogue.procedure_version v on v.id = p.version_id
                where p.alias = 'KS01'),
            made as (
                insert into catalogue.procedure_version (id, code, number, valid_from, published_at, checksum, content)
                select next, code, number + 1, valid_from, published_at, checksum, content || jsonb_build_object('versionId', next, 'process', '[
                    {"key":"s1","name":"Tiếp nhận hồ sơ","role":"receivingOfficer","kind":"receive","hours":2},
                    {"key":"s2","name":"Chuyển trả kết quả cho Một cửa","role":"specialist","kind":"consult","hours":4},
                    {"key":"s3","name":"Trả kết quả","role":"receivingOfficer","kind":"return","hours":2}]'::jsonb) from source returning id, code)
            update catalogue.procedure p set version_id = made.id from made where p.code = made.code
            """);
        try
        {
            var code = await Received.New(house);
            var khoi = await house.SignedIn("khoi");
            await Received.Act(khoi, code, "draft").Ok();
            await house.Execute("update papers.result set state = 'signed', number = '118/TLKS', signed_at = drafted_at, signed_sha256 = draft_sha256 where "
                + "dossier_code = $1", code);
            var done = await Received.Act(khoi, code, "pass-on", new { opinion = (string?)null }).Ok();
            Assert.Equal("done", done.GetProperty("status").GetString());
            Assert.Equal("released", await house.Scalar<string>("select state from papers.result where dossier_code = $1", code));
            Assert.Equal("stop", await house.Scalar<string>("select kind from dossiers.clock_entry c join dossiers.dossier d on d.id = c.dossier_id where "
                + "d.code = $1 order by seq desc limit 1", code));
            Assert.Equal("returned", (await Received.Act(await house.SignedIn("diem"), code, "return",
                new { method = "counter", receiver = "Nguyễn Thị Bé Năm" }).Ok()).GetProperty("status").GetString());
        }
        finally
        {
            await house.Execute("update catalogue.procedure p set version_id = (select id from catalogue.procedure_version v where v.code = p.code order by "
                + "number limit 1) where p.alias = 'KS01'");
        }
    }

    [Fact]
    public async Task Who_has_no_account_withdraws_at_the_counter()
    {
        var code = await Received.New(house);
        var desk = await house.SignedIn("diem");
        await Applicant.Refused(HttpStatusCode.BadRequest, "Ghi đơn", Received.Act(desk, code, "withdraw", new { reason = " " }));
        await Applicant.Refused(HttpStatusCode.Forbidden, "Chỉ người nộp",
            Received.Act(await house.SignedIn("khoi"), code, "withdraw", new { reason = "Đơn ngày 28/04" }));
        var answer = await House.Post(desk, $"/noi-bo/ho-so/{code}", new() { ["reason"] = "Đơn xin rút ngày 28/04/2026" }, "#withdraw form");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("withdrawn", await Received.Status(house, code));
    }

    [Fact]
    public async Task A_fee_counts_as_taken_only_when_it_was()
    {
        var code = await Received.New(house);
        var desk = await house.SignedIn("diem");
        await house.Execute("update dossiers.dossier set fee_vnd = 100000 where code = $1", code);
        Assert.Contains("100.000 đ: chưa ghi nhận đã thu",
            WebUtility.HtmlDecode(await desk.GetStringAsync($"/noi-bo/tra-ket-qua/{code}")).Replace("\u00a0", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
        await house.Execute("update dossiers.dossier set fee_taken_vnd = 100000 where code = $1", code);
        Assert.Contains("Đã thu 100.000 đ lúc tiếp nhận",
            WebUtility.HtmlDecode(await desk.GetStringAsync($"/noi-bo/tra-ket-qua/{code}")).Replace("\u00a0", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uploaded_paper_that_was_accepted_lands_in_its_owners_vault_and_one_that_was_sent_back_does_not()
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var desk = await house.SignedIn("diem");
        await house.Execute("update dossiers.component set paper_type = 'GCS' where paper_key = 'giay-chung-sinh' and dossier_id = (select id from "
            + "dossiers.dossier where code = $1)", code);
        await Received.Act(desk, code, "supplement", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh mờ",
            right = await Applicant.Papers(house, code)
        }).Ok();
        var content = new MultipartFormDataContent { { new ByteArrayContent(Applicant.Png(310)), "giay-chung-sinh", "ro-hon.png" } };
        await Applicant.Send(house.Anonymous(), HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4=9001", content).Ok();
        await Received.Act(desk, code, "receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        var kept = await house.Scalar<string[]>("select array_agg(a.file_name) from vault.item v join dossiers.attachment a on a.paper_id = v.paper_id where "
            + "v.source_dossier_code = $1", code);
        Assert.Equal(["ro-hon.png"], kept);
        Assert.StartsWith("096159999001.GCS.", await house.Scalar<string>("select paper_code from dossiers.attachment where file_name = 'ro-hon.png'"),
            StringComparison.Ordinal);
    }
}
