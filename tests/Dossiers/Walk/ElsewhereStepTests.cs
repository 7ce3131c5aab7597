using System.Net;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.Processes;
using MotCua.Tests.Security;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Dossiers.Walk;

/// <summary>A drawing gives one step to another agency: it does that step and reads what it needs, and decides nothing.</summary>
public sealed class ElsewhereStepTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private const string NamCan = "UBND-32191";

    [Fact]
    public async Task Another_agency_does_its_step_reads_until_the_end_and_decides_nothing()
    {
        await house.At("2026-06-01T09:00:00+07:00", async () =>
        {
            await Draw(1);
            var code = await Received.New(house);
            var (khoi, tam, luan, kiet) =
                (await house.SignedIn("khoi"), await house.SignedIn("tam"), await house.SignedIn("luan"), await house.SignedIn("kiet"));
            Assert.Equal(HttpStatusCode.NotFound, await Reads(luan, code));
            await Received.Act(khoi, code, "pass-on", new { opinion = "Nhờ Năm Căn đo lại" }).Ok();

            Assert.Equal(NamCan, await house.Scalar<string>("select agency_code from workflow.task where dossier_code = $1 and state = 'open'", code));
            Assert.Equal(HttpStatusCode.OK, await Reads(luan, code));
            Assert.Equal(HttpStatusCode.NotFound, await Reads(await house.SignedIn("phuc"), code));
            Assert.Contains(code, (await House.Read(await luan.GetAsync("/noi-bo/viec?nguoi=chua-ai"))).Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Năm Căn", await house.Scalar<string>("select holder_unit from dossiers.dossier where code = $1", code), StringComparison.Ordinal);
            var page = await House.Read(await luan.GetAsync($"/noi-bo/ho-so/{code}"));
            Assert.NotNull(page.QuerySelector("form[action*=PassOn]"));
            foreach (var act in new[] { "Supplement", "Hold", "Refuse", "Stop" }) Assert.Null(page.QuerySelector($"form[action*='handler={act}']"));
            Assert.DoesNotContain("Soạn dự thảo", page.Body!.TextContent, StringComparison.Ordinal);
            var track = await House.Read(await house.Anonymous().GetAsync($"/tra-cuu?ma={code}"));
            Assert.Contains("Ủy ban nhân dân xã Năm Căn", track.QuerySelector(".timeline")!.TextContent, StringComparison.Ordinal);

            // Who decides has lent the step, not the power; who does the step decides nothing.
            foreach (var (who, act, body) in new (HttpClient, string, object)[]
            {
                (khoi, "pass-on", new { opinion = "Thay" }), (tam, "pass-on", new { opinion = "Thay" }), (luan, "draft", new { }),
                (luan, "supplement", new { items = new[] { new { name = "Giấy khác" } }, reason = "Thiếu" }),
                (luan, "hold", new { cause = "verification", reason = "Chờ" }), (kiet, "refuse", new { reasonCode = "khac", reason = "Không" }),
            })
            {
                var answer = await Received.Act(who, code, act, body);
                Assert.True(answer.StatusCode is HttpStatusCode.Forbidden, $"{act}: {answer.StatusCode}");
            }

            await Received.Act(luan, code, "pass-on", new { opinion = "Đã đo, đúng hiện trạng" }).Ok();
            Assert.Equal(HttpStatusCode.OK, await Reads(luan, code));
            Assert.Equal(HttpStatusCode.Forbidden, (await Received.Act(luan, code, "pass-on", new { opinion = "Nữa" })).StatusCode);
            await Received.Act(khoi, code, "draft").Ok();
            await Received.Act(khoi, code, "pass-on", new { opinion = "Trình ký" }).Ok();
            await Received.Act(tam, code, "sign").Ok();
            await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
            Assert.Equal("done", await Received.Status(house, code));
            Assert.Equal(HttpStatusCode.NotFound, await Reads(luan, code));
        });
    }

    [Fact]
    public async Task A_head_gives_the_step_to_somebody_of_his_own_and_nobody_else_does()
    {
        await house.At("2026-06-08T09:00:00+07:00", async () =>
        {
            await Draw(2);
            var code = await Received.New(house);
            await Received.Act(await house.SignedIn("khoi"), code, "pass-on", new { opinion = "Nhờ Năm Căn đo lại" }).Ok();
            var luan = await house.Scalar<Guid>("select id from people.account where username = 'luan'");
            Assert.Equal(HttpStatusCode.Forbidden, (await Received.Act(await house.SignedIn("tam"), code, "assign", new { to = luan })).StatusCode);
            await Received.Act(await house.SignedIn("kiet"), code, "assign", new { to = luan }).Ok();
            Assert.Equal("luan", await house.Scalar<string>("""
                select a.username from workflow.task t join people.account a on a.id = t.assignee_id where t.dossier_code = $1 and t.state = 'open'
                """, code));
        });
    }

    [Fact]
    public async Task What_the_owner_has_lent_to_who_decides_is_not_shown_to_who_does_a_step()
    {
        await house.At("2026-07-06T09:00:00+07:00", async () =>
        {
            await Draw(3);
            var victim = await Victim.Settle(house);
            await Received.Act(await house.SignedIn("khoi"), victim.Code, "pass-on", new { opinion = "Nhờ Năm Căn đo lại" }).Ok();
            var lent = $"/noi-bo/ho-so/{victim.Code}/kho/{victim.VaultItem}";
            Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("khoi")).GetAsync(lent)).StatusCode);
            var luan = await house.SignedIn("luan");
            Assert.Equal(HttpStatusCode.OK, await Reads(luan, victim.Code));
            foreach (var path in new[] { lent, $"{lent}/trang/1" }) Assert.Equal(HttpStatusCode.Forbidden, (await luan.GetAsync(path)).StatusCode);
        });
    }

    [Fact]
    public void A_step_elsewhere_is_a_part_of_the_work_and_not_the_last_before_the_signature()
    {
        var elsewhere = Drawn.Step("do", "Đo lại", StepKind.Appraise) with { Seat = Seat.Unit, Unit = NamCan };
        Assert.Contains("xem lại trước khi ký", Assert.Single(Executable.Faults(Drawn.Around([elsewhere], "do"))).Words, StringComparison.Ordinal);
        var asks = Drawn.Around([elsewhere with { Kind = StepKind.Consult }, Drawn.Step("look", "Xem lại", StepKind.Appraise)], "look", "do look");
        Assert.Contains("cơ quan khác chỉ làm bước", Assert.Single(Executable.Faults(asks)).Words, StringComparison.Ordinal);
    }

    private Task Draw(int version) => Drawn.Approve(house, Drawn.Birth, Drawn.Around(
    [
        Drawn.Step("look", "Thẩm định hồ sơ", StepKind.Appraise),
        Drawn.Step("do", "Đo lại tại chỗ", StepKind.Appraise) with { Seat = Seat.Unit, Unit = NamCan },
        Drawn.Step("sum-up", "Tổng hợp, dự thảo", StepKind.Appraise),
    ], "sum-up", "look do", "do sum-up"), from: $"2026-0{4 + version}-01T00:00:00+07:00", version: version);

    private static async Task<HttpStatusCode> Reads(HttpClient official, string code) => (await official.GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode;
}
