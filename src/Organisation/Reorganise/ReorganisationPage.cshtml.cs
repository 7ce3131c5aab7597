using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Agencies;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>Một phương án: what it changes, before anything changes; who wrote, approved or withdrew it; and the acts that are open.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class ReorganisationPageModel(Db db, EventLog log, ReorganisationReading reading, DraftReorganisation draft, ApproveReorganisation approve,
    AgencyDesk desk, OrganisationDirectory directory) : PageModel, IComesBack
{
    private static readonly IReadOnlyDictionary<string, string> DoneWords = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sua"] = "Đã lưu. Xem trước các thay đổi, rồi nhờ quản trị khác duyệt.",
        ["duyet"] = "Đã duyệt. Phương án có hiệu lực vào ngày đã định.",
        ["rut"] = "Đã rút phương án. Không có gì thay đổi.",
    };

    public Reorganisation Row { get; private set; } = null!;

    public ReorganisationPlan Plan { get; private set; } = null!;

    /// <summary>Null once it is in force or withdrawn.</summary>
    public ReorganisationPreview? Preview { get; private set; }

    public UnitsBefore Before { get; private set; } = null!;

    public IReadOnlyList<Event> Log { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>The act whose form holds what was typed: sua, duyet, rut.</summary>
    public string? Tried { get; private set; }

    public string? Done { get; private set; }

    public IReadOnlyList<ChoiceView> Parents { get; private set; } = [];

    public bool MayChange => desk.MayChange;

    public bool IsAuthor => desk.Actor.AccountId is { } id && Row.Hands.Contains(id);

    public bool IsCommittee => Before.Agencies.Count > 0 && Before.Agencies.All(agency => agency is { Kind: "ubnd", Level: 3 });

    public DateOnly Today => desk.Today;

    public IReadOnlyList<ChoiceView> Keeps =>
        [.. Before.Agencies.Select(agency => new ChoiceView(agency.Code, $"Giữ mã {agency.Code} của {agency.ShortName}"))];

    public IReadOnlyList<ChoiceView> HeirsOf(string office) => Splits
        ? [new(PlannedOffice.Goes, "Chuyển sang đơn vị mới, cùng người ở đó")] : [.. Before.Offices.Where(other => other.Code != office)
        .Select(other => new ChoiceView(other.Code, $"Đóng, chuyển sang {other.Name}"))];

    public bool Splits => Row.Kind == Reorganisation.Split;

    /// <summary>Who holds something in the agency itself, in words of the room that knows people.</summary>
    public IReadOnlyList<ChoiceView> People => [.. (Preview?.Stakes ?? []).SelectMany(stake => stake.Lines ?? [])
        .Where(line => line.Account is { } account && Before.Positions.Any(position => position.AccountId == account && position.OfficeCode is null))
        .Select(line => new ChoiceView($"{line.Account}", line.Words))];

    public IReadOnlyCollection<string> ChosenPeople => Tried == "sua" ? [.. Request.Form["people"].OfType<string>()]
        : [.. (Plan.People ?? []).Select(account => $"{account}")];

    public PlannedOffice Planned(OfficeBefore office) => Plan.Offices.FirstOrDefault(one => one.Code == office.Code) ?? new(office.Code, office.Name, "");

    public string Typed(string act, string name, string? otherwise = null) => Tried == act ? Request.Form[name].ToString() : otherwise ?? "";

    public (string Day, string Month, string Year) TypedDate(string name, DateOnly? otherwise) => Tried == "sua"
        ? (Request.Form[$"{name}.day"].ToString(), Request.Form[$"{name}.month"].ToString(), Request.Form[$"{name}.year"].ToString())
        : otherwise is { } day ? ($"{day.Day}", $"{day.Month}", $"{day.Year}") : ("", "", "");

    public IReadOnlyList<FieldProblem> ProblemsOf(string act) => Tried == act ? Problems : [];

    public async Task OnGet(Guid id, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is null ? null : DoneWords.GetValueOrDefault(done);
        await Show(id);
    }

    public Task<IActionResult> OnPostEdit(Guid id) => Act(id, "sua", async () =>
    {
        var problems = new List<FieldProblem>();
        var (effective, dated) = (Date("effective", problems), Date("documentDate", problems));
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        string Box(string name) => AgencyDesk.Line(Request.Form[name]);
        var row = await DraftReorganisation.Load(db, id, null);
        var keep = row.Kind switch { Reorganisation.Merge => Box("keep"), Reorganisation.Split => "", _ => row.Units[0] };
        var people = new List<Guid>();
        foreach (var one in Request.Form["people"])
            people.Add(Guid.TryParse(one, out var account) ? account : throw new Refused(400, "Chọn người chuyển đi trong danh sách", "people"));
        await draft.Edit(id, Revision, new ReorganisationPlan(keep, keep.Length > 0 ? "" : Box("newCode"), Box("name"), Box("shortName"), Box("unitName"),
            Box("parent"), Box("address"), Box("documentNumber"), dated, Box("reason"), [.. Request.Form.Keys.Where(key =>
                key.StartsWith("office.", StringComparison.Ordinal) && key.EndsWith(".name", StringComparison.Ordinal)).Select(key => key[7..^5])
                .Select(code => new PlannedOffice(code, Box($"office.{code}.name"), Box($"office.{code}")))], row.Kind == Reorganisation.Split ? people : null),
            effective!.Value);
    });

    public Task<IActionResult> OnPostApprove(Guid id) => Act(id, "duyet", () =>
        approve.Execute(id, Revision, Request.Form["seen"].ToString(), Request.Form["approveReason"]));

    public Task<IActionResult> OnPostWithdraw(Guid id) => Act(id, "rut", () => draft.Withdraw(id, Revision, Request.Form["withdrawReason"]));

    public async Task<IActionResult?> ComeBack(Refused why) => Guid.TryParse(RouteData.Values["id"]?.ToString(), out var id)
        ? await Again(id, Request.Query["handler"].ToString() switch { "Approve" => "duyet", "Withdraw" => "rut", _ => "sua" }, why) : null;

    private int Revision => int.TryParse(Request.Form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : -1;

    private async Task<IActionResult> Act(Guid id, string act, Func<Task> what)
    {
        try
        {
            await what();
            return Redirect($"/quan-tri/to-chuc/sap-xep/{id}?xong={act}");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(id, act, refused); }
        catch (DbUpdateConcurrencyException)
        {
            return await Again(id, act, Refused.WrongState("Người khác vừa thay đổi phương án này. Xem lại nội dung rồi bấm lần nữa"));
        }
    }

    private async Task<IActionResult> Again(Guid id, string act, Refused refused)
    {
        db.ChangeTracker.Clear();
        var field = refused.Field == "reason" && act != "sua" ? act == "duyet" ? "approveReason" : "withdrawReason" : refused.Field;
        Problems = refused.Field == field && refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem(field ?? "", refused.Message)];
        (Tried, Response.StatusCode) = (act, refused.Status);
        await Show(id);
        return Page();
    }

    private async Task Show(Guid id)
    {
        Row = await db.Set<Reorganisation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id)
            ?? throw Refused.NotFound("Không có phương án này. Chọn lại trong danh sách sắp xếp");
        Plan = Row.Plan;
        var day = Row.Effective ?? desk.Today;
        Before = await UnitsBefore.Read(db, Row.Units, Row.IsOpen ? day : day.AddDays(-1));
        if (Row.IsOpen) Preview = await reading.Preview(Row);
        Parents = [.. (await directory.Agencies(day)).Where(agency => !Row.Units.Contains(agency.Code))
            .Select(agency => new ChoiceView(agency.Code, agency.Name))];
        Log = await log.Told(Row.Stream, 50);
    }

    private DateOnly? Date(string name, List<FieldProblem> problems)
    {
        string Box(string part) => Request.Form[$"{name}.{part}"].ToString();
        if (DateBoxes.Read(Box("day"), Box("month"), Box("year"), out var day)) return day;
        problems.Add(new(name, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026"));
        return null;
    }
}
