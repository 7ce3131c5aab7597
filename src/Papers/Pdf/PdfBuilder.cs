using System.Security.Cryptography;
using System.Text;

namespace MotCua.Papers.Pdf;

/// <summary>Collects objects and writes a whole file, or only the part appended by an incremental update.</summary>
internal sealed class PdfBuilder(int firstNumber = 1)
{
    private readonly SortedDictionary<int, PdfValue> objects = [];
    private int next = firstNumber;

    public int Next => next;

    public IReadOnlyDictionary<int, PdfValue> Objects => objects;

    public PdfReference Reserve() => new(next++);

    public PdfReference Add(PdfValue value)
    {
        var reference = Reserve();
        objects[reference.Number] = value;
        return reference;
    }

    public void Set(PdfReference reference, PdfValue value) => objects[reference.Number] = value;

    public PdfReference AddStream(PdfDictionary head, byte[] content)
    {
        head.Add("Filter", "FlateDecode");
        return Add(new PdfStream(head, PdfFilters.Deflate(content)));
    }

    /// <summary>PDF 1.7 with a classic table. The file identifier comes from the content: the same paper gives the same bytes.</summary>
    public byte[] Write(PdfReference root, PdfReference? information = null)
    {
        var output = new PdfOutput();
        output.Text("%PDF-1.7\n");
        output.Bytes([0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a]);
        var offsets = objects.Select(o => (o.Key, At: output.Object(o.Key, o.Value))).ToList();
        var id = new PdfString(SHA256.HashData(output.ToArray())[..16]);
        var xref = output.Position;
        output.Text($"xref\n0 {next}\n0000000000 65535 f \n");
        foreach (var (_, at) in offsets)
        {
            output.Text($"{at:d10} 00000 n \n");
        }

        var trailer = new PdfDictionary { { "Size", next }, { "Root", root }, { "ID", new PdfArray(id, id) } };
        if (information is not null)
        {
            trailer.Add("Info", information);
        }

        output.Text("trailer\n");
        trailer.Write(output);
        output.Text($"\nstartxref\n{xref}\n%%EOF\n");
        return output.ToArray();
    }

    public static byte[] XmpMetadata(string title, string language)
    {
        static string Safe(string text) => System.Security.SecurityElement.Escape(text);
        return Encoding.UTF8.GetBytes($"""
            <?xpacket begin="{'\ufeff'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Safe(title)}</rdf:li></rdf:Alt></dc:title>
            <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
            <pdf:Producer>MotCua</pdf:Producer>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """);
    }
}
