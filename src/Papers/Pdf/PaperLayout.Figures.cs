using MotCua.Papers.Contracts;

namespace MotCua.Papers.Pdf;

/// <summary>Codes and pictures.</summary>
internal sealed partial class PaperLayout
{
    private void CornerLabel(StructureElement element, string text)
    {
        var face = TrueTypeFont.Face(false, false);
        var shown = face.Showable(text);
        var size = Math.Min(8, 8 * CornerSize / face.Width(shown, 8));
        Page.Mark(element);
        Page.Text(Font("F0", false, false), "F0", size, origin + CornerEdge + (CornerSize - face.Width(shown, size)) / 2,
            pageHeight - CornerEdge - CornerSize - 5, shown);
        Page.Close();
    }

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
}
