using MotCua.Organisation.Contracts;
using Npgsql;

namespace MotCua.Workflow.Contracts;

/// <summary>Loại bước. What kind of act a step is; the desk shows the fitting buttons.</summary>
public enum StepKind { Receive, Assign, Appraise, Consult, Approve, Sign, Number, Return }

/// <summary>Bước của quy trình, as published for the procedure and frozen in each run.</summary>
/// <param name="Key">Stable within the process.</param>
/// <param name="Role">Role code of Organisation that may do it.</param>
/// <param name="Hours">Working hours the step may take (8 = one working day).</param>
public sealed record ProcessStep(string Key, string Name, string Role, StepKind Kind, decimal Hours)
{
    /// <summary>Receiving and returning happen at the one-stop office; the other steps in the competent agency.</summary>
    public bool AtOffice => Kind is StepKind.Receive or StepKind.Return;
}

/// <summary>What holds of a step wherever it is written, in a list or in a drawing.</summary>
public static class StepRules
{
    /// <summary>Working hours: two working years; more is a slip of the pen.</summary>
    public const decimal MostHours = 4000;

    /// <summary>Of a standard process: what receiving, assigning, entering and returning take, in halves of a working hour.</summary>
    /// <param name="term">Working hours of the legal term.</param>
    public static decimal SmallShare(decimal term) => Math.Clamp(Math.Round(term * 0.06m * 2) / 2, 0.5m, 4);

    /// <summary>What the signature takes.</summary>
    public static decimal SigningShare(decimal term) => Math.Clamp(Math.Round(term * 0.12m * 2) / 2, 0.5m, 8);

    /// <summary>Who can do a step of each kind: the roles to whom the desk shows its buttons.</summary>
    public static readonly IReadOnlyDictionary<StepKind, IReadOnlyList<string>> Doers = new Dictionary<StepKind, IReadOnlyList<string>>
    {
        [StepKind.Receive] = [Roles.ReceivingOfficer], [StepKind.Assign] = [Roles.Leader], [StepKind.Appraise] = [Roles.Specialist, Roles.Leader],
        [StepKind.Consult] = [Roles.Specialist, Roles.Leader, Roles.Registrar], [StepKind.Approve] = [Roles.Leader], [StepKind.Sign] = [Roles.Leader],
        [StepKind.Number] = [Roles.Registrar], [StepKind.Return] = [Roles.ReceivingOfficer],
    };
}

/// <summary>What a list of tasks shows of a dossier.</summary>
public sealed record TaskSubject(Guid DossierId, string DossierCode, string ProcedureCode, string ProcedureName, string OwnerName, DateTimeOffset? DueAt);

/// <summary>Việc đang mở của một hồ sơ; several may be open beside each other.</summary>
public sealed record CurrentTask(Guid Id, Guid DossierId, int StepNo, string StepKey, string StepName, StepKind Kind, string Role, string AgencyCode,
    string? OfficeCode, Guid? AssigneeId, string? AssigneeName, bool Paused, DateTimeOffset OpenedAt, DateTimeOffset DueAt);

/// <summary>A row of "Việc của tôi", or a step that has ended.</summary>
/// <param name="State">open | paused | done | returned | cancelled.</param>
public sealed record TaskRow(Guid Id, Guid DossierId, string DossierCode, string ProcedureCode, string ProcedureName, string OwnerName,
    string StepName, string StepKind, Guid? AssigneeId, string? AssigneeName, DateTimeOffset DueAt, DateTimeOffset? DossierDueAt, DateTimeOffset OpenedAt,
    string State, DateTimeOffset? DoneAt, string? Outcome)
{
    internal static TaskRow Read(NpgsqlDataReader row)
    {
        string? Text(int at) => row.IsDBNull(at) ? null : row.GetString(at);
        DateTimeOffset? Time(int at) => row.IsDBNull(at) ? null : row.GetFieldValue<DateTimeOffset>(at);
        return new(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
            row.IsDBNull(8) ? null : row.GetGuid(8), Text(9), row.GetFieldValue<DateTimeOffset>(10), Time(11), row.GetFieldValue<DateTimeOffset>(12),
            row.GetString(13), Time(14), Text(15));
    }

    /// <summary>The promise to the citizen when there is one, else the time of the step: what is shown, and the order of the lists.</summary>
    public DateTimeOffset ShownDueAt => DossierDueAt ?? DueAt;
}

/// <summary>A step that was done, for the timeline and the control sheet.</summary>
public sealed record TaskPast(int Seq, int StepNo, string StepName, string StepKind, string? AssigneeName, string State,
    DateTimeOffset OpenedAt, DateTimeOffset DueAt, DateTimeOffset? DoneAt, string? Outcome, string? Note);
