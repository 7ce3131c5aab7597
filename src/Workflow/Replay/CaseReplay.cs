using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Replay;

/// <summary>One dossier on its way through a drawing: what waits longest ago comes first, until nothing waits, or nothing comes any more.</summary>
internal sealed class CaseReplay(RunnableProcess process, PastCase past, decimal callHours)
{
    private const int MostMoves = 500;
    private const int MostPlaces = 5_000;
    private const int MostYears = 30;

    private readonly ProcessDefinition definition = process.Definition;
    private readonly TokenGame game = process.Game;
    private readonly WorkedTime time = WorkedTime.Of(past.Calendar);
    private readonly PastRecords records = new(process.Definition, past, WorkedTime.Of(past.Calendar));
    private readonly List<Standing> standing = [];
    private readonly List<ReplayedStop> stops = [];
    private readonly HashSet<string> elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);
    private Marking marking = process.Game.Begin();
    private DateTimeOffset now = past.ReceivedAt;
    private DateTimeOffset? ends;
    private int places;

    public Replayed Play()
    {
        try
        {
            if (marking.IsEmpty) throw new Stuck(null, "Không có điểm bắt đầu, hoặc nó không dẫn tới đâu");
            elements.UnionWith(definition.Nodes.OfType<Start>().Select(start => start.Id));
            Settle(marking);
            for (var moves = 0; !marking.IsEmpty; moves++)
            {
                var next = Next();
                if (moves >= MostMoves || next.Ends > past.ReceivedAt.AddYears(MostYears)) throw new Stuck(next.Node, "Đi vòng mãi không tới điểm kết thúc");
                now = next.Ends!.Value;
                Pass(next);
            }
            return Ended(null);
        }
        catch (DoubledToken doubled) { return Ended(new(doubled.Node, "Hai nhánh cùng tới đây, việc sẽ phải làm hai lần")); }
        catch (Stuck stuck) { return Ended(stuck); }
    }

    private Standing Next()
    {
        Standing? next = null;
        foreach (var one in standing)
            if (one.Ends is { } at && (next is null || at < next.Ends)) next = one;
        if (next is not null) return next;
        var place = game.Held(marking).FirstOrDefault() ?? standing.FirstOrDefault()?.Node;
        throw new Stuck(place, place is Gateway ? "Cổng chờ một nhánh không bao giờ tới" : "Không có gì để chờ ở đây");
    }

    private void Pass(Standing one)
    {
        standing.Remove(one);
        Close(one, now, one.Outcome);
        if (one.Node is Boundary edge)
        {
            elements.Add(edge.Id);
            Settle(game.Happen(marking, edge));
            return;
        }
        if (one.Record is { SentBack: true })
        {
            SendBack(one);
            return;
        }
        if (one.Node is UserTask or CallActivity) outcomes[one.Node.Id] = one.Outcome;
        if (!definition.OutOf(one.Node).Any()) throw new Stuck(one.Node, "Không có luồng ra");
        Settle(game.Leave(marking, one.Node));
    }

    /// <summary>Where the past sent it back, it goes back, or is done again where it is.</summary>
    private void SendBack(Standing one)
    {
        var back = records.Before(one.RecordAt) is { } before && definition.Find(before) is UserTask to ? game.Back(marking, one.Node, to) : null;
        Stand(game.Off(marking, one.Node), back ?? marking);
    }

    private void Settle(Marking left) => Stand(left, game.Settle(left, Choose, Entered));

    /// <summary>What is no longer come to is left; what is come to begins.</summary>
    private void Stand(Marking left, Marking come)
    {
        for (var i = standing.Count - 1; i >= 0; i--)
            if (!game.IsAt(left, standing[i].Node) || !game.IsAt(come, standing[i].Node)) standing.RemoveAt(i);
        marking = come;
        foreach (var node in game.Waiting(come)) if (standing.TrueForAll(one => !ReferenceEquals(one.Node, node))) Begin(node);
        foreach (var edge in game.Armed(come)) if (standing.TrueForAll(one => !ReferenceEquals(one.Node, edge))) Begin(edge);
        if (ends is null && past.Term is not { EndsWithReturn: true } && game.Ids(come).All(process.LeadsOnlyToReturn)) ends = now;
    }

    private void Begin(Node node)
    {
        var one = new Standing(node, stops.Count);
        standing.Add(one);
        var (kind, due, worked, hours, assumed) = (StopKind.Wait, (DateTimeOffset?)null, TimeSpan.Zero, (decimal?)null, false);
        switch (node)
        {
            case UserTask step:
                (kind, hours) = (StopKind.Step, step.Hours ?? 0);
                (worked, assumed) = Work(one, step);
                due = time.Due(now, hours.Value);
                break;
            case ServiceTask: (kind, one.Ends) = (StopKind.Act, now); break;
            case CallActivity:
                (kind, one.Ends, one.Outcome, assumed) = (StopKind.Linked, time.Due(now, callHours), LinkedEnd.Done, true);
                break;
            case Catch { For: Awaited.Timer } wait: (due, hours) = (one.Ends = time.Due(now, wait.Hours ?? 0), wait.Hours); break;
            case Catch { For: { } what }:
                (var at, assumed) = records.Comes(BpmnWords.Camel(what), now);
                one.Ends = at;
                break;
            case Boundary { For: Awaited.Timer } edge: (kind, due, hours) = (StopKind.Edge, one.Ends = time.Due(now, edge.Hours ?? 0), edge.Hours); break;
            case Boundary { For: { } what } edge:
                kind = StopKind.Edge;
                one.Ends = standing.Find(host => host.Node.Id == edge.AttachedTo)?.Heard.Where(heard => heard.What == BpmnWords.Camel(what))
                    .Select(heard => (DateTimeOffset?)heard.At).FirstOrDefault();
                break;
        }
        var (role, agency) = node is UserTask task ? (task.Role ?? "", AgencyOf(task)) : (null, null);
        stops.Add(new(node.Id, Named(node), kind, role, agency, now, due, null, null, worked, hours, assumed));
    }

    /// <summary>As long as it took then; else as long as is drawn. The desk ends the reception with the act of receiving.</summary>
    private (TimeSpan Worked, bool Assumed) Work(Standing one, UserTask step)
    {
        var at = records.Of(step);
        var record = one.Record = at < 0 ? null : past.Steps[at];
        one.RecordAt = at;
        var several = step.Outcomes.Count > 1;
        one.Outcome = record?.Outcome is { } outcome && (!several || step.Outcomes.Any(known => known.Key == outcome)) ? outcome
            : past.Chosen.TryGetValue(step.Id, out var said) && chosen.Add(step.Id) ? said : null;
        var assumed = several && one.Outcome is null && record is not { SentBack: true };
        if (record is not null)
        {
            (one.Ends, var worked) = records.Played(record, now, (wait, when) => one.Heard.Add((wait.What, when)));
            return (worked, assumed);
        }
        if (step.Kind == StepKind.Receive)
        {
            one.Ends = now;
            return (TimeSpan.Zero, assumed);
        }
        one.Ends = time.Due(now, step.Hours ?? 0);
        return (TimeSpan.FromTicks((long)((step.Hours ?? 0) * TimeSpan.TicksPerHour)), true);
    }

    private string AgencyOf(UserTask step) =>
        step.Seat switch { Seat.Office => past.IntakeAgency, Seat.Unit => step.Unit ?? "", _ => past.CompetentAgency };

    private void Entered(Node node)
    {
        elements.Add(node.Id);
        if (++places > MostPlaces) throw new Stuck(node, "Đi vòng mà không qua việc nào");
        if (node is not End && !node.Waits && !definition.OutOf(node).Any()) throw new Stuck(node, "Không có luồng ra");
    }

    private IReadOnlyList<Flow> Choose(Gateway gateway)
    {
        if (definition.OutOf(gateway).Skip(1).Any() is false) return [.. definition.OutOf(gateway)];
        if (definition.OutOf(gateway).Any(flow => !flow.IsDefault && flow.Condition is null))
            throw new Stuck(gateway, "Có luồng ra chưa có điều kiện");
        var taken = process.Choose(gateway, Value, now.Day());
        if (taken.Count == 0) throw new Stuck(gateway, "Không điều kiện nào đúng và không có luồng mặc định");
        stops.Add(new(gateway.Id, Named(gateway), StopKind.Choice, null, null, now, null, now, string.Join(' ', taken.Select(flow => flow.Id)),
            TimeSpan.Zero, null, false));
        return taken;
    }

    private object? Value(string name) => name.StartsWith(RunnableProcess.StepPrefix, StringComparison.Ordinal)
        ? outcomes.GetValueOrDefault(name[RunnableProcess.StepPrefix.Length..]) : past.Answers(name);

    private void Close(Standing one, DateTimeOffset at, string? outcome) => stops[one.Stop] = stops[one.Stop] with { DoneAt = at, Outcome = outcome };

    private Replayed Ended(Stuck? stuck)
    {
        if (stuck is null && past.Term is { EndsWithReturn: true }) ends = now;
        return new(past, stops, elements, stuck is null ? ends : null, stuck is null ? now : null, Due(), stuck?.Words, stuck?.At?.Id);
    }

    /// <summary>The legal term with the standstills where they would have been.</summary>
    private DateTimeOffset? Due()
    {
        if (past.Term is not { } term) return null;
        var count = TermCount.Of(term.Term, term.CutOff, past.Calendar, term.Rules);
        count.Start(past.ReceivedAt);
        var (until, stood) = (ends ?? DateTimeOffset.MaxValue, past.ReceivedAt);
        var letters = new Queue<(DateTimeOffset At, DateTimeOffset Until)>(term.Letters.OrderBy(letter => letter.At));
        foreach (var (from, to, wait) in records.Stills.OrderBy(still => still.From))
        {
            while (letters.TryPeek(out var letter) && letter.At <= from && letter.At <= until) count.Extend(letters.Dequeue().At, letter.Until);
            if (from > until) break;
            var begins = from > stood ? from : stood;
            if (to <= begins) continue;
            count.Pause(begins);
            count.Resume(to, wait.Restarts, "");
            stood = to;
        }
        while (letters.TryDequeue(out var letter) && letter.At <= until) count.Extend(letter.At, letter.Until);
        return count.Due();
    }

    private string Named(Node node) => node.Name.Length > 0 ? node.Name : Design.Outline.Title(definition, node);

    /// <summary>A place that waits.</summary>
    private sealed class Standing(Node node, int stop)
    {
        public Node Node => node;
        public int Stop => stop;
        public DateTimeOffset? Ends { get; set; }
        public string? Outcome { get; set; }
        public PastStep? Record { get; set; }
        public int RecordAt { get; set; }
        public List<(string? What, DateTimeOffset At)> Heard { get; } = [];
    }

    private sealed class Stuck(Node? at, string words) : Exception(words)
    {
        public Node? At => at;
        public string Words => Message;
    }
}
