using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Track;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Mine;

[Face(Face.Mine)]
internal sealed class MyDossierModel(DossierDesk desk, TrackingQuery query, TrackDossier track, FormSummaries summaries,
    WithdrawDossier withdraw, Mandate.EndMandate endMandate, TimeProvider clock) : PageModel
{
    [FromRoute(Name = "code")]
    public string Code { get; set; } = "";

    public MotCua.Dossiers.Dossier Dossier { get; private set; } = null!;

    public Tracking Tracking { get; private set; } = null!;

    public IReadOnlyList<SummarySection> Sections { get; private set; } = [];

    public IReadOnlyList<Attachment> Files { get; private set; } = [];

    public DateTimeOffset Now => clock.GetUtcNow();

    public string? Problem { get; private set; }

    public async Task OnGet()
    {
        var sheet = await desk.Open(Code);
        Dossier = sheet.Dossier;
        Tracking = await track.Show((await query.ByCode(Dossier.Code))!, full: true, strong: true) with { Mine = true };
        Sections = await summaries.Of(Dossier.FormCode, Dossier.FormVersion, Dossier.Answers);
        Files = [.. sheet.Files.Where(a => a.Origin == "upload")];
    }

    public bool MayEndMandate => Mandate.EndMandate.MayEnd(Dossier, desk.Actor);

    public Task<IActionResult> OnPostEndMandate([FromForm(Name = "ly-do")] string? reason) => Act(() => endMandate.Execute(Code, reason));

    public Task<IActionResult> OnPostWithdraw([FromForm(Name = "ly-do")] string? reason) =>
        Act(() => withdraw.Execute(Code, Seen.Nothing, TypedText.Within(reason, 500, "Lý do", "ly-do")));

    private async Task<IActionResult> Act(Func<Task> act)
    {
        try
        {
            await act();
            return Redirect($"/ho-so-cua-toi/{Uri.EscapeDataString(Code)}");
        }
        catch (Refused refused) when (refused.Status is 400 or 409)
        {
            (Problem, Response.StatusCode) = (refused.Message, refused.Status);
            desk.Forget();
            await OnGet();
            return Page();
        }
    }
}
