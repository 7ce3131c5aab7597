using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Papers.Pdf;

/// <summary>
/// A paper with an empty box in a name is worth nothing, and a signed one cannot be mended: what the faces of the house cannot
/// draw is refused in words, with the letter and where it stands.
/// </summary>
internal static class PaperLetters
{
    /// <param name="parts">What stands where: the words for people, and the text.</param>
    public static void Require(int status, string field, IReadOnlyList<(string Words, string? Text)> parts)
    {
        foreach (var (words, text) in parts)
        {
            if (text is not null && Missing(text) is { } letter)
            {
                throw new Refused(status, $"Chưa có phông để in chữ “{letter}” ở {Small(words)}. Ghi lại bằng chữ Việt rồi làm tiếp", field);
            }
        }
    }

    /// <summary>For whoever draws: no way leads to a box.</summary>
    public static void Require(string text)
    {
        if (Missing(text) is { } letter)
        {
            throw new Refused(409, $"Chưa có phông để in chữ “{letter}” trong “{TypedText.Beginning(text, 40)}”. Ghi lại bằng chữ Việt rồi in");
        }
    }

    /// <summary>The first letter that cannot be drawn; the four styles hold the same letters.</summary>
    private static string? Missing(string text) => TrueTypeFont.Face(false, false).Missing(text);

    private static string Small(string words) => words.Length > 1 && char.IsUpper(words[0]) && !char.IsUpper(words[1])
        ? char.ToLowerInvariant(words[0]) + words[1..] : words;
}
