using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>One version of a process: its outline, picture and story, what is wrong with it, what it changes, and the acts that are open.</summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class DrawnPageModel(DrawnDesk desk, DrawingCheck check, CurrentActor current, MakeProcess make, EditProcess edit, ProposeProcess propose,
    ReopenProcess reopen, ApproveProcess approve, WithdrawProcess withdraw)
    : PageModel, IComesBack
{
    private static readonly IReadOnlyDictionary<string, string> DoneWords = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["lap"] = "Đã lập bản mới. Sửa từng phần tử, xem mục Kiểm tra, rồi đề nghị duyệt.", ["sua"] = "Đã lưu.", ["bo"] = "Đã bỏ và nối hai bên lại.",
        ["dung"] = "Đã ghi là đúng với nguyên văn.", ["de-nghi"] = "Đã đề nghị. Cần một người khác duyệt.", ["tra"] = "Đã trả lại để sửa.",
        ["nhan"] = "Ông/bà sửa tiếp bản này. Người đang sửa trước đó không lưu thêm được.",
        ["duyet"] = "Đã duyệt. Hồ sơ tiếp nhận từ lúc áp dụng đi theo bản này.", ["rut"] = "Đã rút bản này.",
        ["dung-lai"] = "Đã lập bản mới từ bản cũ và đề nghị. Cần một người khác duyệt.",
    };

    /// <summary>The act whose form holds what was typed: de-nghi, tra, duyet, rut, dung-lai.</summary>
    public string? Act { get; private set; }

    public DrawnProcess Row { get; private set; } = null!;

    public CheckedDrawing Read { get; private set; } = null!;

    public IReadOnlyList<OutlineItem> Items { get; private set; } = [];

    /// <summary>What dossiers follow today: a drawn version, or the list of the procedure.</summary>
    public (string Words, Guid? Id, IReadOnlyList<string> Sentences)? Against { get; private set; }

    /// <summary>What the approval would end, said before it is given.</summary>
    public string? Effect { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Done { get; private set; }

    public DateTimeOffset Now => desk.Now;

    public DateOnly Today => desk.Today;

    /// <summary>Somebody else is changing it.</summary>
    public bool IsKept => Row.IsKeptFrom(current.Value.AccountId, Now);

    public bool MayEdit => Row.State == DrawnProcess.Draft && !IsKept;

    public bool MayWithdraw => Row.State is DrawnProcess.Draft or DrawnProcess.Proposed || (Row.State == DrawnProcess.Approved && Row.FromAt > Now);

    public bool MayReuse => Row.ApprovedAt is not null && Row.State == DrawnProcess.Approved && !Row.IsInForce(Now) && Row.FromAt <= Now;

    public bool IsAuthor => current.Value.AccountId is { } id && Row.Hands.Contains(id);

    public async Task OnGet(Guid id, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is null ? null : DoneWords.GetValueOrDefault(done);
        await Show(id);
    }

    public async Task<IActionResult> OnGetFile(Guid id)
    {
        var row = await Find(id);
        return File(Encoding.UTF8.GetBytes(row.Drawing), "application/octet-stream", $"quy-trinh-{row.ProcedureCode}-ban-{row.Version}.bpmn");
    }

    public Task<IActionResult> OnPostPropose(Guid id, int revision, string? proposeReason) => Try(id, "de-nghi", async () =>
    {
        await propose.Execute(id, revision, Day("from"), proposeReason);
        return id;
    });

    public Task<IActionResult> OnPostTakeOver(Guid id) => Try(id, "nhan", async () => { await edit.TakeOver(id); return id; });

    public Task<IActionResult> OnPostReopen(Guid id, int revision, string? reopenReason) =>
        Try(id, "tra", async () => { await reopen.Execute(id, revision, reopenReason); return id; });

    public Task<IActionResult> OnPostApprove(Guid id, int revision, string? approveReason) =>
        Try(id, "duyet", async () => { await approve.Execute(id, revision, approveReason); return id; });

    public Task<IActionResult> OnPostWithdraw(Guid id, int revision, string? withdrawReason) =>
        Try(id, "rut", async () => { await withdraw.Execute(id, revision, withdrawReason); return id; });

    public Task<IActionResult> OnPostAgain(Guid id, string? againReason) => Try(id, "dung-lai", () => propose.Again(id, Day("againFrom"), againReason));

    public Task<IActionResult> OnPostCopy(Guid id) => Try(id, "lap", async () =>
    {
        var row = await Find(id);
        return await make.Execute(row.ProcedureCode, row.Drawing, $"Bản {row.Version}", row.Id);
    });

    /// <summary>Đã đối chiếu: what was guessed of a step stands.</summary>
    public Task<IActionResult> OnPostConfirm(Guid id, int revision, string? muc) => Try(id, "dung", async () =>
    {
        await edit.Execute(id, revision, drawing => { drawing.Confirm(muc ?? ""); return 0; });
        return id;
    }, muc);

    public IEnumerable<string> Story() => Narration.Of(Read.Definition);

    /// <summary>What was typed in the form of this act, when it came back; else what is offered.</summary>
    public string Typed(string act, string name) => Act == act && Request.HasFormContentType ? Request.Form[name].ToString() : "";

    public IReadOnlyList<FieldProblem> ProblemsOf(string act) => Act == act ? Problems : [];

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Act = Request.Query["handler"].ToString() switch
        {
            "Propose" => "de-nghi", "Reopen" => "tra", "Approve" => "duyet", "Again" => "dung-lai", "Withdraw" => "rut", _ => null,
        };
        return Guid.TryParse(RouteData.Values["id"]?.ToString(), out var id) ? await Again(id, why) : null;
    }

    private async Task<IActionResult> Try(Guid id, string act, Func<Task<Guid>> run, string? spot = null)
    {
        Act = act;
        try { return Redirect($"/noi-bo/quy-trinh/{await run()}?xong={act}{(spot is null ? "" : $"#p-{Uri.EscapeDataString(spot)}")}"); }
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

    private async Task<DrawnProcess> Find(Guid id) => await desk.All.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id)
        ?? throw Refused.NotFound("Không có bản quy trình này. Chọn lại trong danh sách");

    private async Task Show(Guid id)
    {
        Row = await Find(id);
        Read = await check.Of(Row.ProcedureCode, Row.Drawing);
        Items = Outline.Of(Read.Definition);
        var approved = await desk.All.AsNoTracking().Where(row => row.ProcedureCode == Row.ProcedureCode && row.State == DrawnProcess.Approved).ToListAsync();
        var inForce = approved.Find(row => row.IsInForce(Now));
        if (Row.State == DrawnProcess.Proposed) Effect = Says(approved);
        if (inForce?.Id == Row.Id) return;
        var before = inForce?.Drawing ?? Read.Procedure?.Unpublished;
        if (before is null || BpmnReader.Read(Encoding.UTF8.GetBytes(before), Read.Procedure?.Known ?? []).Definition is not { } older) return;
        Against = (inForce is null ? "danh sách bước đang áp dụng" : $"bản {inForce.Version} đang áp dụng", inForce?.Id,
            ProcessDifference.Of(older, Read.Definition));
    }

    private string Says(List<DrawnProcess> approved)
    {
        var from = Row.Begins(Now);
        var starts = from > Now ? $"áp dụng từ {Vi.Date(from)}" : "áp dụng ngay";
        if (approved.Find(row => row.FromAt >= from) is { } later)
            return $"Bản {later.Version} đã duyệt, áp dụng từ {Vi.DateTime(later.FromAt!.Value)}, nên chưa duyệt được.";
        return approved.Find(row => row.ToAt is null) is { } closes ? $"Khi duyệt, bản này {starts} và bản {closes.Version} thôi áp dụng từ lúc đó."
            : $"Khi duyệt, bản này {starts}, thay danh sách bước trong danh mục.";
    }

    /// <summary>null when all three boxes are empty.</summary>
    private DateOnly? Day(string name)
    {
        var (day, month, year) = (Request.Form[$"{name}.day"].ToString().Trim(), Request.Form[$"{name}.month"].ToString().Trim(),
            Request.Form[$"{name}.year"].ToString().Trim());
        if (day.Length + month.Length + year.Length == 0) return null;
        return DateBoxes.Read(day, month, year, out var date) ? date : throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", name);
    }
}
