namespace MotCua.Workflow.Contracts;

/// <summary>What kind of place a replayed dossier came to.</summary>
public enum StopKind { Step, Act, Wait, Linked, Edge, Choice }

/// <summary>Một chặng của hồ sơ chạy thử: a place where it waited, or a gateway at which one of several ways was chosen.</summary>
/// <param name="Place">Id of the element.</param>
/// <param name="Role">Of a step.</param>
/// <param name="Agency">Of a step: where it is done.</param>
/// <param name="DueAt">Of a step or a time.</param>
/// <param name="DoneAt">Null: it was left because something else happened, or is where the dossier stays.</param>
/// <param name="Outcome">Of a step, its word; of a choice, the flows that were taken.</param>
/// <param name="Worked">Working time that it takes here.</param>
/// <param name="Assumed">The past says nothing of it: the drawn hours or the default way stand in.</param>
public sealed record ReplayedStop(string Place, string Name, StopKind Kind, string? Role, string? Agency, DateTimeOffset OpenedAt, DateTimeOffset? DueAt,
    DateTimeOffset? DoneAt, string? Outcome, TimeSpan Worked, decimal? Hours, bool Assumed);

/// <summary>How one dossier would have gone through a drawing.</summary>
/// <param name="Stops">In the order in which they were come to.</param>
/// <param name="Elements">Everything that a token came to.</param>
/// <param name="EndsAt">When its clock would have ended; null: it gets stuck before.</param>
/// <param name="OverAt">When nothing would have been left to do; null: it gets stuck.</param>
/// <param name="DueAt">Its legal term, standstills where they would have been.</param>
/// <param name="Stuck">Why it does not come to its end, in words.</param>
/// <param name="StuckAt">The element at which it stays.</param>
public sealed record Replayed(PastCase Case, IReadOnlyList<ReplayedStop> Stops, IReadOnlySet<string> Elements, DateTimeOffset? EndsAt,
    DateTimeOffset? OverAt, DateTimeOffset? DueAt, string? Stuck, string? StuckAt)
{
    public bool IsLate => EndsAt is { } ends && DueAt is { } due && ends > due;

    public bool HasAssumed => Stops.Any(stop => stop.Assumed);
}
