using System.Globalization;
using System.Text;
using System.Xml.Linq;
using MotCua.Papers.Contracts;
using static MotCua.Papers.Templates.DocxPackage;
using static MotCua.Papers.Templates.DocxStyles;

namespace MotCua.Papers.Templates;

/// <summary>
/// From a filled Word text to our paper: paragraphs, runs (bold, italic, size, capitals), alignment, indents, spacing,
/// tables with widths and borders, page breaks, page size and margins. A table without borders becomes columns side by side;
/// an empty paragraph with a line below it becomes the short line under a heading.
/// </summary>
internal sealed class DocxReader(DocxTemplate template, PaperValues values)
{
    private readonly DocxStyles styles = new(template.Package.Styles);

    public PaperDocument Read(XDocument filled, string title, string? note = null)
    {
        var body = filled.Root!.Element(W + "body")!;
        var page = body.Descendants(W + "sectPr").LastOrDefault();
        var landscape = (string?)page?.Element(W + "pgSz")?.Attribute(W + "orient") == "landscape";
        var margins = page?.Element(W + "pgMar") is { } m
            ? new PageMargins(Margin(m, "top", 20), Margin(m, "right", 15), Margin(m, "bottom", 20), Margin(m, "left", 30)) : new PageMargins();
        var (header, footer) = template.EdgeLines(values);
        var framed = body.Descendants(W + "p").Where(DocxTemplate.IsFramed).ToList();
        var corner = framed.Any(p => Codes(p).Contains("qr"));
        var document = new PaperDocument(title)
        {
            Landscape = landscape,
            Margins = margins,
            CornerQr = corner ? values.Of("qr") : null,
            CornerLabel = corner && framed.Select(DocxFields.TextOf)
                .FirstOrDefault(t => t.Length > 0 && !t.Contains("{{", StringComparison.Ordinal)) is { } label ? label : null,
            FootNote = note ?? footer,
        };
        if (header is not null) document.Add(new Paragraph(new Run(header, Size: 10)) { Align = Align.Right, Size = 10, After = 0 });
        document.AddRange(Blocks(body, (landscape ? 297 : 210) - margins.Left - margins.Right));
        return document;
    }

    private static double Mm(double twips) => twips / 1440 * 25.4;

    private static double Margin(XElement margins, string side, double otherwise) =>
        Math.Clamp((string?)margins.Attribute(W + side) is { } value ? Mm(Number(value, 0)) : otherwise, 5, 60);

    private static IEnumerable<string> Codes(XElement paragraph) => DocxFields.Names(DocxFields.TextOf(paragraph)).Where(DocxTemplate.IsCode);

    private IEnumerable<Block> Blocks(XElement parent, double widthMm)
    {
        foreach (var element in parent.Elements())
        {
            if (element.Name == W + "p" && !DocxTemplate.IsFramed(element))
                foreach (var block in Paragraphs(element, widthMm)) yield return block;
            else if (element.Name == W + "tbl")
                foreach (var block in Table(element, widthMm)) yield return block;
            else if (element.Name == W + "sdt" && element.Element(W + "sdtContent") is { } content)
                foreach (var block in Blocks(content, widthMm)) yield return block;
        }
    }

    private IEnumerable<Block> Paragraphs(XElement paragraph, double widthMm)
    {
        if (Codes(paragraph).FirstOrDefault() is { } code)
        {
            DocxFields.Replace(paragraph, _ => "");
            var before = Number(styles.Paragraph(paragraph, "spacing", "before"), 0) / 20;
            if (before > 0) yield return new Space(before);
            yield return new QrCode(values.Of(code), 25, AlignOf(paragraph));
            if (Runs(paragraph) is { Count: > 0 } words)
                yield return new Paragraph(words) { Align = AlignOf(paragraph), Size = words.Max(r => r.Size), After = 0 };
            yield break;
        }
        if (styles.Paragraph(paragraph, "pageBreakBefore", "val") is not (null or "0" or "false")
            || paragraph.Element(W + "pPr")?.Element(W + "pageBreakBefore") is not null) yield return new PageBreak();
        if (paragraph.Descendants(W + "br").Any(br => (string?)br.Attribute(W + "type") == "page")) yield return new PageBreak();
        var runs = Runs(paragraph);
        var (left, right) = (Indent(paragraph, "left", "start"), Indent(paragraph, "right", "end"));
        if (runs.Count == 0 && paragraph.Element(W + "pPr")?.Element(W + "pBdr")?.Element(W + "bottom") is not null)
        {
            yield return new Rule(Math.Clamp((widthMm - left - right) / widthMm, 0.05, 1));
            yield break;
        }
        yield return new Paragraph(runs.Count > 0 ? runs : [new Run("")])
        {
            Align = AlignOf(paragraph),
            Size = runs.Count > 0 ? runs.Max(r => r.Size) : styles.EmptySize(paragraph),
            LeftMm = left,
            RightMm = right,
            FirstLineMm = Indent(paragraph, "firstLine") - Indent(paragraph, "hanging"),
            Before = Number(styles.Paragraph(paragraph, "spacing", "before"), 0) / 20,
            After = Number(styles.Paragraph(paragraph, "spacing", "after"), 0) / 20,
            Spacing = styles.Paragraph(paragraph, "spacing", "lineRule") is "exact" or "atLeast"
                ? 1 : Math.Clamp(Number(styles.Paragraph(paragraph, "spacing", "line"), 240) / 240, 0.8, 3),
            Level = runs.Count > 0 ? styles.Level(paragraph) : 0,
        };
    }

    private double Indent(XElement paragraph, params string[] sides) => Mm(Number(styles.Paragraph(paragraph, "ind", sides), 0));

    private Align AlignOf(XElement paragraph) => styles.Paragraph(paragraph, "jc", "val") switch
    {
        "center" => Align.Center,
        "right" or "end" => Align.Right,
        "both" or "distribute" => Align.Justify,
        _ => Align.Left,
    };

    private List<Run> Runs(XElement paragraph)
    {
        var runs = new List<Run>();
        foreach (var run in paragraph.Descendants(W + "r").Where(r => !r.Ancestors(W + "del").Any() && !styles.Is(r, "vanish")))
        {
            var text = new StringBuilder();
            foreach (var part in run.Elements())
                text.Append(part.Name.LocalName switch
                {
                    "t" => part.Value,
                    "tab" => "    ",
                    "br" when (string?)part.Attribute(W + "type") is null or "textWrapping" => "\n",
                    "cr" => "\n",
                    "noBreakHyphen" => "-",
                    _ => "",
                });
            if (text.Length == 0) continue;
            var shown = styles.Is(run, "caps") ? text.ToString().ToUpper(CultureInfo.GetCultureInfo("vi-VN")) : text.ToString();
            runs.Add(new Run(shown, styles.Is(run, "b"), styles.Is(run, "i"), styles.Size(run)));
        }
        return runs;
    }

    private IEnumerable<Block> Table(XElement table, double widthMm)
    {
        var grid = table.Element(W + "tblGrid")?.Elements(W + "gridCol").Select(c => Number((string?)c.Attribute(W + "w"), 1)).ToList() ?? [];
        var rows = table.Elements(W + "tr").ToList();
        if (rows.Count == 0) yield break;
        if (grid.Count == 0) grid = [.. rows[0].Elements(W + "tc").Select(_ => 1.0)];
        if (!styles.Bordered(table))
        {
            foreach (var row in rows) yield return Columns(row, grid, widthMm);
            yield break;
        }
        var isHead = rows.TakeWhile(row => row.Element(W + "trPr")?.Element(W + "tblHeader") is not null).ToList();
        var cells = rows.Select(row => (IReadOnlyList<Cell>)[.. row.Elements(W + "tc").Select(Cell)]).ToList();
        yield return new Table(grid, isHead.Count > 0 ? cells[0] : null, [.. cells.Skip(isHead.Count > 0 ? 1 : 0)])
        {
            Size = cells.SelectMany(row => row).SelectMany(cell => cell.Runs).Select(r => r.Size).Where(size => size > 0).DefaultIfEmpty(11).First(),
            RowMm = rows.Select(row => Mm(Number((string?)row.Element(W + "trPr")?.Element(W + "trHeight")?.Attribute(W + "val"), 0))).Max(),
        };
    }

    private Columns Columns(XElement row, List<double> grid, double widthMm)
    {
        var (at, widths, parts) = (0, new List<double>(), new List<IReadOnlyList<Block>>());
        foreach (var cell in row.Elements(W + "tc"))
        {
            var span = Span(cell);
            var share = grid.Skip(at).Take(span).DefaultIfEmpty(1).Sum();
            widths.Add(share);
            parts.Add([.. Blocks(cell, widthMm * share / grid.Sum())]);
            at += span;
        }
        return new Columns([.. parts]) { Widths = widths, GapMm = 2 };
    }

    private Cell Cell(XElement cell)
    {
        var paragraphs = cell.Descendants(W + "p").ToList();
        var runs = new List<Run>();
        for (var i = 0; i < paragraphs.Count; i++)
        {
            var own = Runs(paragraphs[i]);
            if (i > 0 && runs.Count > 0 && own.Count > 0) runs.Add(new Run("\n", Size: own[0].Size));
            runs.AddRange(own);
        }
        return new Cell(runs.Count > 0 ? runs : [new Run("")], paragraphs.Count > 0 ? AlignOf(paragraphs[0]) : Align.Left) { Span = Span(cell) };
    }

    private static int Span(XElement cell) => Math.Max(1, (int)Number((string?)cell.Element(W + "tcPr")?.Element(W + "gridSpan")?.Attribute(W + "val"), 1));
}
