using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Expressions;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>One element of a draft: what it says, where it leads, and what may be put beside it. Each form is a post of its own.</summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class ElementPageModel(DrawnDesk desk, DrawingCheck check, EditProcess edit, OrganisationDirectory directory)
    : PageModel, IComesBack, IKeepsTyped
{
    [BindProperty(SupportsGet = true, Name = "muc")]
    public string? Element { get; set; }

    public DrawnProcess Row { get; private set; } = null!;

    public CheckedDrawing Read { get; private set; } = null!;

    public Node Node { get; private set; } = null!;

    public OutlineItem Item { get; private set; } = null!;

    public IReadOnlyList<Flow> Leaves { get; private set; } = [];

    /// <summary>Where a flow may lead.</summary>
    public IReadOnlyList<ChoiceView> Targets { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Agencies { get; private set; } = [];

    public IReadOnlyList<KnownValue> Known { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Done { get; private set; }

    /// <summary>The form that was posted: Save, Ways, Add, Choice, Parallel, Edge, Way, Remove.</summary>
    public string? Act { get; private set; }

    public bool Chooses => Node is Gateway { Kind: not GatewayKind.Parallel };

    public async Task<IActionResult> OnGet(Guid id, [FromQuery(Name = "xong")] string? done)
    {
        Done = done == "them" ? "Đã thêm. Điền nội dung cho phần tử mới." : null;
        await edit.Open(id);
        await Show(id);
        return Row.State == DrawnProcess.Draft && !Row.IsKeptFrom(desk.By, desk.Now) ? Page() : Redirect($"/noi-bo/quy-trinh/{id}");
    }

    public Task<IActionResult> OnPostSave(Guid id, int revision) => Try(id, revision, form => Stay(form.Properties(Node)));

    public Task<IActionResult> OnPostWays(Guid id, int revision) => Try(id, revision, form => Stay(form.Ways(Node, Leaves, Known)));

    public Task<IActionResult> OnPostAdd(Guid id, int revision) => Try(id, revision, form =>
    {
        var (what, name) = (form.One("what", ElementForm.AdditionKinds, "Chọn thứ cần thêm") ?? ElementKind.Step, form.Name("newName", "Tên"));
        return drawing => drawing.AddAfter(Node.Id, what, name);
    });

    public Task<IActionResult> OnPostChoice(Guid id, int revision) => Try(id, revision, form =>
    {
        var (name, condition) = (form.Name("branch", "Tên bước của nhánh"), form.Condition("branchWhen", Known));
        if (condition.Length == 0) form.Say("branchWhen", "Nhập điều kiện đi vào nhánh này");
        return drawing => drawing.AddChoice(Node.Id, name, condition);
    });

    public Task<IActionResult> OnPostParallel(Guid id, int revision) => Try(id, revision, form =>
    {
        var names = form.Lines("beside", "Tên các bước", ElementForm.LongestName);
        if (names.Count is < 2 or > 8) form.Say("beside", "Nhập từ hai đến tám bước cùng lúc, mỗi dòng một tên");
        return drawing => drawing.AddParallel(Node.Id, names);
    });

    public Task<IActionResult> OnPostEdge(Guid id, int revision) => Try(id, revision, form =>
    {
        var what = form.One("edgeAwaits", ElementForm.EventKinds, "Chọn điều xảy ra") ?? Awaited.Timer;
        var hours = what == Awaited.Timer ? form.Hours("edgeHours", needed: true) : null;
        var (name, interrupts) = (form.Name("edgeStep", "Tên bước khi xảy ra"), form["edgeInterrupts"] != "no");
        return drawing => drawing.AddEdge(Node.Id, what, hours, interrupts, name);
    });

    public Task<IActionResult> OnPostWay(Guid id, int revision) => Try(id, revision, form =>
    {
        var condition = form.Condition("wayWhen", Known);
        if (Read.Definition.Find(form["wayTo"]) is null or Start or Boundary) form.Say("wayTo", "Chọn phần tử mà đường mới đi tới");
        return Stay(drawing => drawing.AddWay(Node.Id, form["wayTo"], condition));
    });

    public Task<IActionResult> OnPostRemove(Guid id, int revision) => Try(id, revision, _ => drawing =>
    {
        drawing.Remove(Node.Id);
        return null;
    });

    /// <summary>What stands in a box: what was typed in this form when it came back, else what is in the drawing.</summary>
    public string Box(string act, string name, string? offered = "") => Act == act ? Request.Form[name].ToString() : offered ?? "";

    public IReadOnlyList<FieldProblem> Of(string act) => Act == act ? Problems : [];

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Act = Request.Query["handler"].ToString();
        return Guid.TryParse(RouteData.Values["id"]?.ToString(), out var id) ? await Again(id, why) : null;
    }

    private static Func<DrawingEdit, string?> Stay(Action<DrawingEdit> change) => drawing =>
    {
        change(drawing);
        return "";
    };

    /// <param name="read">What was typed as a change of the drawing, which gives the id of what it made; null: the element is gone; empty: neither.</param>
    private async Task<IActionResult> Try(Guid id, int revision, Func<ElementForm, Func<DrawingEdit, string?>> read)
    {
        Act = Request.Query["handler"].ToString();
        try
        {
            Request.Form.RefuseBroken();
            await Show(id);
            if (Row.State != DrawnProcess.Draft)
                throw Refused.WrongState($"Chỉ sửa được bản đang soạn. Bản này {DrawnProcess.StateWords(Row.State).ToLowerInvariant()}");
            var form = new ElementForm(Request.Form);
            var change = read(form);
            form.Refuse();
            var made = await edit.Execute(id, revision, change);
            return Redirect(made switch
            {
                null => $"/noi-bo/quy-trinh/{id}?xong=bo#cac-phan-tu",
                "" => $"/noi-bo/quy-trinh/{id}?xong=sua#p-{Uri.EscapeDataString(Node.Id)}",
                _ => $"/noi-bo/quy-trinh/{id}/muc?muc={Uri.EscapeDataString(made)}&xong=them",
            });
        }
        catch (Refused refused) when (refused.Status is 400 or 403 or 409) { return await Again(id, refused); }
    }

    private async Task<IActionResult> Again(Guid id, Refused refused)
    {
        desk.Forget();
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        await Show(id);
        return Page();
    }

    private async Task Show(Guid id)
    {
        Row = await desk.All.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id)
            ?? throw Refused.NotFound("Không có bản quy trình này. Chọn lại trong danh sách");
        Read = await check.Of(Row.ProcedureCode, Row.Drawing);
        Node = Read.Definition.Find(Element) ?? throw Refused.NotFound("Phần tử này không còn trong bản vẽ. Mở lại bản quy trình rồi chọn lại");
        var items = Outline.Of(Read.Definition);
        Item = items.First(item => item.Node.Id == Node.Id);
        Leaves = [.. Read.Definition.OutOf(Node)];
        Targets = [.. items.Where(item => item.Node is not (Start or Boundary) && item.Node.Id != Node.Id)
            .Select(item => new ChoiceView(item.Node.Id, TypedText.Beginning(item.Title, 90)))];
        Known = [.. (Read.Procedure?.Known ?? []).Concat(BpmnReader.Outcomes(Read.Definition.Nodes)).DistinctBy(value => value.Name)];
        if (Node is not UserTask step) return;
        var agencies = (await directory.Agencies(desk.Today)).Select(one => new ChoiceView(one.Code, one.ShortName)).ToList();
        if (step.Unit is { Length: > 0 } unit && !agencies.Exists(one => one.Value == unit)) agencies.Insert(0, new(unit, $"{unit} (không còn)"));
        Agencies = agencies;
    }
}
