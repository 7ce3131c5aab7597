using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.Dossiers.Remind;

/// <summary>A timer that has fired stands against saying the same thing twice, as long as its dossier is open; what was said stands in the log.</summary>
internal static class PurgeTimers
{
    public static readonly RecurringJob Job = new("dossiers.purge-timers", TimeSpan.FromMinutes(15), async (services, stop) =>
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        string[] ended = [DossierStatus.Returned, DossierStatus.NotReceived, DossierStatus.Refused, DossierStatus.Withdrawn, DossierStatus.Stopped];
        await Purge.Run(services.GetRequiredService<NpgsqlDataSource>(), """
            delete from dossiers.timer where (dossier_id, kind, about) in (
                select t.dossier_id, t.kind, t.about from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id
                where t.fired_at < $2 and d.status = any($3) order by t.fired_at limit $1 for update of t skip locked)
            """, stop, now - Purge.Keep(services, "FiredTimers", usual: 90, least: 7), ended);
    });
}
