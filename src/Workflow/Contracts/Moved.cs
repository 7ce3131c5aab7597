using MotCua.Organisation.Contracts;

namespace MotCua.Workflow.Contracts;

/// <summary>What the moves of a dossier are decided and counted by.</summary>
/// <param name="Calendar">Office calendar that counts the working hours of steps and times.</param>
/// <param name="Answers">Of the form, by the names that conditions use; asked only where a drawing has conditions over them.</param>
public sealed record RunCase(string IntakeAgency, WorkingCalendar Calendar, Func<Task<Func<string, object?>>> Answers);

/// <summary>What is waited for that is no step of a person.</summary>
public enum WaitKind { Act, Message, Time, Child }

/// <summary>A place where the process waits for one of our own acts, a message from outside, a time or a child.</summary>
/// <param name="Token">Another one each time that the place is come to.</param>
/// <param name="What">Name of the act or message as drawings write it, e.g. "notify", "consultation".</param>
/// <param name="DueAt">Of a time.</param>
public sealed record Waiting(Guid Token, Guid DossierId, string Place, string Name, WaitKind Kind, string What, DateTimeOffset? DueAt);

/// <summary>What one move has come to.</summary>
/// <param name="Opened">Steps of people that it opened.</param>
/// <param name="Open">All steps of people that are open now.</param>
/// <param name="Began">What else began to wait.</param>
/// <param name="OnlyReturnLeft">Nobody will do anything but return the result, our own acts aside; or nothing is left at all.</param>
/// <param name="OnlyActs">Nothing stands but acts of our own: what comes next comes by itself.</param>
public sealed record Moved(IReadOnlyList<CurrentTask> Opened, IReadOnlyList<CurrentTask> Open, IReadOnlyList<Waiting> Began, bool OnlyReturnLeft,
    bool OnlyActs);

/// <summary>Cách kết thúc một bước, where it can end in several ways.</summary>
public sealed record StepOutcome(string Key, string Words);

/// <summary>What the drawing says of an open step beside its name and role.</summary>
/// <param name="Outcomes">Empty: it is done, and that is all.</param>
/// <param name="Checklist">What is to be looked at before it is ended.</param>
/// <param name="MayGoBack">There is a step before it that is not the reception.</param>
/// <param name="LeadsToSigning">Ended in one of its ways, the signature comes next.</param>
public sealed record StepOffer(IReadOnlyList<StepOutcome> Outcomes, IReadOnlyList<string> Checklist, bool MayGoBack, bool LeadsToSigning);
