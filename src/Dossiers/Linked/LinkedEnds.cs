using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;

namespace MotCua.Dossiers.Linked;

/// <summary>
/// Hồ sơ liên thông đã xong, whatever ended it: the one that opened it goes on. Behind the fact and in the transaction of the cursor, so that each end is
/// told once and costs the act that ended it nothing.
/// </summary>
internal sealed class LinkedEnds(Db db, EventLog log, JobQueue jobs, EndGroup groups)
{
    public static readonly Subscription Subscription = Subscription.ToMany("dossiers.linked-ended",
        ["dossier.resolved/1", "dossier.group-ended/1", "dossier.refused/1", "dossier.stopped/1", "dossier.withdrawn/1", "dossier.returned/1"],
        (services, told) => services.GetRequiredService<LinkedEnds>().Follow(told)) with { FromNow = true };

    private async Task Follow(IReadOnlyList<Event> told)
    {
        var ended = told.Select(happened => happened.As<Named>().DossierId).Distinct().ToArray();
        var returned = told.Where(happened => happened.Kind == "dossier.returned/1").Select(happened => happened.As<Named>().DossierId).ToArray();
        if (returned.Length > 0) await groups.Return(returned);
        var open = await db.Set<LinkedDossier>().Where(linked => ended.Contains(linked.ChildId) && linked.EndedAt == null).ToListAsync();
        if (open.Count == 0) return;
        var ids = open.SelectMany(linked => new[] { linked.ChildId, linked.ParentId }).Distinct().ToArray();
        var known = await db.Set<Dossier>().AsNoTracking().Where(dossier => ids.Contains(dossier.Id))
            .Select(dossier => new { dossier.Id, dossier.Code, dossier.Status }).ToDictionaryAsync(dossier => dossier.Id);
        foreach (var linked in open)
        {
            var (child, parent) = (known[linked.ChildId], known[linked.ParentId]);
            linked.End(told.Last(happened => happened.As<Named>().DossierId == linked.ChildId).At, child.Status);
            log.Record($"dossier/{parent.Id}", new LinkedEnded(parent.Id, parent.Code, child.Id, child.Code, linked.Outcome!));
            PassToken.Ask(jobs, parent.Code, linked.Token);
        }
    }

    private sealed record Named(Guid DossierId);
}
