using MotCua.Organisation.Contracts;

namespace MotCua.Workflow.Contracts;

/// <summary>Bước đã làm của một hồ sơ đã qua.</summary>
/// <param name="Key">Of the drawing that it walked.</param>
/// <param name="Outcome">How it was ended.</param>
/// <param name="SentBack">It was sent back to the step that was opened next.</param>
public sealed record PastStep(string Key, StepKind Kind, string Role, string Agency, string? Outcome, bool SentBack, DateTimeOffset OpenedAt,
    DateTimeOffset DueAt, DateTimeOffset DoneAt);

/// <summary>Lần chờ đã qua.</summary>
/// <param name="What">As drawings name messages (<see cref="PastWait.Supplement"/> …); null: for what no drawing waits.</param>
/// <param name="Stood">The clock of the dossier stood meanwhile.</param>
/// <param name="Restarts">Afterwards the whole term was counted again.</param>
public sealed record PastWait(string? What, DateTimeOffset From, DateTimeOffset To, bool Stood, bool Restarts = false)
{
    public const string Supplement = "supplement", Payment = "payment", Consultation = "consultation", Confirmation = "confirmation";
}

/// <summary>How the term of a dossier is counted.</summary>
/// <param name="CutOff">Of the procedure, for results of the same day.</param>
/// <param name="Letters">Days that signed letters promised, and when.</param>
/// <param name="EndsWithReturn">The clock goes on until the result is in the applicant's hands.</param>
public sealed record PastTerm(Term Term, TimeOnly? CutOff, CountingRules Rules, IReadOnlyList<(DateTimeOffset At, DateTimeOffset Until)> Letters,
    bool EndsWithReturn);

/// <summary>Một hồ sơ để chạy thử: what is known of it before and beside its process.</summary>
/// <param name="Term">Null: no date was promised.</param>
/// <param name="DueAt">As its clock said at the end.</param>
/// <param name="EndedAt">When its clock ended; null for one that is made up.</param>
/// <param name="Answers">Of its form, by the names that conditions use.</param>
/// <param name="Steps">In the order in which they were opened; cancelled ones left out.</param>
public sealed record PastCase(Guid Id, string Code, string IntakeAgency, string CompetentAgency, DateTimeOffset ReceivedAt, WorkingCalendar Calendar,
    PastTerm? Term, DateTimeOffset? DueAt, DateTimeOffset? EndedAt, Func<string, object?> Answers, IReadOnlyList<PastStep> Steps,
    IReadOnlyList<PastWait> Waits)
{
    /// <summary>Outcomes that are chosen for a dry run, by the id of their step; each for the first time that the step is come to.</summary>
    public IReadOnlyDictionary<string, string> Chosen { get; init; } = new Dictionary<string, string>();

    public bool WasLate => EndedAt is { } ended && DueAt is { } due && ended > due;
}
