using System.Net;
using System.Text;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.Processes;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Dossiers.Walk;

/// <summary>A step that several people end together: each does a part once, the last one moves the dossier on, one who does not agree sends it back.</summary>
public sealed class JointStepTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private static readonly UserTask Council = Drawn.Step("council", "Hội đồng xét", StepKind.Appraise) with { People = 2 };

    [Fact]
    public async Task Each_does_a_part_once_and_the_last_one_moves_it_on()
    {
        await house.At("2026-06-01T09:00:00+07:00", async () =>
        {
            await Draw(1);
            var (code, khoi, tam) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"));
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đưa ra hội đồng" }).Ok();
            var khoiId = await house.Scalar<Guid>("select id from people.account where username = 'khoi'");
            await Applicant.Refused(HttpStatusCode.Conflict, "nhiều người cùng làm", Received.Act(tam, code, "assign", new { to = khoiId }));

            await Received.Act(khoi, code, "pass-on", new { opinion = "Đồng ý" }).Ok();
            Assert.Equal("council", await Open(code));
            await Applicant.Refused(HttpStatusCode.Conflict, "đã làm phần của mình", Received.Act(khoi, code, "pass-on", new { opinion = "Đồng ý nữa" }));
            var page = await House.Read(await khoi.GetAsync($"/noi-bo/ho-so/{code}"));
            Assert.Contains("Phạm Minh Khôi", page.QuerySelector(".card--soft")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("còn 1 người", page.QuerySelector(".card--soft")!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("form[action*=PassOn]"));
            Assert.NotNull((await House.Read(await tam.GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector("form[action*=PassOn]"));

            await Received.Act(tam, code, "pass-on", new { opinion = "Đồng ý" }).Ok();
            Assert.Equal("sum-up", await Open(code));
            Assert.Equal(1L, await house.Scalar<long>("""
                select count(*) from platform.event e join dossiers.dossier d on e.stream = 'dossier/' || d.id
                where d.code = $1 and e.kind = 'dossier.step-joined/1'
                """, code));
            Assert.Equal(3L, await house.Scalar<long>("""
                select count(*) from dossiers.opinion o join dossiers.dossier d on d.id = o.dossier_id where d.code = $1
                """, code));
        });
    }

    [Fact]
    public async Task One_who_does_not_agree_sends_it_back_and_all_begin_again()
    {
        await house.At("2026-06-08T09:00:00+07:00", async () =>
        {
            await Draw(2);
            var (code, khoi, tam) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"));
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đưa ra hội đồng" }).Ok();
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đồng ý" }).Ok();
            await Received.Act(tam, code, "send-back", new { reason = "Thiếu trích lục" }).Ok();
            Assert.Equal("look", await Open(code));
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đã bổ sung" }).Ok();
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đồng ý" }).Ok();
            Assert.Equal("council", await Open(code));
        });
    }

    [Fact]
    public void It_is_written_read_told_and_judged()
    {
        var drawn = Drawn.Around([Council, Drawn.Step("sum-up", "Tổng hợp", StepKind.Appraise)], "sum-up", "council sum-up");
        var xml = BpmnWriter.Write(drawn);
        var (read, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(xml), []);
        Assert.Empty(faults);
        Assert.Equal(2, ((UserTask)read!["council"]).People);
        Assert.Contains(Narration.Of(read), sentence => sentence.Contains("2 người cùng làm", StringComparison.Ordinal));
        Assert.Contains(ProcessDifference.Of(Drawn.Around([Council with { People = 1 }, drawn["sum-up"]], "sum-up", "council sum-up"), read),
            line => line.Contains("cùng làm 2 người, trước là chưa có", StringComparison.Ordinal));
        Assert.Empty(Executable.Faults(drawn));
        foreach (var wrong in new[] { "0", "21", "hai", "-1" })
            Assert.Contains(BpmnReader.Read(Encoding.UTF8.GetBytes(xml.Replace("people=\"2\"", $"people=\"{wrong}\"", StringComparison.Ordinal)), []).Faults,
                fault => fault.Words.Contains("từ 1 đến 20", StringComparison.Ordinal));
        var ways = Drawn.Around([Council with { Outcomes = [new("a", "Đạt"), new("b", "Không")] }, drawn["sum-up"]], "sum-up", "council sum-up");
        Assert.Contains("chỉ có một cách kết thúc", Assert.Single(Executable.Faults(ways)).Words, StringComparison.Ordinal);
    }

    private Task<string> Open(string code) =>
        house.Scalar<string>("select string_agg(step_key, ',') from workflow.task where dossier_code = $1 and state = 'open'", code);

    private Task Draw(int version) => Drawn.Approve(house, Drawn.Birth, Drawn.Around(
    [
        Drawn.Step("look", "Thẩm định hồ sơ", StepKind.Appraise), Council, Drawn.Step("sum-up", "Tổng hợp, dự thảo", StepKind.Appraise),
    ], "sum-up", "look council", "council sum-up"), from: $"2026-0{4 + version}-01T00:00:00+07:00", version: version);
}
