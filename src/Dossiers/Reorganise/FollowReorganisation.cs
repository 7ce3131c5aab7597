using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;

namespace MotCua.Dossiers.Reorganise;

/// <summary>A reorganisation makes one slow job, and the same once more when no server files by the places of before any longer.</summary>
internal static class FollowReorganisation
{
    private const string Kind = "dossiers.move";

    /// <summary>Twice as long as a server keeps where a filing goes.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(2);

    public static readonly JobHandler Job = new(Kind, async (services, payload) =>
    {
        var applied = payload.Deserialize<ReorganisationApplied>(EventLog.Json)!;
        await services.GetRequiredService<MoveDossiers>().Run(applied);
        await services.GetRequiredService<MoveConsultations>().Run(applied);
    });

    public static readonly Subscription Applied = new("dossiers.follow-reorganisation", ["reorganisation.applied/1"], (services, happened) =>
    {
        var (applied, jobs) = (happened.As<ReorganisationApplied>(), services.GetRequiredService<JobQueue>());
        jobs.Enqueue(Kind, applied);
        jobs.Enqueue(Kind, applied, services.GetRequiredService<TimeProvider>().GetUtcNow() + Known);
        return Task.CompletedTask;
    });
}
