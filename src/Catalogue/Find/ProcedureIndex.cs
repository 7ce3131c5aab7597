using System.Text.RegularExpressions;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Words;
using MotCua.Platform.Text;

namespace MotCua.Catalogue.Find;

/// <summary>What is found of a procedure, as it is listed.</summary>
internal sealed record IndexedProcedure(ProcedureFound Shown, string? Alias, string Everyday, int Priority, string Levels, bool Online, bool Free,
    string Applicants);

/// <summary>A procedure and how well it answers; 1 is every word in its title.</summary>
internal readonly record struct Answer(IndexedProcedure Procedure, double Score);

/// <summary>
/// Mục lục tìm thủ tục: which procedures hold which syllables and which pairs of neighbouring syllables, in memory.
/// A word of Vietnamese is mostly two syllables, so a pair says more than both alone ("nhận con" is not "con nuôi nhận");
/// what few procedures hold says more than what many do. Everything without marks; marks that were typed count beside.
/// </summary>
internal sealed partial class ProcedureIndex
{
    private const double InTitle = 1, InEveryday = 0.9, InName = 0.7, InField = 0.3, OfPair = 0.7;

    /// <summary>A query of two hundred signs holds no more; a stranger's would only cost.</summary>
    private const int MostSyllables = 30;

    /// <summary>Kept of what is weaker: from this part of the best answer on.</summary>
    private const double OfBest = 0.6, Least = 0.3;

    // A syllable that is nowhere counts against the answer about as much as one that half the catalogue holds.
    private const double Unknown = 2;

    private readonly IReadOnlyList<IndexedProcedure> all;
    private readonly Text[] texts;
    private readonly Dictionary<string, List<(int Row, double Share)>> holders = new(StringComparer.Ordinal);
    private readonly string[] vocabulary;
    private readonly string[] single;

    public ProcedureIndex(IReadOnlyList<IndexedProcedure> procedures)
    {
        all = [.. procedures.OrderBy(row => row.Shown.Withdrawn).ThenBy(row => row.Alias is null).ThenByDescending(row => row.Priority)
            .ThenBy(row => row.Shown.Title.Length).ThenBy(row => row.Shown.Code, StringComparer.Ordinal)];
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        texts = new Text[all.Count];
        for (var row = 0; row < all.Count; row++)
        {
            var (shown, everyday) = (all[row].Shown, all[row].Everyday.Split('|', StringSplitOptions.RemoveEmptyEntries));
            var title = Grams(Syllables(Brackets().Replace(shown.Title, " ")));
            shares.Clear();
            Add(title, InTitle);
            foreach (var phrase in everyday) Add(Grams(Syllables(phrase)), InEveryday);
            Add(Grams(Syllables($"{shown.Title} | {shown.Name}")), InName);
            Add(Grams(Syllables(shown.Field)), InField);
            foreach (var (gram, share) in shares)
            {
                if (!holders.TryGetValue(gram, out var rows)) holders[gram] = rows = [];
                rows.Add((row, share));
            }
            var plain = Folded(shown.Title);
            texts[row] = new Text(plain, title, [.. everyday.Select(Folded)], [.. Marked($"{shown.Title} {shown.Name} {all[row].Everyday}")],
                [.. Seldom.Where(words => Has(plain, words))]);

            void Add(IEnumerable<string> grams, double share)
            {
                foreach (var gram in grams) shares.TryAdd(gram, share);
            }
        }
        vocabulary = [.. holders.Keys.Order(StringComparer.Ordinal)];
        single = [.. vocabulary.Where(gram => !gram.Contains(' ', StringComparison.Ordinal))];
        foreach (var text in texts) text.Weight = text.Grams.Sum(gram => Weight(gram, holders[gram].Count));
    }

    public int Count => all.Count;

    /// <summary>Syllables without marks, one blank between two.</summary>
    public static string Folded(string text) => string.Join(' ', Syllables(text));

    /// <summary>Whether some procedure holds every syllable of these words.</summary>
    public bool HasAll(string words)
    {
        var syllables = Syllables(words).Distinct().ToArray();
        return syllables.Length > 0 && syllables.Select(syllable => holders.GetValueOrDefault(syllable)?.Select(held => held.Row) ?? [])
            .Aggregate((held, more) => held.Intersect(more)).Any();
    }

    /// <summary>Whether every syllable is held somewhere: raw keystrokes that were put together must be.</summary>
    public bool Knows(string words) => Syllables(words).All(holders.ContainsKey);

    /// <summary>The procedures that answer, best first; without words all of them, those with an everyday title first.</summary>
    public IReadOnlyList<IndexedProcedure> Find(string words, EverydayTerms terms, Func<IndexedProcedure, bool> wanted)
    {
        if (words.Length == 0) return [.. all.Where(wanted)];
        var best = new Dictionary<int, double>();
        var cover = new Dictionary<int, double>();
        // Looked for once, however many readings of the question hold it.
        var near = new Dictionary<string, List<(int Row, double Share)>>(StringComparer.Ordinal);
        foreach (var variant in terms.Variants(Folded(words))) Weigh(variant, near, best, cover);
        var marks = Marked(words).Where(syllable => SearchFold.Of(syllable) != syllable).ToArray();
        var highest = cover.Count > 0 ? cover.Values.Max() : 0;
        var (code, alias) = (words.ToLowerInvariant(), words.ToUpperInvariant());
        var answers = new List<(int Row, double Score)>();
        for (var row = 0; row < all.Count; row++)
        {
            var exact = all[row].Shown.Code == code || all[row].Alias == alias;
            if ((!exact && (!cover.TryGetValue(row, out var held) || held < Math.Max(Least, OfBest * highest))) || !wanted(all[row])) continue;
            var score = best.GetValueOrDefault(row) + 0.08 * all[row].Priority + (all[row].Alias is null ? 0 : 0.05) + (exact ? 10 : 0);
            if (marks.Length > 0) score += 0.15 * marks.Count(texts[row].Marked.Contains) / marks.Length;
            answers.Add((row, score));
        }
        // The order of the whole list decides between equals.
        return [.. answers.OrderBy(answer => all[answer.Row].Shown.Withdrawn).ThenByDescending(answer => answer.Score).ThenBy(answer => answer.Row)
            .Select(answer => all[answer.Row])];
    }

    private void Weigh(string variant, Dictionary<string, List<(int Row, double Share)>> near, Dictionary<int, double> best, Dictionary<int, double> cover)
    {
        var said = variant.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostSyllables).ToArray();
        var (sum, title) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        var whole = 0.0;
        foreach (var gram in Grams(said))
        {
            if (!holders.TryGetValue(gram, out var held) && !near.TryGetValue(gram, out held))
                near[gram] = held = Nearly(gram, last: gram.Split(' ')[^1] == said[^1]);
            if (held.Count == 0)
            {
                if (!gram.Contains(' ', StringComparison.Ordinal)) whole += Unknown;
                continue;
            }
            var weight = Weight(gram, held.Count);
            whole += weight;
            foreach (var (row, share) in held)
            {
                sum[row] = sum.GetValueOrDefault(row) + weight * share;
                if (share == InTitle) title[row] = title.GetValueOrDefault(row) + weight;
            }
        }
        var asked = Seldom.Where(words => Has(variant, words)).ToHashSet(StringComparer.Ordinal);
        foreach (var (row, held) in sum)
        {
            var text = texts[row];
            var covered = held / whole;
            var score = covered + 0.35 * Math.Min(1, title.GetValueOrDefault(row) / text.Weight)
                - Math.Min(0.24, 0.12 * text.Seldom.Count(words => !asked.Contains(words)))
                + (text.Everyday.Contains(variant) ? 0.6 : 0) + (text.Title == variant ? 0.5 : 0);
            if (score > best.GetValueOrDefault(row, double.MinValue)) best[row] = score;
            if (covered > cover.GetValueOrDefault(row)) cover[row] = covered;
        }
    }

    /// <summary>What is held nowhere: the beginning of something, where typing has not ended; a syllable with one sign wrong.</summary>
    private List<(int Row, double Share)> Nearly(string gram, bool last)
    {
        string[] near = [];
        if (last)
        {
            var at = Array.BinarySearch(vocabulary, gram, StringComparer.Ordinal);
            near = [.. vocabulary.Skip(at < 0 ? ~at : at).TakeWhile(known => known.StartsWith(gram, StringComparison.Ordinal))];
        }
        if (near.Length == 0 && gram.Length > 2 && !gram.Contains(' ', StringComparison.Ordinal)) near = [.. single.Where(known => OneApart(known, gram))];
        return [.. near.SelectMany(known => holders[known]).GroupBy(held => held.Row).Select(held => (held.Key, held.Max(one => one.Share)))];
    }

    private double Weight(string gram, int held) => Math.Log(1 + (double)all.Count / held) * (gram.Contains(' ', StringComparison.Ordinal) ? OfPair : 1);

    private static bool Has(string text, string words) => $" {text} ".Contains($" {words} ", StringComparison.Ordinal);

    /// <summary>One sign added, left out, changed, or two neighbours exchanged.</summary>
    private static bool OneApart(ReadOnlySpan<char> known, ReadOnlySpan<char> typed)
    {
        if (Math.Abs(known.Length - typed.Length) > 1) return false;
        var same = known.CommonPrefixLength(typed);
        var one = known[same..];
        var other = typed[same..];
        if (one.Length > other.Length) return one[1..].SequenceEqual(other);
        if (one.Length < other.Length) return other[1..].SequenceEqual(one);
        return one.Length == 0 || one[1..].SequenceEqual(other[1..])
            || (one.Length > 1 && one[0] == other[1] && one[1] == other[0] && one[2..].SequenceEqual(other[2..]));
    }

    private static IEnumerable<string> Marked(string text) => Sounds().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    private static string[] Syllables(string text) => [.. Sounds().Matches(SearchFold.Of(text)).Select(match => match.Value)];

    /// <summary>Syllables that say something, and all pairs of neighbours.</summary>
    private static HashSet<string> Grams(string[] syllables)
    {
        var telling = syllables.Where(syllable => !Small.Contains(syllable)).ToArray();
        return [.. telling.Length > 0 ? telling : syllables, .. syllables.Zip(syllables.Skip(1), (one, next) => $"{one} {next}")];
    }

    // Folded. They stand in every second title or question and decide nothing alone; in a pair they do ("cap lai").
    private static readonly HashSet<string> Small = [.. ("cho cua voi la bi duoc thi de va cac co ve trong tren tai theo tu doi toi muon xin thu tuc viec "
        + "ong ba anh chi em di cach nhu the nao o dau can hoi lam lai").Split(' ')];

    // Folded. Who does not say so means the plain case: not the same again, not its end, not abroad.
    private static readonly string[] Seldom = ["lai", "doi", "thu hoi", "cham dut", "giai the", "gia han", "dieu chinh", "sua doi", "huy", "dung", "ngung",
        "xoa", "khoa", "luu dong", "nuoc ngoai", "bien gioi", "tu choi", "dinh chi", "bai bo", "chua xac dinh", "nguoi dich"];

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Sounds();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Brackets();

    /// <param name="Seldom">Words of the title after which it is not the plain case.</param>
    private sealed record Text(string Title, HashSet<string> Grams, string[] Everyday, HashSet<string> Marked, string[] Seldom)
    {
        /// <summary>Of all grams of the title together.</summary>
        public double Weight { get; set; }
    }
}
