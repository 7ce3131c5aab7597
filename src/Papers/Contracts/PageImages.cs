using System.Globalization;
using MotCua.Platform.Sandbox;

namespace MotCua.Papers.Contracts;

/// <summary>Tình trạng của việc nhờ chương trình ngoài.</summary>
public enum OutsideState
{
    Done,

    /// <summary>Chưa cài: the program is missing on this server.</summary>
    NotInstalled,

    /// <summary>The program refused the file, ran out of time or of memory.</summary>
    Failed,
}

/// <summary>Ảnh các trang.</summary>
/// <param name="Message">Vietnamese, null when done.</param>
public sealed record RenderedPages(OutsideState State, string? Message, IReadOnlyList<byte[]> Pages);

/// <summary>Trang PDF thành ảnh JPEG, by pdftoppm (poppler-utils).</summary>
public static class PageImages
{
    /// <summary>Pages that one process draws, so that its limits are those of a file and not of a book.</summary>
    internal const int AtOnce = 8;

    private const long LargestPages = 40L * 1024 * 1024;

    /// <summary>What pdftoppm answers when it is asked for pages behind the last.</summary>
    private const int AfterTheLast = 99;

    public static bool IsInstalled => OutsideProgram.Find("pdftoppm") is not null;

    /// <param name="dpi">36–400; 200 for OCR, 72 for a preview.</param>
    /// <param name="lastPage">Pages after this are not rendered.</param>
    public static Task<RenderedPages> Render(byte[] pdf, int dpi = 200, int lastPage = 200, int firstPage = 1, TimeSpan? limit = null,
        CancellationToken cancellation = default) =>
        Render(pdf, ["-jpeg", "-r", Math.Clamp(dpi, 36, 400).ToString(CultureInfo.InvariantCulture)], firstPage, lastPage, limit, cancellation);

    /// <summary>Fitted to a screen: a page of any size is as long as that, so none is too large to draw.</summary>
    /// <param name="longSide">Pixels of the longer side.</param>
    internal static Task<RenderedPages> Fit(byte[] pdf, int longSide, int firstPage, int lastPage, TimeSpan limit) =>
        Render(pdf, ["-jpeg", "-scale-to", longSide.ToString(CultureInfo.InvariantCulture)], firstPage, lastPage, limit, CancellationToken.None);

    /// <summary>Grey pages (PGM) as they are: no picture format has to be opened to count their dots.</summary>
    internal static Task<RenderedPages> Grey(byte[] pdf, int longSide, int lastPage, TimeSpan limit) =>
        Render(pdf, ["-gray", "-scale-to", longSide.ToString(CultureInfo.InvariantCulture)], 1, lastPage, limit, CancellationToken.None);

    private static async Task<RenderedPages> Render(byte[] pdf, string[] size, int firstPage, int lastPage, TimeSpan? limit, CancellationToken cancellation)
    {
        if (OutsideProgram.Find("pdftoppm") is not { } program)
        {
            return new RenderedPages(OutsideState.NotInstalled, "Máy chủ chưa cài chương trình xem trang PDF (poppler-utils)", []);
        }

        var pages = new List<byte[]>();
        for (var first = firstPage; first <= lastPage; first += AtOnce)
        {
            var (exit, some) = await Some(program, pdf, size, first, Math.Min(lastPage, first + AtOnce - 1),
                JailLimits.Usual with { Wall = limit ?? JailLimits.Usual.Wall }, cancellation);
            if (exit == AfterTheLast && first > firstPage) break;
            if (some is null) return new RenderedPages(OutsideState.Failed, "Trang của tệp này quá lớn. Quét lại ở 200 dpi rồi thử lại", pages);
            pages.AddRange(some);
            if (exit != 0 || some.Count == 0)
                return new RenderedPages(OutsideState.Failed,
                exit == -1 ? "Đọc tệp quá lâu nên đã dừng. Tách tệp nhỏ hơn rồi thử lại" : "Chưa mở được các trang của tệp này. Quét lại rồi thử lại", pages);
            if (some.Count < AtOnce) break;
        }
        return new RenderedPages(OutsideState.Done, null, pages);
    }

    /// <returns>Null for pages that no memory of ours should hold.</returns>
    private static async Task<(int Exit, List<byte[]>? Pages)> Some(string program, byte[] pdf, string[] size, int first, int last, JailLimits limits,
        CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-pages-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "in.pdf"), pdf, cancellation);
            var (exit, _) = await OutsideProgram.Run(program,
                [.. size, "-f", first.ToString(CultureInfo.InvariantCulture), "-l", last.ToString(CultureInfo.InvariantCulture), "in.pdf", "p"],
                folder, limits, cancellation);
            var made = new DirectoryInfo(folder).GetFiles("p-*").OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            if (made.Sum(file => file.Length) > LargestPages) return (exit, null);
            return (exit, made.ConvertAll(file => File.ReadAllBytes(file.FullName)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>Kết quả nhận dạng chữ của một trang.</summary>
public sealed record OcrPage(OutsideState State, string? Message, IReadOnlyList<OcrWord> Words)
{
    /// <summary>Lines of the page joined by line breaks.</summary>
    public string Text => string.Join('\n', Words.GroupBy(w => w.Line).Select(l => string.Join(' ', l.Select(w => w.Text))));
}

/// <summary>Nhận dạng chữ tiếng Việt, by tesseract: the result is a suggestion that a person confirms.</summary>
public static class Ocr
{
    public static bool IsInstalled => OutsideProgram.Find("tesseract") is not null;

    /// <summary>One result per image, in order; pages run side by side up to the number of cores.</summary>
    public static async Task<IReadOnlyList<OcrPage>> Read(IReadOnlyList<byte[]> images, TimeSpan? limitPerPage = null, CancellationToken cancellation = default)
    {
        if (OutsideProgram.Find("tesseract") is not { } program)
        {
            return [.. images.Select(_ => new OcrPage(OutsideState.NotInstalled, "Máy chủ chưa cài chương trình nhận dạng chữ (tesseract-ocr-vie)", []))];
        }

        var results = new OcrPage[images.Count];
        await Parallel.ForAsync(0, images.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            async (i, token) => results[i] = await ReadOne(program, images[i], limitPerPage ?? TimeSpan.FromSeconds(60), token));
        return results;
    }

    private static async Task<OcrPage> ReadOne(string program, byte[] image, TimeSpan limit, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-ocr-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "in"), image, cancellation);
            var (exit, output) = await OutsideProgram.Run(program, ["in", "stdout", "-l", "vie", "--psm", "6", "tsv"], folder,
                JailLimits.Usual with { Wall = limit }, cancellation);
            return exit == 0
                ? new OcrPage(OutsideState.Done, null, Words(output))
                : new OcrPage(OutsideState.Failed, "Máy chưa đọc được chữ trên trang này. Nhập tay, hoặc quét lại rõ hơn", []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.</summary>
    private static List<OcrWord> Words(string tsv)
    {
        var words = new List<OcrWord>();
        var lines = new Dictionary<string, int>();
        foreach (var row in tsv.Split('\n').Skip(1))
        {
            var cells = row.TrimEnd('\r').Split('\t');
            if (cells.Length < 12 || cells[0] != "5" || string.IsNullOrWhiteSpace(cells[11]))
            {
                continue;
            }

            int Number(int i) => int.Parse(cells[i], CultureInfo.InvariantCulture);
            var key = string.Join('.', cells[1..5]);
            if (!lines.TryGetValue(key, out var line))
            {
                lines[key] = line = lines.Count;
            }

            words.Add(new OcrWord(cells[11].Trim().Normalize(), Number(6), Number(7), Number(8), Number(9),
                double.Parse(cells[10], CultureInfo.InvariantCulture), line));
        }

        return words;
    }
}
