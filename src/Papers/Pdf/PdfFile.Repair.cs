namespace MotCua.Papers.Pdf;

/// <summary>Finding objects by scanning, when the table cannot be used or must not be believed.</summary>
internal sealed partial class PdfFile
{
    private void Rebuild()
    {
        var span = Bytes.AsSpan();
        var containers = new List<int>();
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
                var (number, value) = new PdfParser(Bytes, start).IndirectObject(_ => null);
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
            catch (PdfBroken)
            {
            }

            if (table.Count > ObjectLimit)
            {
                throw new PdfBroken("too many objects");
            }
        }

        var trailer = span.LastIndexOf("trailer"u8);
        if (trailer >= 0 && new PdfParser(Bytes, trailer + 7) is var parser && Try(parser.Value) is PdfDictionary old)
        {
            foreach (var (key, value) in old.Entries.Where(e => e.Key is "Encrypt" or "Info" || (e.Key == "Root" && Trailer["Root"] is null)))
            {
                Trailer[key] = value;
            }
        }

        foreach (var container in containers)
        {
            foreach (var (number, value) in Unpack((PdfStream)Object(container)))
            {
                if (table.TryAdd(number, (2, container, 0)) && value is PdfDictionary { Entries: var e } && e.GetValueOrDefault("Type") is PdfName { Name: "Catalog" })
                {
                    Trailer["Root"] = new PdfReference(number);
                }
            }
        }
    }

    /// <summary>Every object that stands anywhere in the bytes, whether a table names it or not; broken ones are left out.</summary>
    public static List<PdfValue> Scan(byte[] bytes)
    {
        var found = new List<PdfValue>();
        for (var at = 0; found.Count < ObjectLimit;)
        {
            var next = bytes.AsSpan(at).IndexOf("obj"u8);
            if (next < 0)
            {
                break;
            }

            at += next + 3;
            if (bytes.AsSpan(0, at).EndsWith("endobj"u8))
            {
                continue;
            }

            if (Try(new PdfParser(bytes, at).Value) is { } value)
            {
                found.Add(value);
            }
        }

        return found;
    }

    private static PdfValue? Try(Func<PdfValue> read)
    {
        try
        {
            return read();
        }
        catch (PdfBroken)
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
