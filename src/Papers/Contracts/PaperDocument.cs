using MotCua.Papers.Pdf;

namespace MotCua.Papers.Contracts;

/// <summary>Canh lề đoạn văn.</summary>
public enum Align
{
    Left,
    Center,
    Right,
    Justify,
}

/// <summary>Khổ giấy. TwoA5: the paper twice, side by side on one A4 with a cut line between: one copy for the applicant, one for the file.</summary>
public enum Sheet
{
    A4,
    TwoA5,
}

/// <summary>Lề trang, in millimetres. The default is the one of Nghị định 30/2020/NĐ-CP, phụ lục I.</summary>
public sealed record PageMargins(double Top = 20, double Right = 15, double Bottom = 20, double Left = 30);

/// <summary>Đoạn chữ: text of one style inside a paragraph or cell. A plain string converts to it; "\n" breaks the line.</summary>
/// <param name="Size">Points; 0 takes the size of the paragraph.</param>
public readonly record struct Run(string Text, bool Bold = false, bool Italic = false, double Size = 0)
{
    public static implicit operator Run(string text) => new(text);

    public static Run FromString(string text) => new(text);

    public static Run B(string text) => new(text, Bold: true);

    public static Run I(string text) => new(text, Italic: true);

    public static Run BI(string text) => new(text, Bold: true, Italic: true);
}

/// <summary>Khối nội dung: one thing that stands on paper, from top to bottom.</summary>
public abstract record Block;

/// <summary>Đoạn văn. Sizes in points, indents in millimetres, Spacing in lines; Level 1–3 makes it a heading of that level.</summary>
public sealed record Paragraph(IReadOnlyList<Run> Runs) : Block
{
    public Paragraph(params Run[] runs)
        : this((IReadOnlyList<Run>)runs)
    {
    }

    public Align Align { get; init; }

    public double Size { get; init; } = 12;

    public double FirstLineMm { get; init; }

    public double LeftMm { get; init; }

    public double RightMm { get; init; }

    public double Spacing { get; init; } = 1;

    public double Before { get; init; }

    public double After { get; init; } = 4;

    public int Level { get; init; }
}

/// <summary>Ô trong bảng. A string converts to a left-aligned cell.</summary>
public sealed record Cell(IReadOnlyList<Run> Runs, Align Align = Align.Left)
{
    /// <summary>How many columns it covers.</summary>
    public int Span { get; init; } = 1;

    public static implicit operator Cell(string text) => new([text]);

    public static implicit operator Cell(Run run) => new([run]);

    public static Cell FromString(string text) => text;

    public static Cell Centre(Run run) => new([run], Align.Center);

    public static Cell Right(Run run) => new([run], Align.Right);
}

/// <summary>Bảng: columns given by relative widths; the head is repeated on each page and a row is not split.</summary>
public sealed record Table(IReadOnlyList<double> Widths, IReadOnlyList<Cell>? Head, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block
{
    public double Size { get; init; } = 11;

    public bool Borders { get; init; } = true;

    /// <summary>At least so high is each row below the head: room for signatures.</summary>
    public double RowMm { get; init; }

    public double After { get; init; } = 6;
}

/// <summary>Các cột cạnh nhau: heads of official papers, signature blocks. Kept on one page.</summary>
public sealed record Columns(params IReadOnlyList<Block>[] Parts) : Block
{
    /// <summary>Relative widths; null means equal.</summary>
    public IReadOnlyList<double>? Widths { get; init; }

    public double GapMm { get; init; } = 4;
}

/// <summary>Đường kẻ ngắn dưới tên cơ quan, tiêu ngữ: width as a part of the column, 0–1.</summary>
public sealed record Rule(double Part = 0.4) : Block;

/// <summary>Mã QR dạng véc-tơ. The text is also the alternative text.</summary>
public sealed record QrCode(string Text, double SizeMm = 22, Align Align = Align.Left) : Block;

/// <summary>Ảnh JPEG hoặc PNG. Description is read aloud by screen readers.</summary>
public sealed record Picture(byte[] Bytes, double WidthMm, string Description, Align Align = Align.Left) : Block;

/// <summary>Chỗ ký số: room for a signature; an empty signature field of this name stands there until PdfSigning fills it.</summary>
public sealed record SignatureArea(string FieldName, double HeightMm = 24) : Block;

/// <summary>Khoảng trống, in points.</summary>
public sealed record Space(double Points) : Block;

/// <summary>Sang trang.</summary>
public sealed record PageBreak : Block;

/// <summary>
/// Văn bản: an official paper on A4 in the layout of Nghị định 30/2020/NĐ-CP (margins top and bottom 20, left 30, right 15 mm, serif type).
/// Written as <c>new PaperDocument("Giấy tiếp nhận") { new Paragraph("…"), … }.ToPdf()</c>: a tagged PDF with embedded subset fonts,
/// exact Vietnamese text, and the same bytes for the same content. Text the typeface lacks is shown as a box.
/// </summary>
public sealed class PaperDocument(string title) : IEnumerable<Block>
{
    private readonly List<Block> blocks = [];

    public string Title { get; } = title;

    /// <summary>What a program reads of it: an entry of the document information, covered by a signature like the rest.</summary>
    internal (string Entry, string Text)? Content { get; init; }

    /// <summary>Text of the QR in the top left corner of the first page; required on papers the system prints (Thông tư 01/2023/TT-VPCP, Điều 26).</summary>
    public string? CornerQr { get; init; }

    /// <summary>One short line beneath the corner QR: the code of the dossier, for those who type it.</summary>
    public string? CornerLabel { get; init; }

    public PageMargins Margins { get; init; } = new();

    /// <summary>One quiet line at the foot of each page, beside the page number.</summary>
    public string? FootNote { get; init; }

    public bool Landscape { get; init; }

    public IReadOnlyList<Block> Blocks => blocks;

    public void Add(Block block) => blocks.Add(block);

    public void Add(string paragraph) => blocks.Add(new Paragraph(paragraph));

    public void AddRange(IEnumerable<Block> more) => blocks.AddRange(more);

    public IEnumerator<Block> GetEnumerator() => blocks.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => blocks.GetEnumerator();

    /// <summary>
    /// Agency on the left (last line bold), national title on the right, then number and place with date: the head of Nghị định 30/2020, phụ lục I.
    /// </summary>
    /// <param name="agency">One or two lines: the body above, the issuing body.</param>
    public static Block Letterhead(IReadOnlyList<string> agency, string? number = null, string? placeAndDate = null)
    {
        var left = agency.Select((line, i) => (Block)new Paragraph(new Run(line.ToUpperInvariant(),
            Bold: i == agency.Count - 1)) { Align = Align.Center, Size = 12, After = 0 }).ToList();
        left.Add(new Rule(0.35));
        var right = new List<Block>
        {
            new Paragraph(Run.B("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")) { Align = Align.Center, Size = 12, After = 0 },
            new Paragraph(Run.B("Độc lập - Tự do - Hạnh phúc")) { Align = Align.Center, Size = 13, After = 0 },
            new Rule(0.55),
        };
        if (number is not null)
        {
            left.Add(new Paragraph(number) { Align = Align.Center, Size = 12, Before = 4 });
        }

        if (placeAndDate is not null)
        {
            right.Add(new Paragraph(Run.I(placeAndDate)) { Align = Align.Center, Size = 12, Before = 4 });
        }

        return new Columns(left, right) { Widths = [4, 5.6], GapMm = 2 };
    }

    /// <summary>Name of the paper, centred and bold: a heading of level 1.</summary>
    public static Block Heading(string text, string? subtitle = null) => subtitle is null
        ? new Paragraph(Run.B(text)) { Align = Align.Center, Size = 14, Before = 12, After = 8, Level = 1 }
        : new Paragraph(Run.B(text), "\n", new Run(subtitle, Bold: true, Size: 12)) { Align = Align.Center, Size = 14, Before = 12, After = 8, Level = 1 };

    /// <summary>The document as PDF 1.7 bytes. Two A5 copies keep the QR at its size and make the type smaller.</summary>
    public byte[] ToPdf(Sheet sheet = Sheet.A4) => new PaperLayout(this, sheet).Write();
}
