using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MotCua.Platform.Loading;

/// <summary>
/// Bảng tính lưu thành CSV as people save it: UTF-8 or UTF-16, with or without a mark; commas, semicolons (Excel of a Vietnamese
/// computer) or tabs; dates as 28/04/2026 and a decimal comma. What would have to be guessed is refused with the true reason.
/// </summary>
public static partial class SheetText
{
    public const string NotUtf8 = "Tệp dùng bảng mã cũ (như Windows-1258), không phải UTF-8. Trong Excel chọn lưu kiểu CSV UTF-8";

    private const int Looked = 4096;

    [GeneratedRegex(@"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"^-?\d+,\d+$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^-?\d{1,3}(\.\d{3})+$")]
    private static partial Regex Thousands();

    /// <summary>The whole of a small file.</summary>
    /// <exception cref="Web.Refused">400 with the true reason.</exception>
    public static string Read(byte[] bytes, string field)
    {
        try
        {
            using var content = new MemoryStream(bytes);
            using var reader = Open(content);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException) { throw new Web.Refused(400, NotUtf8, field); }
    }

    /// <summary>Throws DecoderFallbackException while it is read when it is not what it says.</summary>
    internal static StreamReader Open(Stream content)
    {
        var head = new byte[Looked];
        var length = content.ReadAtLeast(head, Looked, throwOnEndOfStream: false);
        content.Position = 0;
        return new StreamReader(content, EncodingOf(head.AsSpan(0, length)), detectEncodingFromByteOrderMarks: false);
    }

    /// <summary>The sign between cells: the one that finds the most known names in the first line. "sep=;" of Excel is passed over.</summary>
    internal static char Delimiter(StreamReader reader, IEnumerable<string> columns)
    {
        var known = columns.ToHashSet(StringComparer.Ordinal);
        var start = reader.BaseStream.Position;
        if (start != 0 || !reader.BaseStream.CanSeek) throw new InvalidOperationException("The delimiter is looked for before anything is read.");
        string? first;
        using (var copy = new StreamReader(reader.BaseStream, reader.CurrentEncoding, false, Looked, leaveOpen: true)) first = FirstLine(copy);
        reader.BaseStream.Position = 0;
        reader.DiscardBufferedData();
        if (reader.Peek() == 0xFEFF) reader.Read();
        if (first?.TrimStart('\uFEFF') is ['s', 'e', 'p', '=', var said])
        {
            reader.ReadLine();
            return said;
        }
        return new[] { ',', ';', '\t' }.MaxBy(sign => (first ?? "").Split(sign).Count(name => known.Contains(name.Trim('\uFEFF', ' ', '"'))));
    }

    /// <summary>A cell as the files of the product write it: 2026-04-28, 1234.5. What is not understood stays, and is refused by its column.</summary>
    internal static string Plain(CellKind kind, string cell, char delimiter) => kind switch
    {
        CellKind.Date when DayFirst().Match(cell) is { Success: true } day
            && DateOnly.TryParseExact($"{day.Groups[1].Value}/{day.Groups[2].Value}/{day.Groups[3].Value}", "d/M/yyyy",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Decimal when DecimalComma().IsMatch(cell) => cell.Replace(',', '.'),
        // Saved by a Vietnamese Excel this is one thousand two hundred, written by a program one and two tenths.
        CellKind.Decimal when delimiter == ';' && Thousands().IsMatch(cell) => cell + "?",
        _ => cell,
    };

    private static Encoding EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith([(byte)0xFF, (byte)0xFE])) return new UnicodeEncoding(false, true, true);
        if (head.StartsWith([(byte)0xFE, (byte)0xFF])) return new UnicodeEncoding(true, true, true);
        // Without a mark, every other byte of a first line in ASCII is empty.
        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++) if (head[i] == 0) _ = i % 2 == 0 ? even++ : odd++;
        return odd > head.Length / 5 && odd > 4 * even ? new UnicodeEncoding(false, false, true)
            : even > head.Length / 5 && even > 4 * odd ? new UnicodeEncoding(true, false, true) : new UTF8Encoding(false, true);
    }

    private static string? FirstLine(StreamReader reader)
    {
        var line = new StringBuilder();
        for (var sign = reader.Read(); sign >= 0 && sign is not ('\n' or '\r') && line.Length < Looked; sign = reader.Read()) line.Append((char)sign);
        return line.Length == 0 ? null : line.ToString();
    }
}
