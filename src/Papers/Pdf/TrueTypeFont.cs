using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MotCua.Papers.Pdf;

/// <summary>One face of the embedded serif family, and the subset of it that a document needs.</summary>
internal sealed class TrueTypeFont
{
    public const string Family = "MotCua Serif";

    private static readonly Lazy<TrueTypeFont>[] Faces =
        [.. new[] { "Regular", "Bold", "Italic", "BoldItalic" }.Select(style => new Lazy<TrueTypeFont>(() => Load(style)))];

    private readonly byte[] bytes;
    private readonly Dictionary<string, (int Offset, int Length)> tables = [];
    private readonly Dictionary<char, ushort> glyphs = [];
    private readonly int glyphCount;
    private readonly int metricCount;
    private readonly bool longOffsets;

    private TrueTypeFont(string name, byte[] bytes)
    {
        (Name, this.bytes) = (name, bytes);
        for (var i = 0; i < U16(4); i++)
        {
            var at = 12 + i * 16;
            tables[Encoding.ASCII.GetString(bytes, at, 4)] = (I32(at + 8), I32(at + 12));
        }

        UnitsPerEm = U16(tables["head"].Offset + 18);
        longOffsets = U16(tables["head"].Offset + 50) == 1;
        glyphCount = U16(tables["maxp"].Offset + 4);
        metricCount = U16(tables["hhea"].Offset + 34);
        Ascent = I16(tables["hhea"].Offset + 4);
        Descent = I16(tables["hhea"].Offset + 6);
        BoundingBox = [.. Enumerable.Range(0, 4).Select(i => (int)I16(tables["head"].Offset + 36 + i * 2))];
        ReadCharacters();
    }

    public string Name { get; }

    public int UnitsPerEm { get; }

    public int Ascent { get; }

    public int Descent { get; }

    public int[] BoundingBox { get; }

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> File => bytes;

    public static IEnumerable<TrueTypeFont> All => Faces.Select(face => face.Value);

    public static TrueTypeFont Face(bool bold, bool italic) => Faces[(bold ? 1 : 0) + (italic ? 2 : 0)].Value;

    private static TrueTypeFont Load(string style)
    {
        var name = "MotCuaSerif-" + style;
        using var source = typeof(TrueTypeFont).Assembly.GetManifestResourceStream($"MotCua.Papers.Pdf.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"font {name} is not embedded");
        using var copy = new MemoryStream();
        source.CopyTo(copy);
        return new TrueTypeFont(name, copy.ToArray());
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));

    private short I16(int at) => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at));

    private int I32(int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

    private void ReadCharacters()
    {
        var cmap = tables["cmap"].Offset;
        var format4 = Enumerable.Range(0, U16(cmap + 2)).Select(i => cmap + I32(cmap + 4 + i * 8 + 4)).First(at => U16(at) == 4);
        var segments = U16(format4 + 6) / 2;
        for (var s = 0; s < segments; s++)
        {
            var end = U16(format4 + 14 + s * 2);
            var startAt = format4 + 16 + segments * 2 + s * 2;
            var start = U16(startAt);
            var delta = U16(startAt + segments * 2);
            var rangeAt = startAt + segments * 4;
            var range = U16(rangeAt);
            for (var c = start; c <= end && c != 0xffff; c++)
            {
                var glyph = range == 0 ? c + delta : U16(rangeAt + range + (c - start) * 2) is var g and not 0 ? g + delta : 0;
                if ((glyph & 0xffff) != 0)
                {
                    glyphs[(char)c] = (ushort)glyph;
                }
            }
        }
    }

    /// <summary>The first letter, with its marks, that the face cannot draw; null when it draws all of the text.</summary>
    public string? Missing(string text)
    {
        foreach (var letter in Letters(text.Normalize(NormalizationForm.FormC)))
        {
            if (letter.Any(c => !glyphs.ContainsKey(c is '\u2011' ? '-' : c) && c is not ('\n' or '\t' or '\r')
                && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)))
            {
                return letter;
            }
        }

        return null;
    }

    private static IEnumerable<string> Letters(string text)
    {
        for (var letters = StringInfo.GetTextElementEnumerator(text); letters.MoveNext();)
        {
            yield return letters.GetTextElement();
        }
    }

    /// <summary>NFC, without control marks. What is printed has been looked at by <see cref="PaperLetters"/>; only unseen text, read by a machine, meets the
    /// box.</summary>
    public string Showable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            var shown = c switch { '\t' or '\r' => ' ', '\u2011' => '-', _ => c };
            if (glyphs.ContainsKey(shown) || shown == '\n')
            {
                result.Append(shown);
            }
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format) && !char.IsLowSurrogate(c))
            {
                result.Append('□');
            }
        }

        return result.ToString();
    }

    public int Advance(char c)
    {
        var glyph = glyphs.GetValueOrDefault(c);
        return U16(tables["hmtx"].Offset + Math.Min(glyph, metricCount - 1) * 4);
    }

    public double Width(string text, double size)
    {
        var units = 0;
        foreach (var c in text)
        {
            units += Advance(c);
        }

        return units * size / UnitsPerEm;
    }

    public ushort Glyph(char c) => glyphs.GetValueOrDefault(c);

    private (int Start, int End) Outline(int glyph)
    {
        var loca = tables["loca"].Offset;
        return longOffsets ? (I32(loca + glyph * 4), I32(loca + glyph * 4 + 4)) : (U16(loca + glyph * 2) * 2, U16(loca + glyph * 2 + 2) * 2);
    }

    private void AddWithParts(int glyph, HashSet<int> used)
    {
        var (start, end) = Outline(glyph);
        if (!used.Add(glyph) || start == end)
        {
            return;
        }

        var at = tables["glyf"].Offset + start;
        if (I16(at) >= 0)
        {
            return;
        }

        at += 10;
        int flags;
        do
        {
            flags = U16(at);
            AddWithParts(U16(at + 2), used);
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
        while ((flags & 0x20) != 0);
    }

    /// <summary>The face with only the outlines of these characters; glyph numbers stay, so that composites need no rewriting.</summary>
    public byte[] Subset(IEnumerable<char> characters)
    {
        var used = new HashSet<int>();
        AddWithParts(0, used);
        foreach (var c in characters)
        {
            AddWithParts(Glyph(c), used);
        }

        using var glyf = new MemoryStream();
        var loca = new byte[(glyphCount + 1) * 4];
        for (var g = 0; g < glyphCount; g++)
        {
            if (used.Contains(g))
            {
                var (start, end) = Outline(g);
                glyf.Write(bytes, tables["glyf"].Offset + start, end - start);
                glyf.Write(new byte[(4 - (int)glyf.Length % 4) % 4]);
            }

            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan((g + 1) * 4), (int)glyf.Length);
        }

        var parts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["glyf"] = glyf.ToArray(), ["loca"] = loca };
        foreach (var tag in new[] { "cvt ", "fpgm", "head", "hhea", "hmtx", "maxp", "prep" }.Where(tables.ContainsKey))
        {
            var (offset, length) = tables[tag];
            parts[tag] = bytes[offset..(offset + length)];
        }

        BinaryPrimitives.WriteUInt16BigEndian(parts["head"].AsSpan(50), 1);
        return Assemble(parts);
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> parts)
    {
        var power = (int)Math.Log2(parts.Count);
        var head = new byte[12 + 16 * parts.Count];
        BinaryPrimitives.WriteInt32BigEndian(head, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(4), (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(10), (ushort)(16 * parts.Count - (16 << power)));
        var offset = head.Length;
        var at = 12;
        using var body = new MemoryStream();
        foreach (var (tag, content) in parts)
        {
            var padded = new byte[(content.Length + 3) / 4 * 4];
            content.CopyTo(padded, 0);
            uint sum = 0;
            for (var i = 0; i < padded.Length; i += 4)
            {
                sum += BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(i));
            }

            Encoding.ASCII.GetBytes(tag).CopyTo(head, at);
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(at + 4), sum);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(at + 8), offset);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(at + 12), content.Length);
            body.Write(padded);
            offset += padded.Length;
            at += 16;
        }

        return [.. head, .. body.ToArray()];
    }
}
