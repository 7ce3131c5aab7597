using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Replay;

/// <summary>What the past says of one dossier, each thing used once: a step by its id, else by its kind; a wait by what was waited for.</summary>
internal sealed class PastRecords(ProcessDefinition definition, PastCase past, WorkedTime time)
{
    private readonly bool[] done = new bool[past.Steps.Count];
    private readonly bool[] waited = new bool[past.Waits.Count];
    private readonly DateTimeOffset?[] answered = new DateTimeOffset?[past.Waits.Count];

    /// <summary>Standstills where they come to lie.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To, PastWait Of)> Stills { get; } = [];

    /// <summary>Position of the next record of this step; -1: the past says nothing of it.</summary>
    public int Of(UserTask step)
    {
        var same = Next(one => one.Key == step.Id);
        // What was done under an id that is drawn belongs to that one.
        if (same < 0) same = Next(one => one.Kind == step.Kind && definition.Find(one.Key) is not UserTask);
        if (same >= 0) done[same] = true;
        return same;
    }

    /// <summary>The step that was opened when this one was sent back.</summary>
    public string? Before(int record) =>
        Enumerable.Range(record + 1, past.Steps.Count - record - 1).Select(i => past.Steps[i]).FirstOrDefault(one => !one.SentBack)?.Key;

    /// <summary>When a step that begins now is done, if it takes the working time that it took; where it stood it stands as long.</summary>
    /// <param name="heard">Told what was waited for in it, and when that came.</param>
    public (DateTimeOffset Done, TimeSpan Worked) Played(PastStep record, DateTimeOffset now, Action<PastWait, DateTimeOffset> heard)
    {
        // One that comes where it was stays as it was, also outside office hours.
        var exact = (now - record.OpenedAt).Duration() < TimeSpan.FromSeconds(1);
        var (at, since, worked) = (now, record.OpenedAt, TimeSpan.Zero);
        for (var i = 0; i < past.Waits.Count; i++)
        {
            var wait = past.Waits[i];
            if (wait.From < record.OpenedAt || wait.From > record.DoneAt || wait.From < since) continue;
            var before = time.Between(since, wait.From);
            var begins = exact ? wait.From : time.After(at, before);
            var ends = exact ? wait.To : begins + (wait.To - wait.From);
            heard(wait, ends);
            if (!wait.Stood)
            {
                answered[i] ??= ends;
                continue;
            }
            if (!waited[i]) Stills.Add((begins, ends, wait));
            waited[i] = true;
            (at, since, worked) = (ends, wait.To, worked + before);
        }
        var rest = time.Between(since, record.DoneAt);
        return (exact ? record.DoneAt : time.After(at, rest), worked + rest);
    }

    /// <summary>When what is waited for from now on is there: after as long as it took, at once where it has come before or was never asked for.</summary>
    public (DateTimeOffset At, bool Assumed) Comes(string what, DateTimeOffset now)
    {
        var (at, known) = (now, false);
        for (var i = 0; i < past.Waits.Count; i++)
        {
            var wait = past.Waits[i];
            if (wait.What != what) continue;
            known = true;
            if (waited[i]) continue;
            waited[i] = true;
            var ends = answered[i] ?? now + (wait.To - wait.From);
            if (ends > at) at = ends;
            if (!wait.Stood) continue;
            Stills.Add((now, ends, wait));
            break;
        }
        return (at, !known);
    }

    private int Next(Func<PastStep, bool> fits)
    {
        for (var i = 0; i < done.Length; i++)
            if (!done[i] && fits(past.Steps[i])) return i;
        return -1;
    }
}
