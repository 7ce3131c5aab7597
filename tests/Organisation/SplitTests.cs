using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Organisation.Reorganise;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Desk;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>A part of Đất Mũi (32248) becomes a commune of its own on 01/06/2026: khoi goes, tam stays; "nam" writes, another one approves.</summary>
public sealed class SplitTests : IAsyncLifetime
{
    private const string Root = Plans.Root;
    private const string Old = Plans.DatMui;
    private const string New = Plans.RachTau;
    private const string Counter = "MC-32248";
    private static readonly DateOnly June = Plans.June;

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
    public async Task People_go_with_what_they_hold_and_the_rest_stays_as_it_was()
    {
        var (held, shortCode) = await Received();
        var (free, _) = await Received();
        await (await house.SignedIn("tam")).PostAsJsonAsync($"/api/v1/desk/dossiers/{held}/assign", new { to = await house.Id("khoi") });
        Assert.Equal(await house.Id("khoi"), await house.Scalar<Guid>("select assignee_id "
            + "from workflow.task where dossier_code = $1 and state = 'open'", held));
        var (khoi, tam) = (await house.SignedIn("khoi"), await house.SignedIn("tam"));
        var plan = await plans.Begun("split", Old);
        await plans.Saved(plan, Plans.Split(June, await house.Id("khoi")));
        var preview = await Plans.Text(await second.GetAsync($"{Root}/{plan}"));
        foreach (var words in new[] { "còn lại, giữ tên, giữ mã", "Việc do người chuyển sang đơn vị mới đang giữ", "chưa có bộ phận Một cửa",
            "chưa có lãnh đạo" })
            Assert.Contains(words, preview, StringComparison.Ordinal);
        Assert.DoesNotContain("Duyệt phương án", await Plans.Text(await nam.GetAsync($"{Root}/{plan}")), StringComparison.Ordinal);
        await plans.Approved(plan);
        house.Clock.Set(Plans.JuneMorning);
        var before = await Figures(tam, Old);
        await plans.Apply(plan);
        await house.Drain();
        Assert.Equal(New, await Agency(held));
        Assert.Equal(Old, await Agency(free));
        Assert.Equal((Old, New), (await house.Scalar<string>("select counted_agency from dossiers.dossier where code = $1", held),
            await house.Scalar<string>("select agency_code from workflow.task where dossier_code = $1 and state = 'open'", held)));
        // The same session as yesterday: what goes along is read on, what stays is no longer there; and the other way round.
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await Seen(khoi, held), await Seen(khoi, free)));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await Seen(tam, held), await Seen(tam, free)));
        Assert.Equal(before, await Figures(tam, Old));
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from platform.event where kind = 'dossier.moved/1' and data ->> 'code' = $1", held));
        Assert.Contains("Tách một phần thành", await Plans.Text(await nam.GetAsync($"/quan-tri/to-chuc/{Old}")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await nam.GetAsync($"/quan-tri/to-chuc/{New}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().GetAsync($"/tra-cuu?ma={shortCode}")).StatusCode);
        await using var scope = house.Scope();
        var directory = scope.ServiceProvider.GetRequiredService<OrganisationDirectory>();
        Assert.Equal((Old, New), ((await directory.CommitteeOf("32248", June))!.Code, (await directory.CommitteeOf("32299", June))!.Code));
        Assert.Contains(await directory.SearchCommunes("dat mui", June), found => found is { Code: "32299", Whole: false });
        Assert.Null(await directory.CommitteeOf("32299", new DateOnly(2026, 5, 31)));
    }

    [Fact]
    public async Task A_counter_goes_with_its_people_and_with_what_nobody_holds()
    {
        var (held, _) = await Received();
        var (free, _) = await Received();
        await (await house.SignedIn("tam")).PostAsJsonAsync($"/api/v1/desk/dossiers/{held}/assign", new { to = await house.Id("khoi") });
        var plan = await plans.Begun("split", Old);
        var fields = Plans.Split(Administrator.Today, await house.Id("tam"));
        fields[$"office.{Counter}"] = PlannedOffice.Goes;
        await plans.Saved(plan, fields);
        await plans.Approved(plan);
        Assert.Equal("applied", await house.Scalar<string>("select state from organisation.reorganisation where id = $1", plan));
        await house.Drain();
        // Khôi stays and holds on to the dossier; the counter, its people and what nobody holds are the new unit's.
        Assert.Equal((Old, New), (await Agency(held), await Agency(free)));
        Assert.Equal(New, await house.Scalar<string>("select intake_agency from dossiers.dossier where code = $1", held));
        Assert.Equal(New, await house.Scalar<string>("select agency_code from organisation.position where account_id = $1 and office_code = $2 "
            + "and valid_to is null", await house.Id("diem"), Counter));
        Assert.Equal(HttpStatusCode.OK, await Seen(await house.SignedIn("khoi"), held));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await Seen(await house.SignedIn("diem"), held), await Seen(await house.SignedIn("tam"), free)));
        await using var scope = house.Scope();
        var offices = await scope.ServiceProvider.GetRequiredService<OrganisationDirectory>().Offices(Administrator.Today, New);
        Assert.Equal(Counter, Assert.Single(offices).Code);
        // The page of the old unit no longer counts among its people who went.
        Assert.DoesNotContain("Lê Thị Diễm", await Plans.Text(await nam.GetAsync($"/quan-tri/to-chuc/{Old}")), StringComparison.Ordinal);
        Assert.Contains("Lê Thị Diễm", await Plans.Text(await nam.GetAsync($"/quan-tri/to-chuc/{New}")), StringComparison.Ordinal);
        // What began once is not begun again: the code is taken.
        var again = await plans.Begun("split", Plans.PhanNgocHien);
        var answer = await plans.Edit(again, Plans.Split(June));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var words = await Plans.Text(answer);
        foreach (var wrong in new[] { "Mã này đã dùng", "đã có cơ quan tên này", "Chọn ít nhất một người hoặc một bộ phận" })
            Assert.Contains(wrong, words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_comes_back_with_the_power_of_today_and_hears_what_moved()
    {
        var (free, _) = await Received();
        var tam = await house.SignedIn("tam");
        const string List = "/noi-bo/viec/dong?nhom=don-vi";
        var address = (await House.Read(await tam.GetAsync("/noi-bo/viec?nhom=don-vi"))).QuerySelector("[data-live-list]")!.GetAttribute("data-live-list")!;
        using var line = await LiveLine.Open(tam, address);
        // The line is heard of before anything changes.
        var (other, _) = await Received();
        var place = await line.Told(other);
        var fields = Plans.Split(Administrator.Today, await house.Id("tam"));
        fields[$"office.{Counter}"] = PlannedOffice.Goes;
        await plans.Applied("split", [Old], fields);
        place = await line.Ended() ?? place;
        using var again = await LiveLine.Open(tam, List, place);
        await house.Drain();
        await again.Told(free);
    }

    [Fact]
    public async Task What_was_chosen_wrongly_is_told_and_kept()
    {
        var plan = await plans.Begun("split", Old);
        var fields = Plans.Split(June, await house.Id("diem"));
        (fields["newCode"], fields["name"]) = ("322", "Ủy ban nhân dân xã Đất Mũi");
        var answer = await plans.Edit(plan, fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal("322", page.QuerySelector("input[name=newCode]")!.GetAttribute("value"));
        foreach (var words in new[] { "gồm 5 chữ số", "đã có cơ quan tên này (UBND-32248)", "Có người không còn giữ vị trí" })
            Assert.Contains(words, page.Body!.TextContent, StringComparison.Ordinal);
        fields["people"] = "khoi";
        Assert.Equal(HttpStatusCode.BadRequest, (await plans.Edit(plan, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(nam, Root,
            new() { ["kind"] = "split", ["unit1"] = "UBND-32244", ["unit2"] = "UBND-32201" })).StatusCode);
    }

    private async Task<(string Code, string Short)> Received()
    {
        var done = await Applicant.Submitted(await house.SignedIn("benam"));
        var code = done.GetProperty("code").GetString()!;
        var received = await (await house.SignedIn("diem")).PostAsJsonAsync($"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        Assert.True(received.IsSuccessStatusCode, await received.Content.ReadAsStringAsync());
        return (code, done.GetProperty("shortCode").GetString()!);
    }

    private Task<string> Agency(string code) => house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", code);

    private static async Task<HttpStatusCode> Seen(HttpClient official, string code) => (await official.GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode;

    private static async Task<string> Figures(HttpClient official, string agency)
    {
        var answer = await official.GetFromJsonAsync<JsonElement>("/api/v1/desk/statistics?from=2026-04-01&to=2026-04-30");
        return answer.GetProperty("byAgency").EnumerateArray().Single(one => one.GetProperty("agency").GetString() == agency).GetRawText();
    }
}
