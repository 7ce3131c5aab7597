using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Supplement;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>Từ chối: before reception by the receiving officer (form 03), after it by the leader of the competent agency.</summary>
internal sealed class RefuseDossier(DossierDesk desk, WorkflowRuns workflow, Notices notices, Reasons reasons, SigningTitles titles,
    CloseProposal proposal)
{
    /// <param name="reasonCode">Of the list "refusal"; see <see cref="Reasons.Say"/>.</param>
    public async Task<Dossier> Execute(string code, Seen seen, string? reasonCode, string? reason)
    {
        var dossier = await desk.Load(code, seen);
        var allowed = dossier.ReceivedAt is null ? DossierPolicy.MayServe(dossier, desk.Actor) : DossierPolicy.MayLead(dossier, desk.Actor);
        if (!allowed)
            throw new Refused(403, dossier.ReceivedAt is null
            ? "Hồ sơ này do bộ phận một cửa khác tiếp nhận" : "Từ chối giải quyết cần lãnh đạo cơ quan có thẩm quyền");
        var title = dossier.ReceivedAt is null ? null : await titles.Require(desk.Actor, Roles.Leader, dossier.CompetentAgency);
        var said = await reasons.Say("refusal", reasonCode, reason, "từ chối");
        var before = dossier.Refuse(desk.Now, said.Words, desk.Actor.Name);
        dossier.ClosingCode = said.Code;
        if (!before) await workflow.Cancel(dossier.Id, "refused", said.Words);
        desk.Record(dossier, new DossierRefused(dossier.Id, dossier.Code, before, said.Code, title?.Words), said.Words);
        await proposal.Execute(dossier, "hồ sơ đã bị từ chối");
        await notices.Tell(dossier, before ? "dossier.refused" : "dossier.refused-received", said.Words);
        await desk.Save();
        return dossier;
    }
}

/// <summary>Rút hồ sơ, by the applicant; or written down at the counter for one who comes with a request and has no account.</summary>
internal sealed class WithdrawDossier(DossierDesk desk, WorkflowRuns workflow, Notices notices, CloseProposal proposal)
{
    public async Task<Dossier> Execute(string code, Seen seen, string? reason)
    {
        var dossier = await desk.Load(code, seen);
        var counter = DossierPolicy.MayServe(dossier, desk.Actor);
        if (!counter && !DossierPolicy.IsApplicant(dossier, desk.Actor)) throw new Refused(403, "Chỉ người nộp hoặc chủ hồ sơ rút được hồ sơ");
        reason = VietnameseText.Clean(TypedText.Within(reason, Reasons.Longest, "Lý do", "reason"), manyLines: true);
        if (counter && reason.Length == 0) throw new Refused(400, "Ghi đơn hoặc đề nghị rút hồ sơ đã nhận", "reason");
        var received = dossier.ReceivedAt is not null;
        dossier.Withdraw(desk.Now, reason is { Length: > 0 } ? reason : "Người nộp rút hồ sơ", desk.Actor.Name);
        if (received) await workflow.Cancel(dossier.Id, "withdrawn", reason);
        desk.Record(dossier, new DossierWithdrawn(dossier.Id, dossier.Code), reason);
        await proposal.Execute(dossier, "người nộp đã rút hồ sơ");
        await notices.Tell(dossier, "dossier.withdrawn", reason);
        await desk.Save();
        return dossier;
    }
}
