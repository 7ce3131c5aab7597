using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Track;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Clock;

/// <summary>The story of a date holds nothing personal, so whoever has the token or the QR may read it.</summary>
[Face(Face.Portal)]
internal sealed class TrackClockModel(TrackDossier track, ExplainClock explain) : PageModel
{
    public string Token { get; private set; } = "";
    public string ShortCode { get; private set; } = "";
    public ClockStory Story { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token)
    {
        var found = (await track.ByToken(token, null, HttpContext.Connection.RemoteIpAddress)).Dossier;
        (Token, ShortCode, Story) = (token, found.ShortCode, await explain.Of(found.Id, officials: false));
        return Page();
    }
}
