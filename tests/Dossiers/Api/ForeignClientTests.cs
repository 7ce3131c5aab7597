using System.Net;
using System.Text.Json;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Api;

/// <summary>What a foreign program follows dossiers by: its own reference, filters, tasks, files, figures.</summary>
public sealed class ForeignClientTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_dossier_is_found_by_what_the_filing_system_calls_it_and_only_by_who_may_read_it()
    {
        var (owner, stranger, desk) = (await house.SignedIn("benam"), await house.SignedIn("sarich"), await house.SignedIn("diem"));
        var foreign = new { system = "phan-mem-huyen", id = "HS/2026/829 – bản 1" };
        var code = await File(owner, foreign);
        var query = $"system={foreign.system}&foreignId={Uri.EscapeDataString(foreign.id)}";
        Assert.Equal([code], Codes(await Get(owner, $"/api/v1/dossiers?{query}")));
        Assert.Equal([code], Codes(await Get(desk, $"/api/v1/desk/dossiers?{query}")));
        Assert.Empty(Codes(await Get(stranger, $"/api/v1/dossiers?{query}")));
        Assert.Equal(foreign.id, (await Get(desk, $"/api/v1/desk/dossiers/{code}")).GetProperty("foreign").GetProperty("id").GetString());
        Assert.Equal(foreign.id, (await Get(owner, $"/api/v1/dossiers/{code}")).GetProperty("foreign").GetProperty("id").GetString());
        await Applicant.Refused(HttpStatusCode.BadRequest, "cả hệ thống", Applicant.Send(owner, HttpMethod.Post, "/api/v1/drafts",
            new { procedure = "ks01", unit = Applicant.Commune, foreign = new { system = "x", id = " " } }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "foreignId", owner.GetAsync("/api/v1/dossiers?system=x"));
    }

    [Fact]
    public async Task A_list_is_narrowed_by_procedure_owner_status_and_change_and_asks_for_something_that_names_few()
    {
        var (owner, desk) = (await house.SignedIn("benam"), await house.SignedIn("diem"));
        var (first, second) = (await File(owner), await File(owner));
        var before = await house.Scalar<DateTime>("select clock_timestamp()");
        await Applicant.Send(owner, HttpMethod.Post, $"/api/v1/dossiers/{first}/withdraw", new { reason = "Đổi ý" }).Ok();
        var number = await house.Scalar<string>("select owner_number from dossiers.dossier where code = $1", first);
        Assert.Equal([first], Codes(await Get(owner, "/api/v1/dossiers?status=withdrawn")));
        Assert.Equal([first], Codes(await Get(desk, $"/api/v1/desk/dossiers?owner={number}&status=withdrawn&procedure=1.001193")));
        Assert.Empty(Codes(await Get(desk, $"/api/v1/desk/dossiers?owner={number}&procedure=1.000001")));
        Assert.Empty(Codes(await Get(desk, "/api/v1/desk/dossiers?owner=000000000000")));
        // The house's clock is in April; what changed is told by the clock of the database.
        house.Clock.Set(before);
        var since = Uri.EscapeDataString($"{before:O}");
        Assert.Equal([first], Codes(await Get(desk, $"/api/v1/desk/dossiers?changedSince={since}")));
        Assert.Contains(second, Codes(await Get(desk, $"/api/v1/desk/dossiers?changedSince={Uri.EscapeDataString($"{before.AddHours(-1):O}")}")));
        foreach (var wide in new[] { "", "?status=submitted", "?procedure=1.001193", $"?changedSince={Uri.EscapeDataString($"{before.AddDays(-40):O}")}" })
            await Applicant.Refused(HttpStatusCode.BadRequest, "ít nhất một bộ lọc", desk.GetAsync($"/api/v1/desk/dossiers{wide}"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "danh mục", owner.GetAsync("/api/v1/dossiers?status=khac"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "", owner.GetAsync("/api/v1/dossiers?changedSince=hom-qua"));
    }

    [Fact]
    public async Task A_task_is_read_by_its_id_while_it_is_open_and_after_and_the_finished_ones_are_listed()
    {
        var code = await Received.New(house);
        var (desk, leader, stranger) = (await house.SignedIn("diem"), await house.SignedIn("tam"), await house.SignedIn("benam"));
        var open = (await Get(leader, $"/api/v1/desk/dossiers/{code}")).GetProperty("task").GetProperty("id").GetGuid();
        Assert.Equal("open", (await Get(leader, $"/api/v1/desk/tasks/{open}")).GetProperty("state").GetString());
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync($"/api/v1/desk/tasks/{open}")).StatusCode);
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy việc này", leader.GetAsync($"/api/v1/desk/tasks/{Guid.NewGuid()}"));
        // Receiving was the officer's own step.
        var done = (await Get(desk, "/api/v1/desk/tasks/finished")).GetProperty("items").EnumerateArray().First();
        Assert.Equal((code, "done"), (done.GetProperty("dossierCode").GetString(), done.GetProperty("state").GetString()));
        Assert.Equal("done", (await Get(leader, $"/api/v1/desk/tasks/{done.GetProperty("id").GetGuid()}")).GetProperty("state").GetString());
        Assert.Empty((await Get(leader, "/api/v1/desk/tasks/finished")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Finished_tasks_are_paged_without_a_gap()
    {
        await Received.New(house);
        await house.Execute("""
            insert into workflow.task (id, dossier_id, seq, step_no, step_key, step_name, step_kind, role, agency_code, assignee_id, state, opened_at, due_at,
                done_at, dossier_code, procedure_code, procedure_name, owner_name)
            select gen_random_uuid(), r.dossier_id, 1000 + n, 0, 'x', 'Bước cũ', 'approve', 'leader', 'UBND-32248', a.id, 'done', now(), now(),
                timestamptz '2026-01-01' + (n / 3) * interval '1 hour', 'x', 'x', 'x', 'x'
            from (select dossier_id from workflow.run limit 1) r, people.account a, generate_series(1, 45) n where a.username = 'khoi'
            """);
        var official = await house.SignedIn("khoi");
        var (seen, next) = (new List<Guid>(), "");
        do
        {
            var page = await Get(official, $"/api/v1/desk/tasks/finished{next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(task => task.GetProperty("id").GetGuid()));
            next = page.TryGetProperty("next", out var at) && at.GetString() is { } cursor ? $"?after={cursor}" : "";
        } while (next.Length > 0);
        Assert.Equal(45, seen.Distinct().Count());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Files_are_listed_and_their_bytes_read_by_who_may_read_the_dossier()
    {
        var (owner, stranger, desk) = (await house.SignedIn("benam"), await house.SignedIn("sarich"), await house.SignedIn("diem"));
        var code = await File(owner);
        var file = Assert.Single((await Get(owner, $"/api/v1/dossiers/{code}/files")).EnumerateArray());
        var url = $"/api/v1/dossiers/{code}/files/{file.GetProperty("id").GetGuid()}";
        foreach (var who in new[] { owner, desk })
        {
            var bytes = await who.GetByteArrayAsync(url);
            Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        }
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy hồ sơ", stranger.GetAsync(url));
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy hồ sơ", stranger.GetAsync($"/api/v1/dossiers/{code}/files"));
        await Applicant.Refused(HttpStatusCode.Unauthorized, "đăng nhập", house.Anonymous().GetAsync($"/api/v1/dossiers/{code}/files"));
        var client = house.Anonymous();
        var (draft, token) = await Applicant.Draft(client);
        var waiting = Assert.Single((await Applicant.Send(client, HttpMethod.Get, $"/api/v1/drafts/{draft}/files", null, token).Ok()).EnumerateArray());
        var one = $"/api/v1/drafts/{draft}/files/{waiting.GetProperty("id").GetGuid()}";
        Assert.Equal(HttpStatusCode.OK, (await Applicant.Send(client, HttpMethod.Get, one, null, token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Anonymous().GetAsync(one)).StatusCode);
    }

    [Fact]
    public async Task Figures_are_those_of_the_list_and_of_the_own_agency()
    {
        var leader = await house.SignedIn("tam");
        var code = await Received.New(house);
        var day = $"{house.Clock.GetUtcNow().AddHours(7):yyyy-MM-dd}";
        var figures = await Get(leader, $"/api/v1/desk/statistics?from={day}&to={day}");
        var row = figures.GetProperty("procedures").EnumerateArray().Single(one => one.GetProperty("procedureCode").GetString() == "1.001193");
        int Of(string name) => row.GetProperty(name).GetInt32();
        Assert.Equal(await house.Scalar<int>("""
            select count(*)::int from dossiers.dossier where competent_agency = (select competent_agency from dossiers.dossier where code = $1)
                and procedure_code = '1.001193' and received_at is not null
            """, code), Of("received"));
        Assert.Equal(Of("received"), Of("onTime") + Of("late") + Of("noDate") + Of("open") + Of("overdue"));
        Assert.True(Of("open") >= 1);
        await Applicant.Refused(HttpStatusCode.BadRequest, "tối đa 92 ngày", leader.GetAsync("/api/v1/desk/statistics?from=2026-01-01&to=2026-12-31"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Ngày cuối", leader.GetAsync("/api/v1/desk/statistics?from=2026-02-01&to=2026-01-31"));
    }

    private static async Task<string> File(HttpClient owner, object? foreign = null)
    {
        var (draft, token) = await Applicant.Draft(owner, foreign: foreign);
        return (await Applicant.Send(owner, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
    }

    private static Task<JsonElement> Get(HttpClient client, string url) => Applicant.Send(client, HttpMethod.Get, url).Ok();

    private static IEnumerable<string> Codes(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("code").GetString()!);
}
