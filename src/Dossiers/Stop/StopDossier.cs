using MotCua.Dossiers.Contracts;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Stop;

/// <summary>Dừng giải quyết, by the leader of the competent agency: a third outcome beside refusal and withdrawal, with a paper of its own.</summary>
internal sealed class StopDossier(DossierDesk desk, WorkflowRuns workflow, Notices notices)
{
    public async Task<Dossier> Execute(string code, string? reason)
    {
        var dossier = await desk.Load(code);
        if (!DossierPolicy.MayLead(dossier, desk.Actor)) throw new Refused(403, "Dừng giải quyết cần lãnh đạo cơ quan có thẩm quyền");
        dossier.Stop(desk.Now, reason ?? "", desk.Actor.Name);
        await workflow.Cancel(dossier.Id, "stopped", reason);
        desk.Record(dossier, new DossierStopped(dossier.Id, dossier.Code), reason);
        await notices.Tell(dossier, "dossier.stopped", reason);
        await desk.Save();
        return dossier;
    }
}
