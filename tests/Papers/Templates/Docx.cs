using System.IO.Compression;
using System.Text;

namespace MotCua.Tests.Papers.Templates;

/// <summary>Word files made by hand, good and bad.</summary>
internal static class Docx
{
    private const string Namespaces = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    public static string P(params string[] runs) =>
        "<w:p>" + string.Concat(runs.Select(r => r.StartsWith('<') ? r : $"<w:r><w:t xml:space=\"preserve\">{r}</w:t></w:r>")) + "</w:p>";

    public static byte[] Of(string body, params (string Name, string Content)[] more)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["[Content_Types].xml"] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
                + "ContentType=\"application/xml\"/></Types>",
            ["_rels/.rels"] = Rels(""),
            ["word/document.xml"] = $"<w:document {Namespaces}><w:body>{body}</w:body></w:document>",
        };
        foreach (var (name, content) in more) parts[name] = content;
        return Zip(parts.Select(p => (p.Key, Encoding.UTF8.GetBytes(p.Value))));
    }

    public static string Rels(string inner) => $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>";

    public static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> parts)
    {
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        return result.ToArray();
    }

    /// <summary>A shipped template with its text changed.</summary>
    public static byte[] Edited(byte[] docx, Func<string, string> change)
    {
        using var zip = new ZipArchive(new MemoryStream(docx), ZipArchiveMode.Read);
        return Zip([.. zip.Entries.Select(e =>
        {
            using var copy = new MemoryStream();
            using (var content = e.Open()) content.CopyTo(copy);
            return (e.FullName, e.FullName == "word/document.xml" ? Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(copy.ToArray()))) : copy.ToArray());
        })]);
    }
}
