using System.Globalization;
using MotCua.Platform.Ui;

namespace MotCua.People.Contracts.Identifiers;

/// <summary>Ngày không đủ: a date of which the paper may give only the year. Stored "yyyy", "yyyy-MM" or "yyyy-MM-dd".</summary>
public sealed record PartialDate(int Year, int? Month = null, int? Day = null)
{
    /// <summary>Reads the stored text; null when it is not one.</summary>
    public static PartialDate? Parse(string? stored)
    {
        if (stored is null || stored.Length is not (4 or 7 or 10)) return null;
        if (!DateOnly.TryParseExact(stored.Length switch { 4 => stored + "-01-01", 7 => stored + "-01", _ => stored },
            "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        return new PartialDate(date.Year, stored.Length > 4 ? date.Month : null, stored.Length > 7 ? date.Day : null);
    }

    public static PartialDate Of(DateOnly day) => new(day.Year, day.Month, day.Day);

    public bool Full => Day is not null;

    /// <summary>The first day it can mean.</summary>
    public DateOnly Earliest => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>05/03/1980, 03/1980 or 1980</summary>
    public string Shown => Vi.PartialDate(Year, Month, Day);

    /// <summary>ngày 05 tháng 03 năm 1980, tháng 03 năm 1980 or năm 1980</summary>
    public string Long => (Month is null ? "" : Day is null ? $"tháng {Month:00} " : $"ngày {Day:00} tháng {Month:00} ") + $"năm {Year:0000}";

    /// <summary>As stored.</summary>
    public override string ToString() => $"{Year:0000}" + (Month is { } m ? $"-{m:00}" : "") + (Day is { } d ? $"-{d:00}" : "");
}
