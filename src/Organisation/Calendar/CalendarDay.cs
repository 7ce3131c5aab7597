using MotCua.Platform.Text;

namespace MotCua.Organisation.Calendar;

/// <summary>Loại ngày trong thông báo; the stored codes are those of holidays.csv.</summary>
internal static class DayKind
{
    public const string Holiday = "holiday";
    public const string Compensatory = "compensatory_day_off";
    public const string Swapped = "swapped_day_off";
    public const string MakeUp = "makeup_working_day";

    private static readonly (string Kind, string Words)[] Known =
        [(Holiday, "nghỉ lễ"), (Compensatory, "nghỉ bù"), (Swapped, "nghỉ hoán đổi"), (MakeUp, "làm bù")];

    public static string Words(string kind) => Known.First(one => one.Kind == kind).Words;

    /// <summary>The kind that somebody typed, marks or not; null when it is none of them.</summary>
    public static string? Read(string typed) =>
        VietnameseText.Fold(typed) is var folded ? Known.Where(one => folded == one.Kind || folded == VietnameseText.Fold(one.Words)).Select(one => one.Kind)
        .FirstOrDefault() : null;

    /// <summary>It has a partner: the day worked for the day off.</summary>
    public static bool IsSwap(string kind) => kind is Swapped or MakeUp;
}

/// <summary>Một ngày nghỉ hoặc ngày làm bù của một năm.</summary>
/// <param name="SwapWith">Of a swapped day off the day worked for it, and the other way round.</param>
internal sealed record CalendarDay(DateOnly Date, string Name, string Kind, DateOnly? SwapWith)
{
    public static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
