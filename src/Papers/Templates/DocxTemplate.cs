using System.Text.RegularExpressions;
using System.Xml.Linq;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using static MotCua.Papers.Templates.DocxPackage;

namespace MotCua.Papers.Templates;

/// <summary>
/// Mẫu giấy tờ đã đọc: checked against the fields of its kind, then filled as often as wanted. Read only, so it may be kept
/// and shared.
/// </summary>
internal sealed partial class DocxTemplate
{
    /// <summary>Constructs that the embedded writer cannot draw: said at the upload, not found on paper.</summary>
    private static readonly Dictionary<string, string> Undrawable = new(StringComparer.Ordinal)
    {
        ["drawing"] = "hình vẽ, ảnh hoặc hộp chữ", ["pict"] = "hình vẽ, ảnh hoặc hộp chữ", ["object"] = "đối tượng nhúng",
            ["altChunk"] = "phần ghép từ tệp khác",
        ["footnoteReference"] = "chú thích cuối trang", ["endnoteReference"] = "chú thích cuối văn bản", ["oMath"] = "công thức", ["subDoc"] = "văn bản con",
    };

    private readonly DocxPackage package;
    private readonly KindFields known;

    private DocxTemplate(DocxPackage package, KindFields known, IReadOnlyList<string> used) => (this.package, this.known, Used) = (package, known, used);

    /// <summary>Names of the fields in the template.</summary>
    public IReadOnlyList<string> Used { get; }

    /// <summary>Statutory fields that the template does not print.</summary>
    public IReadOnlyList<PaperField> Lacking => [.. known.All.Where(f => f.Statutory && !Used.Contains(f.Name))];

    public DocxPackage Package => package;

    /// <summary>Reads and refuses as <see cref="Read"/>, and answers what can leave a process that is thrown away.</summary>
    public static bool Check(byte[] bytes, string kind) => Read(bytes, kind).Used.Count >= 0;

    /// <summary>"Số: 12/QĐ-UBND": a number that must be taken from a book each time (Nghị định 30/2020/NĐ-CP, Điều 15).</summary>
    [GeneratedRegex(@"^\s*Số\s*:\s*\d")]
    private static partial Regex ConstantNumber();

    public static DocxTemplate Read(byte[] bytes, string kind)
    {
        var package = DocxPackage.Open(bytes);
        var known = PaperFields.Of(kind);
        XDocument[] edges = [.. package.Headers.Concat(package.Footers).Select(edge => edge.Text)];
        XDocument[] parts = [package.Document, .. edges];
        var used = new List<string>();
        foreach (var part in parts)
        {
            foreach (var element in part.Descendants())
                if (Undrawable.TryGetValue(element.Name.LocalName, out var words))
                    throw new Refused(400, $"Mẫu có {words}, chưa in được. Xóa trong Word rồi tải lại", "file");
            if (part.Descendants(W + "tbl").Any(table => table.Ancestors(W + "tbl").Any()))
                throw new Refused(400, "Mẫu có bảng nằm trong bảng, chưa in được. Tách bảng trong Word rồi tải lại", "file");
            DocxFields.Normalise(part);
            if (DocxFields.Broken(part) is { } broken)
                throw new Refused(400, $"Dấu {{{{ }}}} chưa đủ cặp ở đoạn “{DocxFields.Short(broken)}”. Sửa rồi tải lại", "file");
            used.AddRange(DocxFields.Names(part));
        }
        foreach (var name in used)
        {
            if (known.Find(name) is null)
                throw new Refused(400, $"Trường {{{{{name}}}}} không có trong danh sách trường của mẫu này. Sửa tên trường rồi tải lại", "file");
        }
        foreach (var paragraph in package.Document.Descendants(W + "p").Where(p => !p.Ancestors(W + "tr").Any()))
        {
            if (DocxFields.Names(DocxFields.TextOf(paragraph)).FirstOrDefault(name => known.ListOf(name) is not null) is { } lost)
                throw new Refused(400, $"Trường {{{{{lost}}}}} phải nằm trong một hàng của bảng. Chuyển vào bảng rồi tải lại", "file");
        }
        foreach (var part in parts)
        {
            if (part.Descendants(W + "p").Select(DocxFields.TextOf).FirstOrDefault(text => ConstantNumber().IsMatch(text)) is { } typed)
                throw new Refused(400, $"Số văn bản gõ sẵn ở “{DocxFields.Short(typed)}” sẽ giống nhau trên mọi giấy. Thay bằng trường số hoặc để trống rồi "
                    + $"tải lại", "file");
        }
        JudgeFrames(package.Document);
        JudgeCodes(package.Document, new DocxStyles(package.Styles), known);
        foreach (var name in edges.SelectMany(DocxFields.Names))
        {
            if (IsCode(name) || known.ListOf(name) is not null)
                throw new Refused(400, $"Trường {{{{{name}}}}} không đặt được ở đầu trang, cuối trang. Chuyển vào thân văn bản rồi tải lại", "file");
        }
        return new DocxTemplate(package, known, [.. used.Distinct()]);
    }

    /// <summary>A frame stands for the corner of the page: the code, and one line beneath it. Nothing else in a frame is drawn.</summary>
    private static void JudgeFrames(XDocument document)
    {
        var framed = document.Descendants(W + "p").Where(IsFramed).Select(p => DocxFields.TextOf(p).Trim()).Where(text => text.Length > 0).ToList();
        var codes = framed.Where(text => DocxFields.Names(text).Any(IsCode)).ToList();
        var wrong = codes.Find(text => DocxFields.Names(text).ToList() is not ["qr"] || !text.StartsWith('{') || !text.EndsWith('}'))
            ?? codes.ElementAtOrDefault(1) ?? framed.Except(codes).ElementAtOrDefault(codes.Count == 0 ? 0 : 1);
        if (wrong is not null) throw new Refused(400,
            $"Khung chỉ chứa mã {{{{qr}}}} ở góc và một dòng dưới mã. Bỏ khung ở “{DocxFields.Short(wrong)}” rồi tải lại", "file");
    }

    /// <summary>A code is a picture in a line of its own: a cell with lines and a row that repeats hold words.</summary>
    private static void JudgeCodes(XDocument document, DocxStyles styles, KindFields known)
    {
        foreach (var paragraph in document.Descendants(W + "p"))
        {
            var codes = DocxFields.Names(DocxFields.TextOf(paragraph)).Where(IsCode).ToList();
            if (codes.Count == 0) continue;
            if (codes.Count > 1) throw new Refused(400, $"Mỗi đoạn chỉ in được một mã QR. Tách {{{{{codes[1]}}}}} ra đoạn khác rồi tải lại", "file");
            if (paragraph.Ancestors(W + "tbl").Any(styles.Bordered)
                || paragraph.Ancestors(W + "tr").Any(row => DocxFields.Names(row).Any(name => known.ListOf(name) is not null)))
                throw new Refused(400, $"Mã {{{{{codes[0]}}}}} không in được trong bảng có kẻ hoặc hàng lặp lại. Chuyển ra ngoài bảng rồi tải lại", "file");
        }
    }

    /// <summary>
    /// The text with values in place, or a refusal that names what is missing before anything is printed. A paragraph whose
    /// fields are all empty is left out, a row with fields of a list stands once for each item. Codes stay as {{qr}}.
    /// </summary>
    public XDocument Fill(PaperValues values)
    {
        var missing = known.Fields.Where(f => f.Required && Used.Contains(f.Name) && values.Of(f.Name).Length == 0).Select(f => f.Words).ToList();
        if (missing.Count > 0) throw Refused.WrongState($"Chưa in được giấy này vì thiếu: {string.Join("; ", missing)}. Bổ sung rồi in lại");
        var document = new XDocument(package.Document);
        foreach (var row in document.Descendants(W + "tr").ToList()) Repeat(row, values);
        foreach (var table in document.Descendants(W + "tbl").ToList())
        {
            // Nothing but heads is left: no items.
            if (!table.Elements(W + "tr").Any(row => row.Element(W + "trPr")?.Element(W + "tblHeader") is null)) Drop(table);
        }
        foreach (var paragraph in document.Descendants(W + "p").ToList()) Fill(paragraph, values.Of);
        return document;
    }

    /// <summary>Every value that the paper shows, with what it is.</summary>
    public IReadOnlyList<(string Words, string? Text)> Printed(PaperValues values) =>
        [.. Used.Where(name => !IsCode(name)).SelectMany(name => known.ListOf(name) is { } list
            ? values.Items(list).Select(item => (known.Find(name)!.Words, item.GetValueOrDefault(name[(list.Length + 1)..])))
            : [(known.Find(name)!.Words, values.Of(name))])];

    /// <summary>Headers and footers as one line each.</summary>
    public (string? Header, string? Footer) EdgeLines(PaperValues values) => (Line(Fill(package.Headers, values)), Line(Fill(package.Footers, values)));

    /// <summary>Headers and footers with values in place.</summary>
    public IEnumerable<DocxPart> FillEdges(PaperValues values) => Fill(package.Headers, values).Concat(Fill(package.Footers, values));

    private static IEnumerable<DocxPart> Fill(IReadOnlyList<DocxPart> edges, PaperValues values)
    {
        foreach (var edge in edges.Select(edge => edge with { Text = new XDocument(edge.Text) }))
        {
            foreach (var paragraph in edge.Text.Descendants(W + "p")) DocxFields.Replace(paragraph, values.Of);
            yield return edge;
        }
    }

    private static string? Line(IEnumerable<DocxPart> edges)
    {
        var lines = edges.SelectMany(edge => edge.Text.Descendants(W + "p")).Select(p => DocxFields.TextOf(p).Trim()).Where(t => t.Length > 0).Distinct()
            .ToList();
        return lines.Count == 0 ? null : string.Join(" – ", lines);
    }

    private void Repeat(XElement row, PaperValues values)
    {
        var list = row.Descendants(W + "p").SelectMany(p => DocxFields.Names(DocxFields.TextOf(p))).Select(known.ListOf)
            .FirstOrDefault(name => name is not null);
        if (list is null) return;
        var items = values.Items(list);
        for (var i = 0; i < items.Count; i++)
        {
            var copy = new XElement(row);
            var number = (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            foreach (var paragraph in copy.Descendants(W + "p").ToList())
                DocxFields.Replace(paragraph, name => !name.StartsWith(list + ".", StringComparison.Ordinal) ? values.Of(name)
                    : name == list + ".no" ? number : items[i].GetValueOrDefault(name[(list.Length + 1)..]) ?? "");
            row.AddBeforeSelf(copy);
        }
        row.Remove();
    }

    private static void Fill(XElement paragraph, Func<string, string> valueOf)
    {
        var names = DocxFields.Names(DocxFields.TextOf(paragraph)).ToList();
        if (names.Count == 0) return;
        if (names.TrueForAll(name => valueOf(name).Length == 0))
        {
            Drop(paragraph);
            return;
        }
        // The code is drawn, not written, whatever stands beside it.
        if (names.TrueForAll(IsCode)) return;
        DocxFields.Replace(paragraph, name => IsCode(name) && valueOf(name).Length > 0 ? $"{{{{{name}}}}}" : valueOf(name));
    }

    public static bool IsFramed(XElement paragraph) => paragraph.Element(W + "pPr")?.Element(W + "framePr") is not null;

    public static bool IsCode(string name) => name is "qr" or "qr.zalo";

    /// <summary>A cell must keep one paragraph, or Word calls the file damaged.</summary>
    private static void Drop(XElement block)
    {
        if (block.Parent is { } cell && cell.Name == W + "tc" && cell.Elements(W + "p").Count() <= 1)
            foreach (var run in block.Descendants(W + "r").ToList()) run.Remove();
        else block.Remove();
    }
}
