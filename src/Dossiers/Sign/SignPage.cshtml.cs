using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Process;
using MotCua.Dossiers.Resolve;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Sign;

[Face(Face.Desk)]
internal sealed class SignPageModel(DossierDesk desk, WorkflowRuns workflow, ResolveDossier resolve, WorkOnStep work, IssuedResults results, ResultFields fields,
    ResultVerification verification) : PageModel
{
    public Dossier Dossier { get; private set; } = null!;
    public CurrentTask? Task { get; private set; }
    public IssuedResult? Result { get; private set; }
    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>();
    public (bool Valid, string Words)? Verdict { get; private set; }
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public bool MaySign => Task is { Kind: StepKind.Sign } task && DossierPolicy.MayDo(task, Dossier, desk.Actor) && DossierPolicy.MayLead(Dossier, desk.Actor);

    public bool MayRegister => Task is { Kind: StepKind.Number } task && DossierPolicy.MayDo(task, Dossier, desk.Actor);

    public bool MayDraft => Task is { Kind: StepKind.Appraise or StepKind.Consult or StepKind.Approve } task && DossierPolicy.MayDo(task, Dossier, desk.Actor);

    public Task OnGet(string code) => Show(code);

    public Task<IActionResult> OnPostDraft(string code) => Act(code, $"/noi-bo/ky-so/{code}", () => resolve.Draft(code, $"{Request.Scheme}://{Request.Host}"));

    public Task<IActionResult> OnPostSubmit(string code) =>
        Act(code, $"/noi-bo/ho-so/{code}?xong=chuyen", () => work.PassOn(code, "Trình ký dự thảo kết quả"));

    public Task<IActionResult> OnPostRegister(string code) => Act(code, $"/noi-bo/ho-so/{code}?xong=chuyen", () => resolve.Register(code));

    public Task<IActionResult> OnPostSign(string code) => Act(code, $"/noi-bo/ky-so/{code}", () => resolve.Sign(code));

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
        Task = await workflow.Find(Dossier.Id);
        Result = await results.OfDossier(Dossier.Id);
        Fields = await fields.Of(Dossier);
        if (Result is { State: "signed" or "released" }) Verdict = await verification.Check(Result.PdfSha256!);
    }
}
