using System.Net;
using System.Text.Json;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Consult;

public sealed class ConsultationTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Two_agencies_are_asked_at_once_each_with_a_clock_of_its_own_and_the_dossiers_runs_on()
    {
        var code = await Consulted.Dossier(house);
        var due = await Received.Due(house, code);
        await Consulted.Ask(house, code, Consulted.Body([Consulted.NamCan, Consulted.TanThanh], term: 4, unit: "hour"));
        await Consulted.Ask(house, code, Consulted.Body(question: "Có hồ sơ trùng không?", term: 1.5m));
        Assert.Equal(["2026-04-28 15:00", "2026-04-28 15:00", "2026-05-04 11:00"], await Dues(code));
        Assert.Equal(due, await Received.Due(house, code));
        Assert.Equal("processing", await Received.Status(house, code));
        Assert.Equal(3L, await house.Scalar<long>(
            "select count(*) from platform.event where kind = 'dossier.consultation-asked/1' and data ->> 'code' = $1", code));
        var page = WebUtility.HtmlDecode(await (await house.SignedIn("khoi")).GetStringAsync($"/noi-bo/ho-so/{code}"));
        foreach (var words in new[] { "UBND xã Năm Căn", "UBND phường Tân Thành", Consulted.Question, "hạn 15:00, 28/04/2026" })
            Assert.Contains(words, page, StringComparison.Ordinal);
        // The code of the national portal is that of a dossier being resolved.
        Assert.Equal(4, (await Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/tracking/{code}").Ok()).GetProperty("nationalStatus").GetInt32());
    }

    private static readonly (object Body, string Words)[] Impossible =
    [
        (Consulted.Body([]), "Chọn ít nhất một cơ quan"),
        (Consulted.Body(["UBND-32248"]), "Chọn cơ quan trong danh sách"),
        (Consulted.Body(["khong-co"]), "Chọn cơ quan trong danh sách"),
        (Consulted.Body(question: " "), "Nhập câu hỏi"),
        (Consulted.Body(question: new string('a', 4_001)), "hiện có 4.001"),
        (Consulted.Body(legalBasis: ""), "Nhập căn cứ"),
        (Consulted.Body(term: 0), "lớn hơn 0"), (Consulted.Body(term: 0.004m), "lớn hơn 0"),
        (Consulted.Body(term: 10.5m), "Nhiều nhất 10 ngày làm việc"),
        (Consulted.Body(term: 81, unit: "hour"), "Nhiều nhất 80 giờ làm việc"),
        (Consulted.Body(unit: "month"), "Chọn ngày làm việc hoặc giờ làm việc"),
        (Consulted.Body(papers: ["khong-co"]), "giấy tờ có trong hồ sơ"),
        (new { }, "Chọn ít nhất một cơ quan"),
    ];

    [Fact]
    public async Task What_cannot_be_asked_is_said_and_nothing_is_written()
    {
        var code = await Consulted.Dossier(house);
        var khoi = await house.SignedIn("khoi");
        foreach (var (body, words) in Impossible) await Applicant.Refused(HttpStatusCode.BadRequest, words, Received.Act(khoi, code, "consultations", body));
        Assert.Empty(await Dues(code));
        await Consulted.Ask(house, code);
        await Applicant.Refused(HttpStatusCode.BadRequest, "đang chờ trả lời", Received.Act(khoi, code, "consultations", Consulted.Body()));
        Assert.Single(await Dues(code));
    }

    [Fact]
    public async Task Who_holds_the_step_asks_and_not_after_the_draft_has_gone_to_the_signature()
    {
        var code = await Consulted.Dossier(house);
        await Applicant.Refused(HttpStatusCode.Forbidden, "chưa được giao",
            Received.Act(await house.SignedIn("diem"), code, "consultations", Consulted.Body()));
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy", Received.Act(await house.SignedIn("phuc"), code, "consultations", Consulted.Body()));
        await ToSignature(code);
        await Applicant.Refused(HttpStatusCode.Conflict, "trước khi trình ký",
            Received.Act(await house.SignedIn("tam"), code, "consultations", Consulted.Body()));
        var filed = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await Applicant.Refused(HttpStatusCode.Conflict, "đang được thẩm định",
            Received.Act(await house.SignedIn("diem"), filed, "consultations", Consulted.Body()));
    }

    [Fact]
    public async Task A_result_is_not_signed_over_an_open_question()
    {
        var code = await Consulted.Dossier(house);
        var (first, second) = (await Consulted.Ask(house, code, Consulted.Body([Consulted.NamCan, Consulted.TanThanh]))) is [var a, var b] ? (a, b) : default;
        await ToSignature(code);
        var leader = await house.SignedIn("tam");
        await Applicant.Refused(HttpStatusCode.Conflict, "Còn chờ ý kiến của UBND xã Năm Căn; UBND phường Tân Thành", Received.Act(leader, code, "sign"));
        Assert.Contains("Còn chờ ý kiến", WebUtility.HtmlDecode(await leader.GetStringAsync($"/noi-bo/ky-so/{code}")), StringComparison.Ordinal);
        await Consulted.Answer(await house.SignedIn("luan"), first, "agree").Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, "Còn chờ ý kiến của UBND phường Tân Thành", Received.Act(leader, code, "sign"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lý do rút",
            Received.Act(leader, code, $"consultations/{second}/withdraw", new { reason = " " }));
        await Applicant.Refused(HttpStatusCode.Forbidden, "Chỉ người đã hỏi",
            Received.Act(await house.SignedIn("diem"), code, $"consultations/{second}/withdraw", new { reason = "Thử" }));
        // Who asked may withdraw, although the step is the leader's now.
        await Received.Act(await house.SignedIn("khoi"), code, $"consultations/{second}/withdraw", new { reason = "Đã có câu trả lời của Năm Căn" }).Ok();
        Assert.DoesNotContain("Còn chờ ý kiến", WebUtility.HtmlDecode(await (await Received.Act(leader, code, "sign")).Content.ReadAsStringAsync()),
            StringComparison.Ordinal);
        await Applicant.Refused(HttpStatusCode.Conflict, "đã rút yêu cầu", Consulted.Answer(await house.SignedIn("phuc"), second, "agree"));
    }

    [Fact]
    public async Task Silence_is_passed_over_only_after_the_term_by_choice_and_with_a_reason()
    {
        var code = await Consulted.Dossier(house);
        var id = Assert.Single(await Consulted.Ask(house, code));
        var (khoi, act) = (await house.SignedIn("khoi"), $"consultations/{id}/pass-over");
        await Applicant.Refused(HttpStatusCode.Conflict, "còn thời gian trả lời", Received.Act(khoi, code, act, new { silence = "without", reason = "Vội" }));
        await house.At("2026-04-29T17:00:01+07:00", async () =>
        {
            await Applicant.Refused(HttpStatusCode.BadRequest, "Chọn coi im lặng", Received.Act(khoi, code, act, new { reason = "Đã gọi hai lần" }));
            await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập căn cứ",
                Received.Act(khoi, code, act, new { silence = "agrees", reason = "Đã gọi hai lần" }));
            await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lý do không chờ", Received.Act(khoi, code, act, new { silence = "without" }));
            await Received.Act(khoi, code, act, new { silence = "without", reason = "Đã gọi hai lần" }).Ok();
        });
        var row = await Consulted.Row(house, code);
        Assert.Equal("passedOver", row.GetProperty("state").GetString());
        Assert.False(row.GetProperty("silenceAgrees").GetBoolean());
        Assert.Equal("Đã gọi hai lần",
            await house.Scalar<string>("select reason from platform.event where kind = 'dossier.consultation-passed-over/1' and data ->> 'code' = $1", code));
        Assert.Equal(["asked", "passedOver"], row.GetProperty("ledger").EnumerateArray().Select(line => line.GetProperty("kind").GetString()!));
    }

    [Fact]
    public async Task The_time_another_agency_took_is_its_own_and_all_shares_add_up()
    {
        var code = await Consulted.Dossier(house);
        JsonElement story = default;
        await house.At("2026-04-28T13:00:00+07:00", async () => await Consulted.Ask(house, code, Consulted.Body(term: 3)));
        var id = await house.Scalar<Guid>("select c.id from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id where d.code = $1", code);
        await house.At("2026-04-29T15:00:00+07:00", async () =>
            await Consulted.Answer(await house.SignedIn("kiet"), id, "opinion", "Cha của trẻ ở xã khác").Ok());
        await house.At("2026-04-29T17:00:00+07:00", async () =>
        {
            story = await Received.Story(house, code);
            Assert.Contains("UBND xã Năm Căn", WebUtility.HtmlDecode(await (await house.SignedIn("khoi")).GetStringAsync($"/noi-bo/ho-so/{code}/thoi-han")),
                StringComparison.Ordinal);
        });
        var shares = story.GetProperty("shares").EnumerateArray().ToList();
        var other = Assert.Single(shares, share => share.GetProperty("of").GetString() == "otherAgency");
        Assert.Equal("UBND xã Năm Căn", other.GetProperty("name").GetString());
        Assert.Equal("1 ngày làm việc 2 giờ", other.GetProperty("words").GetString());
        Assert.Equal(TimeSpan.Parse(story.GetProperty("elapsed").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            shares.Aggregate(TimeSpan.Zero, (sum, share) => sum
            + TimeSpan.Parse(share.GetProperty("time").GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Its_ledger_cannot_be_changed_and_of_two_at_once_one_is_refused()
    {
        var code = await Consulted.Dossier(house);
        var id = Assert.Single(await Consulted.Ask(house, code));
        foreach (var sql in new[]
        {
            "update dossiers.consultation_entry set text = 'Khác'", "delete from dossiers.consultation_entry", "delete from dossiers.consultation"
        })
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege,
            (await Assert.ThrowsAsync<PostgresException>(() => house.ExecuteAsApplication(sql))).SqlState);
        var (khoi, luan) = (await house.SignedIn("khoi"), await house.SignedIn("luan"));
        var answers = await Task.WhenAll(Consulted.Answer(luan, id, "agree"),
            Received.Act(khoi, code, $"consultations/{id}/withdraw", new { reason = "Không cần nữa" }), Consulted.Answer(luan, id, "disagree", "Không"));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from dossiers.consultation_entry where consultation_id = $1", id));
    }

    [Fact]
    public async Task A_dossier_that_ends_takes_its_questions_with_it()
    {
        var code = await Consulted.Dossier(house);
        var id = Assert.Single(await Consulted.Ask(house, code));
        await Received.Act(await house.SignedIn("tam"), code, "stop", new { reason = "Có bản án" }).Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, "", Consulted.Answer(await house.SignedIn("luan"), id, "agree"));
        await house.Drain();
        Assert.Equal("withdrawn", await Consulted.State(house, id));
        Assert.Equal(2L, await house.Scalar<long>("""
            select count(*) from messages.staff_notice n join people.account a on a.id = n.account_id
            where n.dossier_code = $1 and a.username in ('luan', 'kiet') and n.text like '%không cần trả lời nữa%Hồ sơ đã dừng giải quyết'
            """, code));
    }

    /// <summary>The draft is there and the step is the leader's.</summary>
    private async Task ToSignature(string code)
    {
        var khoi = await house.SignedIn("khoi");
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Hồ sơ đủ điều kiện, trình ký" }).Ok();
    }

    private async Task<string[]> Dues(string code) => await house.Scalar<string[]>("""
        select array_agg(to_char(c.due_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') order by c.no)
        from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id where d.code = $1
        """, code) ?? [];
}
