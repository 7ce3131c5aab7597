using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>The date that would be promised now, and why.</summary>
/// <param name="DueAt">Null: theo quy định, no date is promised.</param>
internal sealed record PromiseView(DateTimeOffset? DueAt, bool Provisional, string TermWords, DueReason? Why)
{
    /// <summary>As if the dossier were received at that moment: the same count as the ledger's.</summary>
    public static PromiseView IfReceived(DateTimeOffset now, ProcedureVersionView version, ClockBasis basis)
    {
        var clock = DossierClock.Read(
            [
                new ClockEntry
                {
                    Seq = 1, Kind = ClockKind.Start, At = now, ActorName = "", TermUnit = version.Term?.Unit, TermValue = version.Term?.Value,
                    CutOff = version.SameDayCutOff, CalendarVersion = basis.CalendarVersion,
                },
            ], basis);
        return new PromiseView(clock.Due, clock.Provisional, version.TermWords, DueReason.Of(clock));
    }
}
