using Microsoft.AspNetCore.Html;

namespace MotCua.Dossiers.Sign;

/// <summary>Tells the values that came from the dossier from the words of the template, so that the eye finds what is peculiar to this one.</summary>
internal static class MergedText
{
    public static IHtmlContent Html(string paragraph, IEnumerable<string> values)
    {
        var html = new HtmlContentBuilder();
        foreach (var (text, merged) in Parts(paragraph, values))
        {
            if (merged) html.AppendHtml("<mark>").Append(text).AppendHtml("</mark>");
            else html.Append(text);
        }
        return html;
    }

    public static IEnumerable<(string Text, bool Merged)> Parts(string paragraph, IEnumerable<string> values)
    {
        // The longest first: a name inside an address does not cut it in two.
        var known = values.Where(value => value.Length > 1).Distinct().OrderByDescending(value => value.Length).ToList();
        for (var rest = paragraph; rest.Length > 0;)
        {
            var (next, at) = known.Select(value => (value, rest.IndexOf(value, StringComparison.Ordinal))).Where(found => found.Item2 >= 0)
                .OrderBy(found => found.Item2).FirstOrDefault();
            if (next is null)
            {
                yield return (rest, false);
                yield break;
            }
            if (at > 0) yield return (rest[..at], false);
            yield return (next, true);
            rest = rest[(at + next.Length)..];
        }
    }
}
