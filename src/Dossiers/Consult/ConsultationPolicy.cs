using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Consult;

/// <summary>Who asks, who answers. Being asked opens the request and the papers named in it, never the dossier.</summary>
internal static class ConsultationPolicy
{
    /// <summary>Who answers for an agency.</summary>
    public static readonly string[] Answering = [Roles.Specialist, Roles.Leader];

    /// <summary>The agencies for which an official answers, and those that came to them by a reorganisation.</summary>
    public static string[] Agencies(Actor actor) => [.. actor.Positions.Where(p => Answering.Contains(p.Role)).SelectMany(p => p.Agencies).Distinct()];

    /// <summary>Before the draft goes to the signature, by who holds the open step.</summary>
    public static bool MayAsk(CurrentTask? task, Dossier dossier, Actor actor) =>
        task is { Paused: false, Kind: StepKind.Assign or StepKind.Appraise or StepKind.Consult or StepKind.Approve }
        && DossierPolicy.MayDecide(task, dossier, actor);

    /// <summary>Withdrawing and passing over: who asked, who holds the step now, the leader.</summary>
    public static bool MayEnd(Consultation consultation, CurrentTask? task, Dossier dossier, Actor actor) =>
        actor.StandsFor(consultation.AskedById) || DossierPolicy.MayLead(dossier, actor)
        || task is { OfficeCode: null } && DossierPolicy.MayDecide(task, dossier, actor);
}
