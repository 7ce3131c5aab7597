using System.Globalization;
using System.Xml.Linq;
using static MotCua.Papers.Templates.DocxPackage;

namespace MotCua.Papers.Templates;

/// <summary>What a paragraph or run looks like: its own marks, then its styles, then the defaults of the file.</summary>
internal sealed class DocxStyles
{
    private readonly Dictionary<string, XElement> styles = new(StringComparer.Ordinal);
    private readonly XElement? defaultParagraph;
    private readonly XElement? defaultRun;
    private readonly string? normal;

    public DocxStyles(XDocument? sheet)
    {
        if (sheet?.Root is not { } root) return;
        foreach (var style in root.Elements(W + "style"))
            if ((string?)style.Attribute(W + "styleId") is { } id) styles[id] = style;
        normal = (string?)root.Elements(W + "style").FirstOrDefault(s => (string?)s.Attribute(W + "type") == "paragraph"
            && Flag(s.Attribute(W + "default")))?.Attribute(W + "styleId");
        defaultParagraph = root.Element(W + "docDefaults")?.Element(W + "pPrDefault")?.Element(W + "pPr");
        defaultRun = root.Element(W + "docDefaults")?.Element(W + "rPrDefault")?.Element(W + "rPr");
    }

    /// <summary>First value of a paragraph's mark, for example <c>Paragraph(p, "spacing", "after")</c>.</summary>
    public string? Paragraph(XElement paragraph, string mark, params string[] attributes) =>
        First(ParagraphMarks(paragraph), mark, attributes);

    public string? Run(XElement run, string mark, params string[] attributes) => First(RunMarks(run), mark, attributes);

    public bool Is(XElement run, string mark)
    {
        foreach (var marks in RunMarks(run))
            if (marks?.Element(W + mark) is { } found) return Flag(found.Attribute(W + "val"), whenAbsent: true);
        return false;
    }

    /// <summary>Size in points.</summary>
    public double Size(XElement run) => Number(Run(run, "sz", "val"), 24) / 2;

    /// <summary>Size of a paragraph without text.</summary>
    public double EmptySize(XElement paragraph) =>
        Number(First([paragraph.Element(W + "pPr")?.Element(W + "rPr"), .. Chain(StyleOf(paragraph)).Select(s => s.Element(W + "rPr")), defaultRun], "sz",
        ["val"]), 24) / 2;

    /// <summary>1–3 for headings, else 0.</summary>
    public int Level(XElement paragraph) => Number(Paragraph(paragraph, "outlineLvl", "val"), 9) is var level and >= 0 and < 3 ? (int)level + 1 : 0;

    public bool HasStyle(string? id, string name) => Chain(id).Any(s => (string?)s.Attribute(W + "styleId") == name);

    /// <summary>A table without lines is columns side by side.</summary>
    public bool Bordered(XElement table)
    {
        var own = table.Element(W + "tblPr");
        var borders = own?.Element(W + "tblBorders") ?? TableBorders((string?)own?.Element(W + "tblStyle")?.Attribute(W + "val"));
        return borders?.Elements().Any(side => (string?)side.Attribute(W + "val") is not (null or "none" or "nil")) == true;
    }

    private XElement? TableBorders(string? id) => Chain(id).Select(s => s.Element(W + "tblPr")?.Element(W + "tblBorders")).FirstOrDefault(b => b is not null);

    public static double Number(string? value, double otherwise) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private string? StyleOf(XElement paragraph) => (string?)paragraph.Element(W + "pPr")?.Element(W + "pStyle")?.Attribute(W + "val") ?? normal;

    private IEnumerable<XElement?> ParagraphMarks(XElement paragraph) =>
        [paragraph.Element(W + "pPr"), .. Chain(StyleOf(paragraph)).Select(s => s.Element(W + "pPr")), defaultParagraph];

    private IEnumerable<XElement?> RunMarks(XElement run) =>
    [
        run.Element(W + "rPr"),
        .. Chain((string?)run.Element(W + "rPr")?.Element(W + "rStyle")?.Attribute(W + "val")).Select(s => s.Element(W + "rPr")),
        .. Chain(run.Ancestors(W + "p").FirstOrDefault() is { } p ? StyleOf(p) : normal).Select(s => s.Element(W + "rPr")),
        defaultRun,
    ];

    private IEnumerable<XElement> Chain(string? id)
    {
        for (var hop = 0; hop < 12 && id is not null && styles.TryGetValue(id, out var style); hop++)
        {
            yield return style;
            id = (string?)style.Element(W + "basedOn")?.Attribute(W + "val");
        }
    }

    private static string? First(IEnumerable<XElement?> marks, string mark, string[] attributes) =>
        marks.SelectMany(m => attributes.Select(a => (string?)m?.Element(W + mark)?.Attribute(W + a))).FirstOrDefault(v => v is not null);

    private static bool Flag(XAttribute? value, bool whenAbsent = false) => value is null ? whenAbsent : value.Value is not ("0" or "false" or "off" or "none");
}
