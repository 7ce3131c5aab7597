using System.Globalization;
using System.Text;

namespace MotCua.Papers.Pdf;

/// <summary>An element of the logical structure (H1, P, Table, TR, TD, Figure): what a screen reader walks.</summary>
internal sealed class StructureElement(string kind, StructureElement? parent)
{
    public string Kind => kind;

    public StructureElement? Parent => parent;

    public string? AlternativeText { get; init; }

    public PdfReference? Reference { get; set; }

    /// <summary>In reading order: child elements, or a piece of marked content on a page.</summary>
    public List<(StructureElement? Child, int Page, int Mark)> Content { get; } = [];

    public StructureElement Child(string childKind, string? alternativeText = null)
    {
        var child = new StructureElement(childKind, this) { AlternativeText = alternativeText };
        Content.Add((child, 0, 0));
        return child;
    }
}

/// <summary>One page being drawn; y grows upwards, in points.</summary>
internal sealed class PaperPage(int index)
{
    private readonly StringBuilder content = new();
    private StructureElement? open;
    private bool artifact;

    public int Index => index;

    public List<StructureElement> Marks { get; } = [];

    public HashSet<string> Fonts { get; } = [];

    public Dictionary<string, PdfReference> Images { get; } = [];

    public List<(string Name, double X, double Y, double Width, double Height)> SignatureAreas { get; } = [];

    public void Mark(StructureElement? element)
    {
        if (element is null ? artifact : open == element)
        {
            return;
        }

        Close();
        if (element is null)
        {
            artifact = true;
            content.Append("/Artifact BMC\n");
            return;
        }

        open = element;
        element.Content.Add((null, index, Marks.Count));
        Line($"/{element.Kind} <</MCID {Marks.Count}>> BDC");
        Marks.Add(element);
    }

    public void Close()
    {
        if (artifact || open is not null)
        {
            content.Append("EMC\n");
        }

        (open, artifact) = (null, false);
    }

    public void Line(FormattableString operators) => content.Append(operators.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public static string N(double value) => PdfNumber.Format(value);

    public void Text(PdfFont font, string resource, double size, double x, double y, string text)
    {
        Fonts.Add(resource);
        Line($"BT /{resource} {N(size)} Tf {N(x)} {N(y)} Td {font.Encode(text)} Tj ET");
    }

    public void Stroke(double x1, double y1, double x2, double y2, double width = 0.5) =>
        Line($"{N(width)} w {N(x1)} {N(y1)} m {N(x2)} {N(y2)} l S");

    /// <summary>Where two copies on one sheet are cut apart.</summary>
    public void CutLine(double x, double height)
    {
        Mark(null);
        Line($"q [4 3] 0 d");
        Stroke(x, 0, x, height);
        Line($"Q");
    }

    public byte[] Finish()
    {
        Close();
        return Encoding.ASCII.GetBytes(content.ToString());
    }
}
