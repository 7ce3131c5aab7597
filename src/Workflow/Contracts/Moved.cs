using System.Text.RegularExpressions;
using MotCua.Organisation.Contracts;

namespace MotCua.Workflow.Contracts;

/// <summary>What the moves of a dossier are decided and counted by.</summary>
/// <param name="Calendar">Office calendar that counts the working hours of steps and times.</param>
/// <param name="Answers">Of the form, by the names that conditions use; asked only where a drawing has conditions over them.</param>
/// <param name="Linked">How the linked dossiers have ended (<see cref="LinkedEnd"/>), by their place in the drawing; asked only where conditions do.</param>
public sealed record RunCase(string IntakeAgency, WorkingCalendar Calendar, Func<Task<Func<string, object?>>> Answers,
    Func<Task<IReadOnlyDictionary<string, string>>> Linked);

/// <summary>What is waited for that is no step of a person.</summary>
public enum WaitKind { Act, Message, Time, Child }

/// <summary>An answer that the drawing gives to the form of a linked dossier.</summary>
/// <param name="Field">Its path in that form.</param>
/// <param name="Text">Words with the answers of this form in braces: "Đăng ký thường trú cho {child.name}".</param>
public sealed partial record GivenAnswer(string Field, string Text)
{
    /// <summary>The answers that its words contain.</summary>
    public IEnumerable<string> Asked => Holes().Matches(Text).Select(hole => hole.Groups[1].Value);

    public string Said(Func<string, string> answer) => Holes().Replace(Text, hole => answer(hole.Groups[1].Value));

    [GeneratedRegex(@"\{([A-Za-z0-9_.]{1,100})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Holes();
}

/// <summary>Hồ sơ liên thông mà quy trình mở.</summary>
/// <param name="Place">Path of the address whose commune decides on it; null: not said.</param>
public sealed record LinkedCall(string Procedure, string? Place, IReadOnlyList<GivenAnswer> Given);

/// <summary>How a linked dossier has ended, as conditions of the drawing compare it.</summary>
public static class LinkedEnd
{
    public const string Done = "done", None = "none";
}

/// <summary>A place where the process waits for one of our own acts, a message from outside, a time or a child.</summary>
/// <param name="Token">Another one each time that the place is come to.</param>
/// <param name="What">Name of the act or message as drawings write it, e.g. "notify", "consultation".</param>
/// <param name="DueAt">Of a time.</param>
/// <param name="Call">Of a child.</param>
public sealed record Waiting(Guid Token, Guid DossierId, string Place, string Name, WaitKind Kind, string What, DateTimeOffset? DueAt,
    LinkedCall? Call = null);

/// <summary>What one move has come to.</summary>
/// <param name="Opened">Steps of people that it opened.</param>
/// <param name="Open">All steps of people that are open now.</param>
/// <param name="Began">What else began to wait.</param>
/// <param name="OnlyReturnLeft">Nobody will do anything here but return the result, our own acts and linked dossiers aside; or nothing is left at all.</param>
/// <param name="OnlyActs">Nothing stands but acts of our own: what comes next comes by itself.</param>
/// <param name="Over">Nothing is left at all.</param>
/// <param name="Links">The drawing opens linked dossiers, so that it may end by their results without one of its own.</param>
/// <param name="Linked">Names of the places at which a linked dossier is waited for now.</param>
/// <param name="Elsewhere">Agencies other than the deciding one whose steps it opened.</param>
public sealed record Moved(IReadOnlyList<CurrentTask> Opened, IReadOnlyList<CurrentTask> Open, IReadOnlyList<Waiting> Began, bool OnlyReturnLeft,
    bool OnlyActs, bool Over, bool Links, IReadOnlyList<string> Linked, IReadOnlyList<string> Elsewhere);

/// <summary>Cách kết thúc một bước, where it can end in several ways.</summary>
public sealed record StepOutcome(string Key, string Words);

/// <summary>What the drawing says of an open step beside its name and role.</summary>
/// <param name="Outcomes">Empty: it is done, and that is all.</param>
/// <param name="Checklist">What is to be looked at before it is ended.</param>
/// <param name="MayGoBack">There is a step before it that is not the reception.</param>
/// <param name="LeadsToSigning">Ended in one of its ways, the signature comes next.</param>
/// <param name="People">How many different people end it together.</param>
/// <param name="LeadsToOpinions">What comes next waits for opinions, so that somebody should have been asked.</param>
public sealed record StepOffer(IReadOnlyList<StepOutcome> Outcomes, IReadOnlyList<string> Checklist, bool MayGoBack, bool LeadsToSigning,
    bool LeadsToOpinions, int People);

/// <summary>Một người đã làm phần của mình ở bước nhiều người cùng làm.</summary>
public sealed record StepVoice(Guid AccountId, string Name, DateTimeOffset At);
