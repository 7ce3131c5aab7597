using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>Nơi nộp: the commune that decides, and for non-territorial procedures another office that takes the dossier in.</summary>
[Face(Face.Portal)]
internal sealed class PlaceModel(DraftDesk desk, DraftTasks tasks, DraftPrefill prefill, FilingPlaces places, OrganisationDirectory directory,
    TimeProvider clock) : DraftPageModel(desk)
{
    [BindProperty(Name = "unit")]
    public string? Unit { get; set; }

    [BindProperty(Name = "office")]
    public string? Office { get; set; }

    [BindProperty(Name = "support")]
    public string? Support { get; set; }

    [FromQuery(Name = "ten")]
    public string? FormerName { get; set; }

    public bool OfCommune => Procedure.CompetentLevel == "commune";

    public IReadOnlyList<UnitView> Communes { get; private set; } = [];

    public IReadOnlyList<OfficeView> Offices { get; private set; } = [];

    public IReadOnlyList<SupportPoint> SupportPoints { get; private set; } = [];

    public IReadOnlyList<CommuneFound>? Found { get; private set; }

    /// <summary>Where it goes with what is chosen so far.</summary>
    public FilingPlace? Now { get; private set; }

    public async Task OnGet([FromQuery(Name = "xa")] string? chosen)
    {
        var progress = Draft is null ? new DraftProgress() : DraftProgress.Read(Draft.Progress);
        (Unit, Office, Support) = (chosen ?? progress.Unit ?? await Home(), Draft?.OfficeCode, progress.Support?.Code);
        if (!string.IsNullOrWhiteSpace(FormerName)) Found = await directory.SearchCommunes(FormerName, clock.Today());
        await Fill();
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        var back = ReturnTo == "kiem-tra" ? $"{Root}/kiem-tra" : Root;
        // Nothing was chosen: there is nothing to keep.
        if (act == "quay-lai" && string.IsNullOrEmpty(Unit) && string.IsNullOrEmpty(Office) && string.IsNullOrEmpty(Support)) return Redirect(back);
        var unit = OfCommune ? Unit : null;
        var office = Procedure.NonTerritorial && Office is { Length: > 0 } ? Office : null;
        SupportPoint? support = null;
        if (!await Try(async () =>
            {
                Now = await places.Find(Procedure, unit, office);
                support = await places.Support(Support);
            }))
        {
            await Fill();
            return Page();
        }
        if (await Clash($"{unit}|{office}|{support?.Code}") is { } saved)
        {
            Problems = [new FieldProblem("unit", $"Nơi nộp vừa được lưu ở thẻ khác: {saved}. So với lựa chọn dưới đây rồi lưu lần nữa")];
            Response.StatusCode = Microsoft.AspNetCore.Http.StatusCodes.Status409Conflict;
            await Fill();
            return Page();
        }
        var draft = await Ensure();
        await Desk.Change(draft, () =>
        {
            draft.OfficeCode = office;
            draft.Progress = (DraftProgress.Read(draft.Progress) with { Unit = unit, Support = support }).WithDone(DraftTasks.Place, true).Write();
        });
        return act == "quay-lai" ? Redirect(back) : act == "lam-sau"
            ? Redirect($"{Root}/lam-sau") : Next(await tasks.After(Procedure, draft, DraftTasks.Place));
    }

    public override async Task<IActionResult?> ComeBack(Refused why)
    {
        Problems = [new FieldProblem("", why.Message)];
        Response.StatusCode = why.Status;
        Again = Request.Form.ContainsKey("dau");
        await Fill();
        return Page();
    }

    /// <summary>Shown once more without having compared: as old as it was.</summary>
    public bool Again { get; private set; }

    /// <summary>What is saved, for the form to say which version it shows.</summary>
    public string Mark => Draft is null
        ? "||" : $"{DraftProgress.Read(Draft.Progress).Unit}|{Draft.OfficeCode}|{DraftProgress.Read(Draft.Progress).Support?.Code}";

    /// <summary>The name of the place that another tab has saved since this page was opened; null when there is none, or it is the same.</summary>
    private async Task<string?> Clash(string chosen)
    {
        if (!Request.Form.TryGetValue("dau", out var seen) || seen == Mark || chosen == Mark || Mark == "||") return null;
        var saved = DraftProgress.Read(Draft!.Progress);
        try { return (await places.Find(Procedure, saved.Unit, Draft.OfficeCode)).OfficeName; }
        catch (Refused) { return null; }
    }

    /// <summary>The commune of the applicant: from the answers, else from the account.</summary>
    private async Task<string?> Home() =>
        (Draft is null ? null : DeclaredParty.Of(DraftDesk.AnswersOf(Draft)).Address?.Commune) ?? (await prefill.Party())?.Address?.Commune;

    private async Task Fill()
    {
        var today = clock.Today();
        if (OfCommune) Communes = await directory.Communes(today);
        if (Communes.All(commune => commune.Code != Unit)) Unit = null;
        if (Procedure.NonTerritorial) Offices = await directory.Offices(today);
        SupportPoints = await directory.SupportPoints(today);
        if (Now is null && (!OfCommune || Unit is not null))
        {
            try { Now = await places.Find(Procedure, Unit, Office); }
            catch (Refused refused) when (Problems.Count == 0 && !OfCommune) { Problems = [new FieldProblem("", refused.Message)]; }
            catch (Refused) { /* said when the choice is posted */ }
        }
    }
}
