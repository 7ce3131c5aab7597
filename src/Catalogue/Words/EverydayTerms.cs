using MotCua.Catalogue.Find;

namespace MotCua.Catalogue.Words;

/// <summary>How people here call something, and what the law calls it.</summary>
internal sealed record EverydayTerm(Guid Id, string Said, string Law, string MadeBy, DateTimeOffset MadeAt, string? EndedBy, DateTimeOffset? EndedAt);

/// <summary>Từ thường ngày in use, folded (no marks): a query is also tried with the law's words in their place.</summary>
internal sealed class EverydayTerms(IEnumerable<(string Said, string Law)> pairs)
{
    /// <summary>More readings of one query would only cost.</summary>
    private const int Most = 8;

    private readonly (string Said, string Law)[] folded = [.. pairs.Select(pair =>
        (ProcedureIndex.Folded(pair.Said), ProcedureIndex.Folded(pair.Law)))];

    public int Count => folded.Length;

    public EverydayTerms With(string said, string law) => new([(said, law), .. folded]);

    /// <summary>The query itself first, then with all everyday words replaced by the law's, the longest first, then with each alone.</summary>
    /// <param name="query">Folded syllables, one blank between two.</param>
    public IReadOnlyList<string> Variants(string query)
    {
        var inside = folded.Where(pair => $" {query} ".Contains($" {pair.Said} ", StringComparison.Ordinal)).ToArray();
        var (left, laws) = ($" {query} ", new List<string>());
        foreach (var (said, law) in inside.OrderByDescending(pair => pair.Said.Length))
        {
            if (!left.Contains($" {said} ", StringComparison.Ordinal)) continue;
            // A number between bars holds the place: what was put in is not read again.
            left = left.Replace($" {said} ", $" |{laws.Count}| ", StringComparison.Ordinal);
            laws.Add(law);
        }
        for (var at = 0; at < laws.Count; at++) left = left.Replace($"|{at}|", laws[at], StringComparison.Ordinal);
        return [.. inside.Select(pair => $" {query} ".Replace($" {pair.Said} ", $" {pair.Law} ", StringComparison.Ordinal).Trim())
            .Prepend(left.Trim()).Prepend(query).Distinct().Take(Most)];
    }
}
