using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Hold;

/// <summary>
/// Tạm dừng tính giờ: a financial obligation, verification elsewhere, force majeure; each only as the rule set allows. What is
/// merely slow inside the house (a queue, an outage) never stops the clock.
/// </summary>
internal sealed class HoldDossier(DossierDesk desk, DossierRules rules, WorkflowRuns workflow, Notices notices)
{
    /// <summary>Causes for which this official may stop the clock, in the order of the list.</summary>
    public static IReadOnlyList<string> Allowed(RuleSet rules, ProcedureVersionView version, bool mayDo, bool mayLead) =>
        [.. rules.Pauses.Where(rule => rule.Cause != PauseCause.Supplement && rule.When switch
        {
            PauseWhen.Always => mayDo,
            PauseWhen.ProcedureSays => mayDo && version.MayPause.Contains(rule.Cause),
            PauseWhen.Decision => mayLead,
            _ => false,
        }).Select(rule => rule.Cause)];

    public async Task<Dossier> Execute(string code, Seen seen, string? cause, string? reason, string? legalBasis)
    {
        var dossier = await desk.Load(code, seen);
        var task = dossier.Status == DossierStatus.Processing ? await desk.Step(dossier, seen) : null;
        if (task is null) throw Refused.WrongState("Chỉ tạm dừng hồ sơ đang giải quyết");
        if (cause is not (PauseCause.Payment or PauseCause.Verification or PauseCause.ForceMajeure))
            throw new Refused(400, "Chọn lý do tạm dừng trong danh sách", "cause");
        var basis = await rules.Basis(dossier);
        var when = basis.Rules.Pauses.SingleOrDefault(rule => rule.Cause == cause)?.When ?? PauseWhen.Never;
        if (when == PauseWhen.Decision ? !DossierPolicy.MayLead(dossier, desk.Actor)
            : !DossierPolicy.IsHouse(desk.Actor) && !DossierPolicy.MayDecide(task, dossier, desk.Actor))
            throw new Refused(403, when == PauseWhen.Decision ? "Tạm dừng vì lý do này cần lãnh đạo quyết định" : "Hồ sơ này đang do người khác xử lý");
        if (when == PauseWhen.ProcedureSays && !(await rules.Version(dossier)).MayPause.Contains(cause))
            throw new Refused(409, $"Thủ tục này không quy định dừng thời hạn để \"{PauseCause.Words(cause).ToLowerInvariant()}\". Đồng hồ vẫn chạy", "cause");
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        legalBasis = TypedText.Within(legalBasis, 300, "Căn cứ", "basis") is { Length: > 0 } article ? article : null;
        dossier.Hold(desk.Now, cause, reason, legalBasis, basis, desk.Actor.Name);
        await workflow.Pause(dossier.Id, reason);
        desk.Record(dossier, new DossierHeld(dossier.Id, dossier.Code, cause), reason);
        await notices.Tell(dossier, cause == PauseCause.Payment ? "dossier.payment" : "dossier.paused", reason);
        await desk.Save();
        return dossier;
    }
}

/// <summary>Cho tính tiếp: what was waited for has come.</summary>
internal sealed class ResumeDossier(DossierDesk desk, DossierRules rules, WorkflowRuns workflow, Notices notices)
{
    public async Task<Dossier> Execute(string code, Seen seen, string? reason)
    {
        var dossier = await desk.Load(code, seen);
        if (dossier.Status is not (DossierStatus.Payment or DossierStatus.Paused)) throw Refused.WrongState("Hồ sơ này không ở trạng thái tạm dừng");
        var task = await desk.Step(dossier, seen);
        var basis = await rules.Basis(dossier);
        var cause = dossier.Clock.LastOrDefault(line => line.Kind == ClockKind.Pause)?.Cause;
        // What a leader has stopped by decision the house does not start.
        var house = DossierPolicy.IsHouse(desk.Actor) && basis.Rules.Pauses.Any(rule => rule.Cause == cause && rule.When != PauseWhen.Decision);
        var mine = house || task is not null && DossierPolicy.MayDecide(task, dossier, desk.Actor) || DossierPolicy.MayLead(dossier, desk.Actor)
            || dossier.Status == DossierStatus.Payment && DossierPolicy.MayServe(dossier, desk.Actor);
        if (!mine) throw new Refused(403, "Hồ sơ này đang do người khác xử lý");
        var (since, due) = (dossier.PausedAt!.Value, dossier.DueAt);
        dossier.GoOn(desk.Now, reason ?? "", basis, desk.Actor.Name);
        await workflow.Resume(dossier.Id, dossier.DueAt, since, await rules.Calendar(dossier));
        desk.Record(dossier, new DossierResumed(dossier.Id, dossier.Code, dossier.DueAt), reason);
        await notices.Tell(dossier, "dossier.resumed", reason, before: due);
        await desk.Save();
        return dossier;
    }
}
