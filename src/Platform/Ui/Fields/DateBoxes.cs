using System.Globalization;

namespace MotCua.Platform.Ui.Fields;

/// <summary>Ngày, tháng, năm as the three boxes of mc-date3 post them: 1/7/2026 and 01/07/2026 are the same day.</summary>
public static class DateBoxes
{
    /// <returns>False when there is no such day.</returns>
    public static bool Read(string day, string month, string year, out DateOnly date) => DateOnly.TryParseExact(
        $"{day.Trim().PadLeft(2, '0')}/{month.Trim().PadLeft(2, '0')}/{year.Trim()}", "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out date);
}
