using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Reorganise;
using MotCua.Organisation.Contracts;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>Đất Mũi (32248, where khoi, diem and tam work) goes into Phan Ngọc Hiển (32244) on 01/06/2026; "nam" writes, another one approves.</summary>
public sealed class ReorganisationTests : IAsyncLifetime
{
    private const string Root = Plans.Root;
    private const string Old = Plans.DatMui;
    private const string New = Plans.PhanNgocHien;

    private readonly House house = new();
    private Plans plans = null!;
    private HttpClient nam = null!;
    private HttpClient second = null!;

    public async ValueTask InitializeAsync()
    {
        await house.InitializeAsync();
        plans = await Plans.In(house);
        (nam, second) = (plans.Nam, plans.Hai);
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_merge_moves_people_and_open_dossiers_and_what_is_old_still_leads_on()
    {
        var (open, shortCode) = await Filed();
        var ended = await Received.New(house);
        await house.Execute("update dossiers.dossier set status = 'returned', finished_at = now(), returned_at = now() where code = $1", ended);
        var khoi = await house.SignedIn("khoi");
        var stranger = await house.SignedIn(await Plans.Position(house, "la", Roles.Specialist, "UBND-32025"));
        var plan = await Planned();
        await plans.Approved(plan);
        Assert.Equal("approved", await plans.State(plan));

        house.Clock.Set(Plans.JuneMorning);
        var before = await Figures(khoi, Old);
        await plans.Apply(plan);
        // The morning after, before anything has followed: the same session, the same dossier.
        Assert.Equal(HttpStatusCode.OK, (await khoi.GetAsync($"/api/v1/desk/dossiers/{open}")).StatusCode);
        Assert.Contains(open, await khoi.GetStringAsync("/api/v1/desk/tasks"), StringComparison.Ordinal);
        await house.Drain();
        Assert.Contains(open, await khoi.GetStringAsync("/api/v1/desk/tasks"), StringComparison.Ordinal);
        Assert.Equal(New, await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", open));
        Assert.Equal(Old, await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", ended));
        Assert.Equal(1, await house.Scalar<int>(
            "select count(*)::int from dossiers.hand_over join dossiers.dossier d on d.id = dossier_id where d.code = $1 and outcome = 'reorganised'", open));
        Assert.Equal(New, await house.Scalar<string>("select agency_code from workflow.task where dossier_code = $1 and state = 'open'", open));
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from platform.event where kind = 'dossier.moved/1' and data ->> 'code' = $1", open));
        foreach (var code in new[] { open, ended })
        {
            Assert.Equal(HttpStatusCode.OK, (await khoi.GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode);
        }
        Assert.Contains(open, await (await khoi.GetAsync("/api/v1/desk/search?q=" + Uri.EscapeDataString("be nam"))).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Equal(before, await Figures(khoi, Old));
        Assert.Contains("Ủy ban nhân dân xã Đất Mũi", before, StringComparison.Ordinal);

        // Old names, old codes, old pages.
        var page = await house.Anonymous().GetAsync($"/tra-cuu?ma={shortCode}");
        Assert.Contains("Mũi Cà Mau", await Plans.Text(page), StringComparison.Ordinal);
        await using var scope = house.Scope();
        var directory = scope.ServiceProvider.GetRequiredService<OrganisationDirectory>();
        var day = new DateOnly(2026, 6, 1);
        Assert.Contains(await directory.SearchCommunes("xa dat mui", day), found => found.FullName == "Xã Mũi Cà Mau");
        Assert.Contains(await directory.SearchCommunes("xa tan an", day), found => found is { FullName: "Xã Mũi Cà Mau", FormerName: not null });
        Assert.Equal(New, (await directory.CommitteeOf("32248", day))!.Code);
        Assert.Equal("Ủy ban nhân dân xã Đất Mũi", (await directory.Agency(Old, new DateOnly(2026, 5, 31)))!.Name);
        Assert.Contains("Đơn vị kế tục", await Plans.Text(await nam.GetAsync($"/quan-tri/to-chuc/{Old}")), StringComparison.Ordinal);
        await AgencyPagesTests.Load(house);
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from organisation.agency where code = $1 and valid_to = '2026-05-31'", Old));
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from organisation.agency where code = $1 and name like '%Mũi Cà Mau'", New));
    }

    [Fact]
    public async Task A_run_that_breaks_off_or_comes_twice_moves_each_dossier_once()
    {
        var codes = new List<string>();
        for (var i = 0; i < 3; i++) codes.Add((await Filed()).Code);
        var plan = await Planned();
        await plans.Approved(plan);
        house.Clock.Set(Plans.JuneMorning);
        // Two servers at midnight.
        await Task.WhenAll(plans.Apply(plan), plans.Apply(plan));
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from platform.event where kind = 'reorganisation.applied/1'"));
        var fact = await plans.Fact();
        // Runs one behind the other and both at once, then what the log itself sets going.
        await Task.WhenAll(Move(fact, 1), Move(fact, 2));
        await Move(fact, 2);
        await house.Drain();
        Assert.Equal(3, await house.Scalar<int>("select count(*)::int from dossiers.hand_over where outcome = 'reorganised'"));
        foreach (var code in codes)
            Assert.Equal(New, await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", code));
    }

    [Fact]
    public async Task Two_people_one_plan_for_a_unit_and_what_was_looked_at()
    {
        var first = await Planned();
        // Somebody else begins to merge the same unit.
        var again = await House.Post(second, Root, new() { ["kind"] = "merge", ["unit1"] = Old, ["unit2"] = "UBND-32201" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var words = await Plans.Text(again);
        Assert.Contains("phương án số 1", words, StringComparison.Ordinal);
        Assert.Contains("Võ Hoàng Nam", words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(second, Root,
            new() { ["kind"] = "merge", ["unit1"] = "UBND-32201", ["unit2"] = "UBND-32201" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(second, Root, new() { ["kind"] = "merge", ["unit1"] = "UBND-32201" })).StatusCode);
        // Who wrote it has no button, and sends it in vain.
        var page = await House.Read(await nam.GetAsync($"{Root}/{first}"));
        Assert.DoesNotContain("Duyệt phương án", page.Body!.TextContent, StringComparison.Ordinal);
        // Meanwhile somebody was given a position there: what was looked at is no longer what would be written.
        var fields = await ApproveFields(first);
        await Plans.Position(house, "moi", Roles.Specialist, Old);
        var stale = await second.PostAsync($"{Root}/{first}?handler=Approve", new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Contains("vừa thay đổi từ khi xem trước", await Plans.Text(stale), StringComparison.Ordinal);
        Assert.Equal("draft", await plans.State(first));
        await plans.Approved(first);
        // Until its day it can be withdrawn, and then the units are free again.
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(second, $"{Root}/{first}", new() { ["withdrawReason"] = "Hoãn" },
            "form[action*='handler=Withdraw']")).StatusCode);
        Assert.Equal("withdrawn", await plans.State(first));
        Assert.NotEqual(first, await Planned());
    }

    [Fact]
    public async Task An_approver_who_has_lost_the_role_approves_nothing_and_the_units_stay()
    {
        var plan = await Planned();
        var fields = await ApproveFields(plan);
        await house.Execute("update organisation.position set valid_to = '2026-04-27' where role = 'administrator' and account_id = $1", await house.Id("hai"));
        // The session that was opened with the role ends with it.
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.PostAsync($"{Root}/{plan}?handler=Approve", new FormUrlEncodedContent(fields))).StatusCode);
        Assert.Equal("draft", await plans.State(plan));
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from organisation.agency where code = $1 and valid_to is null", Old));
    }

    [Fact]
    public async Task What_cannot_be_put_in_force_is_said_at_its_box_and_keeps_what_was_typed()
    {
        var plan = await plans.Begun("rename", "UBND-32201");
        var fields = Plans.Content("Ủy ban nhân dân xã Đất Mũi", "UBND xã Đất Mũi", "Đất Mới");
        Administrator.Three("effective", Administrator.Today.AddDays(-1), fields);
        var answer = await plans.Edit(plan, fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await Plans.Text(answer);
        foreach (var words in new[] { "từ hôm nay", "đã có cơ quan tên này (UBND-32248)", "Ghi cả loại đơn vị" })
            Assert.Contains(words, text, StringComparison.Ordinal);
        fields["name"] = "";
        var page = await House.Read(await plans.Edit(plan, fields));
        Assert.Equal("Đất Mới", page.QuerySelector("input[name=unitName]")!.GetAttribute("value"));
        Assert.Contains("Nhập tên đầy đủ", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_of_today_holds_at_once_and_a_transfer_gives_another_parent()
    {
        var (code, _) = await Filed();
        var plan = await plans.Begun("rename", Old);
        var fields = Plans.Content("Ủy ban nhân dân xã Mũi Cà Mau", "UBND xã Mũi Cà Mau", "Xã Mũi Cà Mau");
        Administrator.Three("effective", Administrator.Today, fields);
        await plans.Saved(plan, fields);
        await plans.Approved(plan);
        Assert.Equal("applied", await plans.State(plan));
        await house.Drain();
        Assert.Equal("Ủy ban nhân dân xã Mũi Cà Mau", await house.Scalar<string>("select competent_agency_name from dossiers.dossier where code = $1", code));
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("khoi")).GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode);
        Assert.Contains("Ủy ban nhân dân xã Mũi Cà Mau", await Plans.Text(await nam.GetAsync("/quan-tri/to-chuc?q=xa%20dat%20mui")), StringComparison.Ordinal);

        var transfer = await plans.Begun("transfer", "STP");
        var moved = Plans.Content("Sở Tư pháp tỉnh Cà Mau", "Sở Tư pháp", "");
        moved["parent"] = "VPUBND";
        Administrator.Three("effective", Administrator.Today, moved);
        await plans.Saved(transfer, moved);
        await plans.Approved(transfer);
        Assert.Equal("VPUBND", await house.Scalar<string>("select parent_code from organisation.agency where code = 'STP' and valid_to is null"));
    }

    [Fact]
    public async Task An_office_that_closes_hands_its_people_and_dossiers_to_another()
    {
        var (code, _) = await Filed();
        var waiting = (await Applicant.Submitted(await house.SignedIn("benam"))).GetProperty("code").GetString()!;
        var fields = Plans.Merge(Administrator.Today);
        fields["office.MC-32248"] = "MC-32244";
        await plans.Applied("merge", [Old, New], fields);
        // What waits at the closed counter is on the list of the other one before it has been moved.
        var diem = await house.SignedIn("diem");
        Assert.Contains(waiting, await diem.GetStringAsync("/api/v1/desk/arrivals"), StringComparison.Ordinal);
        await house.Drain();
        Assert.Contains(waiting, await diem.GetStringAsync("/api/v1/desk/arrivals"), StringComparison.Ordinal);
        Assert.Equal("MC-32244", await house.Scalar<string>("select intake_office from dossiers.dossier where code = $1", code));
        Assert.Equal("MC-32248", await house.Scalar<string>("select counted_office from dossiers.dossier where code = $1", code));
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("diem")).GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode);
        Assert.Equal(0, await house.Scalar<int>("""
            select count(*)::int from organisation.position where office_code = 'MC-32248' and (valid_to is null or valid_to >= '2026-04-28')
            """));
        await using var scope = house.Scope();
        Assert.Equal("MC-32244", (await scope.ServiceProvider.GetRequiredService<OrganisationDirectory>().OfficeFor("MC-32248", Administrator.Today))!.Code);
    }

    private async Task<Dictionary<string, string>> ApproveFields(Guid plan)
    {
        var fields = (await House.Read(await second.GetAsync($"{Root}/{plan}"))).QuerySelectorAll("form[action*='handler=Approve'] input[name]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "");
        fields["approveReason"] = "Đã xem";
        return fields;
    }

    private async Task<(string Code, string Short)> Filed()
    {
        var done = await Applicant.Submitted(await house.SignedIn("benam"));
        var code = done.GetProperty("code").GetString()!;
        var received = await (await house.SignedIn("diem")).PostAsJsonAsync($"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        Assert.True(received.IsSuccessStatusCode, await received.Content.ReadAsStringAsync());
        return (code, done.GetProperty("shortCode").GetString()!);
    }

    private async Task<Guid> Planned()
    {
        var plan = await plans.Begun("merge", Old, New);
        await plans.Saved(plan, Plans.Merge(Plans.June));
        return plan;
    }

    private Task Move(ReorganisationApplied fact, int batch) => house.System<MoveDossiers>(move => move.Run(fact, batch));

    /// <summary>What the agency's own figures of April say, as they are sent.</summary>
    private static async Task<string> Figures(HttpClient official, string agency)
    {
        var answer = await official.GetFromJsonAsync<JsonElement>("/api/v1/desk/statistics?from=2026-04-01&to=2026-04-30");
        return answer.GetProperty("byAgency").EnumerateArray().Single(one => one.GetProperty("agency").GetString() == agency).GetRawText();
    }
}
