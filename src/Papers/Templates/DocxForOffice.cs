using System.Xml.Linq;
using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;
using static MotCua.Papers.Templates.DocxPackage;

namespace MotCua.Papers.Templates;

/// <summary>
/// A filled Word file made ready for LibreOffice, so that it draws what the house's own writer draws: codes as pictures, the
/// number of the page from the second on, headers filled, the same face.
/// </summary>
internal static class DocxForOffice
{
    private const long Side = 25 * 36000; // 25 mm in the unit of DrawingML
    private const long Corner = 4 * 36000;
    private const string PageHeader = "motcuaPage";
    private const string NoteFooter = "motcuaNote";
    private static readonly XNamespace Wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace Pic = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <param name="filled">Is changed.</param>
    /// <param name="note">At the foot of each page instead of what the template has there.</param>
    public static byte[] Make(DocxTemplate template, XDocument filled, PaperValues values, string? note = null)
    {
        List<DocxPart> texts = [new(DocumentName, filled), .. template.FillEdges(values)];
        foreach (var text in texts) Break(text.Text);
        List<DocxNewPart> added = [.. Codes(filled, values).Select((png, i) => DocxNewPart.Picture($"motcua{i}", png))];
        HoldFrames(filled);
        CloseColumns(filled);
        if (NumberPages(filled)) added.Add(DocxNewPart.Header(PageHeader, PageNumber()));
        if (note is not null) added.Add(DocxNewPart.Footer(NoteFooter, Noted(filled, note)));
        if (template.Package.Styles is { } styles) texts.Add(new(StylesName, new XDocument(styles)));
        foreach (var text in texts) UseHouseFace(text.Text);
        return template.Package.With(texts, added);
    }

    private static List<byte[]> Codes(XDocument filled, PaperValues values)
    {
        var pictures = new List<byte[]>();
        foreach (var paragraph in filled.Descendants(W + "p").ToList())
        {
            if (DocxFields.Names(DocxFields.TextOf(paragraph)).FirstOrDefault(DocxTemplate.IsCode) is not { } name) continue;
            using var generator = new QRCoder.QRCodeGenerator();
            using var code = generator.CreateQrCode(values.Of(name), QRCoder.QRCodeGenerator.ECCLevel.M);
            using var png = new QRCoder.PngByteQRCode(code);
            if (DocxTemplate.IsFramed(paragraph)) paragraph.ReplaceWith(Line(new XElement(W + "r", InCorner(pictures.Count))));
            else
            {
                DocxFields.Replace(paragraph, _ => "");
                var picture = new XElement(W + "r", InLine(pictures.Count), DocxFields.TextOf(paragraph).Length > 0 ? new XElement(W + "br") : null);
                if (paragraph.Element(W + "r") is { } first) first.AddBeforeSelf(picture);
                else paragraph.Add(picture);
            }
            pictures.Add(png.GetGraphic(8));
        }
        return pictures;
    }

    /// <summary>LibreOffice loses a frame that stands right before a table.</summary>
    private static void HoldFrames(XDocument filled)
    {
        foreach (var framed in filled.Descendants(W + "framePr").Select(frame => frame.Ancestors(W + "p").First())
            .Where(p => p.ElementsAfterSelf().FirstOrDefault()?.Name == W + "tbl").ToList())
            framed.AddAfterSelf(Line());
        // The label under the code: the code of the dossier, 7 points, is a millimetre wider than the drawn one and would break at its hyphen.
        if (filled.Descendants(W + "p").FirstOrDefault(p => DocxTemplate.IsFramed(p) && DocxFields.TextOf(p).Length > 0)?.Descendants(W + "framePr")
            .First() is { } frame)
        {
            frame.SetAttributeValue(W + "w", 1757);
            frame.SetAttributeValue(W + "x", 57);
        }
    }

    /// <summary>Columns side by side begin where their cells do; Word's own two millimetres at each edge break a dossier's code.</summary>
    private static void CloseColumns(XDocument filled)
    {
        foreach (var table in filled.Descendants(W + "tblPr")
            .Where(p => p.Element(W + "tblBorders") is null && p.Element(W + "tblStyle") is null && p.Element(W + "tblCellMar") is null))
            table.Add(new XElement(W + "tblCellMar", new[] { "left", "right" }.Select(side =>
            new XElement(W + side, new XAttribute(W + "w", 0), new XAttribute(W + "type", "dxa")))));
    }

    /// <summary>A line of one point, to hold what stands elsewhere on the page.</summary>
    private static XElement Line(XElement? run = null) => new(W + "p", new XElement(W + "pPr",
        new XElement(W + "spacing", new XAttribute(W + "before", 0), new XAttribute(W + "after", 0), new XAttribute(W + "line", 20),
        new XAttribute(W + "lineRule", "exact")),
        new XElement(W + "rPr", new XElement(W + "sz", new XAttribute(W + "val", 2)))), run);

    /// <summary>
    /// Nghị định 30/2020/NĐ-CP, phụ lục I: the number stands in the middle of the top margin, not on the first page. A template with a header of its own keeps
    /// it.
    /// </summary>
    private static bool NumberPages(XDocument filled)
    {
        var numbered = false;
        foreach (var section in filled.Descendants(W + "sectPr")
            .Where(s => s.Elements(W + "headerReference").All(h => (string?)h.Attribute(W + "type") == "first")))
        {
            section.AddFirst(new XElement(W + "headerReference", new XAttribute(W + "type", "default"), new XAttribute(R + "id", PageHeader)));
            if (section.Element(W + "titlePg") is null) section.Add(new XElement(W + "titlePg"));
            numbered = true;
        }
        return numbered;
    }

    private static XDocument Noted(XDocument filled, string note)
    {
        foreach (var section in filled.Descendants(W + "sectPr"))
        {
            section.Elements(W + "footerReference").Remove();
            section.AddFirst(new[] { "default", "first" }.Select(type =>
                new XElement(W + "footerReference", new XAttribute(W + "type", type), new XAttribute(R + "id", NoteFooter))));
        }
        return new(new XElement(W + "ftr", new XElement(W + "p",
            new XElement(W + "pPr", new XElement(W + "jc", new XAttribute(W + "val", "center"))),
            new XElement(W + "r", new XElement(W + "rPr", new XElement(W + "sz", new XAttribute(W + "val", 18))), new XElement(W + "t", note)))));
    }

    private static XDocument PageNumber() => new(new XElement(W + "hdr", new XElement(W + "p",
        new XElement(W + "pPr", new XElement(W + "jc", new XAttribute(W + "val", "center"))),
        new XElement(W + "fldSimple", new XAttribute(W + "instr", "PAGE"),
            new XElement(W + "r", new XElement(W + "rPr", new XElement(W + "sz", new XAttribute(W + "val", 26))), new XElement(W + "t", "2"))))));

    /// <summary>
    /// What stands in for Times New Roman on a server often has no Vietnamese letters, and each word would be put together
    /// from two faces; the other writer prints with this one too.
    /// </summary>
    private static void UseHouseFace(XDocument text)
    {
        foreach (var name in text.Descendants(W + "rFonts").Attributes().Where(a => a.Value == "Times New Roman")) name.Value = TrueTypeFont.Family;
    }

    /// <summary>Word breaks a line by an element, not by a sign.</summary>
    private static void Break(XDocument filled)
    {
        foreach (var text in filled.Descendants(W + "t").Where(t => t.Value.Contains('\n', StringComparison.Ordinal)).ToList())
        {
            var lines = text.Value.Split('\n');
            text.ReplaceWith(lines.SelectMany((line, i) =>
                new[] { i > 0 ? new XElement(W + "br") : null, new XElement(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), line) }));
        }
    }

    private static XElement InLine(int no) => new(W + "drawing", new XElement(Wp + "inline", Size(), Named(no), Graphic(no)));

    /// <summary>Where the house's own writer draws it; within a frame LibreOffice cuts its edge off.</summary>
    private static XElement InCorner(int no) => new(W + "drawing", new XElement(Wp + "anchor",
        new[] { "distT", "distB", "distL", "distR", "simplePos", "relativeHeight", "behindDoc", "locked" }.Select(name => new XAttribute(name, 0)),
        new XAttribute("layoutInCell", 0), new XAttribute("allowOverlap", 1),
        new XElement(Wp + "simplePos", new XAttribute("x", 0), new XAttribute("y", 0)),
        Position("positionH"), Position("positionV"), Size(), new XElement(Wp + "wrapNone"), Named(no), Graphic(no)));

    private static XElement Position(string way) => new(Wp + way, new XAttribute("relativeFrom", "page"), new XElement(Wp + "posOffset", Corner));

    private static XElement Size() => new(Wp + "extent", new XAttribute("cx", Side), new XAttribute("cy", Side));

    private static XElement Named(int no) => new(Wp + "docPr", new XAttribute("id", 900 + no), new XAttribute("name", $"QR {no + 1}"),
        new XAttribute("descr", "Mã QR tra cứu"));

    private static XElement Graphic(int no) => new(A + "graphic", new XElement(A + "graphicData", new XAttribute("uri", Pic.NamespaceName),
        new XElement(Pic + "pic",
            new XElement(Pic + "nvPicPr", new XElement(Pic + "cNvPr", new XAttribute("id", 900 + no), new XAttribute("name", $"qr{no}.png")),
            new XElement(Pic + "cNvPicPr")),
            new XElement(Pic + "blipFill", new XElement(A + "blip", new XAttribute(R + "embed", $"motcua{no}")),
                new XElement(A + "stretch", new XElement(A + "fillRect"))),
            new XElement(Pic + "spPr",
                new XElement(A + "xfrm", new XElement(A + "off", new XAttribute("x", 0), new XAttribute("y", 0)),
                new XElement(A + "ext", new XAttribute("cx", Side), new XAttribute("cy", Side))),
                new XElement(A + "prstGeom", new XAttribute("prst", "rect"), new XElement(A + "avLst"))))));
}
