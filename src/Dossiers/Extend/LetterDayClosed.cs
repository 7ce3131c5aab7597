using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Remind;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Extend;

/// <summary>
/// Ngày hẹn trong văn bản đã ký nay là ngày nghỉ: a signed promise is not moved in silence. The leader gets a draft of a new letter and a
/// notice, the applicant is told that the office will be closed.
/// </summary>
internal static class LetterDayClosed
{
    public static readonly Subscription Subscription = new("dossiers.letter-day-closed", ["dossier.letter-day-closed/1"], async (services, happened) =>
    {
        var fact = happened.As<DossierLetterDayClosed>();
        var db = services.GetRequiredService<Db>();
        var dossier = await db.Set<Dossier>().SingleOrDefaultAsync(d => d.Id == fact.DossierId);
        // What has ended meanwhile, or was promised anew, has its own message.
        if (dossier is null || dossier.DueAt != fact.Promised || !DossierStatus.IsOpen(dossier.Status)) return;
        var calendar = await services.GetRequiredService<Calendars>().Of(dossier.IntakeOffice);
        var letters = await db.Set<Apology>().Where(a => a.DossierId == dossier.Id).ToListAsync();
        if (!letters.Exists(letter => letter.State == "draft"))
        {
            db.Add(new Apology
            {
                Id = Guid.CreateVersion7(), DossierId = dossier.Id, No = letters.Count + 1, OldDue = fact.Promised,
                NewDue = calendar.Closing(calendar.NextWorkingDay(fact.Promised.Day())), State = "draft", DraftedBy = "Hệ thống", DraftedAt = happened.At,
                Reason = $"Ngày hẹn {Vi.Date(fact.Promised)} nay là ngày nghỉ ({fact.Why})",
            });
            dossier.Version++;
        }
        var leaders = await services.GetRequiredService<Chased>().Leaders(dossier.CompetentAgency, happened.At);
        await services.GetRequiredService<Notices>().Tell(dossier, "dossier.letter-day-closed", fact.Why);
        await db.Save();
        await db.Send([services.GetRequiredService<StaffNotices>().Statement([.. leaders.Select(account => new StaffNotice(account, dossier.Code,
            $"Hồ sơ {ShortCode.Display(dossier.ShortCode)}: ngày hẹn {Vi.Date(fact.Promised)} trong văn bản đã ký nay là ngày nghỉ ({fact.Why}). Ký văn bản "
                + $"hẹn lại",
            $"/noi-bo/ho-so/{dossier.Code}"))])]);
    });
}
