using System.Security.Cryptography;
using System.Text;
using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

internal sealed record PdfRaw(string Raw) : PdfValue
{
    public override void Write(PdfOutput output) => output.Text(Raw);
}

/// <summary>Appends a signature field with an empty signature to a file, in the same kind of cross-reference the file has.</summary>
internal sealed class SignatureUpdate(PdfFile file, SigningRequest request, int contentsBytes)
{
    private const string RangeRoom = "[0 0000000000 0000000000 0000000000]";
    private readonly PdfBuilder added = new(file.NextNumber);

    public PreparedPdf Write()
    {
        if (file.Trailer["Root"] is not PdfReference { Generation: 0 } root)
        {
            throw new PdfBroken("catalogue is not an ordinary object");
        }

        var value = added.Add(SignatureDictionary());
        var form = file.Dictionary(file.Catalog["AcroForm"])?.Copy() ?? [];
        if (FindEmptyField(form) is { } existing)
        {
            var field = file.Dictionary(existing)!.Copy();
            field["V"] = value;
            if (request.Appearance is { } look && file.Array(field["Rect"]) is { Items.Count: 4 } rect)
            {
                var r = rect.Items.Select(i => ((PdfNumber)file.Resolve(i)).Value).ToArray();
                field["AP"] = new PdfDictionary { { "N", SignatureLook.Add(added, look, r[2] - r[0], r[3] - r[1]) } };
            }

            added.Set(existing, field);
        }
        else
        {
            AddField(form, value);
        }

        form["SigFlags"] = 3;
        if (file.Catalog["AcroForm"] is PdfReference formReference)
        {
            added.Set(formReference, form);
        }
        else
        {
            var catalog = file.Catalog.Copy();
            catalog["AcroForm"] = form;
            added.Set(root, catalog);
        }

        return Append(value);
    }

    private PdfDictionary SignatureDictionary()
    {
        var dictionary = new PdfDictionary
        {
            { "Type", "Sig" },
            { "Filter", "Adobe.PPKLite" },
            { "SubFilter", "ETSI.CAdES.detached" },
            { "ByteRange", new PdfRaw(RangeRoom) },
            { "Contents", new PdfRaw($"<{new string('0', contentsBytes * 2)}>") },
            { "M", new PdfString($"D:{request.Now.ToOffset(TimeSpan.FromHours(7)):yyyyMMddHHmmss}+07'00'") },
        };
        if (request.Reason is { } reason)
        {
            dictionary.Add("Reason", new PdfString(reason));
        }

        if (request.Location is { } location)
        {
            dictionary.Add("Location", new PdfString(location));
        }

        return dictionary;
    }

    private PdfReference? FindEmptyField(PdfDictionary form)
    {
        foreach (var item in file.Array(form["Fields"])?.Items ?? [])
        {
            if (item is PdfReference { Generation: 0 } reference && file.Dictionary(reference) is { } field && file.Name(field["FT"]) == "Sig"
                && field["V"] is null && file.Resolve(field["T"]) is PdfString name && name.Text == request.FieldName)
            {
                return reference;
            }
        }

        return null;
    }

    private void AddField(PdfDictionary form, PdfReference value)
    {
        var pages = file.Pages();
        var wanted = request.Appearance?.Page ?? 1;
        var (number, page) = pages[wanted < 0 ? Math.Max(0, pages.Count + wanted) : Math.Clamp(wanted, 1, pages.Count) - 1];
        var names = (file.Array(form["Fields"])?.Items ?? []).Select(i => (file.Resolve(file.Dictionary(i)?["T"]) as PdfString)?.Text).ToHashSet();
        var fieldName = request.FieldName;
        for (var i = 2; names.Contains(fieldName); i++)
        {
            fieldName = $"{request.FieldName}{i}";
        }

        var widget = new PdfDictionary
        {
            { "Type", "Annot" },
            { "Subtype", "Widget" },
            { "FT", "Sig" },
            { "T", new PdfString(fieldName) },
            { "TU", new PdfString("Chữ ký số") },
            { "V", value },
            { "P", new PdfReference(number) },
            { "F", 132 },
        };
        if (request.Appearance is { } look)
        {
            var (x, y, w, h) = look.BoxMm;
            const double Mm = PaperLayout.Millimetre;
            widget.Add("Rect", new PdfArray(x * Mm, y * Mm, (x + w) * Mm, (y + h) * Mm));
            widget.Add("AP", new PdfDictionary { { "N", SignatureLook.Add(added, look, w * Mm, h * Mm) } });
        }
        else
        {
            widget.Add("Rect", new PdfArray(0, 0, 0, 0));
        }

        var field = added.Add(widget);
        form["Fields"] = Longer(file.Array(form["Fields"]), field);
        var annotations = Longer(file.Array(page["Annots"]), field);
        if (page["Annots"] is PdfReference list)
        {
            added.Set(list, annotations);
        }
        else
        {
            var changed = page.Copy();
            changed["Annots"] = annotations;
            added.Set(new PdfReference(number), changed);
        }
    }

    private static PdfArray Longer(PdfArray? before, PdfValue item)
    {
        List<PdfValue> items = [.. before?.Items ?? [], item];
        return new PdfArray(items);
    }

    private PreparedPdf Append(PdfReference signature)
    {
        var output = new PdfOutput();
        output.Bytes(file.Bytes);
        output.Text(file.Bytes[^1] is 10 or 13 ? "" : "\n");
        var offsets = new SortedDictionary<int, int>();
        foreach (var (number, value) in added.Objects)
        {
            offsets[number] = output.Object(number, value);
        }

        var trailer = new PdfDictionary();
        foreach (var key in new[] { "Root", "Info", "ID" })
        {
            if (file.Trailer[key] is { } kept)
            {
                trailer[key] = kept;
            }
        }

        trailer["Prev"] = file.StartXref;
        var start = output.Position;
        if (file.UsesXrefStream)
        {
            offsets[added.Next] = start;
            output.Object(added.Next, XrefStream(trailer, offsets));
        }
        else
        {
            output.Text("xref\n");
            foreach (var (first, run) in Runs(offsets))
            {
                output.Text($"{first} {run.Count}\n");
                run.ForEach(at => output.Text($"{at:d10} 00000 n \n"));
            }

            trailer["Size"] = Math.Max(added.Next, file.NextNumber);
            output.Text("trailer\n");
            trailer.Write(output);
        }

        output.Text($"\nstartxref\n{start}\n%%EOF\n");
        return FillRange(output.ToArray(), offsets[signature.Number]);
    }

    private PdfStream XrefStream(PdfDictionary head, SortedDictionary<int, int> offsets)
    {
        using var rows = new MemoryStream();
        var index = new List<PdfValue>();
        foreach (var (first, run) in Runs(offsets))
        {
            index.AddRange([first, run.Count]);
            foreach (var at in run)
            {
                rows.Write([1, (byte)(at >> 24), (byte)(at >> 16), (byte)(at >> 8), (byte)at, 0]);
            }
        }

        head["Type"] = new PdfName("XRef");
        head["Size"] = added.Next + 1;
        head["W"] = new PdfArray(1, 4, 1);
        head["Index"] = new PdfArray(index);
        return new PdfStream(head, rows.ToArray());
    }

    private static IEnumerable<(int First, List<int> Run)> Runs(SortedDictionary<int, int> offsets)
    {
        var (first, last) = (-1, -2);
        var run = new List<int>();
        foreach (var (number, at) in offsets)
        {
            if (number != last + 1 && run.Count > 0)
            {
                yield return (first, run);
                run = [];
            }

            first = run.Count == 0 ? number : first;
            last = number;
            run.Add(at);
        }

        yield return (first, run);
    }

    private PreparedPdf FillRange(byte[] bytes, int from)
    {
        var range = from + bytes.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(RangeRoom));
        var gap = from + bytes.AsSpan(from).IndexOf("/Contents <"u8) + "/Contents ".Length;
        var end = gap + contentsBytes * 2 + 2;
        var text = $"[0 {gap} {end} {bytes.Length - end}]".PadRight(RangeRoom.Length);
        Encoding.ASCII.GetBytes(text).CopyTo(bytes, range);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes, 0, gap);
        hash.AppendData(bytes, end, bytes.Length - end);
        return new PreparedPdf(bytes, hash.GetHashAndReset(), gap, end);
    }
}
