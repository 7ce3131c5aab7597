using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Doors;

/// <summary>Cửa nộp: where citizens file a procedure, as a dated switch.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class DoorsModel(SetFilingDoor act, OpenFilingDoor open, EventLog log, ProcedureCatalogue catalogue, TimeProvider clock) : PageModel, IComesBack
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = "ma")]
    public string? Code { get; set; }

    public ProcedurePage? Found { get; private set; }

    public ProcedureVersionView? Procedure { get; private set; }

    public IReadOnlyList<DoorPeriod> Periods { get; private set; } = [];

    public DoorWish? Wish { get; private set; }

    public bool IsMine => Wish is { } wish && open.IsMine(wish);

    /// <summary>Newest first; also what was planned and then replaced.</summary>
    public IReadOnlyList<(FilingDoorSet Set, Event Line)> Log { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Door { get; private set; }

    public string? Basis { get; private set; }

    public (string Day, string Month, string Year) From { get; private set; }

    public string? Done { get; private set; }

    public DateOnly Today => clock.Today();

    public async Task OnGet([FromQuery(Name = "xong")] string? done)
    {
        Done = done switch
        {
            null => null, "de-nghi" => "Đã đề nghị mở cửa nộp. Cần một người khác duyệt.", "rut" => "Đã rút đề nghị.",
            _ => "Đã đổi cửa nộp. Trang thủ tục nói theo từ ngày áp dụng.",
        };
        Begin();
        await Show();
    }

    public async Task<IActionResult> OnPost(string? door, string? basis)
    {
        Take(door, basis);
        try
        {
            if (SetFilingDoor.Read(door) is not { } chosen) throw new Refused(400, "Chọn cửa nộp", "door");
            if (!DateBoxes.Read(From.Day, From.Month, From.Year, out var from))
                throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", "from");
            return Over(await act.Execute(Code ?? "", chosen, from, Basis ?? "") ? "1" : "de-nghi");
        }
        catch (Refused refused) when (refused.Status is 400 or 409) { return await Again(refused); }
    }

    public Task<IActionResult> OnPostApprove(Guid id, string? approveBasis) => Decide("duyet", code => open.Approve(code, id, approveBasis));

    public Task<IActionResult> OnPostWithdraw(Guid id, string? withdrawBasis) => Decide("rut", code => open.Withdraw(code, id, withdrawBasis));

    public string Typed(string name) => Request.HasFormContentType ? Request.Form[name].ToString() : "";

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        if (Request.Query["handler"].Count == 0) Take(Request.Form["door"], Request.Form["basis"]);
        else Begin();
        return await Again(why);
    }

    private void Take(string? door, string? basis)
    {
        (Door, Basis) = (door, VietnameseText.Clean(basis ?? "", manyLines: false));
        From = (Request.Form["from.day"].ToString(), Request.Form["from.month"].ToString(), Request.Form["from.year"].ToString());
    }

    private void Begin() => From = (Vi.Date(Today)[..2], Vi.Date(Today)[3..5], Vi.Date(Today)[6..]);

    private RedirectResult Over(string done) => Redirect($"/quan-tri/cua-nop?ma={Uri.EscapeDataString(Code ?? "")}&xong={done}");

    private async Task<IActionResult> Decide(string done, Func<string, Task> what)
    {
        Begin();
        var procedure = await catalogue.Get(Code ?? "") ?? throw Refused.NotFound("Không có thủ tục này. Tìm lại theo tên hoặc mã");
        try
        {
            await what(procedure.Code);
            return Over(done);
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(refused); }
    }

    private async Task<IActionResult> Again(Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        await Show();
        return Page();
    }

    private async Task Show()
    {
        if (!string.IsNullOrWhiteSpace(Code))
        {
            Procedure = await catalogue.Get(Code) ?? throw Refused.NotFound("Không có thủ tục này. Tìm lại theo tên hoặc mã");
            Periods = await act.Periods(Procedure.Code);
            Wish = await open.Open(Procedure.Code);
            Log = [.. (await log.Told($"procedure/{Procedure.Code}", 100)).Where(line => line.Kind == "procedure.filing-door-set/1")
                .Select(line => (line.As<FilingDoorSet>(), line))];
            Door ??= SetFilingDoor.Word(Procedure.Door);
        }
        else if (!string.IsNullOrWhiteSpace(Words)) Found = await catalogue.Find(new ProcedureQuery(Words));
    }
}
