using System.Buffers.Binary;

namespace MotCua.Papers.Pdf;

/// <summary>
/// A PDF opened for reading: classic tables, cross-reference streams and object streams. With repair the objects are found by
/// scanning when the table is damaged; a file that needed repair is never signed and never judged as signed.
/// </summary>
internal sealed partial class PdfFile
{
    private readonly Dictionary<int, (int Kind, int Where, int Index)> table = [];
    private readonly Dictionary<int, PdfValue> cache = [];
    private readonly Dictionary<int, Pack> packed = [];
    private readonly HashSet<int> resolving = [];

    private PdfDecryption? decryption;

    /// <summary>What an object stream holds; of two objects with one number the first counts, and both are there.</summary>
    private sealed record Pack(List<(int Number, PdfValue Value)> All, Dictionary<int, PdfValue> First);

    private PdfFile(byte[] bytes, PdfBudget budget) => (Bytes, Budget) = (bytes, budget);

    /// <summary>What is left of it; spent also by those who walk through the file.</summary>
    public PdfBudget Budget { get; }

    public byte[] Bytes { get; }

    public PdfDictionary Trailer { get; private set; } = new();

    public int StartXref { get; private set; }

    public bool UsesXrefStream { get; private set; }

    public bool WasRepaired { get; private set; }

    public bool IsEncrypted => Trailer["Encrypt"] is not null;

    /// <summary>Cannot be read without a password.</summary>
    public bool IsLocked => IsEncrypted && decryption is null;

    public IEnumerable<int> Numbers => table.Where(e => e.Value.Kind != 0).Select(e => e.Key);

    public int NextNumber => Math.Max(table.Count == 0 ? 1 : table.Keys.Max() + 1, Trailer["Size"] is PdfNumber n ? (int)n.Value : 1);

    public PdfDictionary Catalog => Dictionary(Trailer["Root"]) ?? throw new PdfBroken("no catalogue");

    public static PdfFile Open(byte[] bytes, bool repair = false)
    {
        var budget = new PdfBudget(bytes.Length);
        var file = new PdfFile(bytes, budget);
        try
        {
            file.ReadTable();
            file.decryption = file.IsEncrypted ? PdfDecryption.Open(file) : null;
            // Behind a lock there is nothing to be read, and nothing to be called broken.
            _ = file.IsLocked ? [] : file.Pages();
            return file;
        }
        catch (Exception e) when (repair
            && e is (PdfBroken and not PdfExcess) or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException)
        {
            file = new PdfFile(bytes, budget) { WasRepaired = true };
            file.Rebuild();
            return file;
        }
        catch (Exception e) when (e is OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException)
        {
            throw new PdfBroken(e.Message);
        }
    }

    public PdfValue Resolve(PdfValue? value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops > 16)
            {
                throw new PdfBroken("reference chain");
            }

            value = Object(reference.Number);
        }

        return value ?? PdfWord.Null;
    }

    public PdfDictionary? Dictionary(PdfValue? value) => Resolve(value) switch
    {
        PdfDictionary dictionary => dictionary,
        PdfStream stream => stream.Head,
        _ => null,
    };

    public PdfArray? Array(PdfValue? value) => Resolve(value) as PdfArray;

    public string? Name(PdfValue? value) => (Resolve(value) as PdfName)?.Name;

    public byte[] Decode(PdfStream stream) => PdfFilters.Decode(stream, Resolve);

    public PdfValue Object(int number)
    {
        if (cache.TryGetValue(number, out var known))
        {
            return known;
        }

        if (!table.TryGetValue(number, out var entry) || entry.Kind == 0)
        {
            return PdfWord.Null;
        }

        if (!resolving.Add(number))
        {
            throw new PdfBroken("object refers to itself");
        }

        try
        {
            return cache[number] = entry.Kind == 1 ? ReadAt(entry.Where, number) : ReadPacked(entry.Where, number);
        }
        finally
        {
            resolving.Remove(number);
        }
    }

    /// <summary>Byte offset of an object that stands by itself; null when it is packed in an object stream or absent.</summary>
    public int? OffsetOf(int number) => table.TryGetValue(number, out var entry) && entry.Kind == 1 ? entry.Where : null;

    private PdfValue ReadAt(int offset, int number)
    {
        if (offset < 0 || offset >= Bytes.Length)
        {
            throw new PdfBroken("offset outside the file");
        }

        var (found, value) = new PdfParser(Bytes, offset, Budget).IndirectObject(Length);
        value = decryption?.Apply(number, table[number].Index, value) ?? value;
        return found == number ? value : throw new PdfBroken($"object {number} is not where the table says");
    }

    private int? Length(PdfReference reference) => Resolve(reference) is PdfNumber n ? (int)n.Value : null;

    private PdfValue ReadPacked(int container, int number) => Open(container).First.GetValueOrDefault(number) ?? PdfWord.Null;

    /// <summary>Unpacked once, however often it is referred to.</summary>
    private Pack Open(int container)
    {
        if (packed.TryGetValue(container, out var known))
        {
            return known;
        }

        if (Object(container) is not PdfStream stream)
        {
            throw new PdfBroken("object stream missing");
        }

        var pack = new Pack(Unpacked(stream), []);
        foreach (var (number, value) in pack.All)
        {
            pack.First.TryAdd(number, value);
        }

        return packed[container] = pack;
    }

    private List<(int Number, PdfValue Value)> Unpacked(PdfStream stream)
    {
        var data = Decode(stream);
        Budget.Unpack(data.Length);
        int Number(string key) => Resolve(stream.Head[key]) is PdfNumber n ? (int)n.Value : throw new PdfBroken("object stream head");
        var (count, first) = (Number("N"), Number("First"));
        if (count < 0 || first < 0 || count > data.Length / 2)
        {
            throw new PdfBroken("object stream count");
        }

        Budget.Entries(count);
        var head = new PdfParser(data, 0, Budget);
        var objects = new List<(int, PdfValue)>();
        for (var i = 0; i < count; i++)
        {
            var (number, offset) = (head.Integer(), head.Integer());
            objects.Add((number, new PdfParser(data, checked(first + offset), Budget).Value()));
        }

        return objects;
    }

    private void ReadTable()
    {
        var tail = Bytes.AsSpan(Math.Max(0, Bytes.Length - 2048));
        var mark = tail.LastIndexOf("startxref"u8);
        if (mark < 0)
        {
            throw new PdfBroken("no startxref");
        }

        StartXref = new PdfParser(Bytes, Bytes.Length - tail.Length + mark + 9).Integer();
        var seen = new HashSet<int>();
        var queue = new Queue<int>([StartXref]);
        while (queue.TryDequeue(out var offset))
        {
            if (!seen.Add(offset) || seen.Count > PdfBudget.Sections || offset < 0 || offset >= Bytes.Length)
            {
                throw new PdfBroken("cross-reference chain");
            }

            var parser = new PdfParser(Bytes, offset, Budget);
            var isStream = !parser.TryWord("xref");
            UsesXrefStream = seen.Count == 1 ? isStream : UsesXrefStream;
            var trailer = isStream ? XrefStream(offset) : Classic(parser);
            Trailer = seen.Count == 1 ? trailer : Trailer;
            if (!isStream && trailer["XRefStm"] is PdfNumber hybrid)
            {
                _ = XrefStream((int)hybrid.Value);
            }

            if (trailer["Prev"] is PdfNumber previous)
            {
                queue.Enqueue((int)previous.Value);
            }
        }
    }

    private PdfDictionary Classic(PdfParser parser)
    {
        while (!parser.TryWord("trailer"))
        {
            var (first, count) = (parser.Integer(), parser.Integer());
            if (count < 0 || first < 0 || (long)first + count > PdfBudget.HighestNumber)
            {
                throw new PdfBroken("cross-reference count");
            }

            Budget.Entries(count);

            for (var i = 0; i < count; i++)
            {
                var (offset, generation) = (parser.Integer(), parser.Integer());
                var used = parser.TryWord("n");
                if (!used && !parser.TryWord("f"))
                {
                    throw new PdfBroken("cross-reference entry");
                }

                table.TryAdd(first + i, (used && offset > 0 ? 1 : 0, offset, generation));
            }
        }

        return parser.Value() as PdfDictionary ?? throw new PdfBroken("trailer");
    }

    private PdfDictionary XrefStream(int offset)
    {
        var (_, value) = new PdfParser(Bytes, offset, Budget).IndirectObject(_ => null);
        if (value is not PdfStream stream || stream.Head["Type"] is not PdfName { Name: "XRef" } || stream.Head["W"] is not PdfArray { Items.Count: 3 } w)
        {
            throw new PdfBroken("cross-reference stream");
        }

        var data = Decode(stream);
        Budget.Unpack(data.Length);
        var widths = w.Items.Select(i => i is PdfNumber { Value: >= 0 and <= 8 } n ? (int)n.Value : throw new PdfBroken("widths")).ToArray();
        var entry = widths.Sum();
        if (entry == 0)
        {
            throw new PdfExcess("entries without a byte");
        }

        var index = (stream.Head["Index"] as PdfArray)?.Items.Select(i => (int)((PdfNumber)i).Value).ToArray()
            ?? [0, stream.Head["Size"] is PdfNumber size ? (int)size.Value : 0];
        var at = 0;
        int Field(int width, int otherwise)
        {
            if (width == 0)
            {
                return otherwise;
            }

            Span<byte> eight = stackalloc byte[8];
            eight.Clear();
            data.AsSpan(at, width).CopyTo(eight[(8 - width)..]);
            at += width;
            return checked((int)BinaryPrimitives.ReadInt64BigEndian(eight));
        }

        for (var part = 0; part + 1 < index.Length; part += 2)
        {
            // No more than the bytes hold, whatever the index claims.
            var count = Math.Min(index[part + 1], (data.Length - at) / entry);
            if (index[part] < 0 || count < 0 || (long)index[part] + count > PdfBudget.HighestNumber)
            {
                throw new PdfBroken("cross-reference index");
            }

            Budget.Entries(count);
            for (var i = 0; i < count; i++)
            {
                table.TryAdd(index[part] + i, (Field(widths[0], 1), Field(widths[1], 0), Field(widths[2], 0)));
            }
        }

        return stream.Head;
    }

    /// <summary>The pages in order, with their object numbers.</summary>
    public List<(int Number, PdfDictionary Page)> Pages(int limit = 20_000)
    {
        var pages = new List<(int, PdfDictionary)>();
        var seen = new HashSet<int>();
        void Walk(PdfValue? node, int depth)
        {
            if (depth > 64)
            {
                throw new PdfBroken("page tree too deep");
            }

            if (node is not PdfReference reference || !seen.Add(reference.Number) || pages.Count > limit)
            {
                return;
            }

            if (Dictionary(reference) is not { } dictionary)
            {
                return;
            }

            if (Array(dictionary["Kids"]) is { } kids)
            {
                if (seen.Count > limit * 2)
                {
                    throw new PdfBroken("page tree");
                }

                Budget.Step(kids.Items.Count);
                kids.Items.ForEach(kid => Walk(kid, depth + 1));
            }
            else
            {
                pages.Add((reference.Number, dictionary));
            }
        }

        Walk(Catalog["Pages"], 0);
        return pages.Count > 0 ? pages : throw new PdfBroken("no pages");
    }

    /// <summary>A page attribute that may stand on an ancestor (MediaBox, Resources, Rotate).</summary>
    public PdfValue Inherited(PdfDictionary page, string key)
    {
        for (var hops = 0; hops < 64; hops++)
        {
            if (page[key] is { } value)
            {
                return Resolve(value);
            }

            if (Dictionary(page["Parent"]) is not { } parent)
            {
                break;
            }

            page = parent;
        }

        return PdfWord.Null;
    }
}
