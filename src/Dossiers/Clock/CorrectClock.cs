using MotCua.Dossiers.Contracts;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Clock;

/// <summary>Đính chính sổ tính thời hạn, by the leader: a counter-entry, never a change.</summary>
internal sealed class CorrectClock(DossierDesk desk, DossierRules rules, WorkflowRuns workflow, Notices notices)
{
    public async Task<Dossier> Execute(string code, Seen seen, int seq, string reason)
    {
        var dossier = await desk.Load(code, seen);
        if (!DossierPolicy.MayLead(dossier, desk.Actor)) throw new Refused(403, "Đính chính sổ tính thời hạn cần lãnh đạo cơ quan có thẩm quyền");
        var due = dossier.DueAt;
        dossier.CorrectClock(desk.Now, seq, reason, await rules.Basis(dossier), desk.Actor.Name);
        await workflow.SetDossierDue(dossier.Id, dossier.DueAt);
        desk.Record(dossier, new ClockCorrected(dossier.Id, dossier.Code, seq, dossier.DueAt), reason);
        if (dossier.DueAt != due) await notices.Tell(dossier, "dossier.clock-corrected", reason, before: due);
        await desk.Save();
        return dossier;
    }
}
