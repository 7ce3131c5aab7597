using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Supplement;
using MotCua.Dossiers.View;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Receive;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class CheckArrivalModel(DossierDesk desk, ReceiveDossier receive, RefuseDossier refuse, AskSupplement supplement,
    ProposeSupplement proposals, FormSummaries summaries, Reasons reasons, VaultPages lent) : ActPageModel(desk)
{
    public PromiseView Promise { get; private set; } = null!;
    public IReadOnlyList<SummarySection> Summary { get; private set; } = [];
    public IReadOnlyList<Attachment> Attachments { get; private set; } = [];
    public Viewer Viewer { get; private set; } = null!;
    public IReadOnlyList<Reason> RefusalReasons { get; private set; } = [];

    public async Task<IActionResult> OnGet(string code)
    {
        await Show(code);
        return Dossier.Status == DossierStatus.Submitted && DossierPolicy.MayServe(Dossier, Desk.Actor) ? Page() : Redirect($"/noi-bo/ho-so/{code}");
    }

    public Task<IActionResult> OnPostReceive(string code) => Act(code, $"/noi-bo/ho-so/{code}?xong=tiep-nhan", async () =>
    {
        // Nothing is ticked before somebody has looked: what stands as checked later was checked here (một lần đủ).
        var papers = Request.Form["paper"].OfType<string>().Select(key => new CheckedPaper(key, Request.Form[$"state.{key}"].ToString(), 0, 0, null)).ToList();
        var unseen = papers.Where(paper => paper.State.Length == 0)
            .Select(paper => new FieldProblem(paper.PaperKey, "Xem giấy tờ này rồi chọn có, thiếu hoặc không cần")).ToList();
        if (unseen.Count > 0) throw new Refused(400, unseen[0].Message, problems: unseen);
        await receive.Execute(code, Seen, papers);
    });

    public Task<IActionResult> OnPostRefuse(string code, string? reasonCode, string? reason) =>
        Act(code, $"/noi-bo/ho-so/{code}?xong=tu-choi", () => refuse.Execute(code, Seen, reasonCode ?? "", reason));

    public Task<IActionResult> OnPostSupplement(string code, string? other, string? reason, string? why) => Act(code, async () =>
    {
        var dossier = await Desk.Load(code, Seen);
        var (items, right) = (SupplementPosting.Read(Request.Form, dossier, other), SupplementPosting.Right(Request.Form, dossier));
        var handed = (await proposals.Of(dossier, task: null)).ToHand;
        if (handed) await proposals.Execute(code, Seen, items, reason, why, right);
        else await supplement.Execute(code, Seen, items, reason, right);
        return $"/noi-bo/ho-so/{code}?xong={(handed ? "trinh-bo-sung" : "bo-sung")}";
    });

    protected override async Task Show(string code)
    {
        var sheet = await Desk.Open(code);
        (Dossier, Attachments) = (sheet.Dossier, sheet.Files);
        Viewer = Viewer.Of(Dossier, Attachments, await lent.Of(Dossier));
        Further = await proposals.Of(Dossier, task: null);
        Promise = await receive.Promise(Dossier);
        RefusalReasons = await reasons.Of("refusal");
        Summary = await summaries.Of(Dossier.FormCode, Dossier.FormVersion, Dossier.Answers);
    }
}
