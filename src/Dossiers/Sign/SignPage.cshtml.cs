using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Process;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Resolve;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.View;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Sign;

[Face(Face.Desk)]
internal sealed class SignPageModel(DossierDesk desk, ResolveDossier resolve, WorkOnStep work, IssuedResults results,
    ResultFields fields,
    ResultVerification verification, ConsultationLists consultations, SignList list, AgreeToSign agree, DossierReadings readings,
    PagePictures pictures, RecallResult recall, SigningTitles titles, VaultPages lent) : ActPageModel(desk)
{
    public IssuedResult? Result { get; private set; }
    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>();
    /// <summary>The result as it will be signed, page by page, and the papers it stands on.</summary>
    public Viewer Viewer { get; private set; } = new([]);
    public PdfVerdict? Verdict { get; private set; }

    /// <summary>Of a draft that waits for its signature: where it is not as the template gives it.</summary>
    public IReadOnlyList<DraftPassage>? Difference { get; private set; }

    /// <summary>What will stand above the name of whoever signs here; null: nobody signs here now.</summary>
    public string? SignsAs { get; private set; }

    public string Signer => Desk.Actor.OwnName;

    /// <summary>Why this official cannot sign as anybody yet.</summary>
    public string? SignsAsNobody { get; private set; }

    public bool MayRecall => Result is { } signed && recall.May(signed, Dossier);

    /// <summary>Agencies whose opinion is still awaited: nothing is signed over them.</summary>
    public IReadOnlyList<ConsultationView> Awaited { get; private set; } = [];

    public bool MaySign => Task is { Kind: StepKind.Sign } task && DossierPolicy.MayDo(task, Dossier, Desk.Actor) && DossierPolicy.MayLead(Dossier, Desk.Actor);

    public bool MayRegister => Task is { Kind: StepKind.Number } task && DossierPolicy.MayDo(task, Dossier, Desk.Actor);

    public bool MayDraft =>
        Task is { Kind: StepKind.Appraise or StepKind.Consult or StepKind.Approve } task && DossierPolicy.MayDecide(task, Dossier, Desk.Actor);

    public Task OnGet(string code) => Show(code);

    public Task<IActionResult> OnPostDraft(string code) => Act(code, $"/noi-bo/ky-so/{code}", () => resolve.Draft(code, Seen, HttpContext.SiteUrl()));

    public Task<IActionResult> OnPostSubmit(string code) =>
        Act(code, $"/noi-bo/ho-so/{code}?xong=chuyen", () => work.PassOn(code, Seen, new("Trình ký dự thảo kết quả")));

    public Task<IActionResult> OnPostRegister(string code) => Act(code, $"/noi-bo/ho-so/{code}?xong=chuyen", () => resolve.Register(code, Seen));

    public Task<IActionResult> OnPostSign(string code, string? password) => Act(code, $"/noi-bo/ky-so/{code}", () => resolve.Sign(code, Seen, password));

    public Task<IActionResult> OnPostRecall(string code, string? reason) => Act(code, $"/noi-bo/ky-so/{code}", () => recall.Execute(code, Seen, reason));

    public Task<IActionResult> OnPostAgree(string code) => Act(code, async () =>
    {
        await agree.Execute(code, Seen);
        return await list.Next(code);
    });

    public Task<IActionResult> OnPostSendBack(string code, string? reason) => Act(code, async () =>
    {
        var next = await list.Next(code);
        await work.SendBack(code, Seen, reason ?? "");
        return next;
    });

    protected override async Task Show(string code)
    {
        var sheet = await Desk.Open(code);
        Dossier = sheet.Dossier;
        await FindStep(StepKind.Sign);
        Result = await results.OfDossier(Dossier.Id);
        if (!readings.NeedsReason(Dossier)) Viewer = Viewer.Of(Dossier, sheet.Files, await lent.Of(Dossier));
        if (Result?.PdfSha256 is { } sha256) Viewer = Viewer.With(Dossier, Result.Title, await pictures.Count(sha256));
        Fields = await fields.Of(Dossier);
        Awaited = [.. (await consultations.Of(sheet.Consultations)).Where(row => row.Asked.IsOpen)];
        if (Result is { State: "draft" or "submitted" })
            Difference = TemplateDifference.Of(await fields.Template(Dossier), Fields, Result.Paragraphs);
        if (MaySign && Result is { State: "draft" or "submitted" })
        {
            try
            {
                SignsAs = (await titles.Require(Desk.Actor, Roles.Leader, Dossier.CompetentAgency)).Line;
            }
            catch (Refused untitled)
            {
                SignsAsNobody = untitled.Message;
            }
        }
        if (Result is { State: "signed" or "released" }) Verdict = await verification.Check(Result.PdfSha256!);
    }
}
