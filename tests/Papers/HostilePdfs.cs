using System.IO.Compression;
using System.Text;

namespace MotCua.Tests.Papers;

/// <summary>PDF files that ask for far more than they weigh, one of each kind; made, so that any size of each can be tried.</summary>
internal static class HostilePdfs
{
    private const string Pages = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 "
        + "obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n";

    public static IEnumerable<(string Kind, Func<byte[]> Make)> All =>
    [
        ("entries without a byte, ten million", () => Entries("[0 0 0]", 10_000_000)),
        ("entries without a byte, two thousand million", () => Entries("[0 0 0]", 2_000_000_000)),
        ("an index that claims more than there is", () => Entries("[1 2 1]", 2_000_000_000)),
        ("strings that do not end", () => Repeated("1 0 obj(", 25_000)),
        ("hexadecimal strings that do not end", () => Repeated("1 0 obj<", 25_000)),
        ("comments that do not end", () => Repeated("1 0 obj%", 50_000)),
        ("arrays that do not end", () => Repeated("1 0 obj[ 1 ", 30_000)),
        ("words that do not end", () => Repeated("1 0 obj/obj", 60_000)),
        ("names of a megabyte", () => [.. Repeated("1 0 obj/", 1), .. Enumerable.Repeat((byte)'A', 8 << 20)]),
        ("streams that do not end", () => Repeated("1 0 obj<<>>stream\n", 60_000)),
        ("streams with a length of nothing", () => Repeated("7 0 obj<</Length 9 0 R>>stream\n", 40_000)),
        ("lists in lists", () => Repeated("[", 2_000_000)),
        ("dictionaries in dictionaries", () => Repeated("<</A", 500_000)),
        ("one object stream, many places", () => SameStream(4_000)),
        ("one place, many objects of a stream", () => SamePlace(60_000, 40_000)),
        ("a chain of tables", () => Chain(900)),
        ("one list of pages, many parents", () => Family(2_000, 20_000)),
        ("a stream that swells", () => Stream("/Length {0}", Zeros(100))),
        ("an object stream that swells", () => Stream("/Type/ObjStm/N 9/First 9/Length {0}", Zeros(100))),
        ("a stream packed twice", () => Stream("/Length {0}", Deflate(Zeros(4)), "[/FlateDecode/FlateDecode]")),
        ("an object of many million values", () => Text($"{Pages}9 0 obj\n[{string.Concat(Enumerable.Repeat("1 ", 5_000_000))}]\nendobj\n", "")),
        ("a long table of free entries", () => Classic(400_000)),
    ];

    public static byte[] Entries(string widths, int count) =>
        Whole($"1 0 obj<</Type/XRef/W{widths}/Index[0 {count}]/Size 1/Length 4>>stream\n0000\nendstream endobj ", 9);

    public static byte[] Repeated(string piece, int times) => Whole(string.Concat(Enumerable.Repeat(piece, times)), 9);

    /// <summary>An ordinary paper of one page, with this in it.</summary>
    public static byte[] With(string objects, string catalog = "") =>
        Text(Pages.Replace("/Pages 2 0 R>>", $"/Pages 2 0 R{catalog}>>", StringComparison.Ordinal) + objects, "");

    /// <summary>An object stream with these objects, numbered from 20; no table names it.</summary>
    public static byte[] Packed(params string[] objects)
    {
        var (head, body) = (new StringBuilder(), new StringBuilder());
        foreach (var one in objects)
        {
            head.Append($"{20 + head.ToString().Split(' ').Length / 2} {body.Length} ");
            body.Append(one).Append(' ');
        }
        return Stream($"/Type/ObjStm/N {objects.Length}/First {head.Length}/Length {{0}}", Latin(head.ToString() + body));
    }

    /// <summary>As a damaged disk or a fuzzer would: cut, bytes changed, pieces repeated and exchanged.</summary>
    public static byte[] Mutated(byte[] good, Random random)
    {
        var bad = good[..random.Next(good.Length / 2, good.Length)].ToList();
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var (at, length) = (random.Next(bad.Count), random.Next(1, 60));
            switch (random.Next(4))
            {
                case 0: bad[at] = (byte)random.Next(256); break;
                case 1: bad.InsertRange(at, bad.GetRange(at, Math.Min(length, bad.Count - at))); break;
                case 2: bad.RemoveRange(at, Math.Min(length, bad.Count - at)); break;
                default: bad.InsertRange(at, Latin(Words[random.Next(Words.Length)])); break;
            }
            if (bad.Count == 0) bad.Add(37);
        }
        return [.. bad];
    }

    private static readonly string[] Words =
        ["99999999999", "-1", "/W[0 0 0]", "/Index[0 2000000000]", "<<", ">>", "[", "obj", " 1 0 obj(", "stream\n", "endstream", "/Length 2147483647",
        "/Prev 0", "startxref\n0\n", "/Kids[1 0 R 1 0 R]", "/N 400000000"];

    private static byte[] SameStream(int times)
    {
        var packed = Deflate(Latin("20 0 21 4 " + string.Concat(Enumerable.Repeat("1 2 3 4 5 6 7 8 9 ", 20_000))));
        var one = $"5 0 obj<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length {packed.Length}>>stream\n{Latin1(packed)}\nendstream endobj\n";
        return Text(Pages + string.Concat(Enumerable.Repeat(one, times)), "");
    }

    private static byte[] SamePlace(int objects, int size)
    {
        var head = string.Concat(Enumerable.Range(100, objects).Select(n => $"{n} 0 "));
        return Stream($"/Type/ObjStm/N {objects}/First {head.Length}/Length {{0}}", Latin(head + "(" + new string('a', size) + ")"));
    }

    private static byte[] Chain(int tables)
    {
        var file = new MemoryStream();
        file.Write(Latin("%PDF-1.7\n" + Pages));
        var (previous, packed) = (0L, Deflate(new byte[1_000_000]));
        for (var i = 0; i < tables; i++)
        {
            var at = file.Position;
            file.Write(Latin($"{i + 10} 0 obj<</Type/XRef/Root 1 0 R/W[1 1 1]/Index[{i * 400_000} 333333]/Size "
                + $"9{(previous == 0 ? "" : $"/Prev {previous}")}/Filter/FlateDecode/Length {packed.Length}>>stream\n"));
            file.Write(packed);
            file.Write(Latin("\nendstream endobj\n"));
            previous = at;
        }
        file.Write(Latin($"startxref\n{previous}\n%%EOF\n"));
        return file.ToArray();
    }

    private static byte[] Family(int parents, int children)
    {
        var nodes = string.Concat(Enumerable.Range(10, parents).Select(n => $"{n} 0 obj<</Type/Pages/Kids 5 0 R>>endobj\n"));
        var all = string.Join(' ', Enumerable.Range(10, parents).Select(n => $"{n} 0 R")) + string.Concat(Enumerable.Repeat(" 9 0 R", children));
        return Text($"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids 5 0 R>>endobj\n5 0 obj[{all}]endobj\n{nodes}", "");
    }

    private static byte[] Classic(int entries) =>
        Text(Pages, $"xref\n0 {entries}\n{string.Concat(Enumerable.Repeat("0000000009 00000 n \n", entries))}");

    private static byte[] Stream(string head, byte[] content, string filter = "/FlateDecode")
    {
        var packed = Deflate(content);
        var filled = string.Format(System.Globalization.CultureInfo.InvariantCulture, head, packed.Length);
        return Text($"{Pages}9 0 obj\n<</Filter{filter}{filled}>>stream\n{Latin1(packed)}\nendstream\nendobj\n", "");
    }

    private static byte[] Text(string objects, string table) =>
        Latin($"%PDF-1.7\n{objects}{table}trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n{9 + objects.Length}\n%%EOF\n");

    private static byte[] Whole(string body, int start) => Latin($"%PDF-1.7\n{body}\nstartxref\n{start}\n%%EOF\n");

    private static byte[] Zeros(int megabytes) => new byte[megabytes << 20];

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(content);
        return packed.ToArray();
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
