using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Contracts;

/// <summary>
/// Quy trình đang chạy. Moves a dossier through the drawing that was frozen when it was received; each method works in the caller's transaction and saves
/// nothing itself. Who may act on a task is decided by the caller's policy and by <see cref="CurrentTask.Role"/>. Two moves of one dossier at once are kept
/// apart by the caller, who changes the version of the dossier with each.
/// </summary>
public sealed class WorkflowRuns(Db db, KnownProcesses known, TimeProvider clock)
{
    private readonly Dictionary<Guid, RunState> states = [];

    /// <summary>Comes to the first step. The drawing is frozen here: a later version of the process does not touch this dossier.</summary>
    public async Task<Moved> Start(TaskSubject subject, Drawing drawing, string competentAgency, string intakeOffice, RunCase at)
    {
        var process = await Freeze(drawing);
        var run = new Run.Run { DossierId = subject.DossierId, ProcessId = drawing.Id, CompetentAgency = competentAgency, IntakeOffice = intakeOffice };
        db.Add(run);
        var state = states[subject.DossierId] = new RunState(db, run, process, [], [], 0);
        var first = await Settle(state, process.Game.Begin(), at);
        return state.Turn(process.Game.At([]), first, subject, at, clock.GetUtcNow(), "");
    }

    private async Task<RunnableProcess> Freeze(Drawing drawing)
    {
        if (!known.Has(drawing.Id))
        {
            // Kept even if the caller gives up: it says nothing of a dossier.
            await db.Database.ExecuteSqlAsync($"""
                insert into workflow.process (id, drawing, known) values ({drawing.Id}, {drawing.Xml}, {drawing.KnownJson}::jsonb) on conflict (id) do nothing
                """);
            // In an open transaction it may still be taken back.
            if (db.Database.CurrentTransaction is null) known.Keep(drawing.Id);
        }
        return RunnableProcess.Of(drawing.Id, drawing.Xml, drawing.Known);
    }

    /// <summary>The process that a dossier walks, and where it stands in it.</summary>
    internal async Task<(Guid Process, IReadOnlyList<string> Places)> Stands(Guid dossierId)
    {
        var state = await StateOf(dossierId);
        return (state.Process.Id, [.. state.Process.Game.Ids(state.Marking)]);
    }

    /// <summary>From the next move on it walks this one, from where it stands.</summary>
    internal async Task Redirect(Guid dossierId, Drawing drawing)
    {
        var process = await Freeze(drawing);
        var state = await StateOf(dossierId);
        state.Run.ProcessId = drawing.Id;
        states[dossierId] = state.Under(process);
    }

    /// <summary>Ends a step of a person and moves on; what comes next is decided by the drawing.</summary>
    /// <param name="outcome">One of the step's own where it has several (<see cref="StepOffer.Outcomes"/>), else the word of the act.</param>
    /// <param name="checks">What of the checklist was ticked.</param>
    /// <param name="next">Who gets the next step, where exactly one opens.</param>
    public async Task<Moved> Complete(CurrentTask task, string outcome, string? note, RunCase at, IReadOnlyList<string>? checks = null,
        (Guid Account, string Name)? next = null)
    {
        var state = await StateOf(task.DossierId);
        var row = RowOf(state, task);
        if (checks is { Count: > 0 }) row.Checks = [.. checks];
        var left = state.Process.Game.Leave(state.Marking, state.Process.Definition[row.StepKey]);
        state.End(row, "done", outcome, note, clock.GetUtcNow());
        return await Go(state, left, SubjectOf(row), at, "", _ => next);
    }

    /// <summary>What the place waited for is there: an act was done, a message came, a time has passed.</summary>
    /// <returns>null: the token has gone on already, and nothing is to be done.</returns>
    public async Task<Moved?> Pass(TaskSubject subject, Guid token, RunCase at)
    {
        var state = await StateOf(subject.DossierId);
        if (state.Tokens.FirstOrDefault(one => one.Id == token) is not { } held || state.Process.Definition.Find(held.Place) is not { } node) return null;
        var left = node is Boundary edge ? state.Process.Game.Happen(state.Marking, edge) : state.Process.Game.Leave(state.Marking, node);
        return await Go(state, left, subject, at, "interrupted", null);
    }

    /// <summary>Trả lại bước trước, with a reason: the last step that leads to this one is opened again for the person who had done it.</summary>
    /// <exception cref="Refused">409: nothing lies before it, or other branches would have to be taken back too.</exception>
    public async Task<Moved> SendBack(CurrentTask task, string reason, RunCase at)
    {
        var state = await StateOf(task.DossierId);
        var row = RowOf(state, task);
        var (game, node) = (state.Process.Game, state.Process.Definition[row.StepKey]);
        var done = await db.Set<StepTask>().AsNoTracking().Where(t => t.DossierId == task.DossierId && t.State == "done").OrderByDescending(t => t.Seq)
            .Select(t => new { t.StepKey, t.AssigneeId, t.AssigneeName }).ToListAsync();
        var marking = state.Marking;
        foreach (var before in done.DistinctBy(one => one.StepKey))
        {
            if (state.Process.Definition.Find(before.StepKey) is not UserTask step || step.Kind == StepKind.Receive) continue;
            if (game.Back(marking, node, step) is not { } back) continue;
            state.End(row, "returned", "returned", reason, clock.GetUtcNow());
            return state.Turn(game.Off(marking, node), back, SubjectOf(row), at, clock.GetUtcNow(), "returned",
                _ => before.AssigneeId is { } account ? (account, before.AssigneeName ?? "") : null);
        }
        throw Refused.WrongState(done.Count <= 1 ? "Đây là bước đầu tiên, không có bước trước để trả lại"
            : "Bước trước đã mở nhiều nhánh song song nên không trả lại một mình bước này được");
    }

    public async Task<CurrentTask> Assign(CurrentTask task, Guid accountId, string name)
    {
        var row = RowOf(await StateOf(task.DossierId), task);
        (row.AssigneeId, row.AssigneeName) = (accountId, name);
        row.Version++;
        return row.AsCurrent();
    }

    /// <summary>Who has done their part of a step that several people end together, the first before the others.</summary>
    public async Task<IReadOnlyList<StepVoice>> Voices(CurrentTask task) => await db.Set<TaskVoice>().AsNoTracking().Where(voice => voice.TaskId == task.Id)
        .OrderBy(voice => voice.At).Select(voice => new StepVoice(voice.AccountId, voice.Name, voice.At)).ToListAsync();

    /// <summary>One more has done their part.</summary>
    /// <param name="account">Of two who act for one person only one counts.</param>
    /// <returns>How many are still needed.</returns>
    /// <exception cref="Refused">409: they have done it before.</exception>
    public async Task<int> Join(CurrentTask task, Guid account, string name, int people)
    {
        var said = await Voices(task);
        if (said.Any(voice => voice.AccountId == account)) throw Refused.WrongState("Anh/chị đã làm phần của mình ở bước này; đang chờ những người còn lại");
        db.Add(new TaskVoice { TaskId = task.Id, AccountId = account, DossierId = task.DossierId, Name = name, At = clock.GetUtcNow() });
        return people - said.Count - 1;
    }

    /// <summary>Nobody has it any more: it waits for whoever holds its role.</summary>
    public async Task Release(CurrentTask task)
    {
        var row = RowOf(await StateOf(task.DossierId), task);
        (row.AssigneeId, row.AssigneeName) = (null, null);
        row.Version++;
    }

    /// <summary>The dossier waits: its tasks leave "Cần làm" and the clocks of its steps stand until <see cref="Resume"/>.</summary>
    public async Task Pause(Guid dossierId, string reason)
    {
        foreach (var task in (await StateOf(dossierId)).Tasks.Where(task => task.State == "open"))
        {
            task.State = "paused";
            task.Version++;
            await Note(task, "pause", reason);
        }
    }

    /// <param name="dossierDueAt">The dossier's new due time.</param>
    /// <param name="pausedAt">When the steps began to stand; the working hours that they had left then are counted again from now.</param>
    public async Task Resume(Guid dossierId, DateTimeOffset? dossierDueAt, DateTimeOffset pausedAt, Organisation.Contracts.WorkingCalendar calendar)
    {
        foreach (var task in (await StateOf(dossierId)).Tasks.ToList())
        {
            task.DossierDueAt = dossierDueAt;
            task.Version++;
            if (task.State != "paused") continue;
            var left = calendar.WorkingTime(pausedAt, task.DueAt);
            task.State = "open";
            if (left > TimeSpan.Zero) task.DueAt = calendar.AddWorkingHours(clock.GetUtcNow(), (decimal)left.Ticks / TimeSpan.TicksPerHour).At;
            await Note(task, "resume", null);
        }
    }

    /// <summary>The promise moved while the steps run on.</summary>
    public async Task SetDossierDue(Guid dossierId, DateTimeOffset? dueAt)
    {
        foreach (var task in (await StateOf(dossierId)).Tasks)
        {
            task.DossierDueAt = dueAt;
            task.Version++;
        }
    }

    /// <summary>Ends the run early: refused, withdrawn, stopped.</summary>
    public async Task Cancel(Guid dossierId, string outcome, string? note)
    {
        var state = await StateOf(dossierId);
        state.Stop(outcome, note, clock.GetUtcNow());
    }

    /// <summary>The steps of people that are open or stand, the one that is due first before the others.</summary>
    public async Task<IReadOnlyList<CurrentTask>> Open(Guid dossierId) =>
        await Find(dossierId) is { } state ? [.. state.Tasks.Select(task => task.AsCurrent())] : [];

    /// <summary>What else the dossier waits for.</summary>
    public async Task<IReadOnlyList<Waiting>> Waits(Guid dossierId) => await Find(dossierId) is not { } state ? []
        : [.. state.Tokens.Where(token => token.Awaits is not null).OrderBy(token => token.Since)
            .Select(token => token.AsWaiting(state.Process.Definition[token.Place]))];

    /// <summary>Whether the dossier waits for this message, by its name in drawings.</summary>
    public async Task<bool> Awaits(Guid dossierId, string message)
    {
        if (states.TryGetValue(dossierId, out var held) && held.IsHeld) return held.Tokens.Any(token => token.Awaits == "message " + message);
        var awaited = "message " + message;
        return (await db.Ask($"select 1 from workflow.token where dossier_id = {dossierId} and awaits = {awaited} limit 1", _ => true)).Count > 0;
    }

    /// <summary>Whether the token is still where it was, as the database has it now.</summary>
    public async Task<bool> Holds(Guid dossierId, Guid token) =>
        (await db.Ask($"select 1 from workflow.token where id = {token} and dossier_id = {dossierId}", _ => true)).Count > 0;

    /// <summary>What the drawing says of a step that is open.</summary>
    public async Task<StepOffer> Offer(CurrentTask task) => (await StateOf(task.DossierId)).Process.OfferOf(task.StepKey);

    public async Task<IReadOnlyList<TaskPast>> History(Guid dossierId) =>
        await db.Set<StepTask>().AsNoTracking().Where(t => t.DossierId == dossierId).OrderBy(t => t.Seq)
            .Select(t => new TaskPast(t.Seq, t.StepNo, t.StepName, t.StepKind, t.AssigneeName, t.State, t.OpenedAt, t.DueAt, t.DoneAt, t.Outcome, t.Note))
            .ToListAsync();

    private async Task<Moved> Go(RunState state, Marking left, TaskSubject subject, RunCase at, string why, Func<UserTask, (Guid, string)?>? hands) =>
        state.Turn(left, await Settle(state, left, at), subject, at, clock.GetUtcNow(), why, hands);

    /// <summary>Where gateways choose, by what was answered and by how the steps ended.</summary>
    private async Task<Marking> Settle(RunState state, Marking marking, RunCase at)
    {
        var process = state.Process;
        var (answers, outcomes) = ((Func<string, object?>)(_ => null), new Dictionary<string, string>(StringComparer.Ordinal));
        if (process.AsksAnswers) answers = await at.Answers();
        if (process.AsksLinked)
            foreach (var (place, end) in await at.Linked()) outcomes[place] = end;
        if (process.AsksSteps)
        {
            var dossier = state.Run.DossierId;
            foreach (var past in await db.Set<StepTask>().AsNoTracking().Where(t => t.DossierId == dossier && t.State == "done").OrderBy(t => t.Seq)
                .Select(t => new { t.StepKey, t.Outcome }).ToListAsync()) outcomes[past.StepKey] = past.Outcome ?? "";
            foreach (var (step, outcome) in state.Ended) outcomes[step] = outcome;
        }
        var today = clock.Today();
        return process.Game.Settle(marking, gateway => process.Choose(gateway, Value, today));

        object? Value(string name) => name.StartsWith(RunnableProcess.StepPrefix, StringComparison.Ordinal)
            ? outcomes.GetValueOrDefault(name[RunnableProcess.StepPrefix.Length..]) : answers(name);
    }

    private async Task<RunState> StateOf(Guid dossierId) =>
        await Find(dossierId) ?? throw Refused.WrongState("Hồ sơ này không còn việc đang mở");

    /// <summary>In one round trip, and once for all that is asked of it before the context is cleared.</summary>
    /// <returns>null: it was never received.</returns>
    private async Task<RunState?> Find(Guid dossierId)
    {
        if (states.TryGetValue(dossierId, out var held) && held.IsHeld) return held;
        var rows = await db.Ask($"""
            select json_build_object('run', r,
                'tasks', array(select t from workflow.task t where t.dossier_id = r.dossier_id and t.state in ('open', 'paused')),
                'tokens', array(select t from workflow.token t where t.dossier_id = r.dossier_id),
                'last_seq', (select coalesce(max(t.seq), 0) from workflow.task t where t.dossier_id = r.dossier_id))
            from workflow.run r where r.dossier_id = {dossierId}
            """, row => JsonSerializer.Deserialize<Standing>(row.GetFieldValue<byte[]>(0), RowJson.Columns)!);
        if (rows is not [var found]) return null;
        db.Attach(found.Run);
        db.AttachRange(found.Tasks);
        db.AttachRange(found.Tokens);
        return states[dossierId] = new RunState(db, found.Run, await RunnableProcess.Of(db, found.Run.ProcessId), found.Tasks, found.Tokens, found.LastSeq);
    }

    private sealed record Standing(Run.Run Run, List<StepTask> Tasks, List<Token> Tokens, int LastSeq);

    private static StepTask RowOf(RunState state, CurrentTask task) =>
        state.Tasks.FirstOrDefault(row => row.Id == task.Id) ?? throw Refused.WrongState("Bước này không còn mở. Mở lại hồ sơ rồi làm tiếp");

    private async Task Note(StepTask task, string kind, string? reason)
    {
        var last = await db.Set<StepClockEntry>().Where(e => e.TaskId == task.Id).MaxAsync(e => (int?)e.Seq) ?? 0;
        db.Add(new StepClockEntry { TaskId = task.Id, Seq = last + 1, Kind = kind, At = clock.GetUtcNow(), DueAt = task.DueAt, Reason = reason });
    }

    private static TaskSubject SubjectOf(StepTask task) =>
        new(task.DossierId, task.DossierCode, task.ProcedureCode, task.ProcedureName, task.OwnerName, task.DossierDueAt);
}
