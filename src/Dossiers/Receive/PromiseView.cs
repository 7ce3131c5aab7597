using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Platform.Time;

namespace MotCua.Dossiers.Receive;

/// <summary>The date that would be promised now, and why.</summary>
/// <param name="DueAt">Null: theo quy định, no date is promised.</param>
/// <param name="Limit">Where no date is promised: the statutory maximum, when a law names one.</param>
internal sealed record PromiseView(DateTimeOffset? DueAt, bool Provisional, string TermWords, DueReason? Why, StatutoryLimit? Limit)
{
    /// <summary>As if the dossier were received at that moment: the same count as the ledger's.</summary>
    public static PromiseView IfReceived(DateTimeOffset now, ProcedureVersionView version, ClockBasis basis)
    {
        var start = new ClockEntry
        {
            Seq = 1, Kind = ClockKind.Start, At = now, ActorName = "", TermUnit = version.Term?.Unit, TermValue = version.Term?.Value,
            CutOff = version.SameDayCutOff, CalendarVersion = basis.CalendarVersion,
        };
        var clock = DossierClock.Read([start], basis);
        return new PromiseView(clock.Due, clock.Provisional, version.TermWords, DueReason.Of(clock), StatutoryLimit.Of(version, [start], basis, now.Day()));
    }
}
