namespace MotCua.Organisation.Contracts;

/// <summary>
/// Lời hẹn đang mở, as the calendar's own pages see them: numbers only, no dossier. The room that makes promises gives it,
/// for the calendar stands below it and may not look up.
/// </summary>
public interface ICalendarPromises
{
    /// <summary>Open promises by the year (Vietnam time) in which they are due.</summary>
    Task<IReadOnlyDictionary<int, int>> ByYear();

    /// <summary>How many open promises a change would have counted again.</summary>
    Task<int> Touched(CalendarChange change);

    /// <summary>What the recounts did, by number of the calendar version; a version that moved nothing yet may be absent.</summary>
    Task<IReadOnlyDictionary<int, RecountView>> Recounts();
}

/// <summary>Một lần tính lại hạn.</summary>
/// <param name="FinishedAt">null while it runs.</param>
/// <param name="Seen">Open promises that were counted again; later and earlier are those that moved.</param>
public sealed record RecountView(DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Seen, int Later, int Earlier);
