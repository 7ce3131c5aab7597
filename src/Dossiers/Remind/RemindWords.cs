using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Remind;

/// <summary>Lời nhắc: which dossier, what, who is chased, since when.</summary>
internal sealed class RemindWords(DueTimer timer, ChasedDossier dossier, CurrentTask? task, Holder holder, DateTimeOffset now, WorkingCalendar calendar)
{
    public string ForOfficials => dossier is { Status: DossierStatus.Paused, PausedAt: { } since } ? Standing(since)
        : $"Hồ sơ {ShortCode.Display(dossier.ShortCode)}: {What}, đang ở {holder.Words}{(task is null ? "" : $" từ {Vi.DateTime(task.OpenedAt)}")}";

    public string ForStaffers => $"{ForOfficials}. Ở đó chưa phân công ai và không có lãnh đạo: cần cử người";

    /// <summary>Names of officials are for officials.</summary>
    public string UnitForApplicant => holder.Unit;

    public string Step => task?.StepName ?? "";

    /// <summary>"quá hạn 2 ngày làm việc", or how much time is left; empty without a due time.</summary>
    public string Late => dossier.DueAt is { } due ? VietnameseText.InSentence(RemainingTime.Words(now, due, calendar, dossier.ReceivedAt).Chip) : "";

    /// <summary>The due time as the applicant knows it; of a dossier without one, what the law allows at most.</summary>
    public string Due => timer.Kind is ReminderKind.StatutorySoon or ReminderKind.StatutoryOver ? Vi.DateTime(TimerAbout.Read(timer.About))
        : dossier.DueAt is { } due ? Vi.DateTime(due) : "theo quy định";

    private string What => timer.Kind switch
    {
        ReminderKind.Unanswered => $"chờ tiếp nhận từ {Vi.DateTime(timer.Since)}, {Worked(timer.Since)} chưa được trả lời",
        ReminderKind.StepSilent => $"bước \"{Step}\" chưa có thao tác nào từ {Vi.DateTime(timer.Since)}",
        ReminderKind.StepLate => $"bước \"{Step}\" quá hạn lúc {Vi.DateTime(task!.DueAt)}",
        ReminderKind.DueToday => $"đến hạn hôm nay, lúc {Vi.DateTime(dossier.DueAt!.Value)}",
        ReminderKind.StatutorySoon => $"sắp hết thời hạn tối đa theo luật, {Vi.DateTime(TimerAbout.Read(timer.About))}",
        ReminderKind.StatutoryOver => $"quá thời hạn tối đa theo luật lúc {Vi.DateTime(TimerAbout.Read(timer.About))}",
        ReminderKind.Still => $"không có chuyển động từ {Vi.DateTime(timer.Since)}, {Worked(timer.Since)}",
        _ => $"{Late} (hẹn trả {Vi.DateTime(dossier.DueAt!.Value)})",
    };

    /// <summary>Whoever has it cannot hurry it, only ask.</summary>
    private string Standing(DateTimeOffset since) => $"Hồ sơ {ShortCode.Display(dossier.ShortCode)}: tạm dừng từ {Vi.DateTime(since)}"
        + $"{(dossier.PausedFor is { } cause ? $" ({VietnameseText.InSentence(PauseCause.Words(cause))})" : "")}, {Worked(since)} chưa có gì mới. Hỏi lại nơi "
            + $"đang chờ, hoặc cho tính tiếp nếu đã xong";

    private string Worked(DateTimeOffset since) => $"{(int)calendar.WorkingTime(since, now).TotalHours} giờ làm việc";
}
