using System.Globalization;

namespace MotCua.Platform.Text;

/// <summary>Một ngày như người ta gõ: 28/04/2026, 1/5/2026; in addresses 2026-04-28.</summary>
public static class TypedDay
{
    /// <summary>What is said of one that is none.</summary>
    public const string Wrong = "Nhập ngày có trong lịch, ví dụ 28/04/2026";

    private static readonly string[] Ways = ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"];

    public static bool Read(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text?.Trim(), Ways, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
