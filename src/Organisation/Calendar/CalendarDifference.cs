using MotCua.Platform.Text;
using MotCua.Platform.Ui;

namespace MotCua.Organisation.Calendar;

/// <summary>Một ngày đổi, in words.</summary>
/// <param name="Counts">It was a working day and is none, or the other way round (a name alone moves nothing).</param>
internal sealed record DayChange(DateOnly Date, string Words, bool Counts);

/// <summary>Khác gì so với lịch đang dùng: day by day.</summary>
internal static class CalendarDifference
{
    public static IReadOnlyList<DayChange> Between(IReadOnlyList<CalendarDay> before, IReadOnlyList<CalendarDay> after)
    {
        var (old, now) = (before.ToDictionary(day => day.Date), after.ToDictionary(day => day.Date));
        return [.. old.Keys.Union(now.Keys).Order().Select(date => Of(date, old.GetValueOrDefault(date), now.GetValueOrDefault(date))).OfType<DayChange>()];
    }

    /// <summary>Changes of days that have ended, in the words of the refusal.</summary>
    public static IReadOnlyList<string> Past(IReadOnlyList<CalendarDay> before, IReadOnlyList<CalendarDay> after, DateOnly today) =>
        [.. Between(before, after).Where(change => change.Counts && change.Date < today).Select(change => VietnameseText.InSentence(change.Words))];

    private static DayChange? Of(DateOnly date, CalendarDay? old, CalendarDay? now) => (old, now) switch
    {
        (null, { } added) => new DayChange(date, $"Thêm ngày {Said(added)}", Works(date, null) != Works(date, added)),
        ({ } removed, null) => new DayChange(date, $"Bỏ ngày {Said(removed)}; ngày này lại là {(CalendarDay.IsWeekend(date) ? "cuối tuần" : "ngày làm việc")}",
            Works(date, removed) != Works(date, null)),
        ({ } was, { } s) when was.Kind != s.Kind => new DayChange(date,
            $"Đổi {Vi.LongDate(date)}: từ {DayKind.Words(was.Kind)} “{was.Name}” thành {DayKind.Words(s.Kind)} “{s.Name}”", Works(date, was) != Works(date, s)),
        ({ } was, { } s) when was.Name != s.Name => new DayChange(date, $"Đổi tên {Vi.LongDate(date)}: từ “{was.Name}” thành “{s.Name}”", false),
        _ => null,
    };

    private static string Said(CalendarDay day) =>
        $"{DayKind.Words(day.Kind)} {Vi.LongDate(day.Date)}: {day.Name}{(day.SwapWith is { } other ? $" (đổi với {Vi.Date(other)})" : "")}";

    private static bool Works(DateOnly date, CalendarDay? day) => day is null ? !CalendarDay.IsWeekend(date) : day.Kind == DayKind.MakeUp;
}
