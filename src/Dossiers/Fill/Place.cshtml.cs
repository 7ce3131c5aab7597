using Microsoft.AspNetCore.Mvc;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Fill;

/// <summary>Nơi nộp: the commune that decides, and for non-territorial procedures another office that takes the dossier in.</summary>
[Face(Face.Portal)]
internal sealed class PlaceModel(DraftDesk desk, DraftTasks tasks, DraftPrefill prefill, FilingPlaces places, OrganisationDirectory directory, TimeProvider clock) : DraftPageModel(desk)
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
        var draft = await Ensure();
        await Desk.Change(draft, () =>
        {
            draft.OfficeCode = office;
            draft.Progress = (DraftProgress.Read(draft.Progress) with { Unit = unit, Support = support }).WithDone(DraftTasks.Place, true).Write();
        });
        return act == "lam-sau" ? Redirect($"{Root}/lam-sau") : Next(await tasks.After(Procedure, draft, DraftTasks.Place));
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
