using System.Globalization;
using System.Text;
using MotCua.Platform.Web;

namespace MotCua.Platform.Text;

/// <summary>
/// Chữ gửi lên: the one gate of all text that comes from outside, whatever the door (form, address, JSON, file). What looks
/// the same becomes the same; what no column keeps becomes <see cref="Broken"/>, which every reader refuses; nothing is cut.
/// </summary>
public static class TypedText
{
    /// <summary>Stands for a sign that could not be read: NUL, half of a surrogate pair, bytes that are no UTF-8. It can be shown and kept.</summary>
    public const char Broken = '\uFFFD';

    /// <summary>What is said beside a box with a broken sign.</summary>
    public const string BrokenWords = "Có ký tự hỏng (\uFFFD) không lưu được. Xóa ký tự đó rồi gõ lại";

    // The longest pictures (a family with skins) have 15 units; a longer "letter" is a heap of marks, and each one counts.
    private const int LongestElement = 16;

    /// <summary>NFC with \n for line ends; look-alike letters, digits, quotes and hyphens as a keyboard types them, unseen signs gone.</summary>
    public static string Gate(string text)
    {
        if (IsPlain(text)) return text;
        // A lone CR, as old programs write line ends, is one too.
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n' or '\t': clean.Append((char)rune.Value); break;
                case 0 or 0xFFFD or 0xFFFE or 0xFFFF: clean.Append(Broken); break;
                default:
                    if (IsSeen(rune)) clean.Append(LookAlike(rune));
                    break;
            }
        }
        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    public static bool IsBroken(string? text) => text is not null && text.Contains(Broken, StringComparison.Ordinal);

    /// <summary>Whether PostgreSQL and UTF-8 can hold it.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }
        return true;
    }

    /// <summary>
    /// Signs as a reader counts them: a letter with its marks once, a line end once, a picture once. Never more than the browser's own count.
    /// </summary>
    public static int Length(string? text)
    {
        if (string.IsNullOrEmpty(text)) return 0;
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            count += length <= LongestElement ? 1 : length;
            at += length;
        }
        return count;
    }

    /// <summary>The text without outer blanks, refused with its number when it is too long: never cut.</summary>
    /// <param name="label">What the box is called: "Lý do".</param>
    /// <exception cref="Refused">400 <paramref name="field"/>.</exception>
    public static string Within(string? text, int most, string label, string field)
    {
        var gated = Gate(text ?? "").Trim();
        if (IsBroken(gated)) throw new Refused(400, $"{label}: {char.ToLowerInvariant(BrokenWords[0])}{BrokenWords[1..]}", field);
        return TooLong(gated, most, label) is { } problem ? throw new Refused(400, problem, field) : gated;
    }

    /// <summary>The sentence for a text that is too long; null when it is not.</summary>
    public static string? TooLong(string text, int most, string label) =>
        text.Length > most && Length(text) is var count && count > most
        ? $"{label}: tối đa {Ui.Vi.Number(most)} ký tự, hiện có {Ui.Vi.Number(count)}. Viết ngắn lại giúp" : null;

    /// <summary>The beginning, for showing a piece of a text inside a sentence; letters and pictures stay whole.</summary>
    public static string Beginning(string text, int most)
    {
        if (text.Length <= most) return text;
        var at = 0;
        while (at < text.Length && StringInfo.GetNextTextElementLength(text.AsSpan(at)) is var length && at + length <= most) at += length;
        return text[..at];
    }

    /// <summary>Nothing but signs of a keyboard and whole letters, Vietnamese ones too: the gate leaves all of them as they are.</summary>
    internal static bool IsPlain(string text)
    {
        foreach (var sign in text)
            if (sign is not ('\n' or '\t' or (>= ' ' and <= '~') or (>= 'À' and <= 'ɏ' and not ('Ð' or 'ð' or 'Ɖ')) or (>= 'Ạ' and <= 'ỹ'))) return false;
        return true;
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => false,
        // A control sign that is a blank (next line, form feed) still parts words.
        UnicodeCategory.Control => Rune.IsWhiteSpace(rune),
        _ => true,
    };

    private static Rune LookAlike(Rune rune) => rune.Value switch
    {
        0x00D0 or 0x0189 => new Rune('Đ'),
        0x00F0 or 0x0256 => new Rune('đ'),
        0x2018 or 0x2019 or 0x201B or 0x02BC or 0x02BB or 0xFF07 => new Rune('\''),
        0x2010 or 0x2011 or 0xFE63 => new Rune('-'),
        0x3000 => new Rune(' '),
        >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - 0xFEE0),
        _ => rune,
    };

    /// <summary>In names, numbers and contacts no dash but the hyphen and no quote but the apostrophe has a meaning.</summary>
    public static string Strict(string text) => IsPlain(text) ? text.Replace('`', '\'')
        : string.Concat(Gate(text).EnumerateRunes().Select(rune => rune.Value switch
    {
        '`' or 0x00B4 or 0x02B9 or 0x2032 or 0x02CA or 0x02CB or 0x201C or 0x201D => "'",
        0x2012 or 0x2013 or 0x2014 or 0x2212 or 0xFE58 => "-",
        _ when Rune.IsDigit(rune) => ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture),
        _ => rune.ToString(),
    }));
}
