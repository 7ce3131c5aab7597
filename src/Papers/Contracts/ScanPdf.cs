using System.Globalization;
using System.Text;
using MotCua.Papers.Pdf;
using MotCua.Platform.Sandbox;

namespace MotCua.Papers.Contracts;

/// <summary>Một từ máy đọc được: a word with its box in pixels of the page image (origin top left) and confidence 0–100.</summary>
public sealed record OcrWord(string Text, int Left, int Top, int Width, int Height, double Confidence, int Line);

/// <summary>Một trang quét: JPEG or PNG bytes and the words read on it, if any.</summary>
public sealed record ScanPage(byte[] Image, IReadOnlyList<OcrWord>? Words = null);

/// <summary>
/// PDF hai lớp (Thông tư 05/2025/TT-BNV): each page is the scanned image with an invisible layer of the words read on it,
/// so that a digitised paper can be searched and copied. Images are kept as they came, turned upright by their EXIF mark; one whose
/// pixels are needed is unpacked in a process that is thrown away.
/// </summary>
public static class ScanPdf
{
    /// <param name="dpi">Resolution of the images; without it a page is fitted to A4.</param>
    /// <exception cref="Platform.Web.Refused">A page is not a readable JPEG or PNG.</exception>
    public static async Task<byte[]> Write(IReadOnlyList<ScanPage> pages, string title = "Bản quét", double? dpi = null)
    {
        var file = new PdfBuilder();
        var face = TrueTypeFont.Face(false, false);
        var font = new PdfFont(face);
        var fontReference = file.Reserve();
        var node = file.Reserve();
        var kids = new List<PdfValue>();
        for (var i = 0; i < pages.Count; i++)
        {
            var head = ImageHead.Read(pages[i].Image);
            if (head is null || head.Pixels > PdfImage.PixelLimit)
            {
                throw new Platform.Web.Refused(400, $"Trang {i + 1} không đọc được thành ảnh. Quét lại trang này");
            }

            var (w, h) = head.Orientation >= 5 ? (head.Height, head.Width) : (head.Width, head.Height);
            var scale = dpi is > 0 ? 72 / dpi.Value : Math.Min((w > h ? 841.89 : 595.28) / w, (w > h ? 595.28 : 841.89) / h);
            PdfReference image;
            try
            {
                var flat = PdfImage.NeedsFlat(pages[i].Image, head) ? await ThrowAway.Run(PngPixels.Flat, pages[i].Image) : null;
                image = PdfImage.Add(file, pages[i].Image, head, flat);
            }
            catch (PdfBroken)
            {
                throw new Platform.Web.Refused(400, $"Trang {i + 1} không đọc được thành ảnh. Quét lại trang này");
            }

            var content = new StringBuilder();
            content.Append(CultureInfo.InvariantCulture, $"q {PdfImage.Matrix(head.Orientation, 0, 0, w * scale, h * scale)} /I Do Q\n");
            Layer(content, pages[i].Words ?? [], font, h, scale);
            kids.Add(file.Add(new PdfDictionary
            {
                { "Type", "Page" },
                { "Parent", node },
                { "MediaBox", new PdfArray(0, 0, w * scale, h * scale) },
                { "Resources", new PdfDictionary { { "XObject", new PdfDictionary { { "I", image } } },
                { "Font", new PdfDictionary { { "F0", fontReference } } } } },
                { "Contents", file.AddStream([], Encoding.ASCII.GetBytes(content.ToString())) },
            }));
        }

        font.AddTo(file, fontReference);
        file.Set(node, new PdfDictionary { { "Type", "Pages" }, { "Count", kids.Count }, { "Kids", new PdfArray(kids) } });
        var catalog = file.Add(new PdfDictionary
        {
            { "Type", "Catalog" },
            { "Pages", node },
            { "Lang", new PdfString("vi") },
            { "ViewerPreferences", new PdfDictionary { { "DisplayDocTitle", true } } },
            { "Metadata", file.Add(new PdfStream(new PdfDictionary { { "Type", "Metadata" }, { "Subtype", "XML" } }, PdfBuilder.XmpMetadata(title, "vi"))) },
        });
        return file.Write(catalog, file.Add(new PdfDictionary { { "Title", new PdfString(title) }, { "Producer", new PdfString("MotCua") } }));
    }

    /// <summary>Text rendering mode 3 draws nothing; each word is stretched to the width it has on the paper.</summary>
    private static void Layer(StringBuilder content, IReadOnlyList<OcrWord> words, PdfFont font, int pageHeight, double scale)
    {
        foreach (var line in words.GroupBy(w => w.Line))
        {
            var bottom = line.Max(w => w.Top + w.Height);
            var size = Math.Max(1, line.Max(w => w.Height) * scale * 0.95);
            foreach (var word in line)
            {
                var text = font.Face.Showable(word.Text);
                var natural = font.Face.Width(text, size);
                if (natural <= 0)
                {
                    continue;
                }

                var stretch = word.Width * scale / natural * 100;
                content.Append(CultureInfo.InvariantCulture,
                    $"BT 3 Tr /F0 {PdfNumber.Format(size)} Tf {PdfNumber.Format(stretch)} Tz {PdfNumber.Format(word.Left * scale)} "
                        + $"{PdfNumber.Format((pageHeight - bottom) * scale + size * 0.2)} Td {font.Encode(text + " ")} Tj ET\n");
            }
        }
    }
}
