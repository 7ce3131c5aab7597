using System.Net;
using System.Text.Json;
using MotCua.Platform.Time;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Lifecycle;

public sealed class LifecycleTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Stopping_is_the_leaders_has_a_reason_and_is_an_outcome_of_its_own()
    {
        var code = await Received.New(house);
        var (leader, desk) = (await house.SignedIn("tam"), await house.SignedIn("diem"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lý do", Received.Act(leader, code, "stop", new { reason = " " }));
        await Applicant.Refused(HttpStatusCode.Forbidden, "cần lãnh đạo", Received.Act(desk, code, "stop", new { reason = "Thử" }));
        await Received.Act(leader, code, "stop", new { reason = "Người nộp đã qua đời" }).Ok();
        Assert.Equal("stopped", await Received.Status(house, code));
        Assert.Equal(2L, await Received.Messages(house, code, "dossier.stopped"));
        await Applicant.Refused(HttpStatusCode.Conflict, "Chỉ dừng giải quyết", Received.Act(leader, code, "stop", new { reason = "Lần nữa" }));
        var tracking = await Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/tracking/{code}").Ok();
        Assert.Equal(8, tracking.GetProperty("nationalStatus").GetInt32());
        Assert.Equal("Không giải quyết được", tracking.GetProperty("statusWords").GetString());
    }

    [Fact]
    public async Task Money_stops_the_clock_and_its_receipt_lets_it_run()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        Assert.Equal("2026-04-29 17:00", await Received.Due(house, code));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Chọn lý do", Received.Act(leader, code, "hold", new { cause = "queue", reason = "Đông người" }));
        await Applicant.Refused(HttpStatusCode.Conflict, "không quy định dừng",
            Received.Act(leader, code, "hold", new { cause = "verification", reason = "Hỏi nơi khác" }));
        await Received.Act(leader, code, "hold", new { cause = "payment", reason = "Thông báo thuế số 12" }).Ok();
        Assert.Equal("payment", await Received.Status(house, code));
        await Applicant.Refused(HttpStatusCode.Conflict, "đang giải quyết", Received.Act(leader, code, "hold", new { cause = "payment", reason = "Lần nữa" }));
        JsonElement story = default;
        await house.At("2026-05-05T10:00:00+07:00", async () =>
        {
            await Received.Act(leader, code, "resume", new { reason = "Biên lai 0045" }).Ok();
            story = await Received.Story(house, code);
        });
        Assert.Equal("2026-05-06 17:00", await Received.Due(house, code));
        Assert.Equal(["start", "pause", "resume"], story.GetProperty("ledger").EnumerateArray().Select(line => line.GetProperty("kind").GetString()!));
        Assert.StartsWith("2026-04-29T17:00", story.GetProperty("originalDue").GetDateTimeOffset().InVietnam().ToString("s"), StringComparison.Ordinal);
        Assert.Contains(story.GetProperty("shares").EnumerateArray(), share => share.GetProperty("of").GetString() == "payment");
        // The task list shows the same date.
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from workflow.task t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and "
            + "t.state = 'open' and t.dossier_due_at = d.due_at", code));
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from workflow.step_clock s join workflow.task t on t.id = s.task_id join dossiers.dossier "
            + "d on d.id = t.dossier_id where d.code = $1", code));
    }

    [Fact]
    public async Task An_apology_in_time_extends_once_and_never_touches_the_original_date()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Applicant.Refused(HttpStatusCode.BadRequest, "không phải ngày làm việc",
            Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-01" }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "phải sau",
            Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-04-28" }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "lý do chậm", Received.Act(leader, code, "apology", new { reason = "", newDue = "2026-05-05" }));
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-05" }).Ok();
        await Applicant.Refused(HttpStatusCode.Forbidden, "lãnh đạo", Received.Act(await house.SignedIn("khoi"), code, "apology/sign"));
        await Received.Act(leader, code, "apology/sign").Ok();
        Assert.Equal("2026-05-05 17:00", await Received.Due(house, code));
        var text = await house.Scalar<string>("select text from messages.message where dossier_code = $1 and template = 'dossier.apology' and channel = "
            + "'inApp'", code);
        Assert.Contains("17:00, 05/05/2026", text);
        Assert.Contains("Thiếu người", text);

        // The rule set allows one; the next letter only informs.
        await Received.Act(leader, code, "apology", new { reason = "Vẫn thiếu người", newDue = "2026-05-07" }).Ok();
        await Received.Act(leader, code, "apology/sign").Ok();
        Assert.Equal("2026-05-05 17:00", await Received.Due(house, code));
        var extends = await house.Scalar<bool[]>("select array_agg(extends order by no) from dossiers.apology a join dossiers.dossier d on d.id = "
            + "a.dossier_id where d.code = $1", code);
        Assert.Equal([true, false], extends);

        // A wrong extension is corrected by a counter-entry.
        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lý do", Received.Act(leader, code, "clock/correct", new { entry = 2, reason = "" }));
        await Received.Act(leader, code, "clock/correct", new { entry = 2, reason = "Ký nhầm hồ sơ" }).Ok();
        Assert.Equal("2026-04-29 17:00", await Received.Due(house, code));
        await Applicant.Refused(HttpStatusCode.Conflict, "đã được đính chính",
            Received.Act(leader, code, "clock/correct", new { entry = 2, reason = "Lần nữa" }));
        Assert.Contains((await Received.Story(house, code)).GetProperty("ledger").EnumerateArray(),
            line => line.GetProperty("kind").GetString() == "extend" && line.GetProperty("voided").GetBoolean());
    }

    [Fact]
    public async Task An_apology_after_the_due_time_informs_and_mends_nothing()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await house.At("2026-05-04T10:00:00+07:00", async () =>
        {
            await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-06" }).Ok();
            await Received.Act(leader, code, "apology/sign").Ok();
        });
        Assert.Equal("2026-04-29 17:00", await Received.Due(house, code));
        Assert.Equal(2L, await Received.Messages(house, code, "dossier.apology"));
    }

    [Fact]
    public async Task The_shares_add_up_to_the_time_that_passed()
    {
        var code = await Received.New(house);
        await house.At("2026-05-06T10:00:00+07:00", async () =>
        {
            var story = await Received.Story(house, code);
            var sum = story.GetProperty("shares").EnumerateArray()
                .Aggregate(TimeSpan.Zero, (all, share) => all + TimeSpan.Parse(share.GetProperty("time").GetString()!));
            Assert.Equal(TimeSpan.Parse(story.GetProperty("elapsed").GetString()!), sum);
        });
    }

    [Fact]
    public async Task The_ledger_cannot_be_bent_by_the_applications_own_role()
    {
        await Received.New(house);
        foreach (var table in new[]
        {
            "dossiers.clock_entry", "dossiers.hand_over", "workflow.step_clock", "platform.event", "platform.outage", "organisation.calendar_version"
        })
        {
            var same = table.EndsWith("outage", StringComparison.Ordinal) ? "until_at = until_at"
                : table.EndsWith("version", StringComparison.Ordinal) ? "reason = reason" : "at = at";
            foreach (var sql in new[] { $"delete from {table}", $"update {table} set {same}", $"truncate {table}" })
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => house.ExecuteAsApplication(sql))).SqlState);
        }
    }

    [Fact]
    public async Task Whose_position_ended_yesterday_cannot_act_today()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await house.Execute("update organisation.position set valid_to = '2026-04-27' where account_id = (select id from people.account where username = "
            + "'tam')");
        try
        {
            var answer = await Received.Act(leader, code, "stop", new { reason = "Thử" });
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{(int)answer.StatusCode}");
            Assert.Equal("processing", await Received.Status(house, code));
        }
        finally
        {
            await house.Execute("update organisation.position set valid_to = null where account_id = (select id from people.account where username = 'tam')");
        }
    }

    [Fact]
    public async Task In_a_unit_that_was_merged_this_morning_nobody_acts_any_more()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        const string Unit = "code = (select competent_agency from dossiers.dossier where code = $1)";
        Assert.Equal(1, await house.Execute($"update organisation.agency set valid_to = '2026-04-27' where valid_to is null and {Unit}", code));
        try
        {
            var answer = await Received.Act(leader, code, "stop", new { reason = "Thử" });
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{(int)answer.StatusCode}");
            Assert.NotEmpty(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("title").GetString()!);
            Assert.Equal("processing", await Received.Status(house, code));
            Assert.Equal(0L, await Received.Messages(house, code, "dossier.stopped"));
        }
        finally { await house.Execute($"update organisation.agency set valid_to = null where valid_to = '2026-04-27' and {Unit}", code); }
    }

    [Fact]
    public async Task A_reason_of_the_list_is_kept_as_a_code_and_told_in_words()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Applicant.Refused(HttpStatusCode.BadRequest, "Chọn lý do từ chối",
            Received.Act(leader, code, "refuse", new { reason = "Không rõ", reasonCode = "soon" }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Chọn lý do từ chối",
            Received.Act(leader, code, "refuse", new { reason = "Không rõ", reasonCode = "" }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lý do từ chối",
            Received.Act(leader, code, "refuse", new { reason = "", reasonCode = "other" }));
        await Received.Act(leader, code, "refuse", new { reason = "Trẻ đã có giấy khai sinh số 12", reasonCode = "alreadySettled" }).Ok();
        Assert.Equal("alreadySettled", await house.Scalar<string>("select closing_code from dossiers.dossier where code = $1", code));
        Assert.Equal("Việc này đã được giải quyết ở hồ sơ khác. Trẻ đã có giấy khai sinh số 12",
            await house.Scalar<string>("select closing_reason from dossiers.dossier where code = $1", code));
    }

    [Fact]
    public async Task Nothing_is_corrected_that_was_never_released()
    {
        var code = await Received.New(house);
        var (leader, desk) = (await house.SignedIn("tam"), await house.SignedIn("diem"));
        var values = new { reasonCode = "typing", values = new Dictionary<string, string> { ["answers.child.name"] = "Nguyễn Gia Hà" } };
        await Applicant.Refused(HttpStatusCode.Conflict, "Chỉ đính chính kết quả đã phát hành", Received.Act(leader, code, "correction", values));
        await Applicant.Refused(HttpStatusCode.Forbidden, "cơ quan đã ban hành", Received.Act(desk, code, "correction", values));
    }

    [Fact]
    public async Task Of_two_officials_at_once_the_second_is_told()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Received.Act(leader, code, "stop", new { reason = $"Lần {i}" })));
        Assert.Equal(1, answers.Count(answer => answer.IsSuccessStatusCode));
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.clock_entry c join dossiers.dossier d on d.id = c.dossier_id where d.code = "
            + "$1 and c.kind = 'stop'", code));
    }
}
