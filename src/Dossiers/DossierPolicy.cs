using System.Linq.Expressions;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers;

/// <summary>
/// The one policy of reading and acting on a dossier. The same expression filters queries and decides on a loaded row;
/// what it does not admit does not exist for the asker (404).
/// </summary>
internal static class DossierPolicy
{
    /// <summary>
    /// The applicant (owner by identity, or the account that submitted it, as long as its mandate lasts); the office that took it in; the competent agency;
    /// until it ends, another agency whose step its process has come to.
    /// An administrator runs the system and does not read dossiers.
    /// </summary>
    public static Expression<Func<Dossier, bool>> Readable(Actor actor)
    {
        if (IsHouse(actor)) return _ => true;
        if (!actor.IsSignedIn) return _ => false;
        if (!actor.IsStaff)
        {
            var (account, kind, number) = (actor.AccountId, actor.OwnerKind, actor.OwnerNumber);
            return d => d.SubmittedBy == account && d.MandateEndedAt == null || (number != null && d.OwnerKind == kind && d.OwnerNumber == number);
        }
        var (agencies, offices) = Places(actor);
        return d => agencies.Contains(d.CompetentAgency) || offices.Contains(d.IntakeOffice) || d.WorkingAgencies.Any(agency => agencies.Contains(agency));
    }

    /// <summary>The same in SQL over <c>dossiers.dossier d</c>, with <see cref="Reach"/> in its first six holes.</summary>
    public const string ReadableSql = """
        ({0} or d.submitted_by = {1} and d.mandate_ended_at is null or d.owner_kind = {2} and d.owner_number = {3}
            or d.competent_agency = any({4}) or d.intake_office = any({5}) or d.working_agencies && {4})
        """;

    /// <summary>What an actor does not have is what no dossier has.</summary>
    public static object[] Reach(Actor actor)
    {
        var (agencies, offices) = actor.IsStaff ? Places(actor) : ([], []);
        var owner = actor is { IsSignedIn: true, IsStaff: false };
        return [IsHouse(actor), owner ? actor.AccountId!.Value : Guid.Empty, owner && actor.OwnerNumber is not null ? actor.OwnerKind ?? "" : "",
            owner ? actor.OwnerNumber ?? "" : "", agencies, offices];
    }

    /// <summary>Whose dossiers an official works on: what the agency decides, what the office took in, and what came to both by a reorganisation.</summary>
    public static (string[] Agencies, string[] Offices) Places(Actor actor)
    {
        var working = actor.Positions.Where(p => p.Role is Roles.ReceivingOfficer or Roles.Specialist or Roles.Leader or Roles.Registrar).ToList();
        return ([.. working.SelectMany(p => p.Agencies).Distinct()], [.. working.SelectMany(p => p.Offices).Distinct()]);
    }

    /// <summary>
    /// What its owner has lent is for the office that takes in and the agency that decides: so the consent says, and another agency that does a step is
    /// neither.
    /// </summary>
    public static bool MayReadLent(Dossier dossier, Actor actor)
    {
        if (IsHouse(actor) || !actor.IsStaff) return true;
        var (agencies, offices) = Places(actor);
        return agencies.Contains(dossier.CompetentAgency) || offices.Contains(dossier.IntakeOffice);
    }

    public static bool MayRead(Dossier dossier, Actor actor) => Readable(actor).Compile()(dossier);

    /// <summary>Reception and return are acts of the receiving officers of the office that took the dossier in.</summary>
    public static bool MayServe(Dossier dossier, Actor actor) =>
        actor.Positions.Any(p => p.Role == Roles.ReceivingOfficer && p.IsIn(dossier.IntakeOffice));

    public static bool MayServe(string office, Actor actor) =>
        actor.Positions.Any(p => p.Role == Roles.ReceivingOfficer && p.IsIn(office));

    public static bool MayLead(Dossier dossier, Actor actor) => Holds(Roles.Leader, dossier, actor);

    /// <summary>A role that a rule set names as approver, in the agency that decides; a head of the house that took it in approves before reception.</summary>
    public static bool MayApprove(string role, Dossier dossier, Actor actor) => Holds(role, dossier, actor)
        || dossier.ReceivedAt is null && actor.Positions.Any(p => p.Role == role && p.IsAt(dossier.IntakeAgency));

    /// <summary>Whoever issued a result says that it was wrong.</summary>
    public static bool MayCorrect(Dossier dossier, Actor actor) =>
        actor.Positions.Any(p => p.Role is Roles.Specialist or Roles.Leader && p.IsAt(dossier.CompetentAgency));

    /// <summary>A step belongs to its role in its agency; an assigned step to its assignee, as long as they hold that role, and to the leader above.</summary>
    public static bool MayDo(CurrentTask task, Dossier dossier, Actor actor) =>
        (task.AssigneeId is null || actor.StandsFor(task.AssigneeId))
            && actor.Positions.Any(p => p.Role == task.Role && p.IsAt(task.AgencyCode) && (task.OfficeCode is null || p.IsIn(task.OfficeCode)))
        || MayLead(task, dossier, actor);

    /// <summary>Whoever gives the step to somebody: the leader of the agency where it is done; nobody gives out what is done at a counter.</summary>
    public static bool MayLead(CurrentTask task, Dossier dossier, Actor actor) => task.OfficeCode is null
        && (IsElsewhere(task, dossier) ? actor.Positions.Any(p => p.Role == Roles.Leader && p.IsAt(task.AgencyCode)) : MayLead(dossier, actor));

    /// <summary>Its drawing gives this step to another agency than the one that decides.</summary>
    public static bool IsElsewhere(CurrentTask task, Dossier dossier) => task.OfficeCode is null && dossier.WorkingAgencies.Contains(task.AgencyCode);

    /// <summary>Who has the step for the agency that decides: what touches the applicant, the term or the result is not for others who do a part.</summary>
    public static bool MayDecide(CurrentTask task, Dossier dossier, Actor actor) => !IsElsewhere(task, dossier) && MayDo(task, dossier, actor);

    private static bool Holds(string role, Dossier dossier, Actor actor) =>
        actor.Positions.Any(p => p.Role == role && p.IsAt(dossier.CompetentAgency));

    /// <summary>A job, or another room in one: no official decides here, so it does only what none has to decide.</summary>
    public static bool IsHouse(Actor actor) => actor.Kind == ActorKind.System;

    public static bool IsApplicant(Dossier dossier, Actor actor) => actor.IsSignedIn && !actor.IsStaff && MayRead(dossier, actor);
}
