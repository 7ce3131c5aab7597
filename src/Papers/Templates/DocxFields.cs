using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using MotCua.Platform.Web;
using static MotCua.Papers.Templates.DocxPackage;

namespace MotCua.Papers.Templates;

/// <summary>Trường trộn: {{dossier.code}} as Word keeps it, maybe split over runs, and MERGEFIELD, which becomes the same.</summary>
internal static partial class DocxFields
{
    /// <summary>Fields of Word itself that do no harm: they are drawn as the text that stands there.</summary>
    private static readonly string[] Harmless = ["PAGE", "NUMPAGES", "SECTIONPAGES"];

    /// <summary>Turns each MERGEFIELD into plain text in braces; any other field of Word that could fetch something is refused.</summary>
    public static void Normalise(XDocument document)
    {
        foreach (var simple in document.Descendants(W + "fldSimple").ToList())
        {
            var name = NameIn((string?)simple.Attribute(W + "instr") ?? "");
            if (name is null) continue;
            var run = simple.Descendants(W + "r").FirstOrDefault();
            simple.ReplaceWith(Text(name, run));
        }
        foreach (var paragraph in document.Descendants(W + "p").ToList()) Complex(paragraph);
    }

    public static IEnumerable<string> Names(XContainer part) => part.Descendants(W + "p").SelectMany(p => Names(TextOf(p)));

    public static IEnumerable<string> Names(string text) => Field().Matches(text).Select(match => match.Groups[1].Value.Trim());

    /// <summary>Braces that close nothing, so that a mistyped field is not printed as it stands.</summary>
    public static string? Broken(XContainer part) => part.Descendants(W + "p").Select(p => Field().Replace(TextOf(p), ""))
        .FirstOrDefault(rest => rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal));

    public static string TextOf(XElement paragraph) => string.Concat(Texts(paragraph).Select(t => t.Value));

    /// <summary>Puts values in place. The value takes the look of the run in which its field begins.</summary>
    public static void Replace(XElement paragraph, Func<string, string> valueOf)
    {
        var texts = Texts(paragraph).ToList();
        foreach (var match in Field().Matches(string.Concat(texts.Select(t => t.Value))).Reverse())
        {
            var (from, to) = (match.Index, match.Index + match.Length);
            var value = Printable(valueOf(match.Groups[1].Value.Trim()));
            var at = 0;
            foreach (var text in texts)
            {
                var content = text.Value;
                var (start, end) = (Math.Max(from - at, 0), Math.Min(to - at, content.Length));
                if (start < end) text.Value = content[..start] + (at + start == from ? value : "") + content[end..];
                at += content.Length;
            }
        }
    }

    /// <summary>What is pasted from Word may hold signs that no XML keeps; its own line break, U+000B, is one of them.</summary>
    private static string Printable(string value)
    {
        var kept = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\v') kept.Append('\n');
            else if (XmlConvert.IsXmlChar(value[i])) kept.Append(value[i]);
            else if (i + 1 < value.Length && XmlConvert.IsXmlSurrogatePair(value[i + 1], value[i])) kept.Append(value[i]).Append(value[++i]);
        }
        return kept.ToString();
    }

    private static IEnumerable<XElement> Texts(XElement paragraph) =>
        paragraph.Descendants(W + "t").Where(t => t.Ancestors(W + "p").First() == paragraph);

    /// <summary>As much of a paragraph as finds it again in Word.</summary>
    public static string Short(string text) => text.Trim() is var words && words.Length > 60 ? words[..60] : words;

    private static void Complex(XElement paragraph)
    {
        var (depth, instruction, runs) = (0, "", new List<XElement>());
        foreach (var run in paragraph.Descendants(W + "r").ToList())
        {
            var kind = (string?)run.Element(W + "fldChar")?.Attribute(W + "fldCharType");
            if (kind == "begin" && depth++ == 0) (instruction, runs) = ("", []);
            if (depth > 0) runs.Add(run);
            instruction += string.Concat(run.Elements(W + "instrText").Select(t => t.Value));
            if (kind != "end" || --depth > 0) continue;
            if (depth < 0) break;
            if (NameIn(instruction) is not { } name) continue;
            var shown = runs.Find(r => r.Elements(W + "t").Any()) ?? runs[0];
            shown.AddBeforeSelf(Text(name, shown));
            runs.ForEach(r => r.Remove());
        }
        // Begun in one paragraph and ended in another, it could be neither judged nor filled.
        if (depth != 0) throw new Refused(400,
            $"Có trường Word chạy qua nhiều đoạn ở “{Short(TextOf(paragraph))}”. Xóa, chèn lại trong một đoạn rồi tải lại", "file");
    }

    private static string? NameIn(string instruction)
    {
        var words = instruction.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || Harmless.Contains(words[0], StringComparer.OrdinalIgnoreCase)) return null;
        if (!words[0].Equals("MERGEFIELD", StringComparison.OrdinalIgnoreCase) || words.Length < 2)
            throw new Refused(400, $"Mẫu có trường Word “{words[0]}” không dùng được. Xóa trường này, chỉ dùng trường trong danh sách", "file");
        return words[1].Trim('"');
    }

    private static XElement Text(string name, XElement? like) => new(W + "r",
        like?.Element(W + "rPr") is { } look ? new XElement(look) : null,
        new XElement(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), "{{" + name + "}}"));

    [GeneratedRegex(@"\{\{\s*([^{}]*?)\s*\}\}")]
    private static partial Regex Field();
}
