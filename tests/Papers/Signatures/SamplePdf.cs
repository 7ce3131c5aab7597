using System.Globalization;
using System.Text;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>A file with a form, built revision by revision by hand: what other programs' files look like, without our own writer.</summary>
internal sealed class SamplePdf
{
    public const int Form = 5;
    public const int NameField = 6;
    public const int FirstSignature = 7;
    public const int SecondSignature = 8;
    private readonly Dictionary<int, string> objects = new()
    {
        [1] = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>",
        [2] = "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        [3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 9 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R]>>",
        [4] = "<</Length 44>>\nstream\nBT /F 24 Tf 72 700 Td (Quyet dinh 15) Tj ET \nendstream",
        [5] = "<</Fields[6 0 R 7 0 R 8 0 R]/SigFlags 3/DA(/F 12 Tf)/DR<</Font<</F 9 0 R>>>>>>",
        [6] = "<</Type/Annot/Subtype/Widget/FT/Tx/T(ho_ten)/V()/Rect[72 600 300 620]/P 3 0 R/F 4/DA(/F 12 Tf)>>",
        [7] = "<</Type/Annot/Subtype/Widget/FT/Sig/T(ky1)/Rect[72 100 272 160]/P 3 0 R/F 132>>",
        [8] = "<</Type/Annot/Subtype/Widget/FT/Sig/T(ky2)/Rect[300 100 500 160]/P 3 0 R/F 132>>",
        [9] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        [10] = "<</Producer(Nha in khac)>>",
    };

    private int startxref;

    public SamplePdf()
    {
        Bytes = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"u8.ToArray();
        Write(objects.Keys, null);
    }

    public byte[] Bytes { get; private set; }

    public int Next => objects.Keys.Max() + 1;

    public string this[int number] => objects[number];

    public static byte[] Plain => new SamplePdf().Bytes;

    /// <summary>One more revision in which these objects say what is given.</summary>
    public SamplePdf Revise(params (int Number, string Value)[] changes)
    {
        foreach (var (number, value) in changes) objects[number] = value;
        Write(changes.Select(c => c.Number), startxref);
        return this;
    }

    public string With(int number, string more) => objects[number].Insert(objects[number].LastIndexOf(">>", StringComparison.Ordinal), more);

    /// <summary>Signs in the field, the signature dictionary with what is given besides.</summary>
    public SamplePdf Sign(int field, Func<byte[], byte[]> cms, string subFilter = "ETSI.CAdES.detached", string extra = "",
        params (int Number, string Value)[] together)
    {
        var signature = Next;
        const int Room = 24_000;
        const string Range = "[0 0000000000 0000000000 0000000000]";
        var value = $"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{subFilter}/ByteRange {Range}/Contents "
            + $"<{new string('0', Room)}>/M(D:20260428090000+07'00'){extra}>>";
        Revise([(signature, value), (field, With(field, $"/V {signature} 0 R")), .. together.Select(t => (t.Number, t.Value.Replace("SIGNATURE",
            $"{signature} 0 R", StringComparison.Ordinal)))]);
        var start = Bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes($"\n{signature} 0 obj"));
        var gap = start + Bytes.AsSpan(start).IndexOf("/Contents <"u8) + 10;
        var end = gap + Room + 2;
        var range = start + Bytes.AsSpan(start).IndexOf(Encoding.ASCII.GetBytes(Range));
        Encoding.ASCII.GetBytes($"[0 {gap} {end} {Bytes.Length - end}]".PadRight(Range.Length)).CopyTo(Bytes, range);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(cms([.. Bytes[..gap], .. Bytes[end..]]))).CopyTo(Bytes, gap + 1);
        return this;
    }

    private void Write(IEnumerable<int> numbers, int? previous)
    {
        using var file = new MemoryStream();
        file.Write(Bytes);
        void Text(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        var offsets = new SortedDictionary<int, long>();
        foreach (var number in numbers.Distinct().Order())
        {
            Text("\n");
            offsets[number] = file.Position;
            Text($"{number} 0 obj\n{objects[number]}\nendobj");
        }

        Text("\n");
        startxref = (int)file.Position;
        Text(previous is null ? "xref\n0 1\n0000000000 65535 f \n" : "xref\n");
        foreach (var (number, at) in offsets) Text(string.Create(CultureInfo.InvariantCulture, $"{number} 1\n{at:d10} 00000 n \n"));
        Text($"trailer\n<</Root 1 0 R/Info 10 0 R/Size {Next}{(previous is { } p ? $"/Prev {p}" : "")}>>\nstartxref\n{startxref}\n%%EOF\n");
        Bytes = file.ToArray();
    }
}
