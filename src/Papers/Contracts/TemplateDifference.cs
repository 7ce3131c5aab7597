using MotCua.Papers.Results;

namespace MotCua.Papers.Contracts;

/// <summary>A run of words of a draft.</summary>
/// <param name="Change">null: as the template gives it | added: only in the draft | removed: only in the template.</param>
public sealed record DraftWords(string Text, string? Change);

/// <param name="No">Of the paragraph in the draft; of one that the draft leaves out, in the template.</param>
public sealed record DraftPassage(int No, IReadOnlyList<DraftWords> Words);

/// <summary>
/// So với mẫu: what stands in a draft otherwise than the template, filled with the values of now, gives it. Whoever signs reads these words and
/// knows the rest.
/// </summary>
public static class TemplateDifference
{
    /// <summary>Beyond it, word by word, a paragraph is told as replaced: a table of a million places is no help to a reader.</summary>
    private const int MostWords = 600;

    /// <summary>Only the paragraphs that differ; none: the draft stands as the template gives it.</summary>
    public static IReadOnlyList<DraftPassage> Of(IReadOnlyList<string> template, IReadOnlyDictionary<string, string> fields, IReadOnlyList<string> draft)
    {
        var given = ResultPaper.Merge(template, fields).Paragraphs;
        return [.. Paragraphs(given, draft)];
    }

    private static IEnumerable<DraftPassage> Paragraphs(IReadOnlyList<string> given, IReadOnlyList<string> draft)
    {
        var (kept, i, j) = (Common(given, draft), 0, 0);
        foreach (var (g, d) in kept.Append((given.Count, draft.Count)))
        {
            // Between two paragraphs that are alike, the others are held against each other one by one.
            for (; i < g || j < d; i += i < g ? 1 : 0, j += j < d ? 1 : 0)
                yield return i < g && j < d ? new DraftPassage(j + 1, Words(given[i], draft[j]))
                    : j < d ? new DraftPassage(j + 1, [new(draft[j], "added")]) : new DraftPassage(i + 1, [new(given[i], "removed")]);
            (i, j) = (g + 1, d + 1);
        }
    }

    private static List<DraftWords> Words(string given, string draft)
    {
        var (old, now) = (given.Split(' '), draft.Split(' '));
        if (old.Length > MostWords || now.Length > MostWords) return [new(given, "removed"), new(draft, "added")];
        var (words, i, j) = (new List<DraftWords>(), 0, 0);
        foreach (var (g, d) in Common(old, now).Append((old.Length, now.Length)))
        {
            Add(old[i..g], "removed");
            Add(now[j..d], "added");
            if (g < old.Length) Add([old[g]], null);
            (i, j) = (g + 1, d + 1);
        }
        return words;

        void Add(string[] run, string? change)
        {
            if (run.Length == 0) return;
            if (words.Count > 0 && words[^1].Change == change) words[^1] = words[^1] with { Text = $"{words[^1].Text} {string.Join(' ', run)}" };
            else words.Add(new(string.Join(' ', run), change));
        }
    }

    /// <summary>The longest row of places at which both say the same, in order.</summary>
    private static List<(int Given, int Draft)> Common(IReadOnlyList<string> given, IReadOnlyList<string> draft)
    {
        var length = new int[given.Count + 1, draft.Count + 1];
        for (var g = given.Count - 1; g >= 0; g--)
            for (var d = draft.Count - 1; d >= 0; d--)
                length[g, d] = given[g] == draft[d] ? length[g + 1, d + 1] + 1 : Math.Max(length[g + 1, d], length[g, d + 1]);
        var pairs = new List<(int, int)>();
        for (int g = 0, d = 0; g < given.Count && d < draft.Count;)
        {
            if (given[g] == draft[d]) pairs.Add((g++, d++));
            else if (length[g + 1, d] >= length[g, d + 1]) g++;
            else d++;
        }
        return pairs;
    }
}
