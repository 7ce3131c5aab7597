using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Remind;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Supplement;

/// <summary>Who has to know of a proposed request: its approvers when it is handed to them, who drafted it when it is decided.</summary>
internal static class TellProposal
{
    public static readonly Subscription Subscription = new("dossiers.tell-proposal",
        ["dossier.supplement-proposed/1", "dossier.supplement-given-back/1", "dossier.supplement-lapsed/1", "dossier.supplement-requested/1"], Tell);

    private static async Task Tell(IServiceProvider services, Event happened)
    {
        var (id, no) = (happened.As<Named>().DossierId, happened.As<Named>().No);
        // The first request is nobody's to approve.
        if (no < 2) return;
        var db = services.GetRequiredService<Db>();
        // The one that was decided, not one that was handed in since.
        var decided = happened.Kind != "dossier.supplement-proposed/1";
        string[] outcomes = happened.Kind switch
        {
            "dossier.supplement-given-back/1" => [SupplementProposal.Returned],
            "dossier.supplement-lapsed/1" => [SupplementProposal.Lapsed],
            _ => [SupplementProposal.Sent, SupplementProposal.Replaced],
        };
        var proposal = await db.Set<SupplementProposal>().AsNoTracking().Where(p => p.DossierId == id && p.No == no)
            .Where(p => !decided || outcomes.Contains(p.Outcome))
            .OrderByDescending(p => p.ProposedAt).FirstOrDefaultAsync();
        if (proposal is null) return;
        var dossier = await db.Set<Dossier>().AsNoTracking().SingleAsync(d => d.Id == id);
        var (about, page) = ($"hồ sơ {ShortCode.Display(dossier.ShortCode)} ({dossier.ProcedureName})", $"/noi-bo/ho-so/{dossier.Code}");
        IReadOnlyList<Guid> told = !decided ? await Approvers(services, dossier, happened.At) : [proposal.ProposedById];
        var text = happened.Kind switch
        {
            "dossier.supplement-proposed/1" => $"{proposal.ProposedBy} trình yêu cầu bổ sung lần {no} về {about}. Duyệt hoặc trả lại",
            "dossier.supplement-given-back/1" => $"{proposal.DecidedBy ?? "Lãnh đạo"} trả lại đề nghị yêu cầu bổ sung lần {no} về {about}"
                + (proposal.Note is { } note ? $": {note}" : ""),
            "dossier.supplement-lapsed/1" => $"Đề nghị yêu cầu bổ sung lần {no} về {about} không còn chờ duyệt: {proposal.Note}",
            _ => $"{proposal.DecidedBy ?? "Lãnh đạo"} đã gửi yêu cầu bổ sung lần {no} về {about}",
        };
        await db.Send([services.GetRequiredService<StaffNotices>().Statement([.. told.Select(account => new StaffNotice(account, dossier.Code, text, page))])]);
    }

    private static async Task<IReadOnlyList<Guid>> Approvers(IServiceProvider services, Dossier dossier, DateTimeOffset at)
    {
        var role = (await services.GetRequiredService<DossierRules>().Basis(dossier)).Rules.Supplements.FurtherApprover;
        var chased = services.GetRequiredService<Chased>();
        // Before reception the head of the house that took it in approves as well (DossierPolicy.MayApprove).
        return [.. (await chased.Approving(role, dossier.CompetentAgency, at))
            .Union(dossier.ReceivedAt is null ? await chased.Approving(role, dossier.IntakeAgency, at) : [])];
    }

    private sealed record Named(Guid DossierId, int No);
}
