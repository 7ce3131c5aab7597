using System.Text;

namespace MotCua.Platform.Text;

/// <summary>
/// Gập chữ để tìm, the same in every list: marks, case, blanks, apostrophes and hyphens do not count, i and y are one letter,
/// look-alikes are the letter they look like. Sign by sign the same as <c>platform.find_fold</c> of the database.
/// </summary>
public static class SearchFold
{
    private const string Joints = "'`-\u00b4\u2018\u2019\u201b\u02bc\u02bb\u02b9\u2032\u02ca\u02cb\u1fef\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63";

    /// <summary>"Đăng ký" and "ÐĂNG KÍ" → "dang ki"; "H'Hen Niê" → "hhen nie".</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) plain.Append(rune == Rune.ReplacementChar ? "" : Letter(rune).ToString());
        var folded = new StringBuilder(plain.Length);
        foreach (var sign in plain.ToString().Normalize(NormalizationForm.FormD))
        {
            if (IsMark(sign) || IsUnseen(sign) || Joints.Contains(sign, StringComparison.Ordinal)) continue;
            if (!char.IsWhiteSpace(sign)) folded.Append(sign is 'Y' or 'y' ? 'i' : char.IsAsciiLetterUpper(sign) ? (char)(sign | 0x20) : sign);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>The parts of a joined name: "H'Hen Niê" → "h hen nie".</summary>
    public static string Parts(string? text) =>
        Of(string.Concat((text ?? "")
            .Select(sign => Joints.Contains(sign, StringComparison.Ordinal) || sign is '\uff07' or '\uff0d' or '\uff40' ? ' ' : sign)));

    /// <summary>Whether a row of a list answers what was typed, joined or in parts.</summary>
    /// <param name="words">As typed; nothing typed finds every row.</param>
    public static bool Finds(string? text, string? words) =>
        Of(text).Contains(Of(words), StringComparison.Ordinal) || Parts(text).Contains(Parts(words), StringComparison.Ordinal);

    private static Rune Letter(Rune rune) => rune.Value switch
    {
        0x00D0 or 0x0189 or 0x00F0 or 0x0256 or 0x0110 or 0x0111 => new Rune('d'),
        >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - 0xFEE0),
        _ => rune,
    };

    private static bool IsMark(char sign) =>
        sign is >= '\u0300' and <= '\u036f' or >= '\u1ab0' and <= '\u1aff'
            or >= '\u1dc0' and <= '\u1dff' or >= '\u20d0' and <= '\u20ff' or >= '\ufe20' and <= '\ufe2f';

    private static bool IsUnseen(char sign) =>
        sign is <= '\u0008' or >= '\u000e' and <= '\u001f' or >= '\u007f' and <= '\u0084' or >= '\u0086' and <= '\u009f' or '\u00ad'
        or '\u061c' or '\u180e' or >= '\u200b' and <= '\u200f'
        or >= '\u202a' and <= '\u202e' or >= '\u2060' and <= '\u206f' or '\ufeff' or >= '\ufff9' and <= '\ufffd';
}
