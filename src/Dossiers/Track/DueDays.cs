using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Dossiers.Track;

/// <summary>Lịch tính hạn: the days between the start of the clock and the due date, each counted or skipped with the reason.</summary>
internal static class DueDays
{
    /// <summary>Where the counting begins, in words: a term of the same day is not put off to the next one.</summary>
    public static string Beginning(IReadOnlyList<CountedDay> days, DateTimeOffset? receivedAt) =>
        receivedAt is { } received && days is [var first, ..] && first.Date == received.Day() ? "Tính ngay trong ngày tiếp nhận." : "Bắt đầu tính từ ngày làm việc sau ngày tiếp nhận.";

    /// <param name="answers">When supplements were answered: after a pause the counting begins again on the next working day.</param>
    public static IReadOnlyList<CountedDay> Of(DateTimeOffset? receivedAt, DateTimeOffset? dueAt, IEnumerable<DateTimeOffset?> answers,
        ProcedureVersionView? version, WorkingCalendar calendar)
    {
        if (receivedAt is not { } received || dueAt is not { } due) return [];
        if (version?.Term is { } term)
        {
            var first = term.Unit == TermUnit.SameDay ? calendar.SameDay(received, version.SameDayCutOff) : term.DueFrom(received, calendar);
            if (first.At == due) return first.Days;
        }
        var from = answers.Where(at => at > received).Max() ?? received;
        var days = new List<CountedDay>();
        for (var day = from.Day().AddDays(1); day <= due.Day() && days.Count < 400; day = day.AddDays(1))
            days.Add(new CountedDay(day, calendar.IsWorkingDay(day), calendar.WhyNot(day)));
        return days;
    }
}
