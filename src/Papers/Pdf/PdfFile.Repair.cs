namespace MotCua.Papers.Pdf;

/// <summary>Finding objects by scanning, when the table cannot be used or must not be believed.</summary>
internal sealed partial class PdfFile
{
    private void Rebuild()
    {
        var span = Bytes.AsSpan();
        var containers = new HashSet<int>();
        for (var at = 0; ;)
        {
            var next = span[at..].IndexOf(" obj"u8);
            if (next < 0)
            {
                break;
            }

            at += next + 4;
            var start = StartOfHead(span, at - 4);
            if (start < 0)
            {
                continue;
            }

            try
            {
                var (number, value) = new PdfParser(Bytes, start, Budget).IndirectObject(_ => null);
                table[number] = (1, start, 0);
                var head = value is PdfStream stream ? stream.Head : value as PdfDictionary;
                if (head?["Type"] is PdfName { Name: "ObjStm" })
                {
                    containers.Add(number);
                }
                else if (head?["Type"] is PdfName { Name: "Catalog" })
                {
                    Trailer["Root"] = new PdfReference(number);
                }
                else if (head?["Type"] is PdfName { Name: "XRef" } && head["Encrypt"] is { } encrypt)
                {
                    Trailer["Encrypt"] = encrypt;
                }
            }
            catch (PdfBroken e) when (e is not PdfExcess)
            {
            }

            if (table.Count > PdfBudget.Objects)
            {
                throw new PdfExcess("objects");
            }
        }

        var trailer = span.LastIndexOf("trailer"u8);
        if (trailer >= 0 && new PdfParser(Bytes, trailer + 7, Budget) is var parser && Try(parser.Value) is PdfDictionary old)
        {
            foreach (var (key, value) in old.Entries.Where(e => e.Key is "Encrypt" or "Info" || (e.Key == "Root" && Trailer["Root"] is null)))
            {
                Trailer[key] = value;
            }
        }

        foreach (var container in containers)
        {
            if (Object(container) is not PdfStream) continue;
            foreach (var (number, value) in Open(container).All)
            {
                if (table.TryAdd(number, (2, container, 0)) && value is PdfDictionary { Entries: var e }
                    && e.GetValueOrDefault("Type") is PdfName { Name: "Catalog" })
                {
                    Trailer["Root"] = new PdfReference(number);
                }
            }
        }
    }

    /// <summary>
    /// Every object that stands anywhere in the bytes, whether a table names it or not, and what object streams hold that no table
    /// names; broken ones are left out. Number 0 where none stands before it.
    /// </summary>
    /// <exception cref="PdfExcess">Too much of it, or an object stream in a packing that is not read.</exception>
    public List<(int Number, PdfValue Value)> Scan()
    {
        var found = new List<(int, PdfValue)>();
        for (var at = 0; ;)
        {
            var next = Bytes.AsSpan(at).IndexOf("obj"u8);
            if (next < 0)
            {
                return found;
            }

            at += next + 3;
            if (Bytes.AsSpan(0, at).EndsWith("endobj"u8))
            {
                continue;
            }

            if (Try(() => new PdfParser(Bytes, at, Budget).Indirect(_ => null)) is not { } value)
            {
                continue;
            }

            Budget.Entries(1);
            var start = StartOfHead(Bytes, at - 4);
            var number = start >= 0 && int.TryParse(Bytes.AsSpan(start, Digits(start)), out var given) ? given : 0;
            found.Add((number, value));
            if (value is PdfStream stream && Name(stream.Head["Type"]) == "ObjStm")
            {
                found.AddRange(Hidden(stream, number, start));
            }
        }
    }

    private List<(int Number, PdfValue Value)> Hidden(PdfStream stream, int number, int start)
    {
        var filters = PdfFilters.Names(stream.Head, Resolve);
        if (filters.Count > 0 && filters is not ["FlateDecode" or "Fl"])
        {
            throw new PdfExcess("packing of an object stream");
        }

        try
        {
            return OffsetOf(number) == start ? Open(number).All : Unpacked(stream);
        }
        catch (Exception e) when (e is (PdfBroken and not PdfExcess) or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            return [];
        }
    }

    private int Digits(int start)
    {
        var length = 0;
        while (start + length < Bytes.Length && length < 9 && char.IsAsciiDigit((char)Bytes[start + length]))
        {
            length++;
        }

        return length;
    }

    private static PdfValue? Try(Func<PdfValue> read)
    {
        try
        {
            return read();
        }
        catch (PdfBroken e) when (e is not PdfExcess)
        {
            return null;
        }
    }

    private static int StartOfHead(ReadOnlySpan<byte> span, int at)
    {
        var i = at - 1;
        while (i >= 0 && char.IsAsciiDigit((char)span[i]))
        {
            i--;
        }

        if (i == at - 1 || i < 0 || !PdfParser.IsSpace(span[i]))
        {
            return -1;
        }

        var j = i - 1;
        while (j >= 0 && char.IsAsciiDigit((char)span[j]))
        {
            j--;
        }

        return j == i - 1 ? -1 : j + 1;
    }
}
