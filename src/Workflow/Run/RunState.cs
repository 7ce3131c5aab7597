using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Run;

/// <summary>The run of one dossier as it stands in the context: its open tasks, its other tokens, the process that it walks.</summary>
internal sealed class RunState(Db db, Run run, RunnableProcess process, List<StepTask> tasks, List<Token> tokens, int lastSeq)
{
    private readonly List<(string Step, string Outcome)> ended = [];
    private int seq = lastSeq;

    public Run Run => run;
    public RunnableProcess Process => process;

    /// <summary>Open and standing, the one that is due first before the others.</summary>
    public IEnumerable<StepTask> Tasks => tasks.OrderBy(task => task.DueAt).ThenBy(task => task.Seq);

    public IReadOnlyList<Token> Tokens => tokens;

    /// <summary>The context still holds it; after it was cleared everything is read again.</summary>
    public bool IsHeld => db.Entry(run).State != EntityState.Detached;

    /// <summary>Outcomes that stand in the context alone.</summary>
    public IReadOnlyList<(string Step, string Outcome)> Ended => ended;

    public Marking Marking => process.Game.At(tasks.Select(task => task.StepKey).Concat(tokens.Select(token => token.Place)));

    public void End(StepTask task, string state, string outcome, string? note, DateTimeOffset at)
    {
        task.Close(state, outcome, note, at);
        tasks.Remove(task);
        if (state == "done") ended.Add((task.StepKey, outcome));
    }

    /// <summary>The same places under another drawing.</summary>
    public RunState Under(RunnableProcess other) => new(db, run, other, tasks, tokens, seq);

    /// <summary>Ends all of it early.</summary>
    public void Stop(string outcome, string? note, DateTimeOffset at)
    {
        foreach (var task in tasks.ToList()) End(task, "cancelled", outcome, note, at);
        db.RemoveRange(tokens);
        tokens.Clear();
        run.FinishedAt = at;
    }

    /// <summary>Makes rows of what has changed between two markings: steps that are no longer come to are cancelled, what is come to now begins.</summary>
    /// <param name="left">After what was ended was left, before anything moved on by it.</param>
    /// <param name="hands">Who gets a step that is opened; null: whoever holds its role.</param>
    public Moved Turn(Marking left, Marking now, TaskSubject subject, RunCase at, DateTimeOffset time, string why,
        Func<UserTask, (Guid Account, string Name)?>? hands = null)
    {
        var (stay, stand) = (Standing(left), process.Game.Ids(now).ToHashSet(StringComparer.Ordinal));
        stay.IntersectWith(stand);
        var flows = stand.Where(IsFlow).ToHashSet(StringComparer.Ordinal);
        foreach (var task in tasks.Where(task => !stay.Contains(task.StepKey)).ToList()) End(task, "cancelled", why, null, time);
        foreach (var token in tokens.Where(token => IsFlow(token.Place) ? !flows.Contains(token.Place) : !stay.Contains(token.Place)).ToList())
        {
            tokens.Remove(token);
            db.Remove(token);
        }
        var (opened, began) = (new List<StepTask>(), new List<Waiting>());
        foreach (var id in process.Game.Ids(now))
        {
            if (IsFlow(id))
            {
                if (tokens.TrueForAll(token => token.Place != id)) Add(NewToken(id, time));
                continue;
            }
            if (stay.Contains(id)) continue;
            var node = process.Definition[id];
            if (node is UserTask step) opened.Add(Open(step, subject, at, time));
            else
            {
                var hours = node switch { Catch { For: Awaited.Timer } wait => wait.Hours, Boundary { For: Awaited.Timer } edge => edge.Hours, _ => null };
                began.Add(Add(NewToken(id, time, Token.AwaitsOf(node), hours is { } some ? at.Calendar.AddWorkingHours(time, some).At : null)).AsWaiting(node));
            }
        }
        // A name chosen beforehand is for one step; where several open, each waits for its role.
        foreach (var task in opened)
            if (hands?.Invoke((UserTask)process.Definition[task.StepKey]) is var (account, name) && opened.Count == 1)
                (task.AssigneeId, task.AssigneeName) = (account, name);
        if (now.IsEmpty) run.FinishedAt = time;
        return new([.. opened.Select(task => task.AsCurrent())], [.. Tasks.Select(task => task.AsCurrent())], began,
            process.Game.Ids(now).All(process.LeadsOnlyToReturn),
            tasks.Count == 0 && tokens.TrueForAll(token => token.Awaits?.StartsWith("act ", StringComparison.Ordinal) == true), now.IsEmpty, process.Links,
            [.. tokens.Select(token => process.Definition.Find(token.Place)).OfType<CallActivity>().Select(call => call.Name)],
            [.. opened.Where(task => task.OfficeCode is null && task.AgencyCode != run.CompetentAgency).Select(task => task.AgencyCode).Distinct()]);
    }

    private HashSet<string> Standing(Marking marking) => [.. process.Game.Ids(marking).Where(id => !IsFlow(id))];

    private bool IsFlow(string id) => process.Definition.Find(id) is null;

    private Token NewToken(string place, DateTimeOffset since, string? awaits = null, DateTimeOffset? due = null) =>
        new() { Id = Guid.CreateVersion7(), DossierId = run.DossierId, Place = place, Since = since, Awaits = awaits, DueAt = due };

    private Token Add(Token token)
    {
        tokens.Add(token);
        db.Add(token);
        return token;
    }

    private StepTask Open(UserTask step, TaskSubject subject, RunCase at, DateTimeOffset time)
    {
        var atOffice = step.Seat == Seat.Office;
        var task = new StepTask
        {
            Id = Guid.CreateVersion7(), DossierId = subject.DossierId, Seq = ++seq, StepNo = process.NumberOf(step),
            StepKey = step.Id, StepName = step.Name, StepKind = step.Kind!.Value.ToString(), Role = step.Role!,
            AgencyCode = atOffice ? at.IntakeAgency : step.Seat == Seat.Unit ? step.Unit! : run.CompetentAgency,
            OfficeCode = atOffice ? run.IntakeOffice : null,
            OpenedAt = time, DueAt = at.Calendar.AddWorkingHours(time, step.Hours!.Value).At,
            DossierCode = subject.DossierCode, ProcedureCode = subject.ProcedureCode, ProcedureName = subject.ProcedureName,
            OwnerName = subject.OwnerName, OwnerFind = SearchFold.Of(subject.OwnerName), DossierDueAt = subject.DueAt,
        };
        tasks.Add(task);
        db.Add(task);
        return task;
    }
}
