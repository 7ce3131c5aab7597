using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Filing.Fill;

/// <summary>
/// Mở bản nháp từ đường dẫn riêng. Whoever sent the link sees what is typed into the draft, so following it opens nothing:
/// the person is told whose draft it is and decides.
/// </summary>
[Face(Face.Portal)]
internal sealed class ResumeModel(DraftDesk desk) : PageModel
{
    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    public Draft Draft { get; private set; } = null!;

    public ProcedureVersionView Procedure { get; private set; } = null!;

    /// <summary>Who the draft says is filing; null: nobody yet.</summary>
    public string? Declared { get; private set; }

    /// <summary>Opening it makes it the account's.</summary>
    public bool Claims => desk.MustClaim(Draft);

    private string Root => $"/nop/{Procedure.Slug}";

    public async Task<IActionResult> OnGet()
    {
        await Find();
        // The account's own, or open in this browser already: nothing is taken over.
        return Draft.AccountId is not null || DraftToken.Of(Request).Contains(Token) ? Redirect(Root) : Page();
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        await Find();
        if (act != "mo") return Redirect($"/thu-tuc/{Procedure.Slug}");
        if (Claims) await desk.Claim(Draft);
        DraftToken.Keep(HttpContext, Token);
        return Redirect(Root);
    }

    private async Task Find()
    {
        Draft = await desk.ByToken(Token);
        Procedure = (await desk.VersionOf(Draft))!;
        Declared = DeclaredParty.Of(DraftDesk.AnswersOf(Draft)).SubmitterName is { Length: > 0 } name ? name : null;
    }
}
