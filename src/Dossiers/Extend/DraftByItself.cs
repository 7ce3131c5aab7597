using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Extend;

/// <summary>
/// Dự thảo xin lỗi tự soạn: on the last day, and again when it has passed, a letter waits for the leader, who corrects reason
/// and day and signs. Nobody is told anything before that.
/// </summary>
internal static class DraftByItself
{
    private const int MoreDays = 2;

    public static readonly Subscription Subscription = new("dossiers.draft-apology", ["dossier.reminded/1"], async (services, happened) =>
    {
        var fact = happened.As<DossierReminded>();
        if (fact.Kind is not (ReminderKind.DueToday or ReminderKind.Overdue)) return;
        var db = services.GetRequiredService<Db>();
        var dossier = await db.Set<Dossier>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == fact.DossierId);
        if (dossier is not { DueAt: { } due, Status: DossierStatus.Processing }) return;
        var apologies = await db.Set<Apology>().AsNoTracking().Where(a => a.DossierId == dossier.Id).ToListAsync();
        if (apologies.Exists(a => a.State == "draft")) return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var calendar = await services.GetRequiredService<Calendars>().Of(dossier.IntakeOffice);
        var step = await services.GetRequiredService<WorkflowRuns>().Open(dossier.Id) is [var first, ..] ? first.StepName : null;
        var from = due > now ? due : now;
        var day = Enumerable.Range(0, MoreDays).Aggregate(from.Day(), (date, _) => calendar.NextWorkingDay(date));
        db.Add(new Apology
        {
            Id = Guid.CreateVersion7(), DossierId = dossier.Id, No = apologies.Count + 1, OldDue = due, NewDue = calendar.Closing(day), State = "draft",
            Reason = $"Hồ sơ chưa giải quyết xong{(step is null ? "" : $" ở bước \"{step}\"")} tại {dossier.HolderUnit}", DraftedBy = "Hệ thống",
                DraftedAt = now,
        });
        await db.Save();
    });
}
