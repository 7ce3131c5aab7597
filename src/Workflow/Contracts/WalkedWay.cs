using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Contracts;

/// <summary>A step as people outside see it.</summary>
/// <param name="Certain">Every way to a result comes by it; else it depends on what is found out.</param>
/// <param name="Agency">Name of another agency that does it; null: who decides, or the office.</param>
public sealed record WayStep(string Key, string Name, StepKind Kind, bool Certain, string? Agency);

/// <summary>What a dossier waits for that is no step of a person.</summary>
/// <param name="What">Name of the message as drawings write it, e.g. "consultation".</param>
/// <param name="DueAt">Of a time.</param>
public sealed record WayWait(string Name, WaitKind Kind, string What, DateTimeOffset? DueAt);

/// <summary>
/// Đường đi của một hồ sơ: what was done, where it stands (at several places at once, it may be), what is still to come, in the order of the drawing.
/// </summary>
public sealed record WalkedWay(IReadOnlyList<WayStep> Done, IReadOnlyList<WayStep> Open, IReadOnlyList<WayWait> Waits, IReadOnlyList<WayStep> Ahead)
{
    /// <summary>
    /// Where the dossier stands, as JSON for <see cref="WalkedWays.Read"/>; null: it was not received yet. In a statement whose <c>d.id</c> is the
    /// dossier, so that who shows it needs no round trip of its own.
    /// </summary>
    public static string Stand { get; } = """
        (select json_build_object('process', r.process_id,
            'tasks', array(select json_build_object('key', t.step_key, 'name', t.step_name, 'state', t.state)
                from workflow.task t where t.dossier_id = r.dossier_id order by t.seq),
            'tokens', array(select json_build_object('place', k.place, 'awaits', k.awaits, 'due_at', k.due_at)
                from workflow.token k where k.dossier_id = r.dossier_id order by k.since))
         from workflow.run r where r.dossier_id = d.id)
        """;
}

/// <summary>Reads the way of a dossier from where it stands; the drawing itself is read once.</summary>
public sealed class WalkedWays(Db db, OrganisationDirectory directory)
{
    /// <param name="stand">What <see cref="WalkedWay.Stand"/> gave.</param>
    public async Task<WalkedWay> Read(string stand)
    {
        var at = JsonSerializer.Deserialize<Standing>(stand, RowJson.Columns)!;
        var process = await RunnableProcess.Of(db, at.Process);
        var open = at.Tasks.Where(task => task.State is "open" or "paused").ToList();
        var ahead = await Ahead(process, open.Select(task => task.Key).Concat(at.Tokens.Select(token => token.Place)));
        var still = open.Select(task => task.Key).Concat(ahead.Select(step => step.Key)).ToHashSet(StringComparer.Ordinal);
        var done = await Steps(process, at.Tasks.Where(task => task.State == "done" && !still.Contains(task.Key)).DistinctBy(task => task.Key), _ => true);
        return new([.. done.Where(step => step.Kind is not (StepKind.Receive or StepKind.Return))], await Steps(process, open, _ => true),
            [.. at.Tokens.Where(token => token.Awaits is not null).Select(token => Wait(process, token)).OfType<WayWait>()], ahead);
    }

    /// <summary>Of a dossier that comes to its first step when it is received.</summary>
    public async Task<IReadOnlyList<WayStep>> Begin(Drawing drawing)
    {
        var process = RunnableProcess.Of(drawing.Id, drawing.Xml, drawing.Known);
        return [.. (await Ahead(process, process.Game.Ids(process.Game.Begin()))).Where(step => step.Kind != StepKind.Receive)];
    }

    private Task<IReadOnlyList<WayStep>> Ahead(RunnableProcess process, IEnumerable<string> places)
    {
        var (from, all, certain) = (places.ToList(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (may, must) in from.Select(process.Ahead.Of))
        {
            all.UnionWith(may);
            certain.UnionWith(must);
        }
        all.ExceptWith(from);
        return Steps(process, process.Ahead.InOrder(all).Select(step => new TaskRow(step.Id, step.Name, "")), certain.Contains);
    }

    private async Task<IReadOnlyList<WayStep>> Steps(RunnableProcess process, IEnumerable<TaskRow> rows, Func<string, bool> certain)
    {
        var steps = new List<WayStep>();
        foreach (var row in rows)
        {
            var drawn = process.Definition.Find(row.Key) as UserTask;
            var agency = drawn is { Seat: Seat.Unit, Unit: { } unit } ? (await directory.Agency(unit))?.Name ?? unit : null;
            steps.Add(new(row.Key, row.Name, drawn?.Kind ?? StepKind.Appraise, certain(row.Key), agency));
        }
        return steps;
    }

    /// <summary>An act of the house is done within seconds and is nothing to wait for; what stands at an edge is told where it happens.</summary>
    private static WayWait? Wait(RunnableProcess process, TokenRow row)
    {
        if (process.Definition.Find(row.Place) is not { } node || node is Boundary) return null;
        var wait = new Token { Place = row.Place, Awaits = row.Awaits, DueAt = row.DueAt }.AsWaiting(node);
        return wait.Kind == WaitKind.Act ? null : new(wait.Name, wait.Kind, wait.What, wait.DueAt);
    }

    private sealed record Standing(Guid Process, List<TaskRow> Tasks, List<TokenRow> Tokens);

    private sealed record TaskRow(string Key, string Name, string State);

    private sealed record TokenRow(string Place, string? Awaits, DateTimeOffset? DueAt);
}
