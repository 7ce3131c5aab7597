using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Supplement;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Stop;

/// <summary>Dừng giải quyết, by the leader of the competent agency: a third outcome beside refusal and withdrawal, with a paper of its own.</summary>
internal sealed class StopDossier(DossierDesk desk, WorkflowRuns workflow, Notices notices, Reasons reasons, SigningTitles titles,
    CloseProposal proposal)
{
    /// <param name="reasonCode">Of the list "stop"; see <see cref="Reasons.Say"/>.</param>
    public async Task<Dossier> Execute(string code, Seen seen, string? reasonCode, string? reason)
    {
        var dossier = await desk.Load(code, seen);
        if (!DossierPolicy.MayLead(dossier, desk.Actor)) throw new Refused(403, "Dừng giải quyết cần lãnh đạo cơ quan có thẩm quyền");
        var title = await titles.Require(desk.Actor, Roles.Leader, dossier.CompetentAgency);
        var said = await reasons.Say("stop", reasonCode, reason, "dừng giải quyết");
        dossier.Stop(desk.Now, said.Words, desk.Actor.Name);
        dossier.ClosingCode = said.Code;
        await workflow.Cancel(dossier.Id, "stopped", said.Words);
        desk.Record(dossier, new DossierStopped(dossier.Id, dossier.Code, said.Code, title.Words), said.Words);
        await proposal.Execute(dossier, "hồ sơ đã dừng giải quyết");
        await notices.Tell(dossier, "dossier.stopped", said.Words);
        await desk.Save();
        return dossier;
    }
}
