using System.Net;
using AngleSharp.Dom;
using MotCua.Operations;
using MotCua.Operations.Watch;
using MotCua.Platform;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform.Work;

public sealed class WorkPageTests(House house) : IClassFixture<House>
{
    private const string Page = OperationsModule.Page;

    [Fact]
    public async Task An_administrator_sees_each_trouble_apart_and_has_one_or_all_tried_again_once()
    {
        await Furnish();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("diem")).GetAsync(Page)).StatusCode);
        var admin = await house.SignedIn("nam");
        var page = await House.Read(await admin.GetAsync(Page));
        // The first list in which there is something; each count is the number of rows behind it.
        Assert.Equal("Bị để riêng", Current(page));
        Assert.Equal(["5", "2", "4"], page.QuerySelectorAll(".tabs .count").Select(count => count.TextContent));
        foreach (var list in WorkModel.Lists)
        {
            var shown = await House.Read(await admin.GetAsync($"{Page}?loai={list.Value}"));
            Assert.Equal(list.Text, Current(shown));
            var rows = shown.QuerySelectorAll("tbody tr");
            Assert.Equal(shown.QuerySelector(".tabs [aria-current] .count")!.TextContent, $"{rows.Length}");
            Assert.Equal(rows.Length, rows.Select(row => row.TextContent).Distinct().Count());
            Assert.DoesNotContain("dossiers.", string.Concat(shown.QuerySelectorAll("h2").Select(h2 => h2.TextContent)), StringComparison.Ordinal);
        }
        Assert.Contains("Giữ hẹn giờ nhắc việc của hồ sơ", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("VN-123456", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/quan-tri/nhat-ky?luong=dossier%2Fthu-1", page.QuerySelector("tbody th a")!.GetAttribute("href"));
        // Behind it is no button: it follows by itself.
        Assert.Equal(4, page.QuerySelectorAll("tbody button").Length);
        Assert.StartsWith("5", page.QuerySelector($"a[href='{Page}'] .count")!.TextContent, StringComparison.Ordinal);

        var form = new Dictionary<string, string> { ["what"] = "fact", ["name"] = "dossiers.keep-timers", ["key"] = "1" };
        var done = await House.Post(admin, $"{Page}?loai=de-rieng", form, "tbody form");
        Assert.Equal($"{Page}?loai=de-rieng", done.Headers.Location?.ToString());
        Assert.Contains("Đã cho thử lại 1 việc", (await House.Read(await admin.GetAsync(Page))).QuerySelector("main [role=status]")!.TextContent,
            StringComparison.Ordinal);
        // The second click of a double click.
        await House.Post(admin, $"{Page}?loai=de-rieng", form, "tbody form");
        Assert.Contains("đang được thử lại, hoặc đã xong", (await House.Read(await admin.GetAsync(Page))).QuerySelector("main [role=status]")!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'work.retry-asked/1' and stream = "
            + "'work/dossiers.keep-timers' and actor_name <> 'Hệ thống' and data ->> 'key' = '1'"));
        Assert.True(await house.Scalar<bool>("select tries = 0 and next_try_at is not null from platform.set_aside where position = 1"));

        await House.Post(admin, $"{Page}?loai=de-rieng", new() { ["what"] = "job", ["name"] = "papers.read-scan", ["key"] = "" }, "section form");
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from platform.job where kind = 'papers.read-scan' and state = 'waiting' and attempts = 0"));
        await House.Post(admin, $"{Page}?loai=khong-duoc", new() { ["what"] = "message", ["name"] = "sms", ["key"] = "" }, "section form");
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from messages.message where state = 'failed'"));

        await using var output = new StringWriter();
        await using var scope = house.Scope();
        Assert.Equal(1, await WorkCommand.Command.Run(scope.ServiceProvider, [], output));
        Assert.Contains("Bị để riêng: Lời nhắc: quá hẹn trả (1) [timer overdue]", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await WorkCommand.Command.Run(scope.ServiceProvider, ["retry", "timer", "overdue"], output));
        Assert.Equal(1, await WorkCommand.Command.Run(scope.ServiceProvider, ["retry", "timer", "overdue"], output));
        Assert.Equal(2, await WorkCommand.Command.Run(scope.ServiceProvider, ["retry"], output));
    }

    [Fact]
    public async Task Administrators_are_told_once_until_they_have_read_it()
    {
        foreach (var key in new[] { "1", "2", "3" })
        {
            await house.Execute("insert into platform.event (stream, kind, at, actor_name, data) values ('work/x', 'work.set-aside/1', now(), 'Hệ thống', "
                + "jsonb_build_object('what', 'job', 'name', 'papers.read-scan', 'key', $1::text))", key);
            if (key == "2") await house.Drain();
        }
        await house.Drain();
        Assert.Equal(["Có việc bị để riêng sau nhiều lần thử: Đọc chữ trên bản quét. Xem lý do và cho thử lại"], await Told());
        await house.Execute("update messages.staff_notice set read_at = now() where link = $1", Page);
        await house.Execute("insert into platform.event (stream, kind, at, actor_name, data) values ('work/x', 'work.set-aside/1', now(), 'Hệ thống', "
            + "'{\"what\":\"timer\",\"name\":\"overdue\",\"key\":\"x\"}')");
        await house.Drain();
        Assert.Equal(2, (await Told()).Length);
    }

    [Fact]
    public void Every_piece_of_background_work_has_words()
    {
        var rooms = ModuleSet.Discover().All;
        Assert.Equal(rooms.SelectMany(room => room.Subscriptions).Select(one => one.Name).Order(StringComparer.Ordinal),
            WorkWords.Subscribers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(rooms.SelectMany(room => room.JobHandlers).Select(one => one.Kind).Order(StringComparer.Ordinal),
            WorkWords.Jobs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(rooms.SelectMany(room => room.Recurring).Select(one => one.Name).Order(StringComparer.Ordinal),
            WorkWords.Recurring.Keys.Order(StringComparer.Ordinal));
    }

    private Task<string[]> Told() => house.Scalar<string[]>("""
        select array_agg(n.text order by n.created_at) from messages.staff_notice n join people.account a on a.id = n.account_id where a.username = 'nam'
            and n.link = $1
        """, Page);

    private static string Current(IDocument page) => page.QuerySelector(".tabs [aria-current]")!.FirstChild!.TextContent.Trim();

    /// <summary>Five set aside, two that fail, four that are late.</summary>
    private async Task Furnish()
    {
        await Applicant.Submitted(house.Anonymous());
        await house.Drain();
        await house.Execute("""
            update messages.message set state = 'sent', sent_at = created_at where state <> 'sent';
            delete from platform.job;
            insert into platform.set_aside (subscription, stream, kind, epoch, txid, position, tries, reason, incident, since, next_try_at) values
                ('dossiers.keep-timers', 'dossier/thu-1', 'dossier.received/1', 1, '9', 1, 5, 'Thiếu dữ liệu cần có (InvalidOperationException)', 'VN-123456',
                    '2026-04-28 01:30+00', null),
                ('dossiers.keep-timers', 'dossier/thu-1', 'dossier.resolved/1', 1, '9', 2, 0, 'Chờ sự kiện trước của cùng đối tượng', null,
                    '2026-04-28 01:40+00', '2026-04-28 01:40+00');
            insert into dossiers.timer (dossier_id, kind, about, since, due_at, tries, rest_until, problem, incident, failed_at)
                select id, 'overdue', 'thu', submitted_at, submitted_at, 5, null, 'Phần mềm gặp lỗi (PostgresException P0001)', 'VN-234567',
                    '2026-04-28 01:45+00' from dossiers.dossier limit 1;
            insert into platform.job (id, kind, payload, due_at, attempts, state, problem, incident, created_at, failed_at)
                select gen_random_uuid(), 'papers.read-scan', '{}', '2026-04-28 01:00+00', 5, 'failed', 'Không đọc hoặc ghi được tệp (IOException)',
                    'VN-34567' || i, '2026-04-28 01:00+00', '2026-04-28 01:50+00' from generate_series(1, 2) i;
            insert into messages.message (id, channel, recipient, text, template, dossier_code, created_at, state, attempts, problem)
                values (gen_random_uuid(), 'sms', '0900999001', 'x', 'dossier.submitted', 'H12.32248-260428-0001', '2026-04-28 01:00+00', 'failed', 1,
                    'Cổng tin nhắn trả lời 422: không nhận tin này');
            insert into platform.recurring (name, last_run_at, problem, incident, failures, failing_since) values
                ('proof.check-rows', now(), 'Làm quá lâu nên bị dừng (PostgresException 57014)', 'VN-456789', 3, now() - interval '10 minutes'),
                ('dossiers.remind-due', now() - interval '1 hour', null, null, 0, null)
                on conflict (name) do update set last_run_at = excluded.last_run_at, problem = excluded.problem, incident = excluded.incident,
                    failures = excluded.failures, failing_since = excluded.failing_since;
            insert into platform.job (id, kind, payload, due_at, created_at) values (gen_random_uuid(), 'dossiers.recount', '{}', '2026-04-28 01:00+00',
                '2026-04-28 01:00+00');
            insert into messages.message (id, channel, recipient, text, template, created_at, state, attempts, problem)
                values (gen_random_uuid(), 'email', 'a@example.vn', 'x', 'dossier.submitted', '2026-04-28 01:00+00', 'waiting', 0, null);
            insert into proof.outside (one, batch, at, problem) values (true, 1, '2026-04-28 01:00+00', 'x') on conflict (one) do update set at = excluded.at,
                problem = 'x';
            """);
        // Nothing of the log is late.
        house.Clock.Set(House.Morning);
    }
}
