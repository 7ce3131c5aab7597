using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Workflow.Contracts;

/// <summary>
/// Quy trình đang chạy. Moves a dossier from step to step; each method works in the caller's transaction and saves nothing
/// itself. Who may act on a task is decided by the caller's policy and by <see cref="CurrentTask.Role"/>.
/// </summary>
public sealed class WorkflowRuns(Db db, KnownProcesses known, TimeProvider clock)
{
    /// <summary>Opens the first step. Steps are frozen here: a later version of the procedure does not touch this dossier.</summary>
    /// <param name="calendar">Office calendar that counts the working hours of the step.</param>
    public async Task<CurrentTask> Start(TaskSubject subject, IReadOnlyList<ProcessStep> steps, string competentAgency, string intakeOffice,
        string intakeAgency, WorkingCalendar calendar)
    {
        if (steps.Count == 0) throw new InvalidOperationException("A process has at least one step.");
        var process = FrozenProcess.Of(steps);
        if (!known.Has(process.Id))
        {
            // Kept even if the caller gives up: it says nothing of a dossier.
            await db.Database.ExecuteSqlAsync($"""
                insert into workflow.process (id, steps) values ({process.Id}, {process.Steps}::jsonb) on conflict (id) do nothing
                """);
            // In an open transaction it may still be taken back.
            if (db.Database.CurrentTransaction is null) known.Keep(process.Id);
        }
        if (db.Set<FrozenProcess>().Local.FindEntry(process.Id) is null) db.Attach(process);
        db.Add(new Run { DossierId = subject.DossierId, ProcessId = process.Id, CompetentAgency = competentAgency, IntakeOffice = intakeOffice });
        return Open(subject, steps, 0, 1, competentAgency, intakeOffice, intakeAgency, calendar, null, null);
    }

    /// <summary>Closes the current step and opens the next; null when that was the last one.</summary>
    public async Task<CurrentTask?> Complete(Guid dossierId, string outcome, string? note, string intakeAgency, WorkingCalendar calendar,
        Guid? nextAssignee = null, string? nextAssigneeName = null)
    {
        var (run, task) = await Current(dossierId);
        task.Close("done", outcome, note, clock.GetUtcNow());
        var steps = await StepsOf(run);
        if (task.StepNo + 1 >= steps.Count)
        {
            run.FinishedAt = clock.GetUtcNow();
            return null;
        }
        return Open(SubjectOf(task), steps, task.StepNo + 1, task.Seq + 1, run.CompetentAgency, run.IntakeOffice, intakeAgency, calendar,
            nextAssignee, nextAssigneeName);
    }

    /// <summary>Trả lại bước trước, with a reason; the step before is opened again for the person who had done it.</summary>
    public async Task<CurrentTask> SendBack(Guid dossierId, string reason, string intakeAgency, WorkingCalendar calendar)
    {
        var (run, task) = await Current(dossierId);
        if (task.StepNo == 0) throw Refused.WrongState("Đây là bước đầu tiên, không có bước trước để trả lại");
        task.Close("returned", "returned", reason, clock.GetUtcNow());
        var before = await db.Set<StepTask>().AsNoTracking()
            .Where(t => t.DossierId == dossierId && t.StepNo == task.StepNo - 1 && t.State == "done")
            .OrderByDescending(t => t.Seq).FirstOrDefaultAsync();
        return Open(SubjectOf(task), await StepsOf(run), task.StepNo - 1, task.Seq + 1, run.CompetentAgency, run.IntakeOffice, intakeAgency, calendar,
            before?.AssigneeId, before?.AssigneeName);
    }

    public async Task<CurrentTask> Assign(Guid dossierId, Guid accountId, string name)
    {
        var (_, task) = await Current(dossierId);
        (task.AssigneeId, task.AssigneeName) = (accountId, name);
        task.Version++;
        return task.AsCurrent();
    }

    /// <summary>Nobody has it any more: it waits for whoever holds its role.</summary>
    public async Task Release(Guid dossierId)
    {
        var (_, task) = await Current(dossierId);
        (task.AssigneeId, task.AssigneeName) = (null, null);
        task.Version++;
    }

    /// <summary>The dossier waits: the task leaves "Cần làm" and the clock of the step stands until <see cref="Resume"/>.</summary>
    public async Task Pause(Guid dossierId, string reason)
    {
        var (_, task) = await Current(dossierId);
        if (task.State == "paused") return;
        task.State = "paused";
        task.Version++;
        await Note(task, "pause", reason);
    }

    /// <param name="dossierDueAt">The dossier's new due time.</param>
    /// <param name="pausedAt">When the step began to stand; the working hours that it had left then are counted again from now.</param>
    public async Task Resume(Guid dossierId, DateTimeOffset? dossierDueAt, DateTimeOffset pausedAt, WorkingCalendar calendar)
    {
        var (_, task) = await Current(dossierId);
        var left = calendar.WorkingTime(pausedAt, task.DueAt);
        (task.State, task.DossierDueAt) = ("open", dossierDueAt);
        if (left > TimeSpan.Zero) task.DueAt = calendar.AddWorkingHours(clock.GetUtcNow(), (decimal)left.Ticks / TimeSpan.TicksPerHour).At;
        task.Version++;
        await Note(task, "resume", null);
    }

    /// <summary>The promise moved while the step runs on.</summary>
    public async Task SetDossierDue(Guid dossierId, DateTimeOffset? dueAt)
    {
        var (_, task) = await Current(dossierId);
        task.DossierDueAt = dueAt;
        task.Version++;
    }

    /// <summary>Ends the run early: refused, withdrawn, stopped.</summary>
    public async Task Cancel(Guid dossierId, string outcome, string? note)
    {
        var (run, task) = await Current(dossierId);
        task.Close("cancelled", outcome, note, clock.GetUtcNow());
        run.FinishedAt = clock.GetUtcNow();
    }

    public async Task<CurrentTask?> Find(Guid dossierId) => (await db.Ask($"""
        select id, step_no, step_key, step_name, step_kind, role, agency_code, office_code, assignee_id, assignee_name, state, opened_at, due_at
        from workflow.task where dossier_id = {dossierId} and state in ('open', 'paused')
        """, row => new CurrentTask(row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetString(3), Enum.Parse<StepKind>(row.GetString(4)),
            row.GetString(5), row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetGuid(8),
            row.IsDBNull(9) ? null : row.GetString(9), row.GetString(10) == "paused", row.GetFieldValue<DateTimeOffset>(11),
            row.GetFieldValue<DateTimeOffset>(12)))).SingleOrDefault();

    public async Task<IReadOnlyList<TaskPast>> History(Guid dossierId) =>
        await db.Set<StepTask>().AsNoTracking().Where(t => t.DossierId == dossierId).OrderBy(t => t.Seq)
            .Select(t => new TaskPast(t.Seq, t.StepNo, t.StepName, t.StepKind, t.AssigneeName, t.State, t.OpenedAt, t.DueAt, t.DoneAt, t.Outcome, t.Note))
            .ToListAsync();

    public async Task<IReadOnlyList<ProcessStep>> Steps(Guid dossierId) =>
        (await db.Set<Run>().AsNoTracking().Where(r => r.DossierId == dossierId).Select(r => r.Process).SingleOrDefaultAsync())?.StepList ?? [];

    private async Task<(Run Run, StepTask Task)> Current(Guid dossierId)
    {
        var task = db.Set<StepTask>().Local.SingleOrDefault(t => t.DossierId == dossierId && t.State is "open" or "paused")
            ?? await db.Set<StepTask>().SingleOrDefaultAsync(t => t.DossierId == dossierId && (t.State == "open" || t.State == "paused"))
            ?? throw Refused.WrongState("Hồ sơ này không còn việc đang mở");
        var run = await db.Set<Run>().FindAsync(dossierId) ?? throw new InvalidOperationException("A task without a run.");
        return (run, task);
    }

    private async Task Note(StepTask task, string kind, string? reason)
    {
        var last = await db.Set<StepClockEntry>().Where(e => e.TaskId == task.Id).MaxAsync(e => (int?)e.Seq) ?? 0;
        db.Add(new StepClockEntry { TaskId = task.Id, Seq = last + 1, Kind = kind, At = clock.GetUtcNow(), DueAt = task.DueAt, Reason = reason });
    }

    private async Task<IReadOnlyList<ProcessStep>> StepsOf(Run run) =>
        (await db.Set<FrozenProcess>().FindAsync(run.ProcessId) ?? throw new InvalidOperationException("A run without a process.")).StepList;

    private CurrentTask Open(TaskSubject subject, IReadOnlyList<ProcessStep> steps, int stepNo, int seq, string competentAgency,
        string intakeOffice, string intakeAgency, WorkingCalendar calendar, Guid? assignee, string? assigneeName)
    {
        var step = steps[stepNo];
        var now = clock.GetUtcNow();
        var task = new StepTask
        {
            Id = Guid.CreateVersion7(), DossierId = subject.DossierId, Seq = seq, StepNo = stepNo,
            StepKey = step.Key, StepName = step.Name, StepKind = step.Kind.ToString(), Role = step.Role,
            AgencyCode = step.AtOffice ? intakeAgency : competentAgency, OfficeCode = step.AtOffice ? intakeOffice : null,
            AssigneeId = assignee, AssigneeName = assigneeName, OpenedAt = now, DueAt = calendar.AddWorkingHours(now, step.Hours).At,
            DossierCode = subject.DossierCode, ProcedureCode = subject.ProcedureCode, ProcedureName = subject.ProcedureName,
            OwnerName = subject.OwnerName, OwnerFind = SearchFold.Of(subject.OwnerName), DossierDueAt = subject.DueAt,
        };
        db.Add(task);
        return task.AsCurrent();
    }

    private static TaskSubject SubjectOf(StepTask task) =>
        new(task.DossierId, task.DossierCode, task.ProcedureCode, task.ProcedureName, task.OwnerName, task.DossierDueAt);
}
