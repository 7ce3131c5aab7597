using MotCua.Dossiers.Contracts;

namespace MotCua.Dossiers.Supplement;

/// <summary>
/// Đề nghị không còn cần duyệt: the dossier went on by another act, so what was proposed at the step before waits for nobody. Whoever drafted it is
/// told. The caller saves.
/// </summary>
internal sealed class CloseProposal(DossierDesk desk, AskSupplement asking)
{
    public async Task Execute(Dossier dossier, string became)
    {
        // There is no proposal before a first request: most dossiers are not asked about.
        if (dossier.Supplements.Count == 0 || await asking.Open(dossier) is not { } open) return;
        open.Decide(SupplementProposal.Lapsed, desk.Actor.Name, desk.Now, became);
        desk.Record(dossier, new SupplementLapsed(dossier.Id, dossier.Code, open.No, open.ProposedById), became);
    }
}
