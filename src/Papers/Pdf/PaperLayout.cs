using MotCua.Papers.Contracts;

namespace MotCua.Papers.Pdf;

/// <summary>Flows the blocks of a paper over pages and writes the file.</summary>
internal sealed class PaperLayout(PaperDocument paper)
{
    public const double Millimetre = 72 / 25.4;
    private const double LeftMargin = 30 * Millimetre;
    private const double RightMargin = 15 * Millimetre;
    private const double VerticalMargin = 20 * Millimetre;

    private readonly PdfBuilder file = new();
    private readonly List<PaperPage> pages = [];
    private readonly StructureElement root = new("Document", null);
    private readonly Dictionary<string, PdfFont> fonts = [];
    private readonly double pageWidth = paper.Landscape ? 841.89 : 595.28;
    private readonly double pageHeight = paper.Landscape ? 595.28 : 841.89;
    private double y;

    private double BodyWidth => pageWidth - LeftMargin - RightMargin;

    private double BodyHeight => pageHeight - 2 * VerticalMargin;

    /// <summary>An unbreakable strip of the page. Head, when there is one, is drawn again where the strip opens a new page.</summary>
    private sealed record Strip(double Height, Action<PaperPage, double, double> Draw, Strip? Head = null, bool KeepWithNext = false, bool Break = false);

    public byte[] Write()
    {
        NewPage();
        if (paper.CornerQr is { } corner)
        {
            DrawQr(pages[0], root.Child("Figure", $"Mã QR: {corner}"), corner, 6 * Millimetre, pageHeight - 8 * Millimetre, 21 * Millimetre);
        }

        var strips = paper.Blocks.SelectMany(b => Strips(b, BodyWidth, root)).ToList();
        for (var i = 0; i < strips.Count; i++)
        {
            Place(strips[i], i + 1 < strips.Count ? strips[i + 1] : null);
        }

        return Finish();
    }

    private void NewPage()
    {
        var page = new PaperPage(pages.Count);
        pages.Add(page);
        y = pageHeight - VerticalMargin;
    }

    private void Place(Strip strip, Strip? next)
    {
        if (strip.Break)
        {
            NewPage();
            return;
        }

        var needed = strip.Height + (strip.KeepWithNext && next is not null ? next.Height : 0);
        if (y - needed < VerticalMargin && y < pageHeight - VerticalMargin)
        {
            NewPage();
            if (strip.Head is { } head)
            {
                head.Draw(pages[^1], LeftMargin, y);
                y -= head.Height;
            }
        }

        strip.Draw(pages[^1], LeftMargin, y);
        y -= strip.Height;
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
        var indent = paragraph.FirstLineMm * Millimetre;
        var lines = TextLines.Break(paragraph.Runs, paragraph.Size, width, indent);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var before = i == 0 ? paragraph.Before : 0;
            var height = LineHeight(line, paragraph.Size);
            var shift = i == 0 ? indent : 0;
            yield return new Strip(
                before + height + (i == lines.Count - 1 ? paragraph.After : 0),
                (page, x, top) =>
                {
                    page.Mark(element);
                    Draw(page, line, paragraph.Align, x + shift, top - before, width - shift, height);
                },
                KeepWithNext: paragraph.Level > 0 || (i == 0 && lines.Count > 1));
        }
    }

    private void Draw(PaperPage page, TextLines.Line line, Align align, double x, double top, double width, double height)
    {
        var start = x + align switch { Align.Center => (width - line.Width) / 2, Align.Right => width - line.Width, _ => 0 };
        foreach (var piece in line.Pieces)
        {
            var resource = "F" + ((piece.Bold ? 1 : 0) + (piece.Italic ? 2 : 0));
            page.Text(Font(resource, piece.Bold, piece.Italic), resource, piece.Size, start, top - height * 0.79, piece.Text);
            start += piece.Width;
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
        var elements = cells.Select(_ => row?.Child(isHead ? "TH" : "TD")).ToList();
        var lines = cells.Select((cell, i) => TextLines.Break(isHead ? cell.Runs.Select(r => r with { Bold = true }) : cell.Runs, table.Size, widths[i] - 2 * Padding)).ToList();
        var height = table.Size * 1.22;
        var perPage = isHead ? int.MaxValue : Math.Max(1, (int)((BodyHeight * 0.85 - 2 * Padding) / height));
        var count = Math.Max(1, lines.Max(l => l.Count));
        for (var from = 0; from < count; from += Math.Min(perPage, count))
        {
            var chunk = lines.Select(l => l.Skip(from).Take(perPage).ToList()).ToList();
            var total = 2 * Padding + chunk.Max(c => c.Sum(line => LineHeight(line, table.Size)));
            yield return new Strip(total, (page, x, top) =>
            {
                var left = x;
                for (var i = 0; i < cells.Count; i++)
                {
                    page.Mark(elements[i]);
                    var at = top - Padding;
                    foreach (var line in chunk[i])
                    {
                        Draw(page, line, isHead ? Align.Center : cells[i].Align, left + Padding, at, widths[i] - 2 * Padding, LineHeight(line, table.Size));
                        at -= LineHeight(line, table.Size);
                    }

                    left += widths[i];
                }

                if (table.Borders)
                {
                    Border(page, x, top, total, widths);
                }
            });
        }
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

    private IEnumerable<Strip> Strips(QrCode qr, double width, StructureElement element)
    {
        var size = qr.SizeMm * Millimetre;
        yield return new Strip(size + 4, (page, x, top) => DrawQr(page, element, qr.Text, Aligned(qr.Align, x, width, size), top, size));
    }

    private static void DrawQr(PaperPage page, StructureElement element, string text, double x, double top, double size)
    {
        using var generator = new QRCoder.QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCoder.QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var module = size / rows.Count;
        page.Mark(element);
        page.Line($"q {PdfNumber.Format(module)} 0 0 {PdfNumber.Format(-module)} {PaperPage.N(x)} {PaperPage.N(top)} cm");
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < rows.Count; c++)
            {
                var start = c;
                while (c < rows.Count && rows[r][c])
                {
                    c++;
                }

                if (c > start)
                {
                    page.Line($"{start} {r} {c - start} 1 re");
                }
            }
        }

        page.Line($"f Q");
        page.Close();
    }

    private IEnumerable<Strip> Strips(Picture picture, double width, StructureElement element)
    {
        var head = ImageHead.Read(picture.Bytes) ?? throw new PdfBroken("picture is neither JPEG nor PNG");
        var image = PdfImage.Add(file, picture.Bytes, head);
        var own = Math.Min(width, picture.WidthMm * Millimetre);
        var height = own * (head.Orientation >= 5 ? (double)head.Width / head.Height : (double)head.Height / head.Width);
        if (height > BodyHeight - 4)
        {
            (own, height) = (own * (BodyHeight - 4) / height, BodyHeight - 4);
        }

        yield return new Strip(height + 4, (page, x, top) =>
        {
            var name = $"I{image.Number}";
            page.Images[name] = image;
            page.Mark(element);
            page.Line($"q {PdfImage.Matrix(head.Orientation, Aligned(picture.Align, x, width, own), top - height, own, height)} /{name} Do Q");
            page.Close();
        });
    }

    private byte[] Finish()
    {
        foreach (var page in pages)
        {
            page.Mark(null);
            var middle = LeftMargin + BodyWidth / 2;
            if (page.Index > 0)
            {
                // Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.2: centred in the top margin, not on the first page.
                var number = (page.Index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                page.Text(Font("F0", false, false), "F0", 13, middle - 3 * number.Length, pageHeight - VerticalMargin * 0.62, number);
            }

            if (paper.FootNote is { } note)
            {
                var text = TrueTypeFont.Face(false, false).Showable(note);
                page.Text(Font("F0", false, false), "F0", 8, LeftMargin, VerticalMargin * 0.55, text);
            }
        }

        return new PaperWriter(file, paper.Title, pages, root, fonts, pageWidth, pageHeight).Write();
    }
}
