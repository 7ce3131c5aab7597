using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Extend;

/// <summary>
/// Xin lỗi và hẹn lại ngày trả. Signed before the due time and within what the rule set allows, it extends the term; later it
/// only tells the applicant, for lateness is never mended by a letter. The original due time stays in either case.
/// </summary>
internal sealed class ExtendDossier(DossierDesk desk, Db db, DossierRules rules, WorkflowRuns workflow, Notices notices, SigningTitles titles,
    SigningProof proof)
{
    public async Task<Apology> Draft(string code, Seen seen, string? reason, DateOnly? newDay)
    {
        var dossier = await desk.Load(code, seen);
        var task = await desk.Step(dossier, seen);
        if (task is null || !DossierPolicy.MayDecide(task, dossier, desk.Actor) && !DossierPolicy.MayLead(dossier, desk.Actor))
            throw new Refused(403, "Hồ sơ này đang do người khác xử lý");
        var due = Promised(dossier);
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do chậm để người nộp biết", "reason");
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        var next = await Closing(dossier, newDay, due);
        var apology = await Open(dossier);
        if (apology is null)
        {
            apology = new Apology
            {
                Id = Guid.CreateVersion7(), DossierId = dossier.Id, No = await Count(dossier) + 1, Reason = reason, OldDue = due, NewDue = next,
                State = "draft", DraftedBy = desk.Actor.Name, DraftedAt = desk.Now,
            };
            db.Add(apology);
        }
        else (apology.Reason, apology.OldDue, apology.NewDue, apology.DraftedBy, apology.DraftedAt) = (reason, due, next, desk.Actor.Name, desk.Now);
        // Whoever signs must have read this text, not the one before it.
        dossier.Version++;
        await desk.Save();
        return apology;
    }

    /// <param name="password">The signer's, once more.</param>
    public async Task<Dossier> Sign(string code, Seen seen, string? password)
    {
        var dossier = await desk.Load(code, seen);
        var basis = await rules.Basis(dossier);
        var signer = basis.Rules.Extensions.Approver is { Length: > 0 } role ? role : Roles.Leader;
        if (!DossierPolicy.MayApprove(signer, dossier, desk.Actor)) throw new Refused(403, "Văn bản xin lỗi do lãnh đạo cơ quan có thẩm quyền ký");
        var apology = await Open(dossier) ?? throw Refused.WrongState("Chưa có dự thảo văn bản xin lỗi");
        var due = Promised(dossier);
        if (dossier.PausedAt is not null) throw Refused.WrongState("Hồ sơ đang tạm dừng tính giờ. Cho tính tiếp rồi ký xin lỗi và hẹn lại");
        if (apology.NewDue <= due || apology.NewDue <= desk.Now) throw new Refused(409, "Ngày hẹn trong dự thảo đã qua. Sửa ngày hẹn mới rồi ký", "newDue");
        if ((await rules.Calendar(dossier)).WhyNot(apology.NewDue.Day()) is { } off)
            throw new Refused(409, $"{Vi.LongDate(apology.NewDue.Day())} nay là ngày nghỉ ({off}). Sửa ngày hẹn mới rồi ký", "newDue");
        var title = await titles.Require(desk.Actor, signer, dossier.CompetentAgency);
        await proof.Require(password);
        // An extension that was found wrong and corrected has not been used up.
        var clock = dossier.ReadClock(basis);
        var inTime = !basis.Rules.Extensions.BeforeDueOnly || desk.Now <= due;
        // A letter whose day the calendar closed is replaced, which uses up no extension.
        var replaces = clock.Promised is { } promised && basis.Calendar(basis.CalendarVersion).WhyNot(promised.Day()) is not null;
        apology.Extends = inTime && (replaces || clock.Extensions < basis.Rules.Extensions.Most);
        (apology.OldDue, apology.State, apology.SignedBy, apology.SignedAt) = (due, "signed", desk.Actor.Name, desk.Now);
        apology.SignedTitle = title.Words;
        if (apology.Extends == true)
        {
            dossier.Extend(desk.Now, apology.NewDue, apology.Reason, basis, desk.Actor.Name);
            await workflow.SetDossierDue(dossier.Id, dossier.DueAt);
        }
        else dossier.Version++;
        desk.Record(dossier, new DossierApologised(dossier.Id, dossier.Code, apology.No, due, apology.NewDue, apology.Extends.Value), apology.Reason);
        await notices.Tell(dossier, "dossier.apology", apology.Reason, due: apology.NewDue, before: due);
        await desk.Save();
        return dossier;
    }

    public async Task<Apology?> Open(Dossier dossier) =>
        await db.Set<Apology>().SingleOrDefaultAsync(a => a.DossierId == dossier.Id && a.State == "draft");

    public Task<int> Count(Dossier dossier) => db.Set<Apology>().CountAsync(a => a.DossierId == dossier.Id);

    private static DateTimeOffset Promised(Dossier dossier) =>
        dossier is { ReceivedAt: not null, DueAt: { } due } && DossierStatus.IsOpen(dossier.Status) ? due
        : throw Refused.WrongState("Chỉ xin lỗi và hẹn lại cho hồ sơ đang giải quyết có hẹn ngày trả");

    private async Task<DateTimeOffset> Closing(Dossier dossier, DateOnly? day, DateTimeOffset due)
    {
        var calendar = await rules.Calendar(dossier);
        if (day is not { } chosen) throw new Refused(400, "Chọn ngày hẹn trả mới", "newDue");
        if (chosen <= due.Day() || chosen <= desk.Now.Day())
            throw new Refused(400, $"Ngày hẹn mới phải sau {Vi.Date(due > desk.Now ? due : desk.Now)}", "newDue");
        if (calendar.WhyNot(chosen) is { } why) throw new Refused(400, $"{Vi.LongDate(chosen)} không phải ngày làm việc ({why}). Chọn ngày khác", "newDue");
        if (chosen > due.Day().AddYears(1)) throw new Refused(400, "Ngày hẹn mới xa quá một năm. Kiểm tra lại năm", "newDue");
        return calendar.Closing(chosen);
    }
}
