using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Track;

[Face(Face.Portal)]
internal sealed class TrackModel(TrackDossier track, TrackingQuery query, TrackingPass pass, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "ma")]
    public string? Code { get; set; }

    [BindProperty(Name = "last4")]
    public string? LastFour { get; set; }

    [FromRoute(Name = "token")]
    public string? Token { get; set; }

    public Tracking? Found { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        if (Token is { } token)
        {
            // A bookmarked page of somebody who has shown the second factor a moment ago.
            if (await query.ByToken(token) is { } known && pass.Opens(HttpContext, known.Id))
            {
                Found = await track.Show(known, full: true);
                return Page();
            }
            return await Look(() => track.ByToken(token, null, Address));
        }
        return string.IsNullOrWhiteSpace(Code) ? Page() : await Look(() => track.ByCode(Code, null, Address));
    }

    public Task<IActionResult> OnPost() => Look(() => Token is { } token
        ? track.ByToken(token, Digits, Address)
        : track.ByCode(Code, Digits, Address));

    private string? Digits => string.IsNullOrWhiteSpace(LastFour) ? null : LastFour;

    private System.Net.IPAddress? Address => HttpContext.Connection.RemoteIpAddress;

    private async Task<IActionResult> Look(Func<Task<Tracking>> look)
    {
        try
        {
            Found = await look();
            if (Found.Full) pass.Give(HttpContext, Found.Dossier.Id);
        }
        catch (Refused refused)
        {
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("ma", refused.Message)];
            Response.StatusCode = refused.Status;
        }
        return Page();
    }
}
