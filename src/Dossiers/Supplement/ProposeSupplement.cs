using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Supplement;

/// <param name="Asked">How many requests there were.</param>
/// <param name="ToHand">The actor may not send another one, only hand it to the approver.</param>
/// <param name="Decides">The actor approves another one.</param>
/// <param name="Latest">The last proposal; open, or given back.</param>
internal sealed record FurtherRequest(int Asked, bool ToHand, bool Decides, SupplementProposal? Latest)
{
    public static readonly FurtherRequest None = new(0, false, false, null);

    public SupplementProposal? Open => Latest is { Outcome: null } ? Latest : null;

    public SupplementProposal? GivenBack => Latest is { Outcome: SupplementProposal.Returned } ? Latest : null;
}

/// <summary>A proposal on the list of its approver.</summary>
internal sealed record WaitingProposal(Guid DossierId, string Code, string ProcedureName, string OwnerName, int No, string ProposedBy,
    DateTimeOffset ProposedAt);

/// <summary>
/// Yêu cầu bổ sung thêm một lần (số lần yêu cầu bổ sung of the rule set): whoever works on the dossier drafts it and says why it was not asked
/// before, the approver sends it or gives it back. The applicant hears of it only when it is sent.
/// </summary>
internal sealed class ProposeSupplement(DossierDesk desk, Db db, DossierRules rules, AskSupplement asking)
{
    /// <summary>What stands between this actor and another request; nothing is asked of the database before a first one.</summary>
    public async Task<FurtherRequest> Of(Dossier dossier, CurrentTask? task)
    {
        if (dossier.Supplements.Count == 0 || dossier.Status is not (DossierStatus.Submitted or DossierStatus.Processing)) return FurtherRequest.None;
        var basis = await rules.Basis(dossier);
        if (dossier.Supplements.Count < basis.Rules.Supplements.Most) return FurtherRequest.None;
        var decides = DossierPolicy.MayApprove(basis.Rules.Supplements.FurtherApprover, dossier, desk.Actor);
        var latest = await db.Set<SupplementProposal>().AsNoTracking().Where(p => p.DossierId == dossier.Id && p.No == dossier.Supplements.Count + 1)
            .OrderByDescending(p => p.ProposedAt).FirstOrDefaultAsync();
        return new FurtherRequest(dossier.Supplements.Count, !decides && AskSupplement.MayWork(task, dossier, desk.Actor), decides, latest);
    }

    /// <param name="why">For the approver: why it was not asked the time before.</param>
    /// <param name="right">Papers that were looked at and are right: the whole list is walked before anything is asked.</param>
    public async Task<Dossier> Execute(string code, Seen seen, IReadOnlyList<SupplementItem>? asked, string? reason, string? why,
        IReadOnlyCollection<string>? right = null)
    {
        var dossier = await desk.Load(code, seen);
        if (!AskSupplement.MayWork(await desk.Step(dossier, seen), dossier, desk.Actor)) throw new Refused(403, "Hồ sơ này đang do người khác xử lý");
        if (dossier.Status is not (DossierStatus.Submitted or DossierStatus.Processing))
            throw Refused.WrongState("Chỉ yêu cầu bổ sung khi hồ sơ đang chờ tiếp nhận hoặc đang giải quyết");
        if (dossier.Supplements.Count < (await rules.Basis(dossier)).Rules.Supplements.Most)
            throw Refused.WrongState("Lần yêu cầu này không cần lãnh đạo duyệt. Gửi thẳng cho người nộp");
        var items = await asking.Checked(dossier, asked, right);
        if (items.Count == 0) throw new Refused(400, "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung", "items");
        reason = Sentence(reason, "Nhập lý do yêu cầu bổ sung", "Lý do", "reason");
        why = Sentence(why, "Nêu vì sao lần trước chưa yêu cầu, để lãnh đạo duyệt", "Vì sao lần trước chưa yêu cầu", "why");
        var by = desk.Actor.AccountId ?? throw new Refused(403, "Đăng nhập bằng tài khoản của anh/chị để trình lãnh đạo");
        var (no, text, now) = (dossier.Supplements.Count + 1, SupplementItem.Write(items), desk.Now);
        if (await asking.Open(dossier) is { } open)
            (open.Items, open.Reason, open.Why, open.ProposedById, open.ProposedBy, open.ProposedAt) = (text, reason, why, by, desk.Actor.Name, now);
        else
            db.Add(new SupplementProposal
            {
                Id = Guid.CreateVersion7(), DossierId = dossier.Id, No = no, Items = text, Reason = reason, Why = why, ProposedById = by,
                ProposedBy = desk.Actor.Name, ProposedAt = now,
            });
        // Whoever decides must have read this text, not the one before it.
        dossier.Version++;
        desk.Record(dossier, new SupplementProposed(dossier.Id, dossier.Code, no, [.. items.Select(item => item.Name)]), why);
        await desk.Save();
        return dossier;
    }

    /// <summary>Duyệt và gửi: the request goes out as it was proposed, in the approver's name.</summary>
    public async Task<Dossier> Approve(string code, Seen seen)
    {
        var (_, open) = await ToDecide(code, seen);
        return await asking.Execute(code, seen, SupplementItem.Read(open.Items), open.Reason);
    }

    /// <summary>Trả lại with what has to be done instead; the applicant hears nothing of it.</summary>
    public async Task<Dossier> GiveBack(string code, Seen seen, string? note)
    {
        var (dossier, open) = await ToDecide(code, seen);
        note = Sentence(note, "Ghi lý do trả lại để người soạn biết phải làm gì", "Lý do trả lại", "note");
        open.Decide(SupplementProposal.Returned, desk.Actor.Name, desk.Now, note);
        dossier.Version++;
        desk.Record(dossier, new SupplementGivenBack(dossier.Id, dossier.Code, open.No, open.ProposedById), note);
        await desk.Save();
        return dossier;
    }

    /// <summary>What waits in these agencies, oldest first.</summary>
    public Task<List<WaitingProposal>> Waiting(string[] agencies, int take) => In(agencies).Take(take).ToListAsync();

    /// <summary>How many there are, counted up to <paramref name="most"/>.</summary>
    public Task<int> CountWaiting(string[] agencies, int most) => In(agencies).Take(most).CountAsync();

    private IQueryable<WaitingProposal> In(string[] agencies) =>
        from p in db.Set<SupplementProposal>()
        join d in db.Set<Dossier>() on p.DossierId equals d.Id
        where p.Outcome == null && (d.Status == DossierStatus.Submitted || d.Status == DossierStatus.Processing)
            && (agencies.Contains(d.CompetentAgency) || d.ReceivedAt == null && agencies.Contains(d.IntakeAgency))
        orderby p.ProposedAt
        select new WaitingProposal(d.Id, d.Code, d.ProcedureName, d.OwnerName, p.No, p.ProposedBy, p.ProposedAt);

    private async Task<(Dossier Dossier, SupplementProposal Open)> ToDecide(string code, Seen seen)
    {
        var dossier = await desk.Load(code, seen);
        if (!DossierPolicy.MayApprove((await rules.Basis(dossier)).Rules.Supplements.FurtherApprover, dossier, desk.Actor))
            throw new Refused(403, "Lần yêu cầu bổ sung thêm do lãnh đạo cơ quan có thẩm quyền duyệt");
        return (dossier, await asking.Open(dossier) ?? throw Refused.WrongState("Không còn đề nghị nào chờ duyệt ở hồ sơ này"));
    }

    private static string Sentence(string? text, string missing, string label, string field) => string.IsNullOrWhiteSpace(text)
        ? throw new Refused(400, missing, field) : TypedText.Within(text, Reasons.Longest, label, field);
}
