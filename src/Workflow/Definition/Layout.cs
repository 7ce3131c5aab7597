namespace MotCua.Workflow.Definition;

/// <summary>Where an element stands, in the units of BPMN DI (pixels).</summary>
internal sealed record Box(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;
    public int Bottom => Y + Height;
    public int MiddleX => X + (Width / 2);
    public int MiddleY => Y + (Height / 2);
}

/// <summary>
/// Bố cục của hình vẽ: columns from left to right by the longest way from the start, those beside each other below each other; what leads far or back goes
/// through the gap below its row, so that it crosses no element.
/// </summary>
internal sealed class Layout
{
    private const int Column = 190;
    private const int Row = 140;
    private const int Margin = 40;
    private readonly ProcessDefinition definition;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Box> boxes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<(int X, int Y)>> ways = new(StringComparer.Ordinal);

    public Layout(ProcessDefinition definition)
    {
        this.definition = definition;
        Stand();
        foreach (var flow in definition.Flows) ways[flow.Id] = Lead(flow, ways.Count % 5);
        Width = boxes.Values.Select(box => box.Right).Concat(ways.Values.SelectMany(way => way.Select(point => point.X))).DefaultIfEmpty().Max() + Margin;
        Height = boxes.Values.Select(box => box.Bottom).Concat(ways.Values.SelectMany(way => way.Select(point => point.Y))).DefaultIfEmpty().Max() + Margin;
    }

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyDictionary<string, Box> Boxes => boxes;

    public IReadOnlyList<(int X, int Y)> Way(Flow flow) => ways[flow.Id];

    private void Stand()
    {
        var order = ReadingOrder.Of(definition, out var back);
        foreach (var node in order)
        {
            columns.TryAdd(node.Id, 0);
            foreach (var flow in ReadingOrder.Leaving(definition, node).Where(flow => !back.Contains(flow.Id)))
                columns[flow.To] = Math.Max(columns.GetValueOrDefault(flow.To), columns[node.Id] + 1);
        }
        var taken = new HashSet<(int, int)>();
        foreach (var node in order.Where(node => node is not Boundary))
        {
            // Beside what leads to it, or below.
            var row = definition.Into(node).Where(flow => !back.Contains(flow.Id)).Select(flow => RowOf(definition[flow.From])).DefaultIfEmpty(0).Min();
            while (!taken.Add((columns[node.Id], row))) row++;
            rows[node.Id] = row;
            var (width, height) = node.Waits && node is not Catch ? (120, 80) : node is Gateway ? (50, 50) : (36, 36);
            boxes[node.Id] = new(Margin + (columns[node.Id] * Column) + ((120 - width) / 2), Margin + (row * Row) + ((80 - height) / 2), width, height);
        }
        foreach (var beside in definition.Nodes.OfType<Boundary>().GroupBy(edge => edge.AttachedTo, StringComparer.Ordinal))
        {
            var (host, at) = (boxes[beside.Key], 0);
            foreach (var edge in beside) boxes[edge.Id] = new(host.Right - 44 - (at++ * 40), host.Bottom - 18, 36, 36);
        }
    }

    private int RowOf(Node node) => node is Boundary edge ? rows.GetValueOrDefault(edge.AttachedTo) + 1 : rows.GetValueOrDefault(node.Id);

    private List<(int X, int Y)> Lead(Flow flow, int lane)
    {
        var (source, from, to) = (definition[flow.From], boxes[flow.From], boxes[flow.To]);
        var (column, row) = (columns[source is Boundary edge ? edge.AttachedTo : flow.From], source is Boundary ? RowOf(source) - 1 : rows[flow.From]);
        var (leave, into) = (from.Right + 14 + (lane * 4), to.X - 14 - (lane * 3));
        var gap = Margin + (row * Row) + 80 + 22 + (lane * 7);
        if (source is Boundary)
            return [(from.MiddleX, from.Bottom), (from.MiddleX, gap + 10), (into, gap + 10), (into, to.MiddleY), (to.X, to.MiddleY)];
        if (columns[flow.To] == column + 1)
            return from.MiddleY == to.MiddleY ? [(from.Right, from.MiddleY), (to.X, to.MiddleY)]
                : [(from.Right, from.MiddleY), (leave, from.MiddleY), (leave, to.MiddleY), (to.X, to.MiddleY)];
        return [(from.Right, from.MiddleY), (leave, from.MiddleY), (leave, gap), (into, gap), (into, to.MiddleY), (to.X, to.MiddleY)];
    }
}
