using System.Text;
using Microsoft.AspNetCore.Html;
using MotCua.Platform.Ui;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Design;

namespace MotCua.Workflow.Contracts;

/// <summary>A flow of the drawing, and how often it was taken.</summary>
public sealed record TakenFlow(string From, string To, int Times);

/// <summary>
/// Điều đã xảy ra trên hình đã vẽ. A step that ended next after another has gone the shortest way that the drawing has from one to the other, through
/// gateways, acts and waits; where it has none, the steps were done beside each other or otherwise than drawn.
/// </summary>
public sealed class HappenedDrawing
{
    private const int MostBeside = 12;

    private readonly ProcessDefinition definition;
    private readonly Happened happened;
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> drawn = [];

    private HappenedDrawing(ProcessDefinition definition, Happened happened)
    {
        (this.definition, this.happened) = (definition, happened);
        foreach (var edge in happened.Edges)
        {
            if (Way(edge.From, edge.To) is not { } way) continue;
            drawn.Add((edge.From, edge.To));
            foreach (var flow in way) taken[flow] = taken.GetValueOrDefault(flow) + edge.Times;
        }
    }

    /// <returns>null: the drawing cannot be read.</returns>
    public static HappenedDrawing? Of(Drawing drawing, Happened happened) =>
        BpmnReader.Read(Encoding.UTF8.GetBytes(drawing.Xml), drawing.Known).Definition is { } definition ? new(definition, happened) : null;

    /// <summary>The drawing leads from the one to the other without another step of a person.</summary>
    public bool IsDrawn(HappenedEdge edge) => drawn.Contains((edge.From, edge.To));

    public bool IsDrawn(string step) => definition.Find(step) is UserTask;

    /// <summary>As it is drawn; null: it is not.</summary>
    public string? NameOf(string step) => definition.Find(step) is UserTask { Name.Length: > 0 } task ? task.Name : null;

    /// <summary>Of the steps that were done at least one is drawn.</summary>
    public bool Fits => happened.Steps.Any(step => IsDrawn(step.Key));

    /// <summary>Steps that are drawn and that nobody has done.</summary>
    public IReadOnlyList<string> Untouched =>
        [.. definition.Nodes.OfType<UserTask>().Where(step => happened.Steps.All(one => one.Key != step.Id)).Select(step => step.Name)];

    /// <summary>In reading order.</summary>
    public IReadOnlyList<TakenFlow> Flows =>
        [.. ReadingOrder.Of(definition, out _).SelectMany(node => ReadingOrder.Leaving(definition, node))
            .Select(flow => new TakenFlow(Outline.Title(definition, definition[flow.From]), Outline.Title(definition, definition[flow.To]),
                taken.GetValueOrDefault(flow.Id)))];

    public IHtmlContent Picture(string title)
    {
        var most = Math.Max(1, taken.Values.DefaultIfEmpty().Max());
        var steps = happened.Steps.ToDictionary(step => step.Key, StringComparer.Ordinal);
        return Design.Picture.Of(definition, title, new(
            flow => new(Vi.Number(taken.GetValueOrDefault(flow.Id)), 1 + (4.0 * taken.GetValueOrDefault(flow.Id) / most)),
            node => !steps.TryGetValue(node.Id, out var step) ? null
                : $"{Vi.Number(step.Times)} lần{(step.Took is { } took ? $" · {Vi.Number(took.Median)} giờ" : "")}",
            [.. happened.Edges.Where(edge => !IsDrawn(edge) && IsDrawn(edge.From) && IsDrawn(edge.To) && edge.From != edge.To).Take(MostBeside)
                .Select(edge => (edge.From, edge.To, Vi.Number(edge.Times)))]));
    }

    /// <summary>Flows from one step to the next; from the start where there is none before, to an end where there is none after.</summary>
    private List<string>? Way(string from, string to)
    {
        var begin = from.Length == 0 ? definition.Nodes.OfType<Start>().FirstOrDefault() : definition.Find(from) as UserTask as Node;
        if (begin is null) return null;
        var (open, come) = (new Queue<Node>([begin]), new Dictionary<string, (string Before, string Flow)>(StringComparer.Ordinal));
        while (open.TryDequeue(out var node))
        {
            foreach (var flow in ReadingOrder.Leaving(definition, node))
            {
                if (!come.TryAdd(flow.To, (node.Id, flow.Id))) continue;
                var next = definition[flow.To];
                if (to.Length == 0 ? next is End : next.Id == to) return Back(next.Id);
                if (next is not (UserTask or End)) open.Enqueue(next);
            }
        }
        return null;

        List<string> Back(string at)
        {
            var flows = new List<string>();
            do
            {
                var (before, flow) = come[at];
                flows.Add(flow);
                // An edge event belongs to the step that it stands at.
                at = before;
            } while (at != begin.Id);
            return flows;
        }
    }
}
