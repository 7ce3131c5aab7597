using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Supplement;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers;

/// <summary>
/// An officials' page of one dossier with acts on it. An act leads to another address; a refusal shows the same page again
/// with the sentence beside its field and what was typed.
/// </summary>
internal abstract class ActPageModel(DossierDesk desk) : PageModel, IKeepsTyped, IComesBack
{
    /// <summary>What the page shows: its forms carry this version.</summary>
    public Dossier Dossier
    {
        get;
        protected set
        {
            field = value;
            ViewData[Seen.Field] = value.Version;
        }
    } = null!;

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>The act that was refused, by the name of its handler; its form stays open with what was typed.</summary>
    public string? Tried { get; private set; }

    /// <summary>What stands between whoever looks and another request for a supplement.</summary>
    public FurtherRequest Further { get; protected set; } = FurtherRequest.None;

    public DateTimeOffset Now => desk.Now;

    protected DossierDesk Desk => desk;

    /// <summary>The steps that are open beside each other.</summary>
    public IReadOnlyList<CurrentTask> Open { get; private set; } = [];

    /// <summary>The one that the acts of the page are about: its forms carry it where there are several.</summary>
    public CurrentTask? Task { get; private set; }

    /// <summary>What whoever acts had before them.</summary>
    protected Seen Seen => Seen.Posted(Request.Form);

    public string? ErrorOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;

    /// <summary>What was posted to the act that was refused.</summary>
    public string Typed(string name) => Tried is null ? "" : Request.Form[name].ToString();

    /// <summary>Loads the dossier under the policy and all that the page says of it.</summary>
    protected abstract Task Show(string code);

    /// <param name="act">Answers where to go next.</param>
    protected async Task<IActionResult> Act(string code, Func<Task<string>> act)
    {
        try
        {
            Request.Form.RefuseBroken();
            return Redirect(await act());
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(code, refused); }
        catch (DbUpdateException late) when (LateSave.Is(late))
        {
            return await Again(code, Refused.WrongState("Hồ sơ vừa được người khác cập nhật. Xem lại rồi thao tác lần nữa"));
        }
    }

    public async Task<IActionResult?> ComeBack(Refused why) => await Again((RouteData.Values["code"] ?? RouteData.Values["id"])!.ToString()!, why);

    /// <summary>Finds the step that the address, or the form that was refused, names; one that is no longer open is not missed.</summary>
    protected async Task FindStep(StepKind? kind = null)
    {
        Open = await desk.OpenSteps(Dossier);
        var named = Tried is null ? Request.Query[Seen.StepField].ToString() : Request.Form[Seen.StepField].ToString();
        Task = desk.Choose(Open, Dossier, Open.Any(task => task.StepKey == named) ? new Seen(null, named) : default, kind);
        ViewData[Seen.StepField] = Open.Count > 1 ? Task?.StepKey : null;
    }

    /// <summary>The same page with the sentence and with what was typed.</summary>
    private async Task<IActionResult> Again(string code, Refused refused)
    {
        desk.Forget();
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Tried = Request.Query["handler"].ToString();
        Response.StatusCode = refused.Status;
        await Show(code);
        return Page();
    }

    protected Task<IActionResult> Act(string code, string then, Func<Task> act) => Act(code, async () =>
    {
        await act();
        return then;
    });
}
