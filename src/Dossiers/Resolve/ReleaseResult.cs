using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Linked;
using MotCua.Dossiers.Receive;
using MotCua.Papers.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Resolve;

/// <summary>Phát hành kết quả: when nothing but the return is left, whatever step came before, the clock stops.</summary>
internal sealed class ReleaseResult(DossierDesk desk, DossierRules rules, IssuedResults results, KeepResult keep, AcceptedPapers accepted, EndGroup group,
    Notices notices)
{
    public async Task WhenDone(Dossier dossier, Moved moved)
    {
        if (!moved.OnlyReturnLeft || dossier.Status != DossierStatus.Processing) return;
        // What only opens linked dossiers ends by their results, when the last of them has come.
        if (moved.Links && await results.OfDossier(dossier.Id) is not { State: "signed" })
        {
            if (moved.Over) await group.Execute(dossier);
            return;
        }
        var result = await results.Release(dossier.Id);
        dossier.Resolve(desk.Now, await rules.Set(dossier), desk.Actor.Name);
        desk.Record(dossier, new DossierResolved(dossier.Id, dossier.Code, result.Id, result.Number!, result.PdfSha256!));
        await keep.Execute(dossier, result);
        await accepted.Deposit(dossier);
        await notices.Tell(dossier, "dossier.resolved");
    }
}
