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
    public string Back { get; private set; } = "";
    public string Code { get; private set; } = "";
    public ClockStory Story { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token)
    {
        var tracking = TrackingQuery.IsToken(token) ? await track.ByToken(token, null) : await track.ByCode(token, null);
        var found = tracking.Dossier;
        (Token, Back) = (token, TrackingQuery.IsToken(token) ? $"/tra-cuu/{token}" : $"/tra-cuu?ma={Uri.EscapeDataString(token)}");
        Code = tracking.KnowsShortCode ? Contracts.ShortCode.Display(found.ShortCode) : found.Code;
        Story = await explain.Of(found.Id, pass.Opens(HttpContext, found.Id) ? StoryFor.Applicant : StoryFor.Anyone);
        return Page();
    }
}
