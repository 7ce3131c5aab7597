using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>One rule set: its rules and their difference in words, and the acts that are open.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class RuleSetPageModel(RuleSetDesk desk, CurrentActor current, MakeRuleSet make, EditRuleSet edit, ScheduleRuleSet schedule,
    ApproveRuleSet approve, WithdrawRuleSet withdraw)
    : PageModel, IComesBack
{
    private static readonly IReadOnlyDictionary<string, string> DoneWords = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["lap"] = "Đã lập bộ mới. Sửa nội dung, hẹn ngày, rồi nhờ người khác duyệt.",
        ["sua"] = "Đã lưu nội dung.",
        ["hen"] = "Đã hẹn ngày áp dụng. Cần một người khác duyệt.",
        ["duyet"] = "Đã duyệt. Hồ sơ tiếp nhận từ ngày áp dụng theo bộ này.",
        ["rut"] = "Đã rút bộ quy định này.",
    };

    /// <summary>The act whose form holds what was typed: lap, sua, hen, duyet, rut.</summary>
    public string? Act { get; private set; }

    public RuleSetRow Row { get; private set; } = null!;

    public IReadOnlyList<RuleLine> Lines { get; private set; } = [];

    /// <summary>Against the one it was made from, and against the one it will follow when that is another.</summary>
    public IReadOnlyList<(RuleSetRow Older, IReadOnlyList<string> Sentences)> Differences { get; private set; } = [];

    public RuleSetForm Form { get; private set; } = null!;

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Done { get; private set; }

    /// <summary>What its period closes, or why it does not fit.</summary>
    public string? Effect { get; private set; }

    /// <summary>What saving would change in what another person has saved meanwhile.</summary>
    public IReadOnlyList<string> Overwrites { get; private set; } = [];

    public bool IsEditing => Act == "sua" && (Row.State == RuleSetRow.Draft || Request.HasFormContentType);

    public bool MayWithdraw => Row.State is RuleSetRow.Draft or RuleSetRow.Scheduled || Row.State == RuleSetRow.Approved && Row.ValidFrom > desk.Today;

    public bool IsAuthor => current.Value.AccountId is { } id && Row.Hands.Contains(id);

    public DateOnly Today => desk.Today;

    public async Task OnGet(Guid id, [FromQuery(Name = "viec")] string? act, [FromQuery(Name = "xong")] string? done)
    {
        (Act, Done) = (act, done is null ? null : DoneWords.GetValueOrDefault(done));
        await Show(id);
    }

    public Task<IActionResult> OnPostMake(Guid id, string? code, string? name, string? reason) =>
        Try(id, "lap", async () => await make.Execute(id, code, name, reason));

    public Task<IActionResult> OnPostEdit(Guid id, int revision) =>
        Try(id, "sua", async () => { await edit.Execute(id, revision, RuleSetForm.Posted(Request.Form)); return id; });

    public Task<IActionResult> OnPostSchedule(Guid id, int revision, string? reason) => Try(id, "hen", async () =>
    {
        await schedule.Execute(id, revision, Date("from") ?? throw new Refused(400, "Nhập ngày bắt đầu áp dụng, ví dụ 01/07/2026", "from"), Date("to"), reason);
        return id;
    });

    public Task<IActionResult> OnPostApprove(Guid id, int revision, string? reason) =>
        Try(id, "duyet", async () => { await approve.Execute(id, revision, reason); return id; });

    public Task<IActionResult> OnPostWithdraw(Guid id, int revision, string? reason) =>
        Try(id, "rut", async () => { await withdraw.Execute(id, revision, reason); return id; });

    /// <summary>What was typed in the form of this act, when it came back; else what is offered.</summary>
    public string Typed(string act, string name, string offered = "") =>
        Act == act && Request.HasFormContentType ? Request.Form[name].ToString() : offered;

    public (string Day, string Month, string Year) TypedDate(string name, DateOnly? offered) => Act == "hen" && Request.HasFormContentType
        ? (Typed("hen", $"{name}.day"), Typed("hen", $"{name}.month"), Typed("hen", $"{name}.year"))
        : offered is { } day ? (Vi.Date(day)[..2], Vi.Date(day)[3..5], Vi.Date(day)[6..]) : ("", "", "");

    public IReadOnlyList<FieldProblem> ProblemsOf(string act) => Act == act ? Problems : [];

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Act = Request.Query["handler"].ToString() switch { "Make" => "lap", "Edit" => "sua", "Schedule" => "hen", "Approve" => "duyet", _ => "rut" };
        return Guid.TryParse(RouteData.Values["id"]?.ToString(), out var id) ? await Again(id, why) : null;
    }

    private async Task<IActionResult> Try(Guid id, string act, Func<Task<Guid>> run)
    {
        Act = act;
        try { return Redirect($"/quan-tri/bo-quy-dinh/{await run()}?xong={act}"); }
        catch (Refused refused) when (refused.Status is 400 or 403 or 409) { return await Again(id, refused); }
    }

    private async Task<IActionResult> Again(Guid id, Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        await Show(id);
        if (Act == "sua" && refused.Status == 409) Overwrites = RuleSetDifference.Sentences(Row.Rules, Form.Read(Row.Rules).Rules);
        return Page();
    }

    private async Task Show(Guid id)
    {
        Row = await desk.All.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id)
            ?? throw Refused.NotFound("Không có bộ quy định này. Chọn lại trong danh sách");
        var rules = Row.Rules;
        Lines = RuleSetWords.Lines(rules);
        var olders = new HashSet<Guid>();
        if (Row.BasedOn is { } origin) olders.Add(origin);
        if (Row.State == RuleSetRow.Scheduled)
        {
            // Read anew: an act that was refused has left its changes in the tracked rows.
            var approved = await desk.All.AsNoTracking().Where(row => row.State == RuleSetRow.Approved).ToListAsync();
            var (closes, problem) = RuleSetPeriod.Fit(Row.ValidFrom!.Value, Row.ValidTo, Today, [.. approved.Select(row => row.Period)]);
            Effect = problem?.Message ?? (closes is null ? null : $"Khi duyệt, {closes.Label} kết thúc ngày {Vi.Date(Row.ValidFrom.Value.AddDays(-1))}.");
            if (closes is not null) olders.Add(closes.Id);
        }
        var compared = await desk.All.AsNoTracking().Where(row => olders.Contains(row.Id)).ToListAsync();
        Differences = [.. compared.OrderBy(row => row.Id != Row.BasedOn).Select(older => (older, RuleSetDifference.Sentences(older.Rules, rules)))];
        Form = Act == "sua" && Request.HasFormContentType ? RuleSetForm.Posted(Request.Form, Problems) : RuleSetForm.Of(rules);
    }

    /// <summary>null when all three boxes are empty.</summary>
    private DateOnly? Date(string name)
    {
        var (day, month, year) = (Request.Form[$"{name}.day"].ToString().Trim(), Request.Form[$"{name}.month"].ToString().Trim(),
            Request.Form[$"{name}.year"].ToString().Trim());
        if (day.Length + month.Length + year.Length == 0) return null;
        return DateBoxes.Read(day, month, year, out var date)
            ? date : throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", name);
    }
}
