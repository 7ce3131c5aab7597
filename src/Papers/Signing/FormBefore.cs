using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

/// <summary>What a revision has that a later one may touch: its form, the lists that grow, what a certification leaves open.</summary>
internal sealed class FormBefore
{
    private const int Deepest = 32;
    private readonly PdfFile file;
    private readonly List<(string Action, HashSet<string> Names)> locks = [];

    public FormBefore(PdfFile file)
    {
        this.file = file;
        var form = file.Dictionary(file.Catalog["AcroForm"]);
        Number = (file.Catalog["AcroForm"] as PdfReference)?.Number;
        Level = file.Dictionary(file.Catalog["Perms"])?["DocMDP"] is { } certification ? Certified(certification) : null;
        foreach (var (number, page) in file.Pages())
        {
            Pages.Add(number);
            Collect(page["Contents"], Shown, 0);
            Collect(file.Inherited(page, "Resources"), Shown, 0);
            if (page["Annots"] is PdfReference list)
            {
                Lists[list.Number] = true;
            }
        }

        if (form?["Fields"] is PdfReference fields)
        {
            Lists[fields.Number] = false;
        }

        (file.Array(form?["Fields"])?.Items ?? []).ForEach(item => Walk(item, "", null, false, 0));
        Collect(file.Catalog["DSS"], Evidence, 0);
        Shown.ExceptWith(Pages);
        foreach (var plain in new[] { file.Trailer["Info"], file.Catalog["Metadata"] }.OfType<PdfReference>())
        {
            Evidence.Add(plain.Number);
        }

        // How the structure tree numbers its parts is not seen by a reader.
        Collect(file.Dictionary(file.Catalog["StructTreeRoot"])?["ParentTree"], Structure, 0, "Kids", "Nums");
    }

    /// <summary>The form, when it is an object of its own.</summary>
    public int? Number { get; }

    /// <summary>What a certification allows: 1 nothing, 2 filling in and signing, 3 notes too; null: not certified.</summary>
    public int? Level { get; }

    public HashSet<int> Pages { get; } = [];

    /// <summary>Arrays that may grow; true: of a page.</summary>
    public Dictionary<int, bool> Lists { get; } = [];

    public Dictionary<int, (string Name, string? Kind, bool IsSigned)> Fields { get; } = [];

    /// <summary>All that the pages are drawn from: whatever else refers to it, a change of it is a change of the paper.</summary>
    public HashSet<int> Shown { get; } = [];

    /// <summary>Pictures of fields, with the name of the field.</summary>
    public Dictionary<int, string> Looks { get; } = [];

    /// <summary>Validation material and what describes the file without being shown on its pages.</summary>
    public HashSet<int> Evidence { get; } = [];

    public HashSet<int> Structure { get; } = [];

    /// <summary>A signature has closed this field (FieldMDP).</summary>
    public bool IsLocked(string field) => locks.Exists(l => l.Action switch
    {
        "Include" => l.Names.Contains(field),
        "Exclude" => !l.Names.Contains(field),
        _ => true,
    });

    private int Certified(PdfValue certification)
    {
        foreach (var reference in file.Array(file.Dictionary(certification)?["Reference"])?.Items ?? [])
        {
            if (file.Dictionary(file.Dictionary(reference)?["TransformParams"]) is { } rules && file.Resolve(rules["P"]) is PdfNumber level)
            {
                return (int)level.Value;
            }
        }

        return 2;
    }

    private void Walk(PdfValue item, string prefix, string? kind, bool signed, int depth)
    {
        if (depth > Deepest || item is not PdfReference reference || Fields.ContainsKey(reference.Number) || file.Dictionary(item) is not { } field)
        {
            return;
        }

        kind = file.Name(field["FT"]) ?? kind;
        signed |= kind == "Sig" && file.Dictionary(field["V"]) is not null;
        var name = file.Resolve(field["T"]) is PdfString t ? (prefix.Length > 0 ? prefix + "." : "") + t.Text : prefix;
        Fields[reference.Number] = (name, kind, signed);
        if (kind != "Sig" && field["AP"] is { } look)
        {
            foreach (var way in file.Dictionary(look)?.Entries.Values ?? Enumerable.Empty<PdfValue>())
            {
                foreach (var part in file.Resolve(way) is PdfDictionary states ? states.Entries.Values : Enumerable.Repeat(way, 1))
                {
                    if (part is PdfReference drawn)
                    {
                        Looks[drawn.Number] = name;
                    }
                }
            }
        }

        if (kind == "Sig" && file.Dictionary(field["V"]) is { } signature)
        {
            Lock(signature);
        }

        if (field["Kids"] is PdfReference kids)
        {
            Lists[kids.Number] = false;
        }

        (file.Array(field["Kids"])?.Items ?? []).ForEach(kid => Walk(kid, name, kind, signed, depth + 1));
    }

    private void Lock(PdfDictionary signature)
    {
        foreach (var reference in file.Array(signature["Reference"])?.Items ?? [])
        {
            if (file.Dictionary(reference) is { } how && file.Name(how["TransformMethod"]) == "FieldMDP"
                && file.Dictionary(how["TransformParams"]) is { } rules)
            {
                locks.Add((file.Name(rules["Action"]) ?? "All", [.. (file.Array(rules["Fields"])?.Items ?? [])
                    .Select(n => file.Resolve(n)).OfType<PdfString>().Select(n => n.Text)]));
            }
        }
    }

    /// <summary>Numbers of all objects below a value; with keys, only below these.</summary>
    private void Collect(PdfValue? value, HashSet<int> into, int depth, params string[] keys)
    {
        if (depth > Deepest || value is PdfReference reference && !into.Add(reference.Number))
        {
            return;
        }

        switch (file.Resolve(value) is PdfStream stream ? stream.Head : file.Resolve(value))
        {
            case PdfArray array:
                array.Items.Where(i => i is PdfReference or PdfArray or PdfDictionary).ToList().ForEach(i => Collect(i, into, depth + 1, keys));
                break;
            case PdfDictionary dictionary:
                foreach (var (_, part) in dictionary.Entries.Where(e => e.Key is not ("Parent" or "P") && (keys.Length == 0 || keys.Contains(e.Key))))
                {
                    if (part is PdfReference or PdfArray or PdfDictionary)
                    {
                        Collect(part, into, depth + 1, keys);
                    }
                }

                break;
        }
    }
}
