using System.Text;
using System.Text.RegularExpressions;

namespace MotCua.Platform.Text;

/// <summary>
/// Phím gõ chưa thành chữ: words typed in Telex or VNI while the input method was off ("nguyeenx thij bes", "nguye64n") are
/// put together again.
/// </summary>
public static partial class RawKeystrokes
{
    private const string Tones = "\u0000\u0301\u0300\u0309\u0303\u0323";
    private const string TelexTones = "zsfrxj";

    [GeneratedRegex("^(b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x)?"
        + "(a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|"
        + "oa|oai|oao|oay|oă|oe|oeo|oi|ôi|ơi|oo|ua|uâ|uây|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)"
        + "(c|ch|m|n|ng|nh|p|t)?$")]
    private static partial Regex Syllable();

    /// <summary>The composed words, or null when no word looks like raw keystrokes.</summary>
    public static string? Recompose(string text)
    {
        var changed = false;
        var words = VietnameseText.Clean(text).Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length is < 2 or > 12 || !words[i].All(char.IsAsciiLetterOrDigit)) continue;
            var composed = words[i].Any(char.IsAsciiDigit) ? Compose(words[i], Vni) : Compose(words[i], Telex);
            if (composed is null || composed == words[i]) continue;
            words[i] = composed;
            changed = true;
        }
        return changed ? string.Join(' ', words) : null;
    }

    private static string? Compose(string word, Func<string, (string Letters, int Tone)?> read)
    {
        if (read(word.ToLowerInvariant()) is not { } raw || !Syllable().IsMatch(raw.Letters)) return null;
        var composed = WithTone(raw.Letters, raw.Tone);
        return word.All(c => !char.IsAsciiLetterLower(c)) ? composed.ToUpperInvariant()
            : char.IsAsciiLetterUpper(word[0]) ? char.ToUpperInvariant(composed[0]) + composed[1..]
            : composed;
    }

    private static (string, int)? Telex(string word)
    {
        var letters = new StringBuilder();
        var tone = 0;
        foreach (var key in word)
        {
            var vowelSeen = letters.ToString().Any(IsVowel);
            if (vowelSeen && TelexTones.Contains(key)) tone = TelexTones.IndexOf(key);
            else if (key == 'w') Horn(letters, both: true);
            else if (key == 'd' && letters.Length > 0 && letters[0] == 'd') letters[0] = 'đ';
            else if (key is 'a' or 'e' or 'o' && Double(letters, key)) continue;
            else letters.Append(key);
        }
        return (letters.ToString(), tone);
    }

    private static (string, int)? Vni(string word)
    {
        var letters = new StringBuilder();
        var tone = 0;
        foreach (var key in word)
        {
            if (!char.IsAsciiDigit(key)) letters.Append(key);
            else if (!letters.ToString().Any(c => IsVowel(c) || c == 'd')) return null;
            else if (key <= '5') tone = key - '0';
            else if (key == '6' && !("aeo".Any(vowel => Double(letters, vowel)))) return null;
            else if (key == '7') Horn(letters, both: true);
            else if (key == '8') Last(letters, 'a', 'ă');
            else if (key == '9') Last(letters, 'd', 'đ');
        }
        return (letters.ToString(), tone);
    }

    /// <summary>The second a, e or o of a syllable puts the hat on the first, also when a final stands between.</summary>
    private static bool Double(StringBuilder letters, char key)
    {
        for (var i = letters.Length - 1; i >= 0; i--)
        {
            if (letters[i] == key)
            {
                letters[i] = key switch { 'a' => 'â', 'e' => 'ê', _ => 'ô' };
                return true;
            }
            if (IsVowel(letters[i]) && letters[i] is not ('u' or 'i' or 'y')) return false;
        }
        return false;
    }

    private static void Horn(StringBuilder letters, bool both)
    {
        var text = letters.ToString();
        var pair = text.LastIndexOf("uo", StringComparison.Ordinal);
        if (both && pair >= 0 && !(pair > 0 && text[pair - 1] == 'q'))
        {
            (letters[pair], letters[pair + 1]) = ('ư', 'ơ');
            return;
        }
        if (text.Contains("ươ", StringComparison.Ordinal)) return;
        var half = text.LastIndexOf("ưo", StringComparison.Ordinal);
        if (half >= 0) letters[half + 1] = 'ơ';
        else if (text.LastIndexOf("ua", StringComparison.Ordinal) is var ua and >= 0 && !(ua > 0 && text[ua - 1] == 'q')) letters[ua] = 'ư';
        else if (!Last(letters, 'a', 'ă') && !Last(letters, 'o', 'ơ') && !Last(letters, 'u', 'ư')) letters.Append('ư');
    }

    private static bool Last(StringBuilder letters, char plain, char marked)
    {
        var at = letters.ToString().LastIndexOf(plain);
        if (at >= 0) letters[at] = marked;
        return at >= 0;
    }

    private static string WithTone(string letters, int tone)
    {
        if (tone == 0) return letters;
        var start = letters.StartsWith("qu", StringComparison.Ordinal)
            || (letters.StartsWith("gi", StringComparison.Ordinal) && letters.Skip(2).Any(IsVowel)) ? 2 : 0;
        var vowels = Enumerable.Range(start, letters.Length - start).Where(i => IsVowel(letters[i])).ToList();
        if (vowels.Count == 0) return letters;
        var closed = vowels[^1] < letters.Length - 1;
        var marked = vowels.Where(i => "ăâêôơư".Contains(letters[i])).ToList();
        var at = marked.Count > 0 ? marked[^1]
            : vowels.Count == 1 ? vowels[0]
            : closed ? vowels[^1]
            : vowels[vowels.Count == 2 ? 0 : 1];
        return string.Concat(letters.AsSpan(0, at + 1), Tones.AsSpan(tone, 1), letters.AsSpan(at + 1)).Normalize(NormalizationForm.FormC);
    }

    private static bool IsVowel(char letter) => "aăâeêioôơuưy".Contains(letter);
}
