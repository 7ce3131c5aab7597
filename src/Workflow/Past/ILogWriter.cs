namespace MotCua.Workflow.Past;

/// <summary>A run as it is written into a log that leaves the house.</summary>
/// <param name="Code">What it is called there.</param>
internal sealed record LoggedRun(Guid Id, string Code, PastWay Way, DateTimeOffset BeganAt, int[] Times, string[] Outcomes, Guid[] Assignees)
{
    /// <summary>Steps that are events: what was cancelled is none.</summary>
    public IEnumerable<int> Events => Enumerable.Range(0, Way.Keys.Length).Where(at => Way.States[at] != "cancelled");

    public DateTimeOffset OpenedAt(int at) => BeganAt.AddSeconds(Times[at * 3]);

    public DateTimeOffset EndedAt(int at) => BeganAt.AddSeconds(Times[(at * 3) + 1]);
}

/// <summary>One format.</summary>
internal interface ILogWriter : IAsyncDisposable
{
    Task Begin(string procedure, IReadOnlyCollection<PastWay> ways);

    /// <param name="official">The pseudonym of an account; null: nobody.</param>
    Task Add(LoggedRun run, Func<Guid, string?> official);

    Task End();
}
