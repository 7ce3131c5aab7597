using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Contracts;
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
        if (Token is null && string.IsNullOrWhiteSpace(Code)) return Page();
        // A bookmarked page of somebody who has shown the second factor a moment ago.
        if (TrackingPass.IsThere(HttpContext) && await Known() is { } known && pass.Opens(HttpContext, known.Id))
        {
            Found = await track.Show(known, full: true, strong: pass.OpensAll(HttpContext, known.Id), Token ?? known.Code);
            return Page();
        }
        return await Look(() => Token is { } token ? track.ByToken(token, null) : track.ByCode(Code, null));
    }

    public Task<IActionResult> OnPost() => Look(() => Token is { } token ? track.ByToken(token, Digits) : track.ByCode(Code, Digits));

    private string? Digits => string.IsNullOrWhiteSpace(LastFour) ? null : LastFour;

    private Task<TrackedDossier?> Known() => Token is { } token ? query.ByToken(token)
        : ShortCode.Normalise(Code) is { } shortCode ? query.ByShortCode(shortCode) : query.ByCode(Code!.Trim().ToUpperInvariant());

    private async Task<IActionResult> Look(Func<Task<Tracking>> look)
    {
        try
        {
            Found = await look();
            if (Found.Full) pass.Give(HttpContext, Found.Dossier, Found.Strong);
        }
        catch (Refused refused)
        {
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("ma", refused.Message)];
            refused.Mark(Response);
        }
        return Page();
    }
}
