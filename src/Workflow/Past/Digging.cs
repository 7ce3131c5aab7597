using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Past;

/// <summary>A way that runs went, as it is kept.</summary>
internal sealed record PastWay(Guid Id, string[] Keys, string[] Names, string[] Kinds, string[] Roles, string[] Agencies, string[] States);

/// <summary>
/// Adds up runs one after the other: what is on a way is looked up once, of a run only its times are read. Keeps four bytes for each time, so that medians
/// are those of the dossiers and no estimates.
/// </summary>
internal sealed class Digging
{
    private const float Hour = 3_600;

    private readonly Dictionary<Guid, Path> paths = [];
    private readonly Dictionary<string, Step> steps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), Edge> edges = [];
    private readonly Dictionary<string, Variant> variants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit> units = new(StringComparer.Ordinal);
    private readonly List<float> took = [];
    private int dossiers;
    private long events;

    public void Know(PastWay way) => paths.TryAdd(way.Id, new Path(way, this));

    public bool Knows(Guid way) => paths.ContainsKey(way);

    /// <param name="times">Of each step three: opened, ended, stood; seconds.</param>
    public void Add(Guid way, ReadOnlySpan<int> times)
    {
        var path = paths[way];
        dossiers++;
        path.Runs++;
        var (last, before) = (0, 0);
        foreach (var at in path.Done)
        {
            var (opened, ended, stood) = (times[at * 3], times[(at * 3) + 1], times[(at * 3) + 2]);
            // Steps beside each other are opened before the other one ends: nobody waits between them.
            var (step, unit, worked, waited) = (path.Steps[at], path.Units[at], Math.Max(0, ended - opened - stood), stood + Math.Max(0, opened - last));
            step.Took.Add(worked / Hour);
            step.Waited.Add(waited / Hour);
            unit.Add(worked, waited);
            path.Edges[before++].Took.Add((ended - last) / Hour);
            last = Math.Max(last, ended);
            events++;
        }
        path.Variant.Took.Add(last / Hour);
        took.Add(last / Hour);
        foreach (var unit in path.Places) unit.Close();
    }

    public Happened Result(int waiting)
    {
        var gone = paths.Values.Where(path => path.Runs > 0).ToList();
        int Runs(IEnumerable<Guid> ways) => ways.Sum(way => paths[way].Runs);
        return new(dossiers, events,
            [.. steps.Values.Select(step => (step, ways: gone.Where(path => path.Has(step)).Select(path => path.Way.Id).ToList(),
                    again: gone.Where(path => path.Times(step) > 1).Select(path => path.Way.Id).ToList()))
                .Where(one => one.ways.Count > 0 || gone.Any(path => path.Cancelled(one.step.Key) > 0))
                .Select(one => new HappenedStep(one.step.Key, one.step.Name, one.step.Kind, one.step.Role, one.step.Took.Count, Runs(one.ways),
                    Spread.Of(one.step.Took), Spread.Of(one.step.Waited), Hours(one.step.Took), Hours(one.step.Waited), Runs(one.again),
                    gone.Sum(path => path.SentBack(one.step.Key) * path.Runs), gone.Sum(path => path.Cancelled(one.step.Key) * path.Runs),
                    one.ways, one.again))
                .OrderByDescending(step => step.WorkedHours + step.WaitedHours)],
            [.. edges.Values.Where(edge => edge.Took.Count > 0 || edge.To.Length == 0)
                .Select(edge => (edge, ways: gone.Where(path => path.Edges.Contains(edge)).Select(path => path.Way.Id).ToList()))
                .Where(one => one.ways.Count > 0)
                .Select(one => new HappenedEdge(one.edge.From, one.edge.To, one.edge.To.Length == 0 ? Runs(one.ways) : one.edge.Took.Count, Runs(one.ways),
                    Spread.Of(one.edge.Took), one.ways))
                .OrderByDescending(edge => edge.Times)],
            [.. variants.Values.Where(variant => variant.Took.Count > 0)
                .Select(variant => new HappenedVariant(variant.Keys, variant.Took.Count, Spread.Of(variant.Took)!,
                    [.. gone.Where(path => path.Variant == variant).Select(path => path.Way.Id)]))
                .OrderByDescending(variant => variant.Dossiers).ThenBy(variant => variant.Keys.Count)],
            [.. units.Values.Select(unit => (unit, ways: gone.Where(path => path.Places.Contains(unit)).Select(path => path.Way.Id).ToList()))
                .Where(one => one.ways.Count > 0)
                .Select(one => new HappenedUnit(one.unit.Agency, Runs(one.ways), Whole(one.unit.Worked), Whole(one.unit.Waited), Spread.Of(one.unit.Took),
                    one.ways))
                .OrderByDescending(unit => unit.WorkedHours + unit.WaitedHours).ThenBy(unit => unit.Agency, StringComparer.Ordinal)],
            Spread.Of(took), waiting);
    }

    private static decimal Hours(List<float> hours) => Math.Round((decimal)hours.Sum(hour => (double)hour), 1);

    private static decimal Whole(double seconds) => Math.Round((decimal)(seconds / Hour), 1);

    private static T Of<TKey, T>(Dictionary<TKey, T> all, TKey key, Func<T> make)
        where TKey : notnull => all.TryGetValue(key, out var one) ? one : all[key] = make();

    /// <summary>A way with everything that its runs add to.</summary>
    private sealed class Path
    {
        public Path(PastWay way, Digging all)
        {
            Way = way;
            Steps = [.. way.Keys.Select((key, at) => Of(all.steps, key, () => new Step(key, way.Names[at], way.Kinds[at], way.Roles[at])))];
            Units = [.. way.Agencies.Select(agency => Of(all.units, agency, () => new Unit(agency)))];
            // What was cancelled is no event of the way.
            Done = [.. Enumerable.Range(0, way.Keys.Length).Where(at => way.States[at] != "cancelled")];
            Places = [.. Done.Select(at => Units[at]).Distinct()];
            var keys = Done.Select(at => way.Keys[at]).ToList();
            Edges = [.. keys.Prepend("").Zip(keys.Append("")).Select(pair => Of(all.edges, pair, () => new Edge(pair.First, pair.Second)))];
            Variant = Of(all.variants, string.Join('\u001f', keys), () => new Variant(keys));
        }

        public PastWay Way { get; }
        public int Runs { get; set; }
        public Step[] Steps { get; }
        public Unit[] Units { get; }
        public int[] Done { get; }
        public Unit[] Places { get; }
        public Edge[] Edges { get; }
        public Variant Variant { get; }

        public int Times(Step step) => Done.Count(at => Steps[at] == step);

        public bool Has(Step step) => Done.Any(at => Steps[at] == step);

        public int SentBack(string key) => Count(key, "returned");

        public int Cancelled(string key) => Count(key, "cancelled");

        private int Count(string key, string state) => Enumerable.Range(0, Way.Keys.Length).Count(at => Way.Keys[at] == key && Way.States[at] == state);
    }

    private sealed class Step(string key, string name, string kind, string role)
    {
        public string Key => key;
        public string Name => name;
        public string Kind => kind;
        public string Role => role;
        public List<float> Took { get; } = [];
        public List<float> Waited { get; } = [];
    }

    private sealed class Edge(string from, string to)
    {
        public string From => from;
        public string To => to;
        public List<float> Took { get; } = [];
    }

    private sealed class Variant(IReadOnlyList<string> keys)
    {
        public IReadOnlyList<string> Keys => keys;
        public List<float> Took { get; } = [];
    }

    /// <summary>An agency; what one dossier takes there is one figure of its spread.</summary>
    private sealed class Unit(string agency)
    {
        private double now;

        public string Agency => agency;
        public double Worked { get; private set; }
        public double Waited { get; private set; }
        public List<float> Took { get; } = [];

        public void Add(int worked, int waited) =>
            (Worked, Waited, now) = (Worked + worked, Waited + waited, now + worked + waited);

        public void Close()
        {
            Took.Add((float)(now / Hour));
            now = 0;
        }
    }
}
