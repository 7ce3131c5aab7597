using MotCua.Platform.Text;

namespace MotCua.Catalogue.Words;

/// <summary>How people here call something, and what the law calls it.</summary>
internal sealed record EverydayTerm(Guid Id, string Said, string Law, string MadeBy, DateTimeOffset MadeAt, string? EndedBy, DateTimeOffset? EndedAt);

/// <summary>Từ thường ngày in use, folded (no marks): a query is also tried with the law's words in their place.</summary>
internal sealed class EverydayTerms(IEnumerable<(string Said, string Law)> pairs)
{
    /// <summary>More readings of one query would only cost.</summary>
    private const int Most = 6;

    /// <summary>What people put before the thing they want, folded: "làm căn cước" is "căn cước" to the law.</summary>
    private static readonly string[] Fillers = ["toi muon", "muon", "xin cap", "xin", "di lam", "lam lai", "lam", "thu tuc", "cach"];

    private readonly (string Said, string Law)[] folded = [.. pairs.Select(pair => (SearchFold.Of(pair.Said), SearchFold.Of(pair.Law)))];

    public int Count => folded.Length;

    public EverydayTerms With(string said, string law) => new([(said, law), .. folded]);

    /// <summary>The query itself first, then the same with everyday words replaced by the law's.</summary>
    public IReadOnlyList<string> Variants(string query)
    {
        var variants = new List<string> { query };
        foreach (var (said, law) in folded)
            if ($" {query} ".Contains($" {said} ", StringComparison.Ordinal))
                variants.Add($" {query} ".Replace($" {said} ", $" {law} ", StringComparison.Ordinal).Trim());
        if (Plain(query) is { } plain) variants.Add(plain);
        return [.. variants.Distinct().Take(Most)];
    }

    private static string? Plain(string query)
    {
        var filler = Array.Find(Fillers, words => query.StartsWith(words + ' ', StringComparison.Ordinal));
        return filler is null ? null : Plain(query[(filler.Length + 1)..]) ?? query[(filler.Length + 1)..];
    }
}
