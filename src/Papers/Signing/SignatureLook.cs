using System.Globalization;
using System.Text;
using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

/// <summary>Draws the visible box of a signature as a form of its own.</summary>
internal static class SignatureLook
{
    public static PdfReference Add(PdfBuilder file, SignatureAppearance look, double width, double height)
    {
        var font = new PdfFont(TrueTypeFont.Face(false, false));
        var content = new StringBuilder();
        var colour = look.Seal ? "0.75 0 0" : "0 0.18 0.6";
        content.Append(CultureInfo.InvariantCulture,
            $"{colour} rg {colour} RG 0.75 w 0.5 0.5 {PdfNumber.Format(width - 1)} {PdfNumber.Format(height - 1)} re S\n");
        var objects = new PdfDictionary();
        var top = height - 4;
        if (look.Image is { } bytes && ImageHead.Read(bytes) is { } head)
        {
            var room = height * 0.5;
            var w = Math.Min(width - 8, room * head.Width / head.Height);
            objects.Add("I", PdfImage.Add(file, bytes, head));
            content.Append(CultureInfo.InvariantCulture,
                $"q {PdfImage.Matrix(head.Orientation, (width - w) / 2, top - room, w, w * head.Height / head.Width)} /I Do Q\n");
            top -= room + 2;
        }

        var size = 10.0;
        var lines = Lines(look, size, width);
        while (size > 4 && lines.Count * size * 1.2 > top - 3)
        {
            size -= 0.5;
            lines = Lines(look, size, width);
        }

        foreach (var line in lines)
        {
            top -= size * 1.2;
            content.Append(CultureInfo.InvariantCulture,
                $"BT /F0 {PdfNumber.Format(size)} Tf 5 {PdfNumber.Format(top + size * 0.25)} Td {font.Encode(line)} Tj ET\n");
        }

        return file.AddStream(
            new PdfDictionary
            {
                { "Type", "XObject" },
                { "Subtype", "Form" },
                { "BBox", new PdfArray(0, 0, width, height) },
                { "Resources", new PdfDictionary { { "Font", new PdfDictionary { { "F0", font.AddTo(file) } } }, { "XObject", objects } } },
            },
            Encoding.ASCII.GetBytes(content.ToString()));
    }

    private static List<string> Lines(SignatureAppearance look, double size, double width) =>
        [.. look.Lines.SelectMany(l => TextLines.Break([l], size, width - 10)).Select(l => string.Concat(l.Pieces.Select(p => p.Text)))];
}
