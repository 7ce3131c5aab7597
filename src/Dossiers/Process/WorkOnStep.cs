using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Supplement;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>Kết thúc một bước.</summary>
/// <param name="Outcome">How it ends, where the drawing knows several ways.</param>
/// <param name="Checked">What of its checklist was looked at.</param>
internal sealed record Ending(string? Opinion, string? Outcome = null, IReadOnlyList<string>? Checked = null, Guid? NextAssignee = null);

/// <summary>Acts of an official on the step that he or she holds: assign, pass on, send back, note.</summary>
internal sealed class WorkOnStep(DossierDesk desk, Db db, DossierRules rules, WorkflowRuns workflow, Accounts accounts, Staffing staffing,
    IssuedResults results, MoveOn moves, CloseProposal proposal)
{
    private const int LongestOpinion = 4_000;

    /// <summary>Phân công: a leader gives the open step to a person of the competent agency.</summary>
    public async Task<Dossier> Assign(string code, Seen seen, Guid to)
    {
        var (dossier, task) = await Open(code, seen);
        if (!DossierPolicy.MayLead(task, dossier, desk.Actor)
            && !(task.AssigneeId is null && DossierPolicy.MayDo(task, dossier, desk.Actor) && to == desk.Actor.AccountId))
            throw new Refused(403, "Phân công cần lãnh đạo; anh/chị chỉ tự nhận việc chưa có người làm");
        if ((await workflow.Offer(task)).People > 1) throw Refused.WrongState("Bước này do nhiều người cùng làm nên không giao cho một người");
        var holders = await staffing.Holders(task.Role, task.AgencyCode, task.OfficeCode, desk.Now);
        if (holders.All(holder => holder.AccountId != to)) throw new Refused(400, "Chọn một người đang giữ vai trò này tại đơn vị", "to");
        var name = (await accounts.Names([to]))[to];
        await workflow.Assign(task, to, name);
        if (await IsAlone(dossier)) dossier.HolderName = name;
        dossier.Version++;
        desk.Record(dossier, new DossierAssigned(dossier.Id, dossier.Code, to, name));
        await desk.Save();
        return dossier;
    }

    /// <summary>Thôi phân công: the step waits for whoever holds its role, as before it was given to somebody.</summary>
    public async Task<Dossier> Release(string code, Seen seen)
    {
        var (dossier, task) = await Open(code, seen);
        if (!DossierPolicy.MayLead(task, dossier, desk.Actor) && !desk.Actor.StandsFor(task.AssigneeId))
            throw new Refused(403, "Thôi phân công cần lãnh đạo, hoặc chính người đang giữ việc");
        if (task.AssigneeId is null) return dossier;
        var name = task.AssigneeName ?? "";
        await workflow.Release(task);
        if (await IsAlone(dossier)) dossier.HolderName = null;
        dossier.Version++;
        desk.Record(dossier, new DossierUnassigned(dossier.Id, dossier.Code, name));
        await desk.Save();
        return dossier;
    }

    /// <summary>No other step is open beside it: who has this step has the dossier.</summary>
    private async Task<bool> IsAlone(Dossier dossier) => (await workflow.Open(dossier.Id)).Count == 1;

    /// <summary>Chuyển bước tiếp theo, with the opinion that goes with it; which step that is, the drawing says.</summary>
    public async Task<Dossier> PassOn(string code, Seen seen, Ending ending)
    {
        var (dossier, task) = await Open(code, seen);
        var opinion = ending.Opinion;
        Require(DossierPolicy.MayDo(task, dossier, desk.Actor));
        if (task.Kind is StepKind.Sign) throw Refused.WrongState("Bước ký số được thực hiện ở màn hình ký kết quả");
        if (task.Kind is StepKind.Return) throw Refused.WrongState("Bước này được thực hiện ở quầy trả kết quả");
        if (task.Kind is StepKind.Appraise && string.IsNullOrWhiteSpace(opinion)) throw new Refused(400, "Nhập ý kiến thẩm định trước khi chuyển", "opinion");
        if (task.Kind is StepKind.Number) throw Refused.WrongState("Bước này được thực hiện ở màn hình phát hành kết quả");
        var offer = await workflow.Offer(task);
        if (offer.LeadsToOpinions && string.IsNullOrWhiteSpace(opinion) && !await db.Set<Consultation>().AnyAsync(asked => asked.TaskId == task.Id))
            throw new Refused(400, "Chưa hỏi cơ quan nào ở bước này. Lấy ý kiến trước, hoặc ghi vì sao không cần hỏi", "opinion");
        var outcome = offer.Outcomes.Count == 0 ? task.Kind is StepKind.Approve ? "approved" : "done"
            : offer.Outcomes.FirstOrDefault(one => one.Key == ending.Outcome)?.Key
                ?? throw new Refused(400, $"Chọn một cách kết thúc bước: {string.Join(", ", offer.Outcomes.Select(one => one.Words))}", "outcome");
        var unseen = offer.Checklist.Except(ending.Checked ?? [], StringComparer.Ordinal).ToList();
        if (unseen.Count > 0) throw new Refused(400, $"Đánh dấu các mục đã kiểm tra. Còn thiếu: {string.Join("; ", unseen)}", "checked");
        if (offer.People > 1)
        {
            if (await workflow.Join(task, Speaker(desk.Actor), desk.Actor.Name, offer.People) is > 0 and var left)
            {
                Say(dossier, task, Clean(opinion));
                dossier.Version++;
                desk.Record(dossier, new DossierStepJoined(dossier.Id, dossier.Code, task.StepName, left), Clean(opinion));
                await desk.Save();
                return dossier;
            }
        }
        var moved = await Move(dossier, task, outcome, opinion, ending.NextAssignee, offer.Checklist);
        // Nothing goes to the leader's signature without a draft.
        if (moved.Opened.Any(next => next.Kind is StepKind.Sign) || offer.LeadsToSigning && moved.OnlyActs) await results.Submit(dossier.Id);
        await desk.Save();
        return dossier;
    }

    /// <summary>Moves on after the act of the step is done; the caller saves.</summary>
    public async Task<Moved> Move(Dossier dossier, CurrentTask task, string outcome, string? note, Guid? nextAssignee = null,
        IReadOnlyList<string>? checks = null)
    {
        note = Clean(note);
        if (task.AssigneeId is null) await workflow.Assign(task, desk.Actor.AccountId ?? Guid.Empty, desk.Actor.Name);
        string? name = nextAssignee is { } id ? (await accounts.Names([id])).GetValueOrDefault(id) : null;
        var moved = await workflow.Complete(task, outcome, note, await rules.Case(dossier), checks, name is null ? null : (nextAssignee!.Value, name));
        Say(dossier, task, note);
        await moves.After(dossier, moved, task.StepName, outcome, note);
        await proposal.Execute(dossier, $"hồ sơ đã qua bước {task.StepName}");
        return moved;
    }

    /// <summary>Whose part it is, of a step that several people end: under a delegation that of who gave it.</summary>
    public static Guid Speaker(Actor actor) => actor.ActsFor?.AccountId ?? actor.AccountId ?? Guid.Empty;

    private static string? Clean(string? note) => TypedText.Within(note, LongestOpinion, "Ý kiến", "opinion") is { Length: > 0 } said ? said : null;

    private void Say(Dossier dossier, CurrentTask task, string? note)
    {
        if (note is not null)
            db.Add(new Opinion
            {
                Id = Guid.CreateVersion7(), DossierId = dossier.Id, At = desk.Now, AuthorId = desk.Actor.AccountId, AuthorName = desk.Actor.Name,
                Kind = task.Kind is StepKind.Appraise ? "appraisal" : task.Kind is StepKind.Approve ? "proposal" : "note", Text = note,
            });
    }

    /// <summary>Trả lại bước trước, always with a reason.</summary>
    public async Task<Dossier> SendBack(string code, Seen seen, string reason)
    {
        var (dossier, task) = await Open(code, seen);
        Require(DossierPolicy.MayDo(task, dossier, desk.Actor));
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do trả lại để người xử lý trước biết cần sửa gì", "reason");
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        if (!(await workflow.Offer(task)).MayGoBack)
            throw Refused.WrongState("Bước trước là bước tiếp nhận. Dùng \"Yêu cầu bổ sung\" khi cần thêm giấy tờ");
        await Back(dossier, task, reason);
        await desk.Save();
        return dossier;
    }

    /// <summary>Back by one step after the act that decided it; the caller saves.</summary>
    public async Task<Moved> Back(Dossier dossier, CurrentTask task, string reason)
    {
        var moved = await workflow.SendBack(task, reason, await rules.Case(dossier));
        await moves.After(dossier, moved, task.StepName, "returned", reason);
        await proposal.Execute(dossier, $"hồ sơ đã trả lại bước {moved.Opened[0].StepName}");
        return moved;
    }

    private async Task<(Dossier, CurrentTask)> Open(string code, Seen seen)
    {
        var dossier = await desk.Load(code, seen);
        if (dossier.Status != DossierStatus.Processing) throw Refused.WrongState("Hồ sơ này hiện không ở bước xử lý nào");
        return (dossier, await desk.Step(dossier, seen) ?? throw Refused.WrongState("Hồ sơ này không còn việc đang mở"));
    }

    private static void Require(bool allowed)
    {
        if (!allowed) throw new Refused(403, "Anh/chị chưa được giao hồ sơ này. Xin phân công rồi thao tác tiếp");
    }
}
