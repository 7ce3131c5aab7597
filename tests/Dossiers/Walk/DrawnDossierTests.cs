using System.Net;
using MotCua.Platform.Expressions;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.Processes;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Dossiers.Walk;

/// <summary>Dossiers of one procedure under several drawings, each in force from its own day, through the acts of their officials.</summary>
public sealed class DrawnDossierTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private static readonly KnownValue Sex =
        new("child.sex", AnswerType.Text, "Giới tính", new Dictionary<string, string> { ["female"] = "Nữ", ["male"] = "Nam" });

    [Fact]
    public async Task Steps_beside_each_other_are_done_in_any_order_and_the_house_does_its_part_between_them()
    {
        await house.At("2026-06-01T09:00:00+07:00", async () =>
        {
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around(
            [
                new Gateway("split", "", 0, GatewayKind.Parallel),
                Drawn.Step("look", "Thẩm định hồ sơ", StepKind.Appraise, [new("ok", "Đủ điều kiện"), new("poor", "Cần hoàn thiện")],
                    ["Đối chiếu giấy chứng sinh"]),
                Drawn.Step("ask", "Ý kiến tư pháp", StepKind.Consult), new Gateway("join", "", 0, GatewayKind.Parallel),
                new Gateway("choice", "", 0, GatewayKind.Exclusive), Drawn.Step("mend", "Hoàn thiện hồ sơ", StepKind.Appraise),
                new ServiceTask("tell", "Hồ sơ đã đủ điều kiện", 0, ServiceAct.Notify), new Gateway("meet", "", 0, GatewayKind.Exclusive),
            ], "meet", "split look", "split ask", "look join", "ask join", "join choice", """choice mend step.look = "poor" """.Trim(), "choice tell default",
                "mend meet", "tell meet"), from: "2026-06-01T00:00:00+07:00");
            var (code, khoi, tam, ut) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"), await house.SignedIn("ut"));
            Assert.Equal(["ask", "look"], await Open(code));

            // The page acts on one of them, names the others, and says how the step can end.
            var page = await House.Read(await khoi.GetAsync($"/noi-bo/ho-so/{code}?buoc=look"));
            Assert.Contains("Ý kiến tư pháp", page.QuerySelector(".dossier-head")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("look", page.QuerySelector("form[action*=PassOn] input[name=buoc]")!.GetAttribute("value"));
            Assert.Equal(2, page.QuerySelectorAll("input[name=outcome]").Length);
            Assert.Empty(page.QuerySelectorAll("input[name=outcome]:checked, input[name=checked]:checked"));
            Assert.Null(page.QuerySelector("form[action*=SendBack]"));

            await Applicant.Refused(HttpStatusCode.BadRequest, "Chọn một cách kết thúc bước: Đủ điều kiện, Cần hoàn thiện",
                Received.Act(khoi, code, "pass-on?buoc=look", new { opinion = "Đủ" }));
            await Applicant.Refused(HttpStatusCode.BadRequest, "Đối chiếu giấy chứng sinh",
                Received.Act(khoi, code, "pass-on?buoc=look", new { opinion = "Đủ", outcome = "ok" }));
            await Received.Act(khoi, code, "draft?buoc=look").Ok();
            await Received.Act(khoi, code, "pass-on?buoc=look", new { opinion = "Đủ", outcome = "ok", @checked = new[] { "Đối chiếu giấy chứng sinh" } }).Ok();
            Assert.Equal(["ask"], await Open(code));
            await Applicant.Refused(HttpStatusCode.Conflict, "Bước này không còn mở", Received.Act(khoi, code, "pass-on?buoc=look", new { opinion = "Đủ" }));
            await Received.Act(khoi, code, "pass-on", new { opinion = "Không ý kiến" }).Ok();

            // Nobody has a step while the house tells the applicant; then the signature is open.
            Assert.Empty(await Open(code));
            await house.Drain();
            Assert.Equal(["sign"], await Open(code));
            Assert.Equal(1L, await house.Scalar<long>("""
                select count(*) from messages.message where dossier_code = $1 and template = 'dossier.process-notice' and channel = 'sms'
                """, code));
            // Behind the join one branch alone goes back; the other stays as it was.
            await Received.Act(tam, code, "send-back", new { reason = "Xem lại ý kiến" }).Ok();
            Assert.Equal(["ask"], await Open(code));
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đã xem lại" }).Ok();
            await house.Drain();
            await Received.Act(tam, code, "sign").Ok();
            await Received.Act(ut, code, "register").Ok();
            Assert.Equal("done", await Received.Status(house, code));
            await Received.Act(await house.SignedIn("diem"), code, "return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm" }).Ok();
            Assert.Equal(["Đối chiếu giấy chứng sinh"],
                await house.Scalar<string[]>("select checks from workflow.task where dossier_code = $1 and step_key = 'look'", code));
            Assert.Equal(1L, await house.Scalar<long>("""
                select count(*) from workflow.run r join dossiers.dossier d on d.id = r.dossier_id
                where d.code = $1 and r.finished_at is not null and not exists (select from workflow.token t where t.dossier_id = d.id)
                """, code));
        });
    }

    [Fact]
    public async Task Answers_decide_times_pass_and_an_opinion_that_was_never_asked_is_not_waited_for()
    {
        await house.At("2026-07-06T09:00:00+07:00", async () =>
        {
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around(
            [
                new Gateway("who", "", 0, GatewayKind.Exclusive), Drawn.Step("girl", "Việc của bé gái", StepKind.Consult, hours: 8),
                Drawn.Step("boy", "Việc của bé trai", StepKind.Consult), new Boundary("late", "Chậm một ngày", 0, "girl", false, Awaited.Timer, 8),
                Drawn.Step("urge", "Đôn đốc", StepKind.Consult), new Gateway("meet", "", 0, GatewayKind.Inclusive),
                new Catch("wait", "Chờ ý kiến", 0, Awaited.Consultation, null), Drawn.Step("look", "Thẩm định", StepKind.Appraise),
            ], "look", """who girl child.sex = "female" """.Trim(), "who boy default", "girl meet", "boy meet", "late urge", "urge meet", "meet wait",
                "wait look"),
                [Sex], "2026-07-06T00:00:00+07:00", version: 2);
            var (code, khoi) = (await Received.New(house), await house.SignedIn("khoi"));
            Assert.Equal(["girl"], await Open(code));
            house.Clock.Set(DateTimeOffset.Parse("2026-07-07T08:30:00+07:00"));
            await house.Drain();
            Assert.Equal(["girl"], await Open(code));
            house.Clock.Set(DateTimeOffset.Parse("2026-07-07T09:10:00+07:00"));
            await house.Drain();
            await house.Drain();
            Assert.Equal(["girl", "urge"], await Open(code));
            await Received.Act(khoi, code, "pass-on?buoc=girl", new { opinion = "Xong" }).Ok();
            await Received.Act(khoi, code, "pass-on?buoc=urge", new { opinion = "Đã nhắc" }).Ok();
            Assert.Equal(["look"], await Open(code));
        });
    }

    [Fact]
    public async Task A_dossier_ends_under_the_drawing_that_it_was_received_under()
    {
        await house.At("2026-08-10T09:00:00+07:00", async () =>
        {
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around([Drawn.Step("one", "Bước một", StepKind.Appraise)], "one"), from: "2026-08-10T00:00:00+07:00",
                version: 3);
            var (code, khoi) = (await Received.New(house), await house.SignedIn("khoi"));
            house.Clock.Set(DateTimeOffset.Parse("2026-08-11T09:00:00+07:00"));
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around([Drawn.Step("other", "Bước khác", StepKind.Appraise)], "other"),
                from: "2026-08-11T00:00:00+07:00", version: 4);
            var later = await Received.New(house);
            Assert.Equal(["one"], await Open(code));
            Assert.Equal(["other"], await Open(later));
            await Received.Act(khoi, code, "draft").Ok();
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ" }).Ok();
            Assert.Equal(["sign"], await Open(code));
        });
    }

    [Fact]
    public async Task A_running_dossier_goes_to_another_version_only_when_somebody_says_so_and_only_from_where_that_one_can_stand()
    {
        await house.At("2026-10-05T09:00:00+07:00", async () =>
        {
            var one = Drawn.Step("one", "Bước một", StepKind.Appraise);
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around([one, Drawn.Step("gone", "Bước bỏ", StepKind.Appraise)], "gone", "one gone"),
                from: "2026-10-05T00:00:00+07:00", version: 5);
            var (stays, goes, khoi) = (await Received.New(house), await Received.New(house), await house.SignedIn("khoi"));
            await Received.Act(khoi, stays, "pass-on", new { opinion = "Đủ" }).Ok();
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around([one, Drawn.Step("more", "Bước thêm", StepKind.Consult)], "more", "one more"),
                from: "2026-10-05T08:00:00+07:00", version: 6);
            var page = $"/noi-bo/quy-trinh/{await house.Scalar<Guid>("select id from workflow.drawn_process where version = 6")}/ho-so";
            Assert.Equal(HttpStatusCode.Forbidden, (await khoi.GetAsync(page)).StatusCode);
            var ha = await house.SignedIn("ha");
            var shown = await House.Read(await ha.GetAsync(page));
            Assert.Contains("Quy trình mới không có bước hồ sơ đang đứng (gone)", shown.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Bé Năm", shown.Body.TextContent, StringComparison.Ordinal);
            Assert.Equal([goes], shown.QuerySelectorAll("input[name=chon]").Select(box => box.GetAttribute("value")));
            Assert.Empty(shown.QuerySelectorAll("input[name=chon]:checked"));
            Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(ha, page, new() { ["chon"] = goes, ["reason"] = " " })).StatusCode);
            await House.Post(ha, page, new() { ["chon"] = stays, ["reason"] = "Thử đường vòng" });
            Assert.Equal(["gone"], await Open(stays));
            var done = await House.Read(await House.Post(ha, page, new() { ["chon"] = goes, ["reason"] = "Bổ sung bước xác minh" }));
            Assert.Contains("Đã chuyển 1/1 hồ sơ sang bản 6", done.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.process-changed/1'"));
            foreach (var (code, next) in new[] { (goes, "more"), (stays, "sign") })
            {
                await Received.Act(khoi, code, "draft").Ok();
                await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ" }).Ok();
                Assert.Equal([next], await Open(code));
            }
        });
    }

    private Task<string[]> Open(string code) => house.Scalar<string[]>(
        "select coalesce(array_agg(step_key order by step_key), '{}') from workflow.task where dossier_code = $1 and state = 'open'", code);
}
