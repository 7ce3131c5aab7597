using System.Globalization;
using System.Text;

namespace MotCua.Platform.Text;

/// <summary>
/// Chữ Việt: cleaning of what people type and comparing without marks. Lists are searched by <see cref="SearchFold"/>.
/// Raw keystrokes are recomposed by <see cref="RawKeystrokes"/>.
/// </summary>
public static class VietnameseText
{
    /// <summary>
    /// Typed text as it is stored: through <see cref="TypedText.Gate"/>, without broken signs (who must refuse them looks first),
    /// blanks of one line collapsed, outer blanks gone. Never throws.
    /// </summary>
    public static string Clean(string? text, bool manyLines = false)
    {
        if (string.IsNullOrEmpty(text) || TypedText.IsPlain(text) && IsTidy(text)) return text ?? "";
        var clean = new StringBuilder(text.Length);
        Span<char> signs = stackalloc char[2];
        foreach (var rune in TypedText.Gate(text).EnumerateRunes())
        {
            if (manyLines && rune.Value == '\n')
            {
                while (clean.Length > 0 && clean[^1] == ' ') clean.Length--;
                clean.Append('\n');
            }
            else if (Rune.IsWhiteSpace(rune))
            {
                if (clean.Length > 0 && clean[^1] is not (' ' or '\n')) clean.Append(' ');
            }
            else if (Visible(rune))
            {
                clean.Append(signs[..rune.EncodeToUtf16(signs)]);
            }
        }
        return clean.ToString().Trim(' ', '\n').Normalize(NormalizationForm.FormC);
    }

    private static bool IsTidy(string text) =>
        text[0] != ' ' && text[^1] != ' ' && text.AsSpan().IndexOfAny('\n', '\t') < 0 && !text.Contains("  ", StringComparison.Ordinal);

    /// <summary>"Nguyễn Thị Bé  Năm" → "nguyen thi be nam". Marks, đ, case and extra blanks do not count.</summary>
    public static string Fold(string? text)
    {
        var folded = new StringBuilder();
        foreach (var sign in Clean(text).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(sign) == UnicodeCategory.NonSpacingMark) continue;
            folded.Append(sign is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(sign));
        }
        return folded.ToString();
    }

    /// <summary>The first letter in lower case, unless the word is an abbreviation: for a label inside a sentence.</summary>
    public static string InSentence(string label) =>
        label.Length == 0 || (label.Length > 1 && char.IsUpper(label[1])) ? label : char.ToLowerInvariant(label[0]) + label[1..];

    private static bool Visible(Rune rune) => rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
            or UnicodeCategory.Format);
}
