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

    /// <summary>By then no server receives by an older calendar, and what one had begun is written.</summary>
    private static readonly TimeSpan Known = Calendars.Kept * 2;

    public static readonly JobHandler Job = new(Kind,
        async (services, payload) =>
        {
            var asked = payload.Deserialize<Asked>(EventLog.Json)!;
            var recount = services.GetRequiredService<RecountDossiers>();
            // Two at once, or the older one behind the newer: only the newest counts, and it counts for those before it.
            if (await services.GetRequiredService<Calendars>().Fresh() != asked.Version) return;
            var since = await recount.Since(asked.Version);
            if (await recount.Run(asked.Version, since) is null) return;
            await services.GetRequiredService<RecountConsultations>().Run();
            await services.GetRequiredService<KeepTimers>().FollowCalendar(since, asked.Version);
            if (asked.Again) await recount.Settle(asked.Version);
        });

    public static readonly Subscription Published = new("dossiers.recount", ["calendar.published/1"], (services, happened) =>
    {
        var published = happened.As<CalendarPublished>();
        // The first calendar of an empty house has nothing before it that it could move.
        if (published.From is null && published.Offices.Count == 0) return Task.CompletedTask;
        var jobs = services.GetRequiredService<JobQueue>();
        jobs.Enqueue(Kind, new Asked(published.Version));
        jobs.Enqueue(Kind, new Asked(published.Version, Again: true), services.GetRequiredService<TimeProvider>().GetUtcNow() + Known);
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
        await services.GetRequiredService<Notices>().Tell(dossier, fact.After > fact.Before ? "dossier.due-later" : "dossier.due-earlier",
            $"trước là {Vi.DateTime(fact.Before)}");
    });

    /// <param name="Again">Once more, when every server knows the version: another one may have received by the calendar before it.</param>
    private sealed record Asked(int Version, bool Again = false);
}
