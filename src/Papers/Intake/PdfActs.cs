using MotCua.Papers.Pdf;

namespace MotCua.Papers.Intake;

/// <summary>
/// What a PDF can do: run, open, fetch or carry something by itself. A reference is followed to whatever bears that number, in the
/// table and outside of it, because viewers do not agree on which of them counts.
/// </summary>
/// <param name="scanned">All objects found in the bytes, with their numbers.</param>
internal sealed class PdfActs(PdfFile file, IReadOnlyList<(int Number, PdfValue Value)> scanned)
{
    private const int LongestChain = 16;
    private const string Script = "có mã chạy tự động (JavaScript)";
    private const string Carries = "có tệp khác đính kèm bên trong";
    private const string Runs = "có lệnh chạy tự động";

    /// <summary>Never wanted, even where a person has to press first.</summary>
    private static readonly HashSet<string> Actions =
        ["JavaScript", "Launch", "ImportData", "SubmitForm", "GoToE", "GoToR", "Rendition", "Movie", "Sound", "RichMediaExecute"];

    /// <summary>Harmless behind a press of a person, not on opening a page.</summary>
    private static readonly HashSet<string> ByItself = ["URI", "Thread", "Hide", "ResetForm", "SetOCGState", "Trans", "GoToDp"];

    private static readonly HashSet<string> Annotations = ["FileAttachment", "RichMedia", "Movie", "Screen", "3D", "Sound"];

    private readonly ILookup<int, PdfValue> others = scanned.Where(found => found.Number != 0).ToLookup(found => found.Number, found => found.Value);

    /// <exception cref="PdfUnwanted">With the reason.</exception>
    public void Look(PdfValue value)
    {
        switch (value)
        {
            case PdfArray array:
                array.Items.ForEach(Look);
                break;
            case PdfStream stream:
                // A viewer would fetch the content of such a stream from there.
                if (Meant(stream.Head["F"]).Any(f => f is PdfString or PdfDictionary)) throw Unwanted("lấy nội dung từ nơi khác");
                Look(stream.Head);
                break;
            case PdfDictionary dictionary:
                foreach (var (key, entry) in dictionary.Entries)
                {
                    if (Problem(key, entry) is { } problem) throw Unwanted(problem);
                    Look(entry);
                }

                break;
        }
    }

    private string? Problem(string key, PdfValue value)
    {
        switch (key)
        {
            case "JS" or "JavaScript":
                return Script;
            case "XFA":
                return "là biểu mẫu XFA";
            case "EmbeddedFile" or "EmbeddedFiles" or "EF":
                return Carries;
            case "RichMedia" or "RichMediaContent":
                return "có nội dung động bên trong";
            case "S" when Kinds(value).FirstOrDefault(Actions.Contains) is { } action:
                return Words(action);
            case "Subtype" when Kinds(value).Any(Annotations.Contains):
                return Carries;
            case "Type" when Kinds(value).Contains("EmbeddedFile"):
                return Carries;
            case "Ref" or "OPI" when Meant(value).Any(v => v is PdfDictionary proxy && (proxy["F"] is not null || key == "OPI")):
                return "lấy nội dung từ nơi khác";
            case "OpenAction":
                return Automatic(value, 0);
            case "AA":
                return Meant(value).OfType<PdfDictionary>().SelectMany(events => events.Entries.Values).Select(e => Automatic(e, 0))
                .FirstOrDefault(p => p is not null);
            default:
                return null;
        }
    }

    private string? Automatic(PdfValue value, int depth)
    {
        if (depth > LongestChain) return Runs;
        foreach (var action in Meant(value))
        {
            file.Budget.Step(1);
            if (action is not PdfDictionary dictionary) continue;
            if (Kinds(dictionary["S"]).FirstOrDefault(s => Actions.Contains(s) || ByItself.Contains(s)) is { } kind) return Words(kind);
            foreach (var next in Meant(dictionary["Next"]).SelectMany(n => n is PdfArray all ? all.Items : [n]))
                if (Automatic(next, depth + 1) is { } problem) return problem;
        }

        return null;
    }

    private static string Words(string action) =>
        action switch { "JavaScript" => Script, "Launch" => "có lệnh mở chương trình", "URI" => "tự mở trang mạng", _ => Runs };

    private IEnumerable<string> Kinds(PdfValue? value) => Meant(value).OfType<PdfName>().Select(name => name.Name);

    private IEnumerable<PdfValue> Meant(PdfValue? value)
    {
        if (value is not PdfReference reference) return value is null ? [] : [value];
        var shadows = others[reference.Number];
        return file.Resolve(reference) is { } named && named != PdfWord.Null ? shadows.Prepend(named) : shadows;
    }

    private static PdfUnwanted Unwanted(string problem) => new($"{problem} nên không nhận. In lại ra PDF thường rồi tải lên");
}
