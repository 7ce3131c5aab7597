using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Resolve;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>
/// Việc theo sau một bước: who has the dossier now, what the house does by itself, which times run, and whether the result goes out. The same behind the act
/// of an official, a message from outside and a time that has passed; in their transaction.
/// </summary>
internal sealed class MoveOn(DossierDesk desk, Db db, DossierRules rules, WorkflowRuns workflow, ReleaseResult release, IssuedResults results,
    JobQueue jobs)
{
    /// <summary>Names of messages, as drawings write them.</summary>
    public const string Supplement = "supplement", Consultation = "consultation", Confirmation = "confirmation";

    public static TaskSubject SubjectOf(Dossier dossier) =>
        new(dossier.Id, dossier.Code, dossier.ProcedureCode, dossier.ProcedureName, dossier.OwnerName, dossier.DueAt);

    /// <summary>The caller saves.</summary>
    /// <param name="step">What was ended, in words.</param>
    public async Task After(Dossier dossier, Moved moved, string step, string outcome, string? note)
    {
        await desk.Hand(dossier, moved, step, outcome, note);
        // What comes to its signature is ready for it, whoever brought it there.
        if (moved.Opened.Any(next => next.Kind is StepKind.Sign) && await results.OfDossier(dossier.Id) is { State: "draft" }) await results.Submit(dossier.Id);
        await release.WhenDone(dossier, moved);
        foreach (var wait in moved.Began)
        {
            if (wait.Kind is WaitKind.Message)
            {
                // What is waited for has come already, or was never asked for: nobody would ever say so again.
                if (await IsThere(dossier, wait.What)) await Pass(dossier, wait, "done");
            }
            else PassToken.Ask(jobs, dossier.Code, wait.Token, wait.DueAt);
        }
    }

    /// <summary>Something has come that processes may wait for; the caller saves.</summary>
    /// <param name="words">What has come, for the hand-over.</param>
    public async Task Heard(Dossier dossier, string what, string words)
    {
        foreach (var wait in await Awaiting(dossier.Id, what))
            if (await IsThere(dossier, what)) await Pass(dossier, wait, "done", words);
    }

    /// <summary>The same, after an act of somebody who does not hold the dossier.</summary>
    /// <returns>Whether its process has gone on by it.</returns>
    public async Task<bool> Heard(Guid dossierId, string what, string words)
    {
        if ((await Awaiting(dossierId, what)).Count == 0) return false;
        var dossier = await Dossier.Whole(db.Set<Dossier>().Where(d => d.Id == dossierId)).SingleAsync();
        var before = dossier.Version;
        await Heard(dossier, what, words);
        await desk.Save();
        return dossier.Version != before;
    }

    private async Task<IReadOnlyList<Waiting>> Awaiting(Guid dossierId, string what) => !await workflow.Awaits(dossierId, what) ? []
        : [.. (await workflow.Waits(dossierId)).Where(wait => wait.Kind == WaitKind.Message && wait.What == what)];

    /// <summary>What this place waited for is there; the caller saves.</summary>
    public async Task Pass(Dossier dossier, Waiting wait, string outcome, string? words = null)
    {
        if (await workflow.Pass(SubjectOf(dossier), wait.Token, await rules.Case(dossier)) is not { } moved) return;
        await After(dossier, moved, wait.Name.Length > 0 ? wait.Name : words ?? wait.Place, outcome, words);
    }

    /// <summary>Nothing of the kind is open. A confirmation from outside is there when it comes, not before.</summary>
    private async Task<bool> IsThere(Dossier dossier, string what) => what switch
    {
        // Rows that the act has changed are in the context as it left them.
        Consultation => (await db.Set<Consultation>().Where(asked => asked.DossierId == dossier.Id && asked.ClosedAt == null).ToListAsync())
            .TrueForAll(asked => !asked.IsOpen),
        Supplement => dossier.Status != DossierStatus.Supplement,
        _ => true,
    };
}
