using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Supplement;

/// <summary>
/// Yêu cầu bổ sung, hoàn thiện hồ sơ (form 02): before reception by the receiving officer, during processing by whoever
/// holds the step. The clock stands still until the answer.
/// </summary>
internal sealed class AskSupplement(DossierDesk desk, Db db, DossierRules rules, WorkflowRuns workflow, Notices notices, Reasons reasons, PaperPages pages)
{
    private const int MostItems = 60;
    private const int LongestItem = 500;

    /// <param name="right">Papers that were looked at and are right: the whole list is walked before anything is asked.</param>
    public async Task<Dossier> Execute(string code, Seen seen, IReadOnlyList<SupplementItem>? asked, string? reason,
        IReadOnlyCollection<string>? right = null)
    {
        var dossier = await desk.Load(code, seen);
        var task = await desk.Step(dossier, seen);
        var basis = await rules.Basis(dossier);
        var further = dossier.Supplements.Count >= basis.Rules.Supplements.Most;
        var approves = DossierPolicy.MayApprove(basis.Rules.Supplements.FurtherApprover, dossier, desk.Actor);
        // Who approves another request sends it: the reason that the applicant reads is theirs.
        if (!MayWork(task, dossier, desk.Actor) && !(further && approves)) throw new Refused(403, "Hồ sơ này đang do người khác xử lý");
        var items = await Checked(dossier, asked, right);
        var request = dossier.AskSupplement(desk.Now, items, reason ?? "", desk.Actor.Name, !further || approves, basis);
        if (task is not null && dossier.PausedAt is not null) await workflow.Pause(dossier.Id, request.Reason);
        foreach (var item in items)
            if (dossier.Components.SingleOrDefault(c => c.PaperKey == item.PaperKey) is { } component) component.State = "missing";
        if (further && await Open(dossier) is { } proposed)
            proposed.Decide(SupplementItem.Write(items) == SupplementItem.Write(SupplementItem.Read(proposed.Items)) && request.Reason == proposed.Reason
                ? SupplementProposal.Sent : SupplementProposal.Replaced, desk.Actor.Name, desk.Now);
        desk.Record(dossier, new SupplementRequested(dossier.Id, dossier.Code, request.No, [.. items.Select(i => i.Name)]), reason);
        await notices.Tell(dossier, request.No > 1 ? "dossier.supplement-again" : "dossier.supplement", reason, items.Count, no: request.No);
        await desk.Save();
        return dossier;
    }

    /// <summary>Whoever holds the step; before reception, the office that received it.</summary>
    public static bool MayWork(CurrentTask? task, Dossier dossier, Actor actor) =>
        task is null ? DossierPolicy.MayServe(dossier, actor) : DossierPolicy.MayDecide(task, dossier, actor);

    /// <summary>The proposal that waits for its approver, to be decided.</summary>
    public Task<SupplementProposal?> Open(Dossier dossier) =>
        db.Set<SupplementProposal>().SingleOrDefaultAsync(p => p.DossierId == dossier.Id && p.Outcome == null);

    /// <summary>What is asked, as the dossier calls it, when every paper has been looked at.</summary>
    public async Task<List<SupplementItem>> Checked(Dossier dossier, IReadOnlyList<SupplementItem>? asked, IReadOnlyCollection<string>? right)
    {
        var items = await Known(dossier, asked ?? []);
        await RequirePages(dossier, items);
        Walk(dossier, items, right ?? []);
        return items;
    }

    /// <summary>A paper is called as in the dossier, whatever the caller calls it; anything else needs words.</summary>
    private async Task<List<SupplementItem>> Known(Dossier dossier, IReadOnlyList<SupplementItem> asked)
    {
        if (asked.Count > MostItems) throw new Refused(400, $"Một lần yêu cầu tối đa {MostItems} mục, đang có {asked.Count}. Gộp các mục giống nhau", "items");
        // JSON may hold an empty place in a list.
        if (asked.Any(item => item is null)) throw new Refused(400, "Có mục bổ sung để trống. Bỏ mục đó hoặc ghi nội dung", "items");
        var known = await reasons.Of("supplement");
        return [.. asked.Select(item =>
        {
            if (item.Why is not null && known.All(reason => reason.Code != item.Why)) throw new Refused(400, "Chọn lý do trong danh sách", "items");
            if (item.LegalBasis is null or "") item = item with { LegalBasis = known.FirstOrDefault(reason => reason.Code == item.Why)?.LegalBasis };
            foreach (var said in new[] { item.Note, item.LegalBasis }) TypedText.Within(said, LongestItem, "Nội dung của mục", "items");
            if (item.PaperKey is null or "") TypedText.Within(item.Name, Reasons.Longest, "Nội dung của mục", "items");
            if (item.Page is < 1 or > 2_000) throw new Refused(400, "Ghi một số trang, từ 1 đến 2.000", "items");
            if (item.PaperKey is not { Length: > 0 } key)
                return string.IsNullOrWhiteSpace(item.Name) ? throw new Refused(400, "Ghi nội dung cần bổ sung", "items")
                : item with { PaperKey = null, Note = item.Note ?? "" };
            var paper = dossier.Components.SingleOrDefault(c => c.PaperKey == key)
                ?? throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ", "items");
            return item with { Name = paper.Name, Note = item.Note ?? "", Page = item.Page ?? (item.Region is null ? null : 1) };
        })];
    }

    /// <summary>A mark stands on a page that the applicant can be shown.</summary>
    private async Task RequirePages(Dossier dossier, List<SupplementItem> items)
    {
        foreach (var item in items.Where(item => item.Region is not null))
        {
            if (item.Region is { IsOnPage: false }) throw new Refused(400, "Vùng đánh dấu phải nằm trong trang", "items");
            if (item.PaperKey is not { } key || await pages.Find(dossier.Id, key, item.Page ?? 1) is null)
                throw new Refused(400, $"\"{item.Name}\" chưa có tệp có trang {item.Page ?? 1} để đánh dấu. Bỏ phần đánh dấu hoặc sửa số trang", "items");
        }
    }

    /// <summary>One request and complete: who asks has looked at every paper of the list, so that nothing comes up later.</summary>
    private void Walk(Dossier dossier, List<SupplementItem> items, IReadOnlyCollection<string> right)
    {
        foreach (var component in dossier.Components.Where(c => right.Contains(c.PaperKey) || items.Exists(item => item.PaperKey == c.PaperKey)))
            component.CheckedAt = desk.Now;
        var unseen = dossier.Components.Where(c => c.CheckedAt is null).OrderBy(c => c.Seq).Select(c => c.Name).ToList();
        if (unseen.Count > 0) throw new Refused(400, $"Kiểm tra hết giấy tờ rồi yêu cầu một lần. Chưa đánh dấu: {string.Join("; ", unseen)}", "items");
    }
}

/// <summary>Người nộp đã bổ sung: files are already attached; the clock runs again from the next working day.</summary>
internal sealed class AnswerSupplement(DossierDesk desk, DossierRules rules, WorkflowRuns workflow, MoveOn moves, Notices notices)
{
    /// <summary>The caller has decided that the applicant stands before it.</summary>
    public async Task Apply(Dossier dossier, IReadOnlySet<string> answeredKeys)
    {
        var open = dossier.Supplements.OrderBy(s => s.No).LastOrDefault() ?? throw Refused.WrongState("Hồ sơ này không chờ bổ sung");
        var waiting = SupplementItem.Read(open.Items).Where(i => i.PaperKey is { } key && !answeredKeys.Contains(key)).Select(i => i.Name).ToList();
        if (waiting.Count > 0) throw new Refused(400, $"Còn thiếu: {string.Join("; ", waiting)}");
        foreach (var component in dossier.Components.Where(c => answeredKeys.Contains(c.PaperKey))) component.State = "have";
        var (pausedAt, due) = (dossier.PausedAt, dossier.DueAt);
        var request = dossier.AnswerSupplement(desk.Now, await rules.Basis(dossier), desk.Actor.Name);
        if (pausedAt is { } since) await workflow.Resume(dossier.Id, dossier.DueAt, since, await rules.Calendar(dossier));
        desk.Record(dossier, new SupplementAnswered(dossier.Id, dossier.Code, request.No, dossier.DueAt));
        if (dossier.ReceivedAt is not null) await moves.Heard(dossier, "supplement", "người nộp đã bổ sung");
        if (dossier.ReceivedAt is not null) await notices.Tell(dossier, dossier.DueAt == due ? "dossier.resumed" : "dossier.supplemented", before: due);
        await desk.Save();
    }
}
