using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Contracts;

/// <summary>Bước đang mở, with the working hours that it may take.</summary>
public sealed record OpenStep(CurrentTask Task, decimal Hours);

/// <summary>Hạn của các bước đang mở, for many dossiers at once.</summary>
public sealed class StepDues(Db db, Calendars calendars)
{
    /// <summary>The next dossiers by id with an open or standing step that is due then or later.</summary>
    public async Task<IReadOnlyList<Guid>> Dossiers(Guid after, DateTimeOffset dueFrom, int most) =>
        await db.Set<StepTask>().Where(t => (t.State == "open" || t.State == "paused") && t.DossierId > after && t.DueAt >= dueFrom)
            .Select(t => t.DossierId).Distinct().OrderBy(id => id).Take(most).ToListAsync();

    /// <summary>The open and standing steps of these dossiers.</summary>
    public async Task<ILookup<Guid, OpenStep>> Of(Guid[] dossiers) =>
        (await Rows(dossiers)).ToLookup(row => row.Task.DossierId, row => new OpenStep(row.Task.AsCurrent(), row.Hours));

    /// <summary>
    /// Counts the steps of these dossiers again where two versions of the calendar disagree. One that somebody ends meanwhile
    /// is left alone. In the caller's transaction.
    /// </summary>
    public async Task Recount(Guid[] dossiers, int since, int version)
    {
        var rows = await Rows(dossiers);
        var ids = rows.Select(row => row.Task.Id).ToArray();
        var stood = (await db.Set<StepClockEntry>().AsNoTracking().Where(e => ids.Contains(e.TaskId)).OrderBy(e => e.Seq).ToListAsync())
            .ToLookup(e => e.TaskId);
        var moved = new List<(Guid Id, DateTimeOffset Due, int Version)>();
        foreach (var (task, hours, office) in rows)
        {
            var entries = stood[task.Id].Select(e => (e.Kind == "pause", e.At)).ToList();
            var due = Due(task.OpenedAt, hours, entries, await calendars.Of(office, version));
            // The same to the microsecond it is only in the database.
            if ((due - task.DueAt).Duration() < TimeSpan.FromSeconds(1) || due == Due(task.OpenedAt, hours, entries, await calendars.Of(office, since)))
                continue;
            moved.Add((task.Id, due.ToUniversalTime(), task.Version));
        }
        if (moved.Count == 0) return;
        var (tasks, dues, versions) = (moved.Select(m => m.Id).ToArray(), moved.Select(m => m.Due).ToArray(), moved.Select(m => m.Version).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            update workflow.task t set due_at = n.due, version = t.version + 1
            from unnest({tasks}, {dues}, {versions}) as n (id, due, version) where t.id = n.id and t.version = n.version and t.state in ('open', 'paused')
            """);
    }

    /// <summary>As the acts count it: from the opening, and after each standstill from the going on, with the hours that were left.</summary>
    /// <param name="stood">When the step stood (true) and went on, in order.</param>
    internal static DateTimeOffset Due(DateTimeOffset openedAt, decimal hours, IReadOnlyList<(bool Pause, DateTimeOffset At)> stood, WorkingCalendar calendar)
    {
        var (due, left) = (calendar.AddWorkingHours(openedAt, hours).At, TimeSpan.Zero);
        foreach (var (pause, at) in stood)
        {
            if (pause) left = calendar.WorkingTime(at, due);
            else if (left > TimeSpan.Zero) due = calendar.AddWorkingHours(at, (decimal)left.Ticks / TimeSpan.TicksPerHour).At;
        }
        return due;
    }

    private async Task<List<Row>> Rows(Guid[] dossiers)
    {
        var rows = await db.Set<StepTask>().AsNoTracking().Where(t => dossiers.Contains(t.DossierId) && (t.State == "open" || t.State == "paused"))
            .Join(db.Set<Run.Run>(), t => t.DossierId, r => r.DossierId, (Task, run) => new { Task, run.ProcessId, run.IntakeOffice }).ToListAsync();
        // Many dossiers share a process.
        var hours = new Dictionary<(Guid, string), decimal>();
        foreach (var process in rows.Select(row => row.ProcessId).Distinct())
            foreach (var step in (await RunnableProcess.Of(db, process)).Definition.Nodes.OfType<Definition.UserTask>())
                hours[(process, step.Id)] = step.Hours ?? 0;
        return [.. rows.Select(row => new Row(row.Task, hours.GetValueOrDefault((row.ProcessId, row.Task.StepKey)), row.IntakeOffice))];
    }

    private sealed record Row(StepTask Task, decimal Hours, string Office);
}
