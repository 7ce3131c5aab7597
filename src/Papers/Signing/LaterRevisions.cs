using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

/// <summary>
/// What came after an earlier signature. Allowed: further signatures, their visible boxes of modest size, and validation material.
/// Anything else that an existing object says differently now is a change of the paper.
/// </summary>
internal static class LaterRevisions
{
    public static bool OnlySign(PdfFile whole, int end)
    {
        PdfFile earlier;
        try
        {
            earlier = PdfFile.Open(whole.Bytes[..end]);
        }
        catch (PdfBroken)
        {
            return false;
        }

        if (!Equals(earlier.Trailer["Root"], whole.Trailer["Root"]))
        {
            return false;
        }

        var catalog = (whole.Trailer["Root"] as PdfReference)?.Number;
        var pages = earlier.Pages().Select(p => p.Number).ToHashSet();
        var form = (earlier.Catalog["AcroForm"] as PdfReference)?.Number;
        var lists = pages.Select(p => (earlier.Dictionary(earlier.Object(p))?["Annots"] as PdfReference)?.Number).Append((earlier.Dictionary(earlier.Catalog["AcroForm"])?["Fields"] as PdfReference)?.Number).ToHashSet();
        foreach (var number in earlier.Numbers)
        {
            if (earlier.OffsetOf(number) is { } at && whole.OffsetOf(number) == at)
            {
                continue;
            }

            var (before, after) = (earlier.Object(number), whole.Object(number));
            if (before.Equals(after) || before is PdfStream { Head: var head } && head["Type"] is PdfName { Name: "XRef" })
            {
                continue;
            }

            var allowed = number == catalog ? Same(before, after, "AcroForm", "DSS", "Extensions") && FormGrew(earlier, whole, earlier.Catalog["AcroForm"], whole.Catalog["AcroForm"])
                : number == form ? FormGrew(earlier, whole, before, after)
                : pages.Contains(number) ? Same(before, after, "Annots") && Grew(whole, earlier.Array(((PdfDictionary)before)["Annots"]), whole.Array(((PdfDictionary)after)["Annots"]))
                : lists.Contains(number) ? Grew(whole, before as PdfArray, after as PdfArray)
                : IsSignatureFilled(before, after);
            if (!allowed)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(PdfValue before, PdfValue after, params string[] except) =>
        before is PdfDictionary a && after is PdfDictionary b
        && a.Entries.Keys.Union(b.Entries.Keys).Except(except).All(key => Equals(a[key], b[key]));

    private static bool FormGrew(PdfFile earlier, PdfFile whole, PdfValue? before, PdfValue? after)
    {
        var (a, b) = (earlier.Dictionary(before) ?? [], whole.Dictionary(after));
        return b is not null && Same(a, b, "Fields", "SigFlags", "DR", "DA") && Grew(whole, earlier.Array(a["Fields"]), whole.Array(b["Fields"]));
    }

    /// <summary>The old entries stay in place; the new ones are signature fields whose box covers at most a quarter of an A4 page.</summary>
    private static bool Grew(PdfFile whole, PdfArray? before, PdfArray? after)
    {
        var old = before?.Items ?? [];
        var now = after?.Items ?? [];
        return now.Count >= old.Count && old.SequenceEqual(now.Take(old.Count))
            && now.Skip(old.Count).All(item => whole.Dictionary(item) is { } field && whole.Name(field["FT"]) == "Sig" && IsModest(whole, field));
    }

    private static bool IsModest(PdfFile whole, PdfDictionary field)
    {
        var r = (whole.Array(field["Rect"])?.Items ?? []).Select(i => whole.Resolve(i) is PdfNumber n ? n.Value : double.NaN).ToArray();
        return r.Length == 4 && Math.Abs((r[2] - r[0]) * (r[3] - r[1])) <= 595.0 * 842 / 4;
    }

    private static bool IsSignatureFilled(PdfValue before, PdfValue after) =>
        before is PdfDictionary a && a["FT"] is PdfName { Name: "Sig" } && a["V"] is null && Same(before, after, "V", "AP", "Lock", "F");
}
