using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Dossiers;

/// <summary>Vì sao là hạn này: the day from which the clock counts, and every day up to the due one, counted or skipped with its reason.</summary>
internal sealed record DueReason(DateOnly Since, string SinceWords, IReadOnlyList<CountedDay> Days, DateOnly Due)
{
    private const string OfReceipt = "ngày tiếp nhận";

    // A guard for a due date far away; no legal term is longer.
    private const int MostDays = 400;

    /// <summary>Of a promise not yet made: as if the dossier were received at that moment.</summary>
    public static DueReason IfReceived(DateTimeOffset now, DueDate due) => new(now.Day(), OfReceipt, due.Days, due.At.Day());

    /// <param name="answers">When requests for a supplement were answered.</param>
    /// <returns>Null when nothing was promised.</returns>
    public static DueReason? Of(DateTimeOffset? receivedAt, DateTimeOffset? dueAt, IEnumerable<DateTimeOffset?> answers, ProcedureVersionView? version,
        WorkingCalendar calendar)
    {
        if (receivedAt is not { } received || dueAt is not { } due) return null;
        if (version?.Term is { } term)
        {
            var first = term.Unit == TermUnit.SameDay ? calendar.SameDay(received, version.SameDayCutOff) : term.DueFrom(received, calendar);
            if (first.At == due) return new(received.Day(), OfReceipt, first.Days, due.Day());
        }
        // After a pause the counting began again on the working day after the answer.
        var answered = answers.Where(at => at > received).Max();
        var since = (answered ?? received).Day();
        var days = new List<CountedDay>();
        for (var day = since.AddDays(1); day <= due.Day() && days.Count < MostDays; day = day.AddDays(1))
            days.Add(new CountedDay(day, calendar.IsWorkingDay(day), calendar.WhyNot(day)));
        return new(since, answered is null ? OfReceipt : "ngày nhận phần bổ sung", days, due.Day());
    }
}
