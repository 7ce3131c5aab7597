using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Linked;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>
/// Việc quy trình tự làm: an act of ours, a time that has passed, a linked dossier. Done once however often it runs: the token is gone afterwards, in the same
/// transaction as what was done.
/// </summary>
internal sealed class PassToken(DossierDesk desk, WorkflowRuns workflow, MoveOn moves, OpenLinked linked, Notices notices)
{
    private const string Kind = "dossiers.process-token";

    public static readonly JobHandler Job = new(Kind, (services, payload) =>
        services.GetRequiredService<PassToken>().Due(payload.Deserialize<HeldToken>(EventLog.Json)!));

    public static void Ask(JobQueue jobs, string code, Guid token, DateTimeOffset? due = null) => jobs.Enqueue(Kind, new HeldToken(code, token), due);

    private async Task Due(HeldToken held)
    {
        var dossier = await desk.Load(held.Code, Seen.Nothing);
        if (!DossierStatus.IsOpen(dossier.Status) && !DossierStatus.HasResult(dossier.Status)) return;
        if ((await workflow.Waits(dossier.Id)).FirstOrDefault(wait => wait.Token == held.Token) is not { } wait) return;
        if (wait.Kind == WaitKind.Child && !await linked.IsOver(dossier, wait)) return;
        if (wait is { Kind: WaitKind.Act, What: "notify" }) await notices.Tell(dossier, "dossier.process-notice", wait.Name);
        await moves.Pass(dossier, wait, wait.Kind == WaitKind.Time ? "time" : "done");
        dossier.Version++;
        await desk.Save();
    }

    private sealed record HeldToken(string Code, Guid Token);
}
