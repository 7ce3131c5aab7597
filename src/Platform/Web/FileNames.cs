using System.Globalization;
using System.Text;

namespace MotCua.Platform.Web;

/// <summary>
/// Tên tệp, for display and for saving: no path, no control or bidirectional sign that would make "exe.fdp" read as "pdf.exe",
/// no name that Windows takes for a device, and the extension of what the file is, whatever the sender called it.
/// </summary>
public static class FileNames
{
    private const int Longest = 120;

    private static readonly HashSet<string> Devices = new(["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        .. "0123456789¹²³".SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"])], StringComparer.OrdinalIgnoreCase);

    /// <summary>Of files that senders give to us; anything else behind a dot belongs to the name ("Điều 5.2").</summary>
    private static readonly HashSet<string> Files =
        new(["pdf", "jpg", "jpeg", "jfif", "png", "heic", "heif", "avif", "gif", "bmp", "tif", "tiff", "webp", "doc", "docx", "xls", "xlsx", "txt",
        "zip", "rar"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Programs =
        new(["exe", "com", "scr", "bat", "cmd", "pif", "msi", "msp", "cpl", "dll", "sys", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "lnk",
        "url", "jar", "ps1", "psm1", "reg", "inf", "chm", "appx", "msix", "iso", "img", "vhd", "sh", "apk", "app", "dmg", "htm", "html", "xhtml", "mht", "svg",
        "xml", "docm", "xlsm"],
        StringComparer.OrdinalIgnoreCase);

    /// <param name="mediaType">What the file was found to be: PDF, JPEG or PNG; of any other type the name is ours, and keeps its extension.</param>
    public static string Clean(string? given, string? mediaType)
    {
        var name = (given ?? "").Replace('\\', '/');
        name = name[(name.LastIndexOf('/') + 1)..];
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune == Rune.ReplacementChar) continue;
            clean.Append("/:*?\"<>|".Contains((char)(rune.Value & 0xffff), StringComparison.Ordinal) && rune.IsBmp ? "-" : rune.ToString());
        }
        var stem = clean.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
        if (stem.Length == 0) return "Tệp không tên" + Extension(mediaType);
        var (judged, kept) = (Extension(mediaType).Length > 0, "");
        // "giấy.pdf.exe" is a paper called "giấy", and so is "giấy.exe.pdf".
        for (string last; judged && (last = Last(stem)).Length > 0 && IsKnown(last); stem = Without(stem, last))
            if (kept.Length == 0 && IsSame(last, mediaType)) kept = "." + last;
        if (kept.Length == 0) kept = Extension(mediaType);
        if (judged) stem = string.Join('.', stem.Split('.').Select((part, i) => i > 0 && Programs.Contains(part.Trim()) ? part + "-" : part));
        if (stem.Length == 0) stem = "Tệp không tên";
        if (Devices.Contains(stem.Split('.')[0].Trim())) stem = "Tệp " + stem;
        stem = Cut(stem, Longest - kept.Length);
        // What was cut off may have hidden such an end.
        while (judged && IsKnown(Last(stem))) stem = Without(stem, Last(stem));
        return stem + kept;
    }

    private static bool IsKnown(string extension) => Files.Contains(extension) || Programs.Contains(extension);

    private static string Without(string stem, string extension) => stem[..^(extension.Length + 1)].TrimEnd(' ', '.');

    private static string Last(string stem) => stem.LastIndexOf('.') is var dot and > 0 ? stem[(dot + 1)..] : "";

    private static bool IsSame(string extension, string? mediaType) => mediaType switch
    {
        "application/pdf" => extension.Equals("pdf", StringComparison.OrdinalIgnoreCase),
        "image/jpeg" => extension.ToUpperInvariant() is "JPG" or "JPEG",
        "image/png" => extension.Equals("png", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static string Extension(string? mediaType) =>
        mediaType switch { "application/pdf" => ".pdf", "image/jpeg" => ".jpg", "image/png" => ".png", _ => "" };

    /// <summary>Between signs as a person sees them, never inside one.</summary>
    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = 0;
        for (var signs = StringInfo.GetTextElementEnumerator(text); signs.MoveNext() && signs.ElementIndex + signs.GetTextElement().Length <= most;)
            end = signs.ElementIndex + signs.GetTextElement().Length;
        return text[..end].TrimEnd(' ', '.');
    }
}
