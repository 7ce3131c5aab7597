using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Platform.Time;

namespace MotCua.Dossiers.Contracts;

/// <summary>The date that would be promised now, and why. Shown by the partial <c>/Dossiers/Receive/_Promise.cshtml</c>.</summary>
public sealed record PromiseView
{
    internal PromiseView() { }

    /// <summary>Null: theo quy định, no date is promised.</summary>
    public DateTimeOffset? DueAt { get; internal init; }

    /// <summary>The calendar of that year is not published yet.</summary>
    public bool Provisional { get; internal init; }

    public required string TermWords { get; init; }

    internal DueReason? Why { get; init; }

    /// <summary>Where no date is promised: the statutory maximum, when a law names one.</summary>
    internal StatutoryLimit? Limit { get; init; }

    /// <summary>As if the dossier were received at that moment: the same count as the ledger's.</summary>
    internal static PromiseView IfReceived(DateTimeOffset now, ProcedureVersionView version, ClockBasis basis)
    {
        var start = new ClockEntry
        {
            Seq = 1, Kind = ClockKind.Start, At = now, ActorName = "", TermUnit = version.Term?.Unit, TermValue = version.Term?.Value,
            CutOff = version.SameDayCutOff, CalendarVersion = basis.CalendarVersion,
        };
        var clock = DossierClock.Read([start], basis);
        return new PromiseView
        {
            DueAt = clock.Due, Provisional = clock.Provisional, TermWords = version.TermWords, Why = DueReason.Of(clock),
            Limit = StatutoryLimit.Of(version, [start], basis, now.Day()),
        };
    }
}
