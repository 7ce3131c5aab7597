using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Dossiers;

/// <summary>Vì sao là hạn này: the day of receipt and every day up to the due one, counted, skipped or standing, with its reason.</summary>
internal sealed record DueReason(DateOnly Since, IReadOnlyList<CountedDay> Days, DateOnly Due)
{
    /// <returns>Null when nothing was promised.</returns>
    public static DueReason? Of(DossierClock clock) =>
        clock is { StartedAt: { } started, Due: { } due } ? new DueReason(started.Day(), clock.Days, due.Day()) : null;
}
