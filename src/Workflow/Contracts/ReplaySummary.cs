using MotCua.Workflow.Replay;

namespace MotCua.Workflow.Contracts;

/// <summary>Trung vị và mức 90 %: half of the dossiers, and nine of ten, take no more than that. Working hours.</summary>
public sealed record Spread(int Dossiers, decimal Median, decimal P90)
{
    /// <returns>null: of nothing.</returns>
    internal static Spread? Of(List<float> hours)
    {
        if (hours.Count == 0) return null;
        hours.Sort();
        return new(hours.Count, At(0.5), At(0.9));

        // The nearest rank: a figure that some dossier really has.
        decimal At(double share) => Math.Round((decimal)hours[Math.Max(0, (int)Math.Ceiling(share * hours.Count) - 1)], 1);
    }
}

/// <summary>Working hours as they were and as they would be.</summary>
/// <param name="Role">Null: all of it, from the reception to the result.</param>
/// <param name="Agency">Null: in all of them.</param>
/// <param name="GivenBefore">What the steps were given, by their own due times.</param>
public sealed record HoursChange(string? Role, string? Agency, Spread? Before, Spread? After, Spread? GivenBefore, Spread? GivenAfter);

/// <summary>
/// Kết quả chạy thử: counts by the name of a figure. <see cref="FiguresOf"/> says of one dossier which figures count it, so a list that is opened holds just
/// the dossiers of its number. Keeps a few numbers of each dossier, never the dossier.
/// </summary>
/// <param name="held">Whether somebody holds this role at this agency today.</param>
public sealed class ReplaySummary(Func<string, string, bool> held)
{
    public const string All = "tat-ca", LateBefore = "tre-truoc", LateAfter = "tre-sau", LateNew = "tre-them", LateGone = "het-tre", Stuck = "ket",
        Ended = "toi-cuoi", NoTerm = "khong-hen", Assumed = "gia-dinh", Nobody = "vang";

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string?, string?), Series> series = [];
    private readonly Dictionary<(string Place, string Words), int> reasons = [];

    /// <summary>Figures about one thing: "element:ID", "way:ID", "stuck:ID", "nobody:ID", "assumed:ID".</summary>
    public static string About(string what, string id) => $"{what}:{id}";

    public int this[string figure] => counts.GetValueOrDefault(figure);

    /// <summary>Where dossiers get stuck and why, the most frequent first.</summary>
    public IReadOnlyList<(string Place, string Words, int Dossiers)> Reasons =>
        [.. reasons.OrderByDescending(one => one.Value).ThenBy(one => one.Key.Place, StringComparer.Ordinal)
            .Select(one => (one.Key.Place, one.Key.Words, one.Value))];

    /// <summary>The whole first, then each role, then each role of each agency.</summary>
    public IReadOnlyList<HoursChange> Hours =>
        [.. series.OrderBy(one => one.Key.Item2 is null ? 0 : 1).ThenBy(one => one.Key.Item2, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Item1 is null ? 0 : 1).ThenBy(one => one.Key.Item1, StringComparer.Ordinal)
            .Select(one => new HoursChange(one.Key.Item1, one.Key.Item2, Spread.Of(one.Value.Before), Spread.Of(one.Value.After),
                Spread.Of(one.Value.GivenBefore), Spread.Of(one.Value.GivenAfter)))];

    /// <summary>The names of the figures that count this dossier, each once.</summary>
    public IReadOnlySet<string> FiguresOf(Replayed one)
    {
        var figures = new HashSet<string>(StringComparer.Ordinal) { All };
        if (one.DueAt is null) figures.Add(NoTerm);
        if (one.Case.WasLate) figures.Add(LateBefore);
        if (one.IsLate) figures.Add(LateAfter);
        // Of one that gets stuck nothing is known.
        if (one.IsLate && !one.Case.WasLate) figures.Add(LateNew);
        if (one.Stuck is null && !one.IsLate && one.Case.WasLate) figures.Add(LateGone);
        if (one.Stuck is null) figures.Add(Ended);
        else
        {
            figures.Add(Stuck);
            figures.Add(About("stuck", one.StuckAt ?? ""));
        }
        foreach (var element in one.Elements) figures.Add(About("element", element));
        foreach (var stop in one.Stops)
        {
            if (stop.Assumed)
            {
                figures.Add(Assumed);
                figures.Add(About("assumed", stop.Place));
            }
            if (stop.Kind == StopKind.Choice) foreach (var flow in stop.Outcome!.Split(' ')) figures.Add(About("way", flow));
            if (stop is not { Kind: StopKind.Step, Role: { } role, Agency: { } agency }) continue;
            if (one.Stuck is null)
            {
                figures.Add(After(role, agency));
                figures.Add(After(role, null));
            }
            if (held(role, agency)) continue;
            figures.Add(Nobody);
            figures.Add(About("nobody", stop.Place));
        }
        foreach (var step in one.Case.Steps)
        {
            figures.Add(Before(step.Role, step.Agency));
            figures.Add(Before(step.Role, null));
        }
        return figures;
    }

    /// <summary>Dossiers that this role, there or anywhere, had a part in.</summary>
    public static string Before(string role, string? agency) => $"before:{role}|{agency}";

    /// <summary>Dossiers that it would have a part in.</summary>
    public static string After(string role, string? agency) => $"after:{role}|{agency}";

    public void Add(Replayed one)
    {
        foreach (var figure in FiguresOf(one)) counts[figure] = counts.GetValueOrDefault(figure) + 1;
        if (one.Stuck is { } words) reasons[(one.StuckAt ?? "", words)] = reasons.GetValueOrDefault((one.StuckAt ?? "", words)) + 1;
        var (time, sums) = (WorkedTime.Of(one.Case.Calendar), new Dictionary<(string, string?), Sum>());
        foreach (var step in one.Case.Steps)
        {
            var (worked, given) = (time.Between(step.OpenedAt, step.DoneAt), time.Between(step.OpenedAt, step.DueAt));
            foreach (var wait in one.Case.Waits)
            {
                if (!wait.Stood || wait.From >= step.DoneAt || wait.To <= step.OpenedAt) continue;
                worked -= Common(time, wait, step.OpenedAt, step.DoneAt);
                given -= Common(time, wait, step.OpenedAt, step.DueAt);
            }
            foreach (var agency in (string?[])[step.Agency, null])
            {
                var sum = sums[(step.Role, agency)] = sums.GetValueOrDefault((step.Role, agency)) ?? new();
                (sum.Before, sum.GivenBefore) = ((sum.Before ?? 0) + worked.TotalHours, (sum.GivenBefore ?? 0) + given.TotalHours);
            }
        }
        if (one.Stuck is null)
            foreach (var stop in one.Stops.Where(stop => stop.Kind == StopKind.Step))
                foreach (var agency in (string?[])[stop.Agency, null])
                {
                    var sum = sums[(stop.Role!, agency)] = sums.GetValueOrDefault((stop.Role!, agency)) ?? new();
                    (sum.After, sum.GivenAfter) = ((sum.After ?? 0) + stop.Worked.TotalHours, (sum.GivenAfter ?? 0) + (double)(stop.Hours ?? 0));
                }
        foreach (var ((role, agency), sum) in sums) Of(role, agency).Add(sum);
        Of(null, null).Add(new Sum
        {
            Before = one.Case.EndedAt is { } ended ? time.Between(one.Case.ReceivedAt, ended).TotalHours : null,
            After = one.EndsAt is { } ends ? time.Between(one.Case.ReceivedAt, ends).TotalHours : null,
            GivenBefore = sums.Where(sum => sum.Key.Item2 is null && sum.Value.GivenBefore is not null).Sum(sum => sum.Value.GivenBefore),
            GivenAfter = one.Stuck is not null ? null : sums.Where(sum => sum.Key.Item2 is null).Sum(sum => sum.Value.GivenAfter ?? 0),
        });
    }

    private static TimeSpan Common(WorkedTime time, PastWait wait, DateTimeOffset from, DateTimeOffset to) =>
        time.Between(wait.From > from ? wait.From : from, wait.To < to ? wait.To : to);

    private Series Of(string? role, string? agency) => series.TryGetValue((role, agency), out var one) ? one : series[(role, agency)] = new();

    private sealed class Sum
    {
        public double? Before { get; set; }
        public double? After { get; set; }
        public double? GivenBefore { get; set; }
        public double? GivenAfter { get; set; }
    }

    private sealed class Series
    {
        public List<float> Before { get; } = [];
        public List<float> After { get; } = [];
        public List<float> GivenBefore { get; } = [];
        public List<float> GivenAfter { get; } = [];

        public void Add(Sum sum)
        {
            if (sum.Before is { } before) Before.Add((float)before);
            if (sum.After is { } after) After.Add((float)after);
            if (sum.GivenBefore is { } given) GivenBefore.Add((float)given);
            if (sum.GivenAfter is { } later) GivenAfter.Add((float)later);
        }
    }
}
