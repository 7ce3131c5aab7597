using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Supplement;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Receive;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class CheckArrivalModel(DossierDesk desk, ReceiveDossier receive, RefuseDossier refuse, AskSupplement supplement, FormSummaries summaries) : PageModel
{
    public Dossier Dossier { get; private set; } = null!;
    public PromiseView Promise { get; private set; } = null!;
    public IReadOnlyList<SummarySection> Summary { get; private set; } = [];
    public IReadOnlyList<Attachment> Attachments { get; private set; } = [];
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public async Task<IActionResult> OnGet(string code)
    {
        await Show(code);
        return Dossier.Status == DossierStatus.Submitted && DossierPolicy.MayServe(Dossier, desk.Actor) ? Page() : Redirect($"/noi-bo/ho-so/{code}");
    }

    public Task<IActionResult> OnPostReceive(string code) => Act(code, $"/noi-bo/ho-so/{code}?xong=tiep-nhan", async () =>
    {
        var papers = Request.Form.Keys.Where(key => key.StartsWith("state.", StringComparison.Ordinal))
            .Select(key => new CheckedPaper(key["state.".Length..], Request.Form[key].ToString(), 0, 0, null)).ToList();
        await receive.Execute(code, papers);
    });

    public Task<IActionResult> OnPostRefuse(string code, string? reason) =>
        Act(code, $"/noi-bo/ho-so/{code}?xong=tu-choi", () => refuse.Execute(code, reason ?? ""));

    public Task<IActionResult> OnPostSupplement(string code, string[] items, string? other, string? reason) =>
        Act(code, $"/noi-bo/ho-so/{code}?xong=bo-sung", async () =>
        {
            var dossier = await desk.Load(code);
            await supplement.Execute(code, SupplementPosting.Read(Request.Form, dossier, items, other), reason ?? "");
        });

    private async Task<IActionResult> Act(string code, string then, Func<Task> act)
    {
        try
        {
            await act();
            return Redirect(then);
        }
        catch (Refused refused) when (refused.Status != 404)
        {
            desk.Db.ChangeTracker.Clear();
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            await Show(code);
            return Page();
        }
    }

    private async Task Show(string code)
    {
        Dossier = await desk.Load(code);
        Promise = new PromiseView(await receive.Promise(Dossier), (await desk.Version(Dossier)).TermWords);
        Summary = await summaries.Of(Dossier.FormCode, Dossier.FormVersion, Dossier.Answers);
        Attachments = await desk.Db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == Dossier.Id).OrderBy(a => a.UploadedAt).ToListAsync();
    }
}
