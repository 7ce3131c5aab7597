using Microsoft.AspNetCore.Http;

namespace MotCua.Dossiers.Supplement;

/// <summary>Reads the supplement form of a desk page: ticked papers with what to mend, and one line of anything else.</summary>
internal static class SupplementPosting
{
    public static IReadOnlyList<SupplementItem> Read(IFormCollection form, Dossier dossier, IEnumerable<string> keys, string? other)
    {
        var items = keys.Select(key => dossier.Components.SingleOrDefault(c => c.PaperKey == key)).Where(c => c is not null)
            .Select(c => new SupplementItem(c!.PaperKey, c.Name, Cut(form[$"note.{c.PaperKey}"].ToString()))).ToList();
        if (!string.IsNullOrWhiteSpace(other)) items.Add(new SupplementItem(null, Cut(other.Trim()), ""));
        return items;
    }

    private static string Cut(string text) => text.Length <= 500 ? text : text[..500];
}
