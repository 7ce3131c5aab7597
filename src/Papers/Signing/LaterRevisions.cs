using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

/// <summary>What came after a signature, the gravest last.</summary>
internal enum LaterChange
{
    /// <summary>Nothing that a reader sees: further signatures, validation material.</summary>
    None,

    /// <summary>Fields of the form, or notes, that the signature left open; a later signature covers them.</summary>
    Filled,
    Changed,
}

/// <summary>
/// What came after an earlier signature. Allowed: further signatures, their visible boxes of modest size, validation material, and
/// what a certification leaves open (ISO 32000-1, 12.8.2). Anything else that an existing object says differently now is a change
/// of the paper. After the last signature only validation material may come.
/// </summary>
internal sealed class LaterRevisions
{
    private readonly PdfFile earlier;
    private readonly PdfFile whole;
    private readonly bool isLast;
    private readonly FormBefore form;
    private LaterChange found = LaterChange.None;

    private LaterRevisions(PdfFile earlier, PdfFile whole, bool isLast) => (this.earlier, this.whole, this.isLast, form) = (earlier, whole, isLast,
        new FormBefore(earlier));

    public static LaterChange Since(PdfFile whole, int end, bool isLast)
    {
        if (end == whole.Bytes.Length)
        {
            return LaterChange.None;
        }

        try
        {
            // Bytes behind the last table belong to no revision.
            return whole.StartXref < end ? LaterChange.Changed : new LaterRevisions(PdfFile.Open(whole.Bytes[..end]), whole, isLast).Compare();
        }
        catch (PdfBroken)
        {
            return LaterChange.Changed;
        }
    }

    private LaterChange Compare()
    {
        if (!Equals(earlier.Trailer["Root"], whole.Trailer["Root"]))
        {
            return LaterChange.Changed;
        }

        foreach (var number in earlier.Numbers)
        {
            if (earlier.OffsetOf(number) is { } at && whole.OffsetOf(number) == at)
            {
                continue;
            }

            var (before, after) = (earlier.Object(number), whole.Object(number));
            var isContainer = before is PdfStream stream && stream.Head["Type"] is PdfName { Name: "XRef" or "ObjStm" };
            if (!before.Equals(after) && !isContainer && (form.Shown.Contains(number) || !IsAllowed(number, before, after)))
            {
                return LaterChange.Changed;
            }
        }

        return found;
    }

    private bool IsAllowed(int number, PdfValue before, PdfValue after)
    {
        if (number == (whole.Trailer["Root"] as PdfReference)?.Number)
        {
            return CatalogGrew(before, after);
        }

        if (form.Evidence.Contains(number))
        {
            return true;
        }

        if (isLast || form.Level == 1)
        {
            return false;
        }

        return number == form.Number ? FormGrew(before, after)
            : form.Pages.Contains(number) ? Same(before, after, "Annots", "Tabs", "StructParents")
                && Grew(earlier.Array(((PdfDictionary)before)["Annots"]), whole.Array(((PdfDictionary)after)["Annots"]), onPage: true)
            : form.Lists.TryGetValue(number, out var onPage) ? Grew(before as PdfArray, after as PdfArray, onPage)
            : form.Structure.Contains(number) || before is PdfDictionary { Entries: var entries }
                && entries.GetValueOrDefault("Type") is PdfName { Name: "StructTreeRoot" or "StructElem" }
            || IsFilled(number, before, after);
    }

    private bool CatalogGrew(PdfValue before, PdfValue after)
    {
        string[] open = isLast ? ["DSS", "Extensions"] : ["AcroForm", "DSS", "Extensions", "Metadata", "Perms", "Version", "MarkInfo"];
        return Same(before, after, open)
            && (isLast || (earlier.Catalog["Perms"] is null || Equals(earlier.Catalog["Perms"], whole.Catalog["Perms"])))
            && (isLast || Equals(earlier.Catalog["AcroForm"], whole.Catalog["AcroForm"]) || form.Level != 1
                && FormGrew(earlier.Catalog["AcroForm"], whole.Catalog["AcroForm"]));
    }

    private bool FormGrew(PdfValue? before, PdfValue? after)
    {
        var (a, b) = (earlier.Dictionary(before) ?? [], whole.Dictionary(after));
        return b is not null && Same(a, b, "Fields", "SigFlags", "DR", "DA", "NeedAppearances")
            && Grew(earlier.Array(a["Fields"]), whole.Array(b["Fields"]), onPage: false);
    }

    /// <summary>The old entries stay; the new ones are signature fields whose box covers at most a quarter of an A4 page, or notes that the certification
    /// allows.</summary>
    private bool Grew(PdfArray? before, PdfArray? after, bool onPage)
    {
        var old = before?.Items ?? [];
        var now = after?.Items ?? [];
        if (!old.SequenceEqual(now.Where(old.Contains)))
        {
            return false;
        }

        foreach (var item in now.Where(item => !old.Contains(item)))
        {
            if (whole.Dictionary(item) is not { } added || !IsSignatureBox(added))
            {
                if (!onPage || form.Level != 3)
                {
                    return false;
                }

                found = LaterChange.Filled;
            }
        }

        return true;
    }

    private bool IsSignatureBox(PdfDictionary field)
    {
        var parent = whole.Dictionary(field["Parent"]);
        var kids = whole.Array(field["Kids"])?.Items ?? [];
        return (whole.Name(field["FT"]) ?? whole.Name(parent?["FT"])) == "Sig"
            && (field["AP"] is null || whole.Dictionary(field["V"] ?? parent?["V"]) is not null)
            && (kids.Count > 0 && field["Rect"] is null ? kids.All(kid => whole.Dictionary(kid) is { } box && IsModest(box)) : IsModest(field));
    }

    private bool IsModest(PdfDictionary field)
    {
        var r = (whole.Array(field["Rect"])?.Items ?? []).Select(i => whole.Resolve(i) is PdfNumber n ? n.Value : double.NaN).ToArray();
        return r.Length == 0 || r.Length == 4 && Math.Abs((r[2] - r[0]) * (r[3] - r[1])) <= 595.0 * 842 / 4;
    }

    /// <summary>An empty signature field was signed, or an open field of the form was filled in.</summary>
    private bool IsFilled(int number, PdfValue before, PdfValue after)
    {
        if (form.Looks.TryGetValue(number, out var owner))
        {
            return Fill(owner);
        }

        if (!form.Fields.TryGetValue(number, out var field))
        {
            return false;
        }

        if (field.Kind == "Sig")
        {
            return !field.IsSigned && Same(before, after, "V", "AP", "Lock", "F", "MK", "P", "DA", "StructParent");
        }

        return Same(before, after, "V", "AP", "AS", "MK", "DA", "RV", "I", "Ff") && Fill(field.Name);
    }

    private bool Fill(string field)
    {
        found = LaterChange.Filled;
        return !form.IsLocked(field);
    }

    private static bool Same(PdfValue before, PdfValue after, params string[] except) =>
        before is PdfDictionary a && after is PdfDictionary b
        && a.Entries.Keys.Union(b.Entries.Keys).Except(except).All(key => Equals(a[key], b[key]));
}
