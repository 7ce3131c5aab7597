namespace MotCua.Workflow.Contracts;

/// <summary>Which ended dossiers are looked at.</summary>
public sealed record HappenedSpan(string Procedure, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Bước như đã làm.</summary>
/// <param name="Times">How often it was done or sent back.</param>
/// <param name="Dossiers">In how many dossiers.</param>
/// <param name="Took">From its opening to its end without standstills, hours of the calendar.</param>
/// <param name="Waited">From the end of what was before it to its opening, and while it stood.</param>
/// <param name="WorkedHours">All together.</param>
/// <param name="Again">Dossiers in which it was done more than once.</param>
/// <param name="SentBack">How often it was sent back to an earlier one.</param>
/// <param name="Cancelled">How often it was begun and came to nothing.</param>
/// <param name="Ways">The ways that it is on.</param>
/// <param name="WaysAgain">Those on which it comes more than once.</param>
public sealed record HappenedStep(string Key, string Name, string Kind, string Role, int Times, int Dossiers, Spread? Took, Spread? Waited, decimal WorkedHours,
    decimal WaitedHours, int Again, int SentBack, int Cancelled, IReadOnlyList<Guid> Ways, IReadOnlyList<Guid> WaysAgain);

/// <summary>Liền sau: one step ended next after another; the first and last have nothing beside them.</summary>
/// <param name="From">Empty: the dossier begins with <paramref name="To"/>.</param>
/// <param name="To">Empty: it ends with <paramref name="From"/>.</param>
/// <param name="Took">From the end of the one to the end of the other, hours of the calendar.</param>
public sealed record HappenedEdge(string From, string To, int Times, int Dossiers, Spread? Took, IReadOnlyList<Guid> Ways);

/// <summary>Biến thể: dossiers that went through the same steps in the same order.</summary>
/// <param name="Took">From the reception to the last step, hours of the calendar.</param>
public sealed record HappenedVariant(IReadOnlyList<string> Keys, int Dossiers, Spread Took, IReadOnlyList<Guid> Ways);

/// <summary>Giờ ở một cơ quan.</summary>
public sealed record HappenedUnit(string Agency, int Dossiers, decimal WorkedHours, decimal WaitedHours, Spread? Took, IReadOnlyList<Guid> Ways);

/// <summary>Điều đã xảy ra: what the ended dossiers of a procedure really went through.</summary>
/// <param name="Events">Steps that were ended.</param>
/// <param name="Waiting">Dossiers of the house that have ended and are not written yet.</param>
public sealed record Happened(int Dossiers, long Events, IReadOnlyList<HappenedStep> Steps, IReadOnlyList<HappenedEdge> Edges,
    IReadOnlyList<HappenedVariant> Variants, IReadOnlyList<HappenedUnit> Units, Spread? Took, int Waiting);
