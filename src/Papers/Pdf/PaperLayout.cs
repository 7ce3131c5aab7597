using MotCua.Papers.Contracts;

namespace MotCua.Papers.Pdf;

/// <summary>Flows the blocks of a paper over pages and writes the file.</summary>
internal sealed partial class PaperLayout(PaperDocument paper, Sheet sheet)
{
    public const double Millimetre = 72 / 25.4;
    private const double LongSide = 841.89;
    private const double ShortSide = 595.28;
    // TCVN 7322:2009 asks for a quiet zone of four modules; it is part of the 25 mm.
    private const double CornerSize = 25 * Millimetre;
    private const double CornerEdge = 4 * Millimetre;

    private readonly PdfBuilder file = new();
    private readonly List<PaperPage> pages = [];
    private readonly StructureElement root = new("Document", null);
    private readonly Dictionary<string, PdfFont> fonts = [];
    private readonly bool twice = sheet == Sheet.TwoA5;
    private readonly double pageWidth = sheet == Sheet.TwoA5 ? LongSide / 2 : paper.Landscape ? LongSide : ShortSide;
    private readonly double pageHeight = sheet == Sheet.TwoA5 || paper.Landscape ? ShortSide : LongSide;
    private readonly PageMargins margins = sheet == Sheet.TwoA5 ? new PageMargins(8, 9, 10, 10) : paper.Margins;
    private double origin;
    private int current;
    private double y;

    private double LeftMargin => origin + margins.Left * Millimetre;

    private double TopMargin => margins.Top * Millimetre;

    private double BottomMargin => margins.Bottom * Millimetre;

    private double BodyWidth => pageWidth - (margins.Left + margins.Right) * Millimetre;

    private double BodyHeight => pageHeight - TopMargin - BottomMargin;

    private PaperPage Page => pages[current];

    /// <summary>An unbreakable strip of the page. Head, when there is one, is drawn again where the strip opens a new page.</summary>
    private sealed record Strip(double Height, Action<PaperPage, double, double> Draw, Strip? Head = null, bool KeepWithNext = false, bool Break = false,
        double Shift = 0);

    public byte[] Write()
    {
        if (!twice) Flow(root, null);
        else
        {
            Flow(root.Child("Sect"), "Liên 1: giao người nộp hồ sơ");
            origin = pageWidth;
            Flow(root.Child("Sect"), "Liên 2: lưu tại nơi tiếp nhận");
            foreach (var page in pages) page.CutLine(pageWidth, pageHeight);
        }
        foreach (var page in pages) page.Close();
        return new PaperWriter(file, paper.Title, pages, root, fonts, twice ? LongSide : pageWidth, pageHeight, paper.Content).Write();
    }

    private void Flow(StructureElement parent, string? copy)
    {
        current = -1;
        NewPage();
        var strips = Strips(parent).ToList();
        for (var i = 0; i < strips.Count; i++)
        {
            Place(strips[i], i + 1 < strips.Count ? strips[i + 1] : null);
        }

        Foot(copy);
    }

    /// <summary>All blocks. Those beside the corner QR are narrower where the QR reaches into the body.</summary>
    private IEnumerable<Strip> Strips(StructureElement parent)
    {
        var (beside, used) = (0.0, 0.0);
        if (paper.CornerQr is { } corner)
        {
            var figure = parent.Child("Figure", $"Mã QR: {corner}");
            var label = paper.CornerLabel is null ? null : parent.Child("P");
            DrawQr(Page, figure, corner, origin + CornerEdge, pageHeight - CornerEdge, CornerSize);
            if (label is not null) CornerLabel(label, paper.CornerLabel!);
            beside = Math.Max(0, CornerEdge + CornerSize + Millimetre - margins.Left * Millimetre);
        }

        var below = CornerEdge + CornerSize + 8 - TopMargin;
        foreach (var block in twice ? paper.Blocks.Select(PaperScale.Smaller) : paper.Blocks)
        {
            var shift = used < below ? beside : 0;
            foreach (var strip in Strips(block, BodyWidth - shift, parent))
            {
                used += strip.Height;
                yield return strip with { Shift = shift };
            }

            // What follows the narrowed head begins below the QR.
            if (shift > 0 && used >= below * 0.6 && used < below)
            {
                yield return new Strip(below - used, (_, _, _) => { });
                used = below;
            }
        }
    }

    private void NewPage()
    {
        current++;
        if (current == pages.Count) pages.Add(new PaperPage(pages.Count));
        y = pageHeight - TopMargin;
    }

    private void Place(Strip strip, Strip? next)
    {
        if (strip.Break)
        {
            NewPage();
            return;
        }

        var needed = strip.Height + (strip.KeepWithNext && next is not null ? next.Height : 0);
        if (y - needed < BottomMargin && y < pageHeight - TopMargin)
        {
            NewPage();
            if (strip.Head is { } head)
            {
                head.Draw(Page, LeftMargin, y);
                y -= head.Height;
            }
        }

        strip.Draw(Page, LeftMargin + strip.Shift, y);
        y -= strip.Height;
    }

    /// <summary>Numbers of the pages of this copy, the quiet line, and which copy it is.</summary>
    private void Foot(string? copy)
    {
        var last = current;
        for (current = 0; current <= last; current++)
        {
            Page.Mark(null);
            if (current > 0)
            {
                // Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.2: centred in the top margin, not on the first page.
                var number = (current + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                Page.Text(Font("F0", false, false), "F0", twice ? 9 : 13, LeftMargin + BodyWidth / 2 - 3 * number.Length,
                    pageHeight - TopMargin * 0.62, number);
            }

            var face = TrueTypeFont.Face(false, false);
            if (paper.FootNote is { } note)
            {
                Page.Text(Font("F0", false, false), "F0", 8, LeftMargin, BottomMargin * 0.55, face.Showable(note));
            }

            if (copy is not null)
            {
                Page.Text(Font("F0", false, false), "F0", 7, LeftMargin + BodyWidth - face.Width(copy, 7), BottomMargin * 0.3, copy);
            }
        }
    }

    private IEnumerable<Strip> Strips(Block block, double width, StructureElement parent) => block switch
    {
        Paragraph paragraph => Strips(paragraph, width, parent),
        Table table => Strips(table, width, parent),
        Columns columns => [Strips(columns, width, parent)],
        Rule rule => [new Strip(5, (page, x, top) =>
        {
            page.Mark(null);
            page.Stroke(x + width * (1 - rule.Part) / 2, top - 2.5, x + width * (1 + rule.Part) / 2, top - 2.5, 0.7);
        })],
        QrCode qr => Strips(qr, width, parent.Child("Figure", $"Mã QR: {qr.Text}")),
        Picture picture => Strips(picture, width, parent.Child("Figure", picture.Description)),
        SignatureArea area => [new Strip(area.HeightMm * Millimetre, (page, x, top) =>
            page.SignatureAreas.Add((area.FieldName, x, top - area.HeightMm * Millimetre, width, area.HeightMm * Millimetre)))],
        Space space => [new Strip(space.Points, (_, _, _) => { })],
        PageBreak => [new Strip(0, (_, _, _) => { }, Break: true)],
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static double LineHeight(TextLines.Line line, double size) => Math.Max(line.Size, line.Pieces.Count == 0 ? size : 0) * 1.22;

    private IEnumerable<Strip> Strips(Paragraph paragraph, double width, StructureElement parent)
    {
        var element = parent.Child(paragraph.Level is >= 1 and <= 6 ? $"H{paragraph.Level}" : "P");
        var (left, own) = (paragraph.LeftMm * Millimetre, width - (paragraph.LeftMm + paragraph.RightMm) * Millimetre);
        var indent = paragraph.FirstLineMm * Millimetre;
        var lines = TextLines.Break(paragraph.Runs, paragraph.Size, own, indent);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var before = i == 0 ? paragraph.Before : 0;
            var height = LineHeight(line, paragraph.Size) * paragraph.Spacing;
            var shift = i == 0 ? indent : 0;
            yield return new Strip(
                before + height + (i == lines.Count - 1 ? paragraph.After : 0),
                (page, x, top) =>
                {
                    page.Mark(element);
                    Draw(page, line, paragraph.Align, x + left + shift, top - before, own - shift, height);
                },
                KeepWithNext: paragraph.Level > 0 || (i == 0 && lines.Count > 1));
        }
    }

    private void Draw(PaperPage page, TextLines.Line line, Align align, double x, double top, double width, double height)
    {
        var start = Aligned(align, x, width, line.Width);
        var gaps = align == Align.Justify && !line.Ends
            ? line.Pieces.Sum(p => p.Text.Count(c => c == ' ')) - (line.Pieces is [.., var last] && last.Text.EndsWith(' ') ? 1 : 0) : 0;
        var extra = gaps > 0 ? Math.Max(0, (width - line.Width) / gaps) : 0;
        foreach (var piece in line.Pieces)
        {
            var resource = "F" + ((piece.Bold ? 1 : 0) + (piece.Italic ? 2 : 0));
            var font = Font(resource, piece.Bold, piece.Italic);
            if (extra == 0)
            {
                page.Text(font, resource, piece.Size, start, top - height * 0.79, piece.Text);
                start += piece.Width;
                continue;
            }

            // Composite fonts know no word spacing, so each word is placed by itself.
            foreach (var word in Words(piece.Text))
            {
                page.Text(font, resource, piece.Size, start, top - height * 0.79, word);
                start += TrueTypeFont.Face(piece.Bold, piece.Italic).Width(word, piece.Size) + (word.EndsWith(' ') ? extra : 0);
            }
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var space = text.IndexOf(' ', at);
            var end = space < 0 ? text.Length : space + 1;
            yield return text[at..end];
            at = end;
        }
    }

    private PdfFont Font(string resource, bool bold, bool italic) =>
        fonts.TryGetValue(resource, out var font) ? font : fonts[resource] = new PdfFont(TrueTypeFont.Face(bold, italic));

    private Strip Strips(Columns columns, double width, StructureElement parent)
    {
        var gap = columns.GapMm * Millimetre;
        var widths = columns.Widths ?? [.. columns.Parts.Select(_ => 1.0)];
        var room = width - gap * (columns.Parts.Length - 1);
        var parts = columns.Parts.Select((blocks, i) =>
        {
            var own = room * widths[i] / widths.Sum();
            return (Width: own, Strips: blocks.SelectMany(b => Strips(b, own, parent)).ToList());
        }).ToList();
        return new Strip(parts.Max(p => p.Strips.Sum(s => s.Height)), (page, x, top) =>
        {
            foreach (var (own, strips) in parts)
            {
                var at = top;
                foreach (var strip in strips)
                {
                    strip.Draw(page, x, at);
                    at -= strip.Height;
                }

                x += own + gap;
            }
        });
    }

    private IEnumerable<Strip> Strips(Table table, double width, StructureElement parent)
    {
        var element = parent.Child("Table");
        var widths = table.Widths.Select(w => w * width / table.Widths.Sum()).ToArray();
        var head = table.Head is { } cells ? Rows(table, cells, widths, element, isHead: true).Single() : null;
        var headAgain = table.Head is { } again ? Rows(table, again, widths, null, isHead: true).Single() : null;
        if (head is not null)
        {
            yield return head with { KeepWithNext = true };
        }

        foreach (var strip in table.Rows.SelectMany(row => Rows(table, row, widths, element, isHead: false)))
        {
            yield return strip with { Head = headAgain };
        }

        yield return new Strip(table.After, (_, _, _) => { });
    }

    /// <summary>One row; only a row higher than a whole page is cut, between lines.</summary>
    private IEnumerable<Strip> Rows(Table table, IReadOnlyList<Cell> cells, double[] widths, StructureElement? parent, bool isHead)
    {
        const double Padding = 3.5;
        var row = parent?.Child("TR");
        var own = Spanned(cells, widths);
        var elements = cells.Select(_ => row?.Child(isHead ? "TH" : "TD")).ToList();
        var lines = cells.Select((cell, i) => TextLines.Break(isHead ? cell.Runs.Select(r => r with { Bold = true }) : cell.Runs, table.Size,
            own[i] - 2 * Padding)).ToList();
        var height = table.Size * 1.22;
        var perPage = isHead ? int.MaxValue : Math.Max(1, (int)((BodyHeight * 0.85 - 2 * Padding) / height));
        var count = Math.Max(1, lines.Max(l => l.Count));
        for (var from = 0; from < count; from += Math.Min(perPage, count))
        {
            var chunk = lines.Select(l => l.Skip(from).Take(perPage).ToList()).ToList();
            var total = Math.Max(isHead ? 0 : table.RowMm * Millimetre, 2 * Padding + chunk.Max(c => c.Sum(line => LineHeight(line, table.Size))));
            yield return new Strip(total, (page, x, top) =>
            {
                var left = x;
                for (var i = 0; i < cells.Count; i++)
                {
                    page.Mark(elements[i]);
                    var at = top - Padding;
                    foreach (var line in chunk[i])
                    {
                        Draw(page, line, isHead ? Align.Center : cells[i].Align, left + Padding, at, own[i] - 2 * Padding, LineHeight(line, table.Size));
                        at -= LineHeight(line, table.Size);
                    }

                    left += own[i];
                }

                if (table.Borders)
                {
                    Border(page, x, top, total, own);
                }
            });
        }
    }

    private static double[] Spanned(IReadOnlyList<Cell> cells, double[] widths)
    {
        var at = 0;
        return [.. cells.Select(cell => widths.Skip(at).Take(cell.Span).Sum() is var sum && (at += cell.Span) > 0 ? sum : 0)];
    }

    private static void Border(PaperPage page, double x, double top, double height, double[] widths)
    {
        page.Mark(null);
        var right = x + widths.Sum();
        page.Stroke(x, top, right, top);
        page.Stroke(x, top - height, right, top - height);
        page.Stroke(x, top, x, top - height);
        foreach (var w in widths)
        {
            x += w;
            page.Stroke(x, top, x, top - height);
        }
    }

    private static double Aligned(Align align, double x, double width, double own) =>
        x + align switch { Align.Center => (width - own) / 2, Align.Right => width - own, _ => 0 };
}
