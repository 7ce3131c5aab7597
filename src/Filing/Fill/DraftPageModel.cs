using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>
/// What every page of filling has: the procedure of the address, the asker's draft of it (none until the first answer is
/// saved), and what to say when something must be mended.
/// </summary>
internal abstract class DraftPageModel(DraftDesk desk) : PageModel, IComesBack
{
    /// <summary>Slug or national code in the address.</summary>
    [FromRoute(Name = "ma")]
    public string Slug { get; set; } = "";

    public virtual Task<IActionResult?> ComeBack(Refused why) => Task.FromResult<IActionResult?>(null);

    /// <summary>The draft that a posted form belongs to; empty when the page was opened before there was one.</summary>
    [BindProperty(Name = "nhap")]
    public Guid? DraftId { get; set; }

    /// <summary>"kiem-tra": after this page back to the check page.</summary>
    [BindProperty(SupportsGet = true, Name = "ve")]
    public string? ReturnTo { get; set; }

    public ProcedureVersionView Procedure { get; private set; } = null!;

    public Draft? Draft { get; protected set; }

    public IReadOnlyList<FieldProblem> Problems { get; protected set; } = [];

    /// <summary>Hidden field of every form here.</summary>
    public string? DraftKey => Draft?.Id.ToString();

    public string Root => $"/nop/{Procedure.Slug}";

    protected DraftDesk Desk => desk;

    protected IReadOnlyList<string> Tokens => DraftToken.Of(Request);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Procedure = await desk.Procedure(Slug);
        var posted = HttpMethods.IsPost(Request.Method);
        var ours = posted && await StaleForms.HasMark(Request);
        try { Draft = posted && DraftId is { } id && id != Guid.Empty ? await desk.Load(id, Tokens) : await desk.Latest(Procedure.Code, Tokens); }
        catch (Refused gone) when (ours && gone.Status == 404)
        {
            // Signed out meanwhile, or deleted in another tab.
            context.Result = new KeptForm(gone.Status, gone.Message);
            return;
        }
        if (Draft is not null && Draft.ProcedureCode != Procedure.Code) throw new Refused(404, "Bản nháp này thuộc thủ tục khác. Mở lại từ Hồ sơ của tôi");
        // A post from a page that was left open: the draft has had its effect, so its receipt is the answer.
        if (posted && Draft is not null && await ReceiptOf(Draft) is { } receipt) { context.Result = receipt; return; }
        // What somebody typed before signing in is shown to nobody who has signed in, before they say it is theirs.
        if (!posted && Draft is not null && this is not ClaimModel && desk.MustClaim(Draft))
        {
            context.Result = Redirect($"{Root}/cua-toi?tiep={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            return;
        }
        if (Draft is not null) Procedure = await Kept(Draft);
        await next();
    }

    /// <summary>The draft to save into; made now when this is the first answer.</summary>
    protected async Task<Draft> Ensure()
    {
        if (Draft is not null) return Draft;
        var (draft, token) = await desk.Start(Procedure);
        DraftToken.Keep(HttpContext, token);
        return Draft = draft;
    }

    /// <summary>Runs a change; what it refuses becomes problems of this page.</summary>
    protected async Task<bool> Try(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (Refused refused) when (refused.Status is 400 or 409)
        {
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            return false;
        }
    }

    protected IActionResult Next(string address) => Redirect(ReturnTo == "kiem-tra" ? $"{Root}/kiem-tra" : address);

    /// <summary>Post, redirect, get: to the receipt, saying that nothing was filed a second time.</summary>
    private async Task<IActionResult?> ReceiptOf(Draft draft) =>
        await desk.Filed(draft) is { } filed ? Redirect($"/hoan-tat/{filed.TrackingToken}?da-nop=1") : null;

    // The draft keeps the version it was begun under; the door and the withdrawal are today's.
    private async Task<ProcedureVersionView> Kept(Draft draft) =>
        draft.ProcedureVersionId == Procedure.VersionId ? Procedure : await desk.VersionOf(draft) ?? Procedure;
}
