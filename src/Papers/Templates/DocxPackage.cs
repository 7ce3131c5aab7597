using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using MotCua.Platform.Web;

namespace MotCua.Papers.Templates;

/// <param name="Name">Where it lies in the file, as <c>word/header1.xml</c>.</param>
internal sealed record DocxPart(string Name, XDocument Text);

/// <summary>A part that the body of the text is to refer to.</summary>
/// <param name="Id">By which the text names it.</param>
/// <param name="Kind">image, header or footer.</param>
internal sealed record DocxNewPart(string Id, string Kind, string Target, byte[] Content)
{
    public static DocxNewPart Picture(string id, byte[] png) => new(id, "image", $"media/{id}.png", png);

    public static DocxNewPart Header(string id, XDocument text) => new(id, "header", $"{id}.xml", DocxPackage.Bytes(text));

    public static DocxNewPart Footer(string id, XDocument text) => new(id, "footer", $"{id}.xml", DocxPackage.Bytes(text));
}

/// <summary>
/// Tệp DOCX as we take it from outside: a zip of XML parts. Opened without following anything out of the file; what could
/// run or call home is refused before a word is read.
/// </summary>
internal sealed class DocxPackage
{
    public const int MaxBytes = 5 * 1024 * 1024;
    private const long MaxUnpacked = 16L * 1024 * 1024;
    private const int MaxParts = 400;

    /// <summary>Of all parts that are read: a long form has some thousand elements, and an element costs a hundred bytes of memory.</summary>
    private const int MaxElements = 150_000;
    private const int MaxDepth = 100;
    private const int MaxEdges = 20;
    public const string DocumentName = "word/document.xml";
    public const string StylesName = "word/styles.xml";
    private const string Types = "[Content_Types].xml";
    private const string Relations = "word/_rels/document.xml.rels";

    public static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private static readonly XmlReaderSettings Safe =
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxUnpacked };

    private readonly Dictionary<string, byte[]> parts;

    private DocxPackage(Dictionary<string, byte[]> parts)
    {
        this.parts = parts;
        Document = Xml(DocumentName) ?? throw new Refused(400, "Tệp này không phải văn bản Word (.docx). Lưu lại bằng Word rồi tải lên", "file");
        Styles = Xml(StylesName);
        Headers = [.. Texts("word/header")];
        Footers = [.. Texts("word/footer")];
    }

    public XDocument Document { get; }

    public XDocument? Styles { get; }

    public IReadOnlyList<DocxPart> Headers { get; }

    public IReadOnlyList<DocxPart> Footers { get; }

    public static DocxPackage Open(byte[] bytes)
    {
        if (bytes.Length == 0) throw new Refused(400, "Chọn tệp mẫu Word (.docx) để tải lên", "file");
        if (bytes.Length > MaxBytes) throw new Refused(400, "Tệp mẫu nặng hơn 5 MB. Bỏ ảnh thừa rồi tải lại", "file");
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0]))
            throw new Refused(400, "Tệp này là Word cũ (.doc) hoặc có mật khẩu. Lưu thành .docx không mật khẩu", "file");
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MaxParts) throw new Refused(400, "Tệp này có quá nhiều phần. Lưu lại bằng Word rồi tải lên", "file");
            var parts = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
            var left = MaxUnpacked;
            foreach (var entry in zip.Entries.Where(e => !e.FullName.EndsWith('/')))
            {
                // The size in the directory may lie; what is read counts.
                using var content = entry.Open();
                parts[entry.FullName] = Read(content, ref left);
            }
            Judge(parts);
            return new DocxPackage(parts);
        }
        // Whatever a reader stumbles over in bytes from outside is said about them.
        catch (Exception broken) when (broken is not Refused and not OutOfMemoryException)
        {
            throw new Refused(400, "Tệp này không phải văn bản Word (.docx), hoặc bị hỏng. Lưu lại bằng Word rồi tải lên", "file");
        }
    }

    public byte[] With(IEnumerable<DocxPart> replaced, IReadOnlyList<DocxNewPart> added)
    {
        var texts = replaced.ToDictionary(part => part.Name, part => part.Text, StringComparer.OrdinalIgnoreCase);
        texts[Types] = WithTypes(Xml(Types)!, added);
        texts[Relations] = WithRelations(Xml(Relations)
            ?? new XDocument(new XElement(XName.Get("Relationships", "http://schemas.openxmlformats.org/package/2006/relationships"))), added);
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts.Where(part => !texts.ContainsKey(part.Key))) Write(zip, name, bytes);
            foreach (var (name, text) in texts) Write(zip, name, Bytes(text));
            foreach (var part in added) Write(zip, "word/" + part.Target, part.Content);
        }
        return result.ToArray();
    }

    private static byte[] Read(Stream content, ref long left)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            left -= read;
            if (left < 0) throw new Refused(400, "Tệp mẫu bung ra quá lớn. Bỏ ảnh thừa rồi tải lại", "file");
            copy.Write(buffer, 0, read);
        }
        return copy.ToArray();
    }

    private static void Judge(Dictionary<string, byte[]> parts)
    {
        if (!parts.TryGetValue(Types, out var list) || !parts.ContainsKey(DocumentName))
            throw new Refused(400, "Tệp này không phải văn bản Word (.docx). Lưu lại bằng Word rồi tải lên", "file");
        var types = Parse(list).Root!;
        if (parts.Keys.Any(name => name.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
            || name.Contains("vbaData", StringComparison.OrdinalIgnoreCase))
            || types.Descendants().Any(e => ((string?)e.Attribute("ContentType"))?.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) == true))
            throw new Refused(400, "Mẫu có macro nên không nhận. Lưu lại thành .docx (không macro) rồi tải lên", "file");
        if (parts.Keys.Any(name => name.Contains("/embeddings/", StringComparison.OrdinalIgnoreCase)
            || name.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)))
            throw new Refused(400, "Mẫu có tệp nhúng hoặc điều khiển ActiveX. Xóa chúng trong Word rồi tải lại", "file");
        foreach (var rels in parts.Where(p => p.Key.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            var outside = Parse(rels.Value).Root!.Elements().FirstOrDefault(r => (string?)r.Attribute("TargetMode") == "External");
            if (outside is not null)
            {
                var target = (string?)outside.Attribute("Target") ?? "";
                throw new Refused(400, $"Mẫu có liên kết ra ngoài ({target[..Math.Min(60, target.Length)]}). Xóa liên kết trong Word rồi tải lại", "file");
            }
        }
    }

    private XDocument? Xml(string name) => parts.TryGetValue(name, out var bytes) ? Parse(bytes) : null;

    private IEnumerable<DocxPart> Texts(string prefix) => parts.Keys.Count(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) > MaxEdges
        ? throw new Refused(400, "Tệp mẫu có quá nhiều đầu trang, chân trang. Bỏ bớt trong Word rồi tải lại", "file")
        : parts.Keys.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).Select(name => new DocxPart(name, Xml(name)!));

    private static XDocument Parse(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), Safe);
        var elements = 0;
        // Word never nests so deep; what copies or searches the tree would go down with it.
        while (reader.Read())
            if (reader.Depth > MaxDepth || (reader.NodeType == XmlNodeType.Element && (elements += 1 + reader.AttributeCount) > MaxElements))
                throw new Refused(400, "Tệp mẫu có cấu trúc bất thường. Chép chữ sang một văn bản Word mới rồi tải lên", "file");
        using var again = XmlReader.Create(new MemoryStream(bytes, writable: false), Safe);
        return XDocument.Load(again, LoadOptions.PreserveWhitespace);
    }

    private static XDocument WithTypes(XDocument types, IReadOnlyList<DocxNewPart> added)
    {
        var ns = types.Root!.Name.Namespace;
        if (types.Root.Elements(ns + "Default").All(e => !string.Equals((string?)e.Attribute("Extension"), "png", StringComparison.OrdinalIgnoreCase)))
            types.Root.AddFirst(new XElement(ns + "Default", new XAttribute("Extension", "png"), new XAttribute("ContentType", "image/png")));
        foreach (var part in added.Where(part => part.Target.EndsWith(".xml", StringComparison.Ordinal)))
            types.Root.Add(new XElement(ns + "Override", new XAttribute("PartName", "/word/" + part.Target),
                new XAttribute("ContentType", $"application/vnd.openxmlformats-officedocument.wordprocessingml.{part.Kind}+xml")));
        return types;
    }

    private static XDocument WithRelations(XDocument rels, IReadOnlyList<DocxNewPart> added)
    {
        var ns = rels.Root!.Name.Namespace;
        foreach (var part in added)
            rels.Root.Add(new XElement(ns + "Relationship", new XAttribute("Id", part.Id),
                new XAttribute("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + part.Kind),
                new XAttribute("Target", part.Target)));
        return rels;
    }

    internal static byte[] Bytes(XDocument xml)
    {
        using var stream = new MemoryStream();
        xml.Save(stream, SaveOptions.DisableFormatting);
        return stream.ToArray();
    }

    private static void Write(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        entry.Write(bytes);
    }
}
