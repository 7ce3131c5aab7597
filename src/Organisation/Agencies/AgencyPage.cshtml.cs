using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Agencies;

/// <summary>Một cơ quan: what stands there today, what hangs on it, every dated row with who wrote it, and the acts on it.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class AgencyPageModel(Db db, AgencyReading reading, AgencyDesk desk, CorrectContact correct, ChangeOffice change,
    OrganisationDirectory directory) : PageModel, IComesBack
{
    public string Code { get; private set; } = "";

    /// <summary>The row of the day, or the last one of an agency that has ended.</summary>
    public AgencyPeriod Now { get; private set; } = null!;

    public DateOnly Day { get; private set; }

    public bool HasEnded => Now.ValidTo < desk.Today;

    public bool IsOpen => Now.ValidFrom <= desk.Today && !HasEnded;

    public IReadOnlyList<AgencyPeriod> Periods { get; private set; } = [];

    public IReadOnlyList<OfficePeriod> Offices { get; private set; } = [];

    public IEnumerable<OfficePeriod> OpenOffices => Offices.Where(office => office.ValidFrom <= Day && !(office.ValidTo < Day));

    public IReadOnlyList<ChoiceView> OfficeChoices =>
        [.. Offices.Where(office => office.ValidTo is null).Select(office => new ChoiceView(office.Code, $"{office.Name} ({office.Code})"))];

    public IReadOnlyList<AgencyStake> Stakes { get; private set; } = [];

    public IReadOnlyList<Event> Log { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>The act that was refused; its form stays open with what was typed.</summary>
    public string? Tried { get; private set; }

    public bool Done { get; private set; }

    public bool MayChange => desk.MayChange && IsOpen;

    public string Seen => AgencyDesk.MarkOf(Now);

    public DateOnly Today => desk.Today;

    public string Typed(string name, string? otherwise = null) =>
        Tried is not null && name.StartsWith(Tried + ".", StringComparison.Ordinal) ? Request.Form[name].ToString() : otherwise ?? "";

    public async Task OnGet(string agency, [FromQuery(Name = "ngay")] string? day, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is not null;
        await Show(agency, DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var chosen) ? chosen : null);
    }

    public Task<IActionResult> OnPostCorrect(string agency) => Act(agency, "lienhe", () =>
        correct.Execute(agency, Request.Form["seen"].ToString(), Box("address"), Box("phone"), Box("website"), Box("reason")));

    public Task<IActionResult> OnPostOpen(string agency) => Act(agency, "mo", () =>
        change.Open(agency, Box("name"), Box("address"), Date("from"), Box("reason")));

    public Task<IActionResult> OnPostRename(string agency) => Act(agency, "doiten", () =>
        change.Rename(agency, Box("office"), Box("name"), Date("from"), Box("reason")));

    public Task<IActionResult> OnPostClose(string agency) => Act(agency, "dong", () =>
        change.Close(agency, Box("office"), Date("lastDay"), Box("reason")));

    public async Task<IActionResult?> ComeBack(Refused why) => await Again(RouteData.Values["agency"]?.ToString() ?? "",
        Request.Query["handler"].ToString() switch { "Open" => "mo", "Rename" => "doiten", "Close" => "dong", _ => "lienhe" }, why);

    private string act = "";

    private string Box(string name) => Request.Form[$"{act}.{name}"].ToString();

    private DateOnly Date(string name) => DateBoxes.Read(Box($"{name}.day"), Box($"{name}.month"), Box($"{name}.year"), out var day) ? day
        : throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", name);

    private async Task<IActionResult> Act(string agency, string name, Func<Task> what)
    {
        act = name;
        try
        {
            await what();
            return Redirect($"/quan-tri/to-chuc/{Uri.EscapeDataString(agency)}?xong=1");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(agency, name, refused); }
    }

    private async Task<IActionResult> Again(string agency, string name, Refused refused)
    {
        db.ChangeTracker.Clear();
        Problems = [.. (refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)])
            .Select(problem => problem.Field.Length == 0 ? problem : problem with { Field = $"{name}.{problem.Field}" })];
        (Tried, Response.StatusCode) = (name, refused.Status);
        await Show(agency, null);
        return Page();
    }

    private async Task Show(string agency, DateOnly? day)
    {
        Periods = await reading.Periods(agency);
        if (Periods.Count == 0) throw Refused.NotFound("Không có cơ quan này. Chọn lại trong danh sách tổ chức");
        (Code, Day) = (agency, day ?? desk.Today);
        Now = Periods.FirstOrDefault(period => period.ValidFrom <= Day && !(period.ValidTo < Day)) ?? Periods.FirstOrDefault(period => period.ValidFrom <= Day)
            ?? Periods[^1];
        Offices = await reading.Offices(agency);
        // An office that went to another agency is that one's matter now; a closed one may still have something in hand.
        var elsewhere = (await directory.Offices(Day)).Where(office => office.AgencyCode != agency).Select(office => office.Code).ToHashSet();
        Stakes = await reading.Stakes(new([agency], [.. Offices.Select(office => office.Code).Distinct().Where(code => !elsewhere.Contains(code))],
            Now is { Kind: "ubnd", AdminUnitCode: { } unit } ? [unit] : []));
        Log = await reading.Log(agency);
    }
}
