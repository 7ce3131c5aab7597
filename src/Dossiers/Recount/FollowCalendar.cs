using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Remind;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Recount;

/// <summary>A new calendar makes one slow job; each promise it moves makes one message, which says in which direction.</summary>
internal static class FollowCalendar
{
    private const string Kind = "dossiers.recount";

    public static readonly JobHandler Job = new(Kind,
        async (services, payload) =>
        {
            var published = payload.Deserialize<CalendarPublished>(EventLog.Json)!;
            await services.GetRequiredService<RecountDossiers>().Run(published);
            await services.GetRequiredService<RecountConsultations>().Run();
            await services.GetRequiredService<KeepTimers>().FollowCalendar();
        }, Slow: true);

    public static readonly Subscription Published = new("dossiers.recount", ["calendar.published/1"], (services, happened) =>
    {
        var published = happened.As<CalendarPublished>();
        // The first calendar of an empty house has nothing before it that it could move.
        if (published.From is not null || published.Offices.Count > 0) services.GetRequiredService<JobQueue>().Enqueue(Kind, published);
        return Task.CompletedTask;
    });

    public static readonly Subscription Moved = new("dossiers.tell-recount", ["dossier.due-recounted/1"], async (services, happened) =>
    {
        var fact = happened.As<DueRecounted>();
        // Only provisional turned official: the date is the same.
        if (fact.After == fact.Before) return;
        var dossier = await services.GetRequiredService<Db>().Set<Dossier>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == fact.DossierId);
        // What has ended meanwhile, or moved on, has its own message.
        if (dossier is null || dossier.DueAt != fact.After || !DossierStatus.IsOpen(dossier.Status)) return;
        await services.GetRequiredService<Notices>().Tell(dossier, fact.After > fact.Before ? "dossier.due-later" : "dossier.due-earlier", $"trước là {Vi.DateTime(fact.Before)}");
    });
}
