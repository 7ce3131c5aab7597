using System.Globalization;
using System.Text;

namespace MotCua.Papers.Pdf;

/// <summary>
/// A face as one document uses it. The code of a character in the page is its Unicode number, mapped to the glyph by
/// CIDToGIDMap: so copied and searched text is exactly what was written, whatever glyphs two characters share.
/// </summary>
internal sealed class PdfFont(TrueTypeFont face)
{
    private readonly SortedSet<char> used = [];

    public TrueTypeFont Face => face;

    /// <summary>The string operand of Tj for this text.</summary>
    public string Encode(string text)
    {
        used.UnionWith(text);
        return $"<{Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes(text))}>";
    }

    public PdfReference AddTo(PdfBuilder file)
    {
        var font = file.Reserve();
        AddTo(file, font);
        return font;
    }

    public void AddTo(PdfBuilder file, PdfReference font)
    {
        used.Add(' ');
        var program = face.Subset(used);
        var scale = 1000.0 / face.UnitsPerEm;
        // A subset is named by six letters (ISO 32000-1, 9.6.4); taken from its own content, so the same text gives the same file.
        var tag = string.Concat(System.Security.Cryptography.SHA256.HashData(program).Take(6).Select(b => (char)('A' + b % 26)));
        var name = $"{tag}+{face.Name}";
        var bold = face.Name.Contains("Bold");
        var italic = face.Name.EndsWith("Italic", StringComparison.Ordinal);
        var descriptor = file.Add(new PdfDictionary
        {
            { "Type", "FontDescriptor" },
            { "FontName", name },
            { "Flags", 4 + 2 + (italic ? 64 : 0) },
            { "FontBBox", new PdfArray(face.BoundingBox.Select(b => (PdfValue)Math.Round(b * scale)).ToList()) },
            { "ItalicAngle", italic ? -16 : 0 },
            { "Ascent", Math.Round(face.Ascent * scale) },
            { "Descent", Math.Round(face.Descent * scale) },
            { "CapHeight", 655 },
            { "StemV", bold ? 140 : 80 },
            { "FontFile2", file.AddStream(new PdfDictionary { { "Length1", program.Length } }, program) },
        });
        var map = new byte[(used.Max + 1) * 2];
        foreach (var c in used)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(c * 2), face.Glyph(c));
        }

        var descendant = file.Add(new PdfDictionary
        {
            { "Type", "Font" },
            { "Subtype", "CIDFontType2" },
            { "BaseFont", name },
            { "CIDSystemInfo", new PdfDictionary { { "Registry", new PdfString("Adobe") }, { "Ordering", new PdfString("Identity") }, { "Supplement", 0 } } },
            { "FontDescriptor", descriptor },
            { "DW", 500 },
            { "W", new PdfArray(used.SelectMany(c => new PdfValue[] { (int)c, new PdfArray(Math.Round(face.Advance(c) * scale, 2)) }).ToList()) },
            { "CIDToGIDMap", file.AddStream([], map) },
        });
        file.Set(font, new PdfDictionary
        {
            { "Type", "Font" },
            { "Subtype", "Type0" },
            { "BaseFont", name },
            { "Encoding", "Identity-H" },
            { "DescendantFonts", new PdfArray(descendant) },
            { "ToUnicode", file.AddStream([], Encoding.ASCII.GetBytes(ToUnicode())) },
        });
    }

    private string ToUnicode()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
            + "/Supplement 0>> def\n"
            + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n");
        foreach (var chunk in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var c in chunk)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{(int)c:x4}> <{(int)c:x4}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
