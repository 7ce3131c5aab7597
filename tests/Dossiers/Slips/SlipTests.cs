using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.Papers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Slips;

/// <summary>Papers of a real dossier through the real addresses.</summary>
public sealed class SlipTests(House house) : IClassFixture<House>, IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private async Task<string> Text(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{url} → {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        var path = scratch.Put("paper.pdf", await answer.Content.ReadAsByteArrayAsync());
        if (Environment.GetEnvironmentVariable("MOTCUA_GALLERY") is { Length: > 0 } gallery)
            File.Copy(path, Path.Combine(gallery, string.Concat("ho-so-",
                url.Split('/')[^1].Split('?')[0].Replace("so-theo-doi", url.Contains("HandOver") ? "ban-giao" : "so-theo-doi"), "-",
                url.Contains("a5") ? "a5" : "a4", ".pdf")), true);
        return string.Join(' ', Tool.Run("pdftotext", "-layout", path, "-").Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_receipt_says_what_was_taken_in_and_when_it_is_due()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        var text = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tiep-nhan");
        foreach (var words in new[]
        {
            "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP", code, "Nguyễn Thị Bé Năm", "Ấp Rạch Tàu, Xã Đất Mũi", "0900 999 001", "Giấy chứng sinh", "01 bộ",
            "09:00, 28/04/2026", "Đất Mũi, ngày 28 tháng 4 năm 2026", "Lê Thị Diễm"
        })
            Assert.Contains(words, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("096159999001", text, StringComparison.Ordinal);
        var twice = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tiep-nhan?kho=a5");
        Assert.Contains("Liên 1: giao người nộp hồ sơ", twice, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync($"/noi-bo/ho-so/{code}/phieu/tiep-nhan?kho=a7")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.GetAsync($"/noi-bo/ho-so/{code}/phieu/tra-ket-qua")).StatusCode);
    }

    [Fact]
    public async Task A_receipt_printed_again_says_what_was_promised_not_what_is_due_now()
    {
        var (desk, leader) = (await house.SignedIn("diem"), await house.SignedIn("tam"));
        var code = await WalkInTests.Received(desk);
        var given = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tiep-nhan");
        Assert.Contains("17:00, 29/04/2026", given, StringComparison.Ordinal);
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-05" }).Ok();
        await Received.Act(leader, code, "apology/sign").Ok();
        await house.Execute("update dossiers.dossier set due_provisional = true where code = $1", code);
        Assert.Equal(given, await Text(await house.SignedIn("khoi"), $"/noi-bo/ho-so/{code}/phieu/tiep-nhan"));
        Assert.Contains("17:00, 05/05/2026", await Text(desk, $"/noi-bo/ho-so/{code}/phieu/kiem-soat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_handed_in_stays_on_the_receipt_while_it_is_asked_for_again_and_what_comes_later_does_not()
    {
        var (desk, specialist) = (await house.SignedIn("diem"), await house.SignedIn("khoi"));
        var code = await WalkInTests.Received(desk);
        var given = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tiep-nhan");
        string[] asked = ["giay-chung-sinh", "uy-quyen"];
        await Applicant.Send(specialist, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
        {
            items = asked.Select(key => new { paperKey = key, name = key, note = "Nộp lại" }), reason = "Cần bản rõ hơn",
                right = await Applicant.Papers(house, code),
        }).Ok();
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from dossiers.component c join dossiers.dossier d on d.id = c.dossier_id where d.code = $1 "
            + "and c.state = 'missing' and c.paper_key = any($2)", code, asked));
        Assert.Equal(given, await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tiep-nhan"));
        Assert.Contains("Giấy chứng sinh", await Text(desk, $"/noi-bo/ho-so/{code}/phieu/kiem-soat"), StringComparison.Ordinal);
        await house.Execute("update dossiers.component set state = 'have' where dossier_id = (select id from dossiers.dossier where code = $1) and paper_key "
            + "= any($2)", code, asked);
        Assert.DoesNotContain("Văn bản ủy quyền", given, StringComparison.Ordinal);
        Assert.Equal(given, await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tiep-nhan"));
        Assert.Contains("Văn bản ủy quyền", await Text(desk, $"/noi-bo/ho-so/{code}/phieu/kiem-soat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_LibreOffice_is_installed_the_receipt_is_archival_and_a_broken_one_gives_way()
    {
        var settings = house.Services.GetRequiredService<IConfiguration>();
        var desk = await house.SignedIn("diem");
        var url = $"/noi-bo/ho-so/{await WalkInTests.Received(desk)}/phieu/tiep-nhan";
        var before = settings["Papers:Office"];
        foreach (var (office, archival) in new[] { ((string?)null, true), ("/khong/co/soffice", false) })
        {
            settings["Papers:Office"] = office;
            try
            {
                Assert.Contains("Mẫu số 01 – Thông tư số 03/2025/TT-VPCP", await Text(desk, url), StringComparison.Ordinal);
            }
            finally
            {
                settings["Papers:Office"] = before;
            }
            Assert.Equal(archival, Tool.Run("pdfinfo", "-meta", Path.Combine(scratch.Folder, "paper.pdf")).Output.Contains("<pdfaid:part>2",
                StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_control_sheet_has_every_hand_over_with_its_outcome()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        var text = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/kiem-soat");
        foreach (var words in new[] { "PHIẾU KIỂM SOÁT", "Mẫu số 06", code, "09 giờ 00 phút", "28/04/2026", "Tiếp nhận" })
            Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Matches("Trước hạn|Đúng hạn", text);
    }

    [Fact]
    public async Task A_refusal_says_why_and_whom_to_ask()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/noi-bo/ho-so/{code}/phieu/tu-choi")).StatusCode);
        await House.Post(desk, $"/noi-bo/tiep-nhan/{code}", new() { ["reasonCode"] = "other", ["reason"] = "Không thuộc thẩm quyền của xã" }, "#refuse form");
        var text = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tu-choi");
        foreach (var words in new[] { "PHIẾU TỪ CHỐI TIẾP NHẬN HỒ SƠ", "Mẫu số 03", code, "Không thuộc thẩm quyền của xã", "Lê Thị Diễm", "1022" })
            Assert.Contains(words, text, StringComparison.Ordinal);
        // Whoever opens it, it was made by the one who refused; nothing is known of an article or of a head who signed.
        foreach (var (reader, face) in new[] { ("benam", "ho-so-cua-toi"), ("tam", "noi-bo/ho-so") })
            Assert.Equal(text, await Text(await house.SignedIn(reader), $"/{face}/{code}/phieu/tu-choi"));
        Assert.DoesNotContain("Căn cứ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_after_reception_is_told_by_the_form_of_stopping_and_says_that_it_was_received()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "refuse", new { reasonCode = "notEligible", reason = "Trẻ đã có giấy khai sinh" }).Ok();
        var text = await Text(await house.SignedIn("diem"), $"/noi-bo/ho-so/{code}/phieu/tu-choi");
        foreach (var words in new[]
        {
            "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Mẫu số 05", "tiếp nhận hồ sơ mã số",
            "Từ chối giải quyết. Không đủ điều kiện theo quy định. Trẻ đã có giấy khai sinh", await Name("tam")
        }) Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Căn cứ", text, StringComparison.Ordinal);
        // The older circular has one form for both.
        await house.Execute("update dossiers.dossier set received_at = timestamptz '2025-09-14 10:00+07', finished_at = timestamptz '2025-09-14 11:00+07', "
            + "rule_set_id = (select id from catalogue.rule_set where code = 'ND118-2025' and version = 1) where code = $1", code);
        text = await Text(await house.SignedIn("benam"), $"/ho-so-cua-toi/{code}/phieu/tu-choi");
        foreach (var words in new[]
        {
            "Mẫu số 03", "Hồ sơ đã tiếp nhận lúc 10:00, 14/09/2025, dừng giải quyết từ 11:00, 14/09/2025. Từ chối giải quyết.", $"liên hệ {await Name("tam")}",
            "Chủ tịch"
        }) Assert.Contains(words, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_stop_names_the_decree_it_was_settled_under()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "stop", new { reasonCode = "dispute", reason = "Đơn số 4" }).Ok();
        var text = await Text(await house.SignedIn("benam"), $"/ho-so-cua-toi/{code}/phieu/dung");
        foreach (var words in new[] { "Mẫu số 05", "Căn cứ: Nghị định 118/2025/NĐ-CP", await Name("tam"), "Đơn số 4" })
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_line_of_the_control_sheet_names_who_gave_and_who_took()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        await house.Execute("update dossiers.dossier set status = 'returned', finished_at = received_at + interval '2 days', returned_at = received_at + "
            + "interval '2 days', returned_by = 'Phạm Thị Trao', returned_to = 'Nguyễn Thị Lành' where code = $1", code);
        var text = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/kiem-soat");
        foreach (var name in new[] { "Trao", "Lành" }) Assert.Contains(name, text, StringComparison.Ordinal);
    }

    private Task<string> Name(string username) => house.Scalar<string>("select display_name from people.account where username = $1", username);

    [Fact]
    public async Task A_result_that_came_back_stands_on_the_hand_over_list_and_on_the_slip_of_who_takes_it()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        await house.Execute("""
            insert into papers.result (id, dossier_id, dossier_code, procedure_code, paper_type, title, number, agency_code, agency_name, owner_kind,
                owner_name, content, state,
                verify_token, drafted_by, drafted_at, signed_at)
            select gen_random_uuid(), id, code, procedure_code, 'TLKS', 'Giấy khai sinh', '118/TLKS-BS', competent_agency, competent_agency_name, owner_kind,
                owner_name,
                '{"paragraphs":[],"numberFormat":"{seq}","verifyBase":"https://vi.du"}', 'released', md5(code), 'Trần Văn Khôi', received_at, received_at
                    from dossiers.dossier where code = $1
            """, code);
        await house.Execute("update dossiers.dossier set status = 'done', finished_at = received_at + interval '2 hours' where code = $1", code);
        var list = await Text(desk, "/noi-bo/so-theo-doi?handler=HandOver&ngay=2026-04-28");
        foreach (var words in new[] { code, "118/TLKS-BS", "Tổng số: 1 kết quả" }) Assert.Contains(words, list, StringComparison.Ordinal);
        var slip = await Text(desk, $"/noi-bo/ho-so/{code}/phieu/tra-ket-qua?nguoiNhan={Uri.EscapeDataString("Nguyễn Thị Lành")}&kho=a5");
        foreach (var words in new[] { "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", "Giấy khai sinh", "118/TLKS-BS", "Nguyễn Thị Lành", "Lê Thị Diễm" })
            Assert.Contains(words, slip, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_dossier_is_printed_on_the_forms_of_its_circular()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        await house.Execute("update dossiers.dossier set received_at = timestamptz '2025-09-14 10:00+07', rule_set_id = (select id from catalogue.rule_set "
            + "where code = 'ND118-2025' and version = 1) where code = $1", code);
        Assert.Contains("Mẫu số 05 – Thông tư số 01/2018/TT-VPCP", await Text(desk, $"/noi-bo/ho-so/{code}/phieu/kiem-soat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_of_a_day_is_the_office_s_own()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        Assert.Contains(code, await (await desk.GetAsync("/noi-bo/so-theo-doi?ngay=28/04/2026")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(code, await (await desk.GetAsync("/noi-bo/so-theo-doi?ngay=27/04/2026")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var print = await Text(desk, "/noi-bo/so-theo-doi?handler=Pdf&ngay=2026-04-28");
        foreach (var words in new[] { "SỔ THEO DÕI HỒ SƠ", code, "Nguyễn Thị Bé", "0900 999 001", "Tổng số:" })
            Assert.Contains(words, print, StringComparison.Ordinal);
        Assert.Contains("Mẫu số 07", await Text(desk, "/noi-bo/so-theo-doi?handler=Pdf&ngay=2026-04-28"), StringComparison.Ordinal);
        Assert.Contains("PHIẾU BÀN GIAO KẾT QUẢ", await Text(desk, "/noi-bo/so-theo-doi?handler=HandOver&ngay=2026-04-28"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync("/noi-bo/so-theo-doi?ngay=31/02/2026")).StatusCode);
        foreach (var far in new[]
        {
            "ngay=01/01/0001", "ngay=01/01/0001&den=02/01/0001", "ngay=31/12/9999", "den=31/12/9999", "ngay=31/12/9999&den=31/12/9999", "ngay=20/06/2018",
            "handler=Pdf&ngay=01/01/0001", "handler=HandOver&ngay=31/12/9999"
        })
            await Applicant.Refused(HttpStatusCode.BadRequest, "Sổ có từ ngày 21/06/2018", desk.GetAsync($"/noi-bo/so-theo-doi?{far}"));
        await Text(desk, "/noi-bo/so-theo-doi?handler=Pdf&ngay=21/06/2018");
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync("/noi-bo/so-theo-doi?noi=khong-co")).StatusCode);
        var other = await house.SignedIn("dat");
        Assert.DoesNotContain(code, await (await other.GetAsync("/noi-bo/so-theo-doi?ngay=28/04/2026")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
