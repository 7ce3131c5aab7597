using Microsoft.EntityFrameworkCore;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Run;

internal sealed class Run
{
    public Guid DossierId { get; init; }
    public Guid ProcessId { get; set; }
    public required string CompetentAgency { get; init; }
    public required string IntakeOffice { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Run>().ToTable("run", "workflow").HasKey(r => r.DossierId);
}

internal sealed class StepTask
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public int Seq { get; init; }
    public int StepNo { get; init; }
    public required string StepKey { get; init; }
    public required string StepName { get; init; }
    public required string StepKind { get; init; }
    public required string Role { get; init; }
    public required string AgencyCode { get; init; }
    public string? OfficeCode { get; init; }
    public Guid? AssigneeId { get; set; }
    public string? AssigneeName { get; set; }
    public string State { get; set; } = "open";
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset DueAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public string? Outcome { get; set; }
    public string? Note { get; set; }
    public required string DossierCode { get; init; }
    public required string ProcedureCode { get; init; }
    public required string ProcedureName { get; init; }
    public required string OwnerName { get; init; }
    /// <summary>Null in a task that is older than this column.</summary>
    public string? OwnerFind { get; init; }
    public DateTimeOffset? DossierDueAt { get; set; }
    public int Version { get; set; }
    /// <summary>What of the checklist was ticked by whoever ended it.</summary>
    public string[]? Checks { get; set; }

    public CurrentTask AsCurrent() => new(Id, DossierId, StepNo, StepKey, StepName, Enum.Parse<StepKind>(StepKind), Role, AgencyCode, OfficeCode,
        AssigneeId, AssigneeName, State == "paused", OpenedAt, DueAt);

    public void Close(string state, string outcome, string? note, DateTimeOffset at)
    {
        (State, Outcome, Note, DoneAt) = (state, outcome, note, at);
        Version++;
    }

    public static void Map(ModelBuilder model)
    {
        var task = model.Entity<StepTask>().ToTable("task", "workflow");
        task.Property(t => t.Version).IsConcurrencyToken();
    }
}

/// <summary>Phần của một người ở bước nhiều người cùng làm; append-only, and gone with nothing: a step that opens again is another task.</summary>
internal sealed class TaskVoice
{
    public Guid TaskId { get; init; }
    public Guid AccountId { get; init; }
    public Guid DossierId { get; init; }
    public required string Name { get; init; }
    public DateTimeOffset At { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<TaskVoice>().ToTable("task_voice", "workflow").HasKey(v => new { v.TaskId, v.AccountId });
}

/// <summary>Đồng hồ của bước: opened and closed stand on the task; each time it stood and went on is a row here, append-only.</summary>
internal sealed class StepClockEntry
{
    public Guid TaskId { get; init; }
    public int Seq { get; init; }
    public required string Kind { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public string? Reason { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<StepClockEntry>().ToTable("step_clock", "workflow").HasKey(e => new { e.TaskId, e.Seq });
}
