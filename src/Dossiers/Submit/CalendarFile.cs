using System.Globalization;
using System.Text;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Track;
using MotCua.Platform.Time;

namespace MotCua.Dossiers.Submit;

/// <summary>
/// Ngày hẹn trả as an entry for a calendar (RFC 5545): a whole day, since that is what people come on. Without personal data, as the receipt.
/// </summary>
internal static class CalendarFile
{
    public static byte[] Of(TrackedDossier dossier, DateTimeOffset due, string trackUrl, DateTimeOffset now)
    {
        var (day, code) = (due.Day(), ShortCode.Display(dossier.ShortCode));
        var sure = dossier.DueAt is null ? "Dự kiến trả" : "Hẹn trả";
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//MotCua//Hen tra//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VEVENT",
            // The same entry is replaced when the file is opened again after the date has moved.
            $"UID:{dossier.ShortCode}@motcua", $"DTSTAMP:{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}",
            $"DTSTART;VALUE=DATE:{Written(day)}", $"DTEND;VALUE=DATE:{Written(day.AddDays(1))}", "TRANSP:TRANSPARENT",
            $"SUMMARY:{Text($"{sure} kết quả hồ sơ {code}")}",
            $"DESCRIPTION:{Text($"{dossier.ProcedureName}. Nơi giữ hồ sơ: {dossier.HolderUnit}. Theo dõi: {trackUrl}. Cần giúp: gọi 1022")}",
            $"URL:{trackUrl}", "END:VEVENT", "END:VCALENDAR",
        ];
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => Folded(line) + "\r\n")));
    }

    private static string Written(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Text(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    /// <summary>No line is longer than 75 bytes (3.1); it goes on after a space, and no letter is cut.</summary>
    private static string Folded(string line)
    {
        var (folded, bytes) = (new StringBuilder(), 0);
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > 75)
            {
                folded.Append("\r\n ");
                bytes = 1;
            }
            folded.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }
        return folded.ToString();
    }
}
