using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Expressions;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Run;

/// <summary>
/// Quy trình đã chốt, read: what the drawing of <c>workflow.process</c> says and how its tokens move. A row is named by its content, so all dossiers of one
/// version share it.
/// </summary>
internal sealed class RunnableProcess
{
    private static readonly ConcurrentDictionary<Guid, RunnableProcess> Read = [];

    private readonly Dictionary<string, int> numbers;
    private readonly ConcurrentDictionary<string, StepOffer> offers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> onlyReturn = new(StringComparer.Ordinal);

    private RunnableProcess(Guid id, ProcessDefinition definition)
    {
        (Id, Definition, Game, Ahead) = (id, definition, new TokenGame(definition), new StepsAhead(definition));
        numbers = definition.Nodes.OfType<UserTask>().Select((step, no) => (step.Id, no))
            .ToDictionary(pair => pair.Id, pair => pair.no, StringComparer.Ordinal);
        var asked = definition.Flows.SelectMany(flow => flow.Condition?.Names ?? []).ToHashSet(StringComparer.Ordinal);
        AsksAnswers = asked.Any(name => !name.StartsWith(StepPrefix, StringComparison.Ordinal));
        AsksSteps = definition.Nodes.Any(node => node is UserTask && asked.Contains(StepPrefix + node.Id));
        AsksLinked = definition.Nodes.Any(node => node is CallActivity && asked.Contains(StepPrefix + node.Id));
        Links = definition.Nodes.Any(node => node is CallActivity);
    }

    /// <summary>Outcomes are asked for as <c>step.ID</c>.</summary>
    public const string StepPrefix = "step.";

    public Guid Id { get; }
    public ProcessDefinition Definition { get; }
    public TokenGame Game { get; }
    public StepsAhead Ahead { get; }

    /// <summary>Its conditions look at outcomes of steps.</summary>
    public bool AsksSteps { get; }

    /// <summary>Its conditions look at how linked dossiers ended.</summary>
    public bool AsksLinked { get; }

    /// <summary>It opens linked dossiers.</summary>
    public bool Links { get; }

    /// <summary>Its conditions look at the answers of the dossier.</summary>
    public bool AsksAnswers { get; }

    /// <summary>The place of a step in the drawing, from 0.</summary>
    public int NumberOf(UserTask step) => numbers[step.Id];

    /// <summary>Which flows leave a gateway: those whose condition holds, the first alone where only one may; without any, the default.</summary>
    public IReadOnlyList<Flow> Choose(Gateway gateway, Func<string, object?> value, DateOnly today)
    {
        var leaves = Definition.OutOf(gateway).ToList();
        if (leaves.Count == 1) return leaves;
        var held = leaves.Where(flow => !flow.IsDefault && flow.Condition!.Holds(value, today));
        IReadOnlyList<Flow> chosen = gateway.Kind == GatewayKind.Exclusive ? [.. held.Take(1)] : [.. held];
        return chosen.Count > 0 ? chosen : [.. leaves.Where(flow => flow.IsDefault)];
    }

    public StepOffer OfferOf(string step) => offers.GetOrAdd(step, key =>
    {
        if (Definition.Find(key) is not UserTask task) return new([], [], false, false, false, 1);
        var before = Definition.StepsBefore(task);
        var after = Definition.StepsAfter(task);
        return new([.. task.Outcomes.Select(one => new StepOutcome(one.Key, one.Words))], task.Checklist,
            before.Any(step => step.Kind != StepKind.Receive), after.Any(next => next.Kind == StepKind.Sign),
            Definition.Between(task).Any(next => next is Catch { For: Awaited.Consultation }), task.People);
    });

    /// <summary>Whether from this element on nobody does anything here but return the result; our own acts and linked dossiers aside.</summary>
    /// <param name="place">Id of a flow or node.</param>
    public bool LeadsOnlyToReturn(string place) => onlyReturn.GetOrAdd(place, id =>
    {
        var first = Definition.Find(id) ?? Definition[Definition.Flows.First(flow => flow.Id == id).To];
        var (open, seen) = (new Stack<Node>([first]), new HashSet<string>(StringComparer.Ordinal));
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node.Id)) continue;
            if (node is UserTask { Kind: not StepKind.Return } or Catch) return false;
            foreach (var next in Definition.OutOf(node).Select(flow => Definition[flow.To]).Concat(Definition.Around(node))) open.Push(next);
        }
        return true;
    });

    /// <summary>A process never changes once it is frozen, so it is read once.</summary>
    public static async Task<RunnableProcess> Of(Db db, Guid id)
    {
        if (Read.TryGetValue(id, out var known)) return known;
        var row = (await db.Ask($"select drawing, known::text from workflow.process where id = {id}",
            row => (Drawing: row.GetString(0), Known: row.GetString(1)))).SingleOrDefault();
        if (row.Drawing is null) throw new InvalidOperationException($"Process {id} is gone.");
        return Of(id, row.Drawing, JsonSerializer.Deserialize<List<KnownValue>>(row.Known, EventLog.Json)!);
    }

    public static RunnableProcess Of(Guid id, string drawing, IReadOnlyList<KnownValue> known)
    {
        if (Read.TryGetValue(id, out var one)) return one;
        var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(drawing), known);
        if (definition is null || faults.Any(fault => fault.Hinders))
            throw new InvalidOperationException($"Process {id} cannot be read: {faults.FirstOrDefault(one => one.Hinders)?.Words}");
        // Many thousand versions of processes are read in no house; what is dropped is read again.
        if (Read.Count > 1_500) Read.Clear();
        return Read[id] = new RunnableProcess(id, definition);
    }
}
