using MotCua.Organisation.Contracts;

namespace MotCua.Dossiers.Clock;

/// <summary>What can be written into the ledger.</summary>
internal static class ClockKind
{
    public const string Start = "start";
    public const string Pause = "pause";
    public const string Resume = "resume";
    /// <summary>The whole term is counted again from here.</summary>
    public const string Restart = "restart";
    public const string Extend = "extend";
    public const string Stop = "stop";
    /// <summary>A counter-entry: the entry it names no longer counts, and stays visible.</summary>
    public const string Correct = "correct";
    /// <summary>The official calendar changed; from here the dossier is counted by the new version.</summary>
    public const string Calendar = "calendar";

    public static string Words(string kind) => kind switch
    {
        Start => "Bắt đầu tính",
        Pause => "Tạm dừng",
        Resume => "Tính tiếp",
        Restart => "Tính lại từ đầu",
        Extend => "Gia hạn",
        Stop => "Dừng tính",
        Correct => "Đính chính",
        Calendar => "Tính lại theo lịch mới",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>
/// Một dòng của sổ tính thời hạn: append-only, the application's database role can neither change nor delete it. The dates
/// of a dossier are a function of these rows, the rule set and the calendar versions that they name.
/// </summary>
internal sealed class ClockEntry
{
    public Guid DossierId { get; init; }
    public int Seq { get; init; }
    public required string Kind { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>The due time after this entry, as it was said then.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public string? Reason { get; init; }
    public string? LegalBasis { get; set; }
    public required string ActorName { get; init; }
    /// <summary>Why the clock stands (<see cref="Catalogue.Contracts.PauseCause"/>), or how it ended (a status).</summary>
    public string? Cause { get; init; }
    /// <summary>Of start: the term. None: theo quy định, no date is promised.</summary>
    public TermUnit? TermUnit { get; init; }
    public decimal? TermValue { get; init; }
    /// <summary>Of start: the hour after which a same-day result is due the next working day.</summary>
    public TimeOnly? CutOff { get; init; }
    /// <summary>Of start: the rule set of the day of reception.</summary>
    public Guid? RuleSetId { get; init; }
    /// <summary>From here on the dossier is counted by this version; named by the start and whenever a newer one was known.</summary>
    public int? CalendarVersion { get; set; }
    /// <summary>Of extend: the day and hour that the signed letter promises.</summary>
    public DateTimeOffset? Until { get; init; }
    /// <summary>Of correct: the number of the entry that no longer counts.</summary>
    public int? Corrects { get; init; }
}
