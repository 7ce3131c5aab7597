using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Track;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Clock;

/// <summary>The days and the kinds of change are for whoever has the code or the QR; the words of an official wait for the second factor.</summary>
[Face(Face.Portal)]
internal sealed class TrackClockModel(TrackDossier track, TrackingPass pass, ExplainClock explain) : PageModel
{
    public string Token { get; private set; } = "";
    public string ShortCode { get; private set; } = "";
    public ClockStory Story { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token)
    {
        var found = (await track.ByToken(token, null, HttpContext.Connection.RemoteIpAddress)).Dossier;
        (Token, ShortCode, Story) = (token, found.ShortCode, await explain.Of(found.Id, pass.Opens(HttpContext, found.Id) ? StoryFor.Applicant : StoryFor.Anyone));
        return Page();
    }
}
