using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Remind;
using MotCua.Messages;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Remind;

public sealed class RemindTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_unanswered_filing_is_told_to_the_unit_and_its_head_and_then_to_the_applicant_each_once()
    {
        var (code, shown) = await Filed();
        await At(28, 14, 59);
        Assert.Empty(await Told(code));
        await At(28, 15, 1);
        var office = await house.Scalar<string>("select holder_unit from dossiers.dossier where code = $1", code);
        var words = $"Hồ sơ {shown}: chờ tiếp nhận từ 09:00, 28/04/2026, 4 giờ làm việc chưa được trả lời, đang ở {office}";
        Assert.Equal([("diem", words), ("tam", words)], await Told(code));
        Assert.Empty(await Written(code, "unansweredLong"));

        await At(29, 9, 1);
        await At(29, 9, 2);
        Assert.Equal(2, (await Told(code)).Count);
        var letters = await Written(code, "unansweredLong");
        Assert.Equal(["inApp", "sms"], letters.Keys.Order());
        Assert.Equal($"HCC Ca Mau: Ho so {shown} nop 09:00, 28/04/2026 chua duoc tra loi. Dang don doc {Wording.Sms(office)}. Hoi 1022", letters["sms"]);
        Assert.Contains($"Đang đôn đốc {office}.", letters["inApp"], StringComparison.Ordinal);
        Assert.Equal(["unanswered", "unansweredLong"], await Facts(code));
    }

    [Fact]
    public async Task Where_nobody_can_be_told_the_administrators_are()
    {
        var (code, _) = await Filed();
        await house.Execute("update organisation.position set valid_to = date '2026-04-27' where agency_code = 'UBND-32248' and role in ('receivingOfficer', "
            + "'leader')");
        try
        {
            await At(28, 15, 1);
            var told = await Told(code);
            Assert.Equal(["nam"], told.Select(line => line.Account));
            Assert.EndsWith("chưa phân công ai và không có lãnh đạo: cần cử người", told[0].Text, StringComparison.Ordinal);
        }
        finally { await house.Execute("update organisation.position set valid_to = null where agency_code = 'UBND-32248' and valid_to = date '2026-04-27'"); }
    }

    [Fact]
    public async Task In_a_step_each_thing_is_said_once_to_who_holds_it_and_the_head_and_names_them()
    {
        house.Clock.Set(House.Morning);
        var code = await WalkInTests.Received(await house.SignedIn("diem"));
        await At(28, 9, 1);
        var khoi = await house.Scalar<Guid>("select id from people.account where username = 'khoi'");
        await Applicant.Send(await house.SignedIn("tam"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/assign", new { to = khoi }).Ok();
        var steps = new (int Month, int Day, int Hour, int Minute, string Kind, string Words)[]
        {
            (4, 28, 13, 2, "stepSilent", "chưa có thao tác nào từ 09:01, 28/04/2026"), (4, 28, 15, 2, "stepLate", "quá hạn lúc 15:00, 28/04/2026"),
            (4, 29, 7, 1, "dueToday", "đến hạn hôm nay, lúc 17:00, 29/04/2026"),
                (4, 29, 17, 1, "overdue", "quá hạn dưới 1 ngày làm việc (hẹn trả 17:00, 29/04/2026)"),
            (5, 5, 9, 2, "still", "không có chuyển động từ 09:01, 28/04/2026, 24 giờ làm việc"),
        };
        foreach (var (at, kinds) in steps.Select((step, i) => (step, steps.Take(i + 1).Select(s => s.Kind).ToList())))
        {
            await At(at.Day, at.Hour, at.Minute, at.Month);
            await At(at.Day, at.Hour, at.Minute + 1, at.Month);
            Assert.Equal(kinds, await Facts(code));
            var told = (await Told(code)).Where(line => line.Text.Contains(at.Words, StringComparison.Ordinal)).ToList();
            Assert.Equal(["khoi", "tam"], told.Select(line => line.Account));
            Assert.All(told, line => Assert.EndsWith("đang ở Phạm Minh Khôi (UBND xã Đất Mũi) từ 09:00, 28/04/2026", line.Text, StringComparison.Ordinal));
        }
        var overdue = await Written(code, "overdue");
        Assert.Contains("qua hen tra 17:00, 29/04/2026. Dang don doc UBND xa Dat Mui. Hoi 1022", overdue["sms"], StringComparison.Ordinal);
        // A telephone rings for broken promises alone, and names of officials are for officials.
        Assert.Equal(["inApp"], (await Written(code, "stepLate")).Keys);
        Assert.All(overdue.Values, text => Assert.DoesNotContain("Khôi", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_jump_over_everything_says_what_is_true_then()
    {
        house.Clock.Set(House.Morning);
        var code = await WalkInTests.Received(await house.SignedIn("diem"));
        await At(6, 9, 0, month: 5);
        Assert.Equal(["overdue", "stepLate", "stepSilent", "still"], (await Facts(code)).Order());
        Assert.Contains((await Told(code)), line => line.Text.Contains("quá hạn 2 ngày làm việc", StringComparison.Ordinal));
        Assert.Equal(0L, await Unfired(code));
    }

    [Fact]
    public async Task While_the_applicant_is_waited_for_nothing_is_said_and_a_moved_date_is_said_anew()
    {
        house.Clock.Set(House.Morning);
        var code = await WalkInTests.Received(await house.SignedIn("diem"));
        await house.Drain();
        Assert.Equal(5L, await Unfired(code));
        await Applicant.Send(await house.SignedIn("khoi"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement",
            new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Ảnh mờ", right = await Applicant.Papers(house, code) }).Ok();
        await At(29, 18, 0);
        Assert.Equal(0L, await Unfired(code));
        await At(6, 9, 0, month: 5);
        Assert.Empty(await Facts(code));

        await Received.Answer(house, code);
        await house.Drain();
        var due = await house.Scalar<DateTime>("select due_at from dossiers.dossier where code = $1", code);
        await At(12, 9, 0, month: 5);
        Assert.Contains("overdue", await Facts(code));
        Assert.Contains(await Told(code), line => line.Text.Contains($"hẹn trả {Vi.DateTime(new DateTimeOffset(due, TimeSpan.Zero))}",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_came_back_complete_to_the_counter_is_waited_for_by_somebody()
    {
        var (code, _) = await Filed();
        await house.Execute("update dossiers.dossier set channel = 'counter' where code = $1", code);
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement",
            new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Ảnh mờ", right = await Applicant.Papers(house, code) }).Ok();
        await At(29, 10, 0);
        Assert.Empty(await Facts(code));
        await Received.Answer(house, code);
        await At(29, 16, 1);
        Assert.Equal(["unanswered"], await Facts(code));
        Assert.Contains(await Told(code), line => line.Text.Contains("chờ tiếp nhận từ 10:00, 29/04/2026, 4 giờ làm việc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stands_for_somebody_else_is_asked_after_again_and_again_without_blame()
    {
        house.Clock.Set(House.Morning);
        var code = await WalkInTests.Received(await house.SignedIn("diem"));
        await Applicant.Send(await house.SignedIn("tam"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/hold",
            new { cause = "forceMajeure", reason = "Bão" }).Ok();
        await At(5, 8, 59, month: 5);
        Assert.Empty(await Facts(code));
        await At(5, 9, 1, month: 5);
        Assert.Equal(["still"], await Facts(code));
        var told = await Told(code);
        Assert.Contains(told, line => line.Account == "tam");
        Assert.All(told, line => Assert.Contains("tạm dừng từ 09:00, 28/04/2026 (sự kiện bất khả kháng), 24 giờ làm việc chưa có gì mới", line.Text,
            StringComparison.Ordinal));
        Assert.Empty(await Written(code, "still"));
        await At(8, 9, 0, month: 5);
        Assert.Equal(["still"], await Facts(code));
        await At(8, 9, 2, month: 5);
        Assert.Equal(["still", "still"], await Facts(code));
        await Applicant.Send(await house.SignedIn("tam"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/resume", new { reason = "Bão tan" }).Ok();
        await house.Drain();
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and "
            + "kind = 'still' and fired_at is null", code));
    }

    [Fact]
    public async Task What_was_done_a_moment_ago_is_not_chased_although_nobody_followed_it_yet()
    {
        var (code, _) = await Filed();
        await house.Drain();
        Assert.Equal(2L, await Unfired(code));
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        house.Clock.Set(House.Morning.AddDays(1).AddHours(2));
        await Fire();
        Assert.Empty(await Facts(code));
        Assert.Equal(0L, await Unfired(code));
    }

    [Fact]
    public async Task A_refused_dossier_is_not_chased()
    {
        var (code, _) = await Filed();
        await house.Drain();
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/refuse",
            new { reason = "Không thuộc thẩm quyền" }).Ok();
        await At(29, 16, 0);
        Assert.Empty(await Facts(code));
    }

    [Fact]
    public async Task Followed_again_from_the_beginning_nothing_is_said_twice()
    {
        var (code, _) = await Filed();
        await At(28, 15, 1);
        await house.Execute("update platform.subscription set txid = '0', position = 0 where name = 'dossiers.keep-timers'");
        await At(28, 15, 2);
        Assert.Equal(["unanswered"], await Facts(code));
        Assert.Equal(1L, await Unfired(code));
    }

    [Fact]
    public async Task Ten_thousand_due_timers_fired_by_three_at_once_are_each_said_once()
    {
        house.Clock.Set(House.Morning);
        var code = await WalkInTests.Received(await house.SignedIn("diem"));
        await house.Drain();
        await house.Execute("""
            insert into dossiers.timer (dossier_id, kind, about, since, due_at)
            select id, 'still', 'thu ' || n, submitted_at, submitted_at - interval '1 hour' from dossiers.dossier, generate_series(1, 10000) n where code = $1
            """, code);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Fire()));
        Assert.Equal(10_000L, await house.Scalar<long>("select count(*) from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = "
            + "$1 and fired_at is not null", code));
        Assert.Equal(20_000L, await house.Scalar<long>("select count(*) from messages.staff_notice where dossier_code = $1", code));
        Assert.Equal(20_000L, await house.Scalar<long>("select count(*) from messages.message where dossier_code = $1 and template = 'reminder.still'", code));
        Assert.Equal(10_000L, await house.Scalar<long>("select count(distinct data ->> 'about') from platform.event where kind = 'dossier.reminded/1' and "
            + "data ->> 'code' = $1", code));
    }

    [Fact]
    public async Task An_official_reads_the_own_notices_and_marks_them_as_seen()
    {
        var (code, shown) = await Filed();
        await At(28, 15, 1);
        var (diem, hanh) = (await house.SignedIn("diem"), await house.SignedIn("hanh"));
        var page = await House.Read(await diem.GetAsync("/noi-bo/nhac-viec"));
        Assert.Contains(page.QuerySelectorAll("tr"), row => row.TextContent.Contains(shown, StringComparison.Ordinal));
        Assert.Contains((await House.Read(await diem.GetAsync("/noi-bo/nhac-viec?xem=tat-ca"))).QuerySelectorAll("tr"),
            row => row.TextContent.Contains(shown, StringComparison.Ordinal) && row.TextContent.Contains("Mới", StringComparison.Ordinal));
        Assert.Equal($"/noi-bo/ho-so/{code}", page.QuerySelectorAll("tbody a").First(link => link.TextContent == code).GetAttribute("href"));
        Assert.NotNull(page.QuerySelector(".site-nav .count"));
        Assert.DoesNotContain(shown, await (await hanh.GetAsync("/noi-bo/nhac-viec")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var list = JsonSerializer.Deserialize<JsonElement>(await diem.GetStringAsync("/api/v1/desk/notices"));
        Assert.Contains(list.GetProperty("items").EnumerateArray(), item => item.GetProperty("dossierCode").GetString() == code);
        Assert.Equal(0, JsonSerializer.Deserialize<JsonElement>(await hanh.GetStringAsync("/api/v1/desk/notices")).GetProperty("items").GetArrayLength());

        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(diem, "/noi-bo/nhac-viec", [])).StatusCode);
        page = await House.Read(await diem.GetAsync("/noi-bo/nhac-viec"));
        Assert.Null(page.QuerySelector(".site-nav .count"));
        Assert.Null(page.QuerySelector("main form"));
        Assert.True(await house.Scalar<bool>("select count(*) > 0 from messages.staff_notice n join people.account a on a.id = n.account_id where a.username "
            + "= 'tam' and read_at is null"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("benam")).GetAsync("/api/v1/desk/notices")).StatusCode);
    }

    [Fact]
    public async Task What_was_said_of_one_dossier_is_one_line_and_is_settled_alone()
    {
        var (one, _) = await Filed();
        var (other, _) = await Filed();
        var me = await house.Scalar<Guid>("select id from people.account where username = 'phuc'");
        await house.Execute("update messages.staff_notice set read_at = now() where account_id = $1", me);
        foreach (var (code, minute) in new[] { (one, 1), (other, 2), (one, 3) })
            await house.Execute("""
                insert into messages.staff_notice (id, account_id, dossier_code, text, link, created_at)
                values (gen_random_uuid(), $1, $2, 'Nhắc phút ' || $3, '/noi-bo/ho-so/' || $2, timestamptz '2026-04-28 09:00:00+07' + $3 * interval '1 minute')
                """, me, code, minute);
        var phuc = await house.SignedIn("phuc");
        var page = await House.Read(await phuc.GetAsync("/noi-bo/nhac-viec"));
        Assert.Equal([one, other], page.QuerySelectorAll("tbody tr td:first-child").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("1 lần nhắc trước", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("2", page.QuerySelector(".site-nav .count")!.TextContent, StringComparison.Ordinal);
        // What came while the page was being read stays.
        await house.Execute("""
            insert into messages.staff_notice (id, account_id, dossier_code, text, link, created_at)
            values (gen_random_uuid(), $1, $2, 'Nhắc sau', '/noi-bo/ho-so/' || $2, timestamptz '2026-04-28 09:09:00+07')
            """, me, other);
        var settle = page.QuerySelectorAll("tbody form").Select(form => (Subject: form.QuerySelector("[name=subject]")!.GetAttribute("value")!,
            Newest: form.QuerySelector("[name=newest]")!.GetAttribute("value")!)).ToList();
        foreach (var (subject, newest) in settle)
            Assert.Equal(HttpStatusCode.Redirect, (await House.Post(phuc, "/noi-bo/nhac-viec", new() { ["subject"] = subject, ["newest"] = newest },
                "tbody form")).StatusCode);
        page = await House.Read(await phuc.GetAsync("/noi-bo/nhac-viec"));
        Assert.Equal([other], page.QuerySelectorAll("tbody tr td:first-child").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Nhắc sau", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_sms_of_a_reminder_is_cut_by_the_longest_name_of_a_unit()
    {
        var unit = await house.Scalar<string>("select name from (select short_name as name from organisation.agency union select name from "
            + "organisation.office) n order by length(name) desc limit 1");
        var fields = new Dictionary<string, string>
        {
            ["short"] = "7KQ4-9M2X", ["since"] = "09:00, 28/04/2026", ["due"] = "17:00, 29/04/2026", ["holder"] = unit
        };
        foreach (var kind in new[] { "unansweredLong", "overdue", "statutoryOver", "still" })
        {
            var text = await house.Scalar<string>("select text from messages.template where event = 'reminder.' || $1 and channel = 'sms'", kind);
            Assert.EndsWith("Hoi 1022", Wording.Sms(Wording.Fill(text, fields, "")), StringComparison.Ordinal);
        }
    }

    private async Task<(string Code, string Shown)> Filed()
    {
        house.Clock.Set(House.Morning);
        var filed = await Applicant.Submitted(house.Anonymous());
        return (filed.GetProperty("code").GetString()!, filed.GetProperty("shortCode").GetString()!);
    }

    /// <summary>Subscribers first, as they would have come; then the time passes and what has become due is fired.</summary>
    private async Task At(int day, int hour, int minute, int month = 4)
    {
        await house.Drain();
        house.Clock.Set(VietnamTime.At(new DateOnly(2026, month, day), new TimeOnly(hour, minute)));
        await Fire();
    }

    private async Task Fire()
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        while (await scope.ServiceProvider.GetRequiredService<RemindDue>().Execute() > 0) { }
    }

    private Task<long> Unfired(string code) =>
        house.Scalar<long>("select count(*) from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and fired_at is null", code);

    private async Task<List<(string Account, string Text)>> Told(string code) => [.. (await Rows("""
        select a.username, n.text from messages.staff_notice n join people.account a on a.id = n.account_id where n.dossier_code = $1
            order by n.created_at, a.username
        """, code)).Select(row => (row[0], row[1]))];

    /// <summary>Text by channel; the same twice fails.</summary>
    private async Task<Dictionary<string, string>> Written(string code, string kind) => (await Rows("""
        select channel, text from messages.message where dossier_code = $1 and template = 'reminder.' || $2
        """, code, kind)).ToDictionary(row => row[0], row => row[1]);

    private async Task<List<string>> Facts(string code) => [.. (await Rows("""
        select data ->> 'kind' from platform.event where kind = 'dossier.reminded/1' and data ->> 'code' = $1 order by position
        """, code)).Select(row => row[0])];

    private async Task<List<string[]>> Rows(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(house.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
