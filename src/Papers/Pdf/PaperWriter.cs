namespace MotCua.Papers.Pdf;

/// <summary>Turns drawn pages into the objects of a tagged PDF.</summary>
internal sealed class PaperWriter(PdfBuilder file, string title, List<PaperPage> pages, StructureElement root, Dictionary<string, PdfFont> fonts,
    double width, double height,
    (string Entry, string Text)? content = null)
{
    public byte[] Write()
    {
        var tree = file.Reserve();
        var pageReferences = pages.Select(_ => file.Reserve()).ToList();
        var contents = pages.Select(p => p.Finish()).ToList();
        Elements(root, tree, pageReferences);
        var parents = new List<PdfValue>();
        foreach (var page in pages)
        {
            parents.Add(page.Index);
            parents.Add(new PdfArray(page.Marks.Select(m => (PdfValue)m.Reference!).ToList()));
        }

        file.Set(tree, new PdfDictionary
        {
            { "Type", "StructTreeRoot" },
            { "K", new PdfArray(root.Reference!) },
            { "ParentTree", file.Add(new PdfDictionary { { "Nums", new PdfArray(parents) } }) },
            { "ParentTreeNextKey", pages.Count },
        });

        var fontReferences = fonts.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => f.Value.AddTo(file));
        var pagesNode = file.Reserve();
        var fields = new List<PdfValue>();
        foreach (var page in pages)
        {
            var resources = new PdfDictionary { { "Font", Named(fontReferences.Where(f => page.Fonts.Contains(f.Key))) }, { "XObject", Named(page.Images) } };
            var dictionary = new PdfDictionary
            {
                { "Type", "Page" },
                { "Parent", pagesNode },
                { "MediaBox", new PdfArray(0, 0, width, height) },
                { "Resources", resources },
                { "Contents", file.AddStream([], contents[page.Index]) },
                { "StructParents", page.Index },
                { "Tabs", "S" },
            };
            var widgets = page.SignatureAreas.Select(area => (PdfValue)Field(area, pageReferences[page.Index])).ToList();
            if (widgets.Count > 0)
            {
                dictionary.Add("Annots", new PdfArray(widgets));
                fields.AddRange(widgets);
            }

            file.Set(pageReferences[page.Index], dictionary);
        }

        file.Set(pagesNode, new PdfDictionary
        {
            { "Type", "Pages" }, { "Count", pages.Count }, { "Kids", new PdfArray(pageReferences.ConvertAll(p => (PdfValue)p)) }
        });
        var information = new PdfDictionary { { "Title", new PdfString(title) }, { "Producer", new PdfString("MotCua") } };
        if (content is { } said) information.Add(said.Entry, new PdfString(said.Text));
        return file.Write(Catalog(tree, pagesNode, fields), file.Add(information));
    }

    private PdfReference Catalog(PdfReference tree, PdfReference pagesNode, List<PdfValue> fields)
    {
        var metadata = PdfBuilder.XmpMetadata(title, "vi");
        var catalog = new PdfDictionary
        {
            { "Type", "Catalog" },
            { "Pages", pagesNode },
            { "Lang", new PdfString("vi") },
            { "MarkInfo", new PdfDictionary { { "Marked", true } } },
            { "StructTreeRoot", tree },
            { "ViewerPreferences", new PdfDictionary { { "DisplayDocTitle", true } } },
            { "Metadata", file.Add(new PdfStream(new PdfDictionary { { "Type", "Metadata" }, { "Subtype", "XML" } }, metadata)) },
        };
        if (fields.Count > 0)
        {
            catalog.Add("AcroForm", new PdfDictionary { { "Fields", new PdfArray(fields) }, { "SigFlags", 0 } });
        }

        return file.Add(catalog);
    }

    private PdfReference Field((string Name, double X, double Y, double Width, double Height) area, PdfReference page) => file.Add(new PdfDictionary
    {
        { "Type", "Annot" },
        { "Subtype", "Widget" },
        { "FT", "Sig" },
        { "T", new PdfString(area.Name) },
        { "TU", new PdfString("Chữ ký số") },
        { "Rect", new PdfArray(area.X, area.Y, area.X + area.Width, area.Y + area.Height) },
        { "F", 132 },
        { "P", page },
    });

    private static PdfDictionary Named(IEnumerable<KeyValuePair<string, PdfReference>> items)
    {
        var dictionary = new PdfDictionary();
        foreach (var (name, reference) in items.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            dictionary.Add(name, reference);
        }

        return dictionary;
    }

    private void Elements(StructureElement element, PdfReference parent, List<PdfReference> pageReferences)
    {
        var own = element.Reference = file.Reserve();
        foreach (var (child, _, _) in element.Content)
        {
            if (child is not null)
            {
                Elements(child, own, pageReferences);
            }
        }

        var dictionary = new PdfDictionary { { "Type", "StructElem" }, { "S", element.Kind }, { "P", parent } };
        dictionary.Add("K", new PdfArray(element.Content.Select(c => c.Child is { } child
            ? (PdfValue)child.Reference!
            : new PdfDictionary { { "Type", "MCR" }, { "Pg", pageReferences[c.Page] }, { "MCID", c.Mark } }).ToList()));
        if (element.AlternativeText is { } text)
        {
            dictionary.Add("Alt", new PdfString(text));
        }

        if (element.Kind == "TH")
        {
            dictionary.Add("A", new PdfDictionary { { "O", "Table" }, { "Scope", "Column" } });
        }

        file.Set(own, dictionary);
    }
}
