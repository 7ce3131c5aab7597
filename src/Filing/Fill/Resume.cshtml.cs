using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>
/// Làm tiếp trên máy này, by a link, a QR or a short code. Nothing is said before the second factor is right, and then nothing is taken over yet: whoever sent
/// the link sees what is typed into the draft, so the person is told whose draft it is and decides.
/// </summary>
[Face(Face.Portal), Door("Track", OnlyWrites = true)]
internal sealed class ResumeModel(DraftDesk desk, DraftTasks tasks, HandOvers handOvers, CurrentActor current) : PageModel
{
    /// <summary>Null: the short code is typed.</summary>
    [FromRoute(Name = "token")]
    public string? Token { get; set; }

    [BindProperty(Name = "ma")]
    public string? Code { get; set; }

    [BindProperty(Name = "ve")]
    public string? Ticket { get; set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>Null until the second factor was right.</summary>
    public Draft? Draft { get; private set; }

    public ProcedureVersionView? Procedure { get; private set; }

    /// <summary>Who the draft says is filing; null: nobody yet.</summary>
    public string? Declared { get; private set; }

    /// <summary>Opening it makes it the account's.</summary>
    public bool Claims => Draft is not null && desk.MustClaim(Draft);

    public async Task<IActionResult> OnGet()
    {
        // The account's own, or open in this browser already: nothing is taken over.
        var account = current.Value is { IsStaff: false, AccountId: { } id } ? id : (Guid?)null;
        return await handOvers.Held(Token, DraftToken.Of(Request), account) is { } procedure
            ? Redirect($"/nop/{(await desk.Procedure(procedure)).Slug}") : Page();
    }

    public Task<IActionResult> OnPost([FromForm(Name = "so")] string? factor) => Try(async () =>
    {
        (var key, Ticket) = await handOvers.Open(Token ?? Code, factor);
        await Find(key);
        // Posted again with it, the page says the same.
        ModelState.Remove("ve");
        return Page();
    });

    /// <summary>To the first step that is not finished.</summary>
    public Task<IActionResult> OnPostGo([FromForm(Name = "viec")] string? act) => Try(async () =>
    {
        if (act != "mo") return Redirect("/");
        var key = await handOvers.Use(Ticket, DraftToken.Of(Request));
        await Find(key);
        if (Claims) await desk.Claim(Draft!);
        DraftToken.Keep(HttpContext, key);
        var next = (await tasks.Of(Procedure!, Draft)).FirstOrDefault(task => task.State != PageState.Done)?.Url;
        return Redirect(next ?? $"/nop/{Procedure!.Slug}/kiem-tra");
    });

    private async Task<IActionResult> Try(Func<Task<IActionResult>> act)
    {
        try { return await act(); }
        catch (Refused refused) when (refused.Status is 400 or 404 or 429)
        {
            Draft = null;
            Problems = [new FieldProblem(refused.Field is { } field ? $"f-{field}" : "", refused.Message)];
            refused.Mark(Response);
            return Page();
        }
    }

    private async Task Find(string key)
    {
        Draft = await desk.ByToken(key);
        Procedure = (await desk.VersionOf(Draft))!;
        Declared = DeclaredParty.Of(DraftDesk.AnswersOf(Draft)).SubmitterName is { Length: > 0 } name ? name : null;
    }
}
