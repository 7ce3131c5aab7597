using System.Xml.Linq;
using MotCua.Papers.Contracts;
using static MotCua.Papers.Templates.DocxPackage;

namespace MotCua.Papers.Templates;

/// <summary>A filled Word file with its codes as pictures: what another program is given to draw.</summary>
internal static class DocxCodes
{
    private const long Side = 25 * 36000; // 25 mm in the unit of DrawingML
    private static readonly XNamespace Wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace Pic = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static byte[] Draw(DocxTemplate template, XDocument filled, PaperValues values)
    {
        var pictures = new List<byte[]>();
        foreach (var paragraph in filled.Descendants(W + "p").ToList())
        {
            if (DocxFields.Names(DocxFields.TextOf(paragraph)).FirstOrDefault(DocxTemplate.IsCode) is not { } name) continue;
            using var generator = new QRCoder.QRCodeGenerator();
            using var code = generator.CreateQrCode(values.Of(name), QRCoder.QRCodeGenerator.ECCLevel.M);
            using var png = new QRCoder.PngByteQRCode(code);
            DocxFields.Replace(paragraph, _ => "");
            var picture = new XElement(W + "r", Drawing(pictures.Count), DocxFields.TextOf(paragraph).Length > 0 ? new XElement(W + "br") : null);
            if (paragraph.Element(W + "r") is { } first) first.AddBeforeSelf(picture);
            else paragraph.Add(picture);
            pictures.Add(png.GetGraphic(8));
        }
        Break(filled);
        return template.Package.With(filled, pictures);
    }

    /// <summary>Word breaks a line by an element, not by a sign.</summary>
    private static void Break(XDocument filled)
    {
        foreach (var text in filled.Descendants(W + "t").Where(t => t.Value.Contains('\n', StringComparison.Ordinal)).ToList())
        {
            var lines = text.Value.Split('\n');
            text.ReplaceWith(lines.SelectMany((line, i) => new[] { i > 0 ? new XElement(W + "br") : null, new XElement(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), line) }));
        }
    }

    private static XElement Drawing(int no) => new(W + "drawing", new XElement(Wp + "inline",
        new XElement(Wp + "extent", new XAttribute("cx", Side), new XAttribute("cy", Side)),
        new XElement(Wp + "docPr", new XAttribute("id", 900 + no), new XAttribute("name", $"QR {no + 1}"), new XAttribute("descr", "Mã QR tra cứu")),
        new XElement(A + "graphic", new XElement(A + "graphicData", new XAttribute("uri", Pic.NamespaceName),
            new XElement(Pic + "pic",
                new XElement(Pic + "nvPicPr", new XElement(Pic + "cNvPr", new XAttribute("id", 900 + no), new XAttribute("name", $"qr{no}.png")), new XElement(Pic + "cNvPicPr")),
                new XElement(Pic + "blipFill", new XElement(A + "blip", new XAttribute(R + "embed", $"motcua{no}")), new XElement(A + "stretch", new XElement(A + "fillRect"))),
                new XElement(Pic + "spPr",
                    new XElement(A + "xfrm", new XElement(A + "off", new XAttribute("x", 0), new XAttribute("y", 0)), new XElement(A + "ext", new XAttribute("cx", Side), new XAttribute("cy", Side))),
                    new XElement(A + "prstGeom", new XAttribute("prst", "rect"), new XElement(A + "avLst"))))))));
}
