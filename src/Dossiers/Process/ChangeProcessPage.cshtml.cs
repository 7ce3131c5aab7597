using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>Hồ sơ đang theo bản khác của quy trình: where each stands, whether it could go on by this one, and the act.</summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class ChangeProcessPageModel(PublishedProcesses published, ChangeDrawing change, ChangeProcess act) : PageModel, IKeepsTyped
{
    public PublishedProcess To { get; private set; } = null!;

    public IReadOnlyList<RunningElsewhere> Rows { get; private set; } = [];

    public IReadOnlyList<Changed>? Done { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string Reason { get; private set; } = "";

    public IReadOnlyCollection<string> Chosen { get; private set; } = [];

    public Task OnGet(Guid id) => Show(id);

    public async Task<IActionResult> OnPost(Guid id, string? reason)
    {
        (Chosen, Reason) = ([.. Request.Form["chon"].OfType<string>()], reason ?? "");
        try
        {
            Request.Form.RefuseBroken();
            Done = await act.Execute(await Find(id), Chosen, reason);
        }
        catch (Refused refused) when (refused.Status == 400)
        {
            (Problems, Response.StatusCode) = (refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)], refused.Status);
        }
        await Show(id);
        return Page();
    }

    private async Task Show(Guid id)
    {
        To = await Find(id);
        Rows = await change.Preview(To.ProcedureCode, To.Drawing, ChangeProcess.Most);
    }

    private async Task<PublishedProcess> Find(Guid id) =>
        await published.Get(id) ?? throw Refused.NotFound("Không có bản quy trình đã duyệt này. Chọn lại trong danh sách quy trình");
}
