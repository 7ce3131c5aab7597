using System.Collections.Concurrent;
using MotCua.Papers.Digitise;
using MotCua.Papers.Pdf;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Cỡ ảnh trang, as the longer side of A4 in pixels.</summary>
public enum PageSize
{
    /// <summary>First page beside the name of a file: some three kilobytes, for a page that weighs sixty.</summary>
    Tiny = 148,

    /// <summary>For a strip of pages: A4 is 150 pixels wide.</summary>
    Small = 212,

    /// <summary>80 dpi, for whoever looks at one page over a slow line.</summary>
    Light = 935,

    /// <summary>110 dpi: a page beside a form on 1366 pixels.</summary>
    Screen = 1286,

    /// <summary>200 dpi, to be looked at closely.</summary>
    Large = 2339,
}

/// <summary>Ảnh một trang.</summary>
/// <param name="Jpeg">null: chưa mở được.</param>
/// <param name="Problem">Vietnamese, null with a picture: why there is none.</param>
public sealed record PagePicture(byte[]? Jpeg, string? Problem);

/// <summary>
/// Trang của một tệp đã lưu thành ảnh JPEG: drawn once in the jail, then kept (<see cref="KeptPages"/>, decision 0039). The caller has
/// decided who may see the file. Pictures that were sent come as a page too, upright and no larger than asked.
/// </summary>
public sealed class PagePictures
{
    private readonly FileStore files;
    private readonly KeptPages kept;

    internal PagePictures(FileStore files, KeptPages kept) => (this.files, this.kept) = (files, kept);

    /// <summary>A server has better things to do than to draw; whoever waits longer than this is asked to come again.</summary>
    private static readonly SemaphoreSlim Places = new(Math.Max(2, Environment.ProcessorCount));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>What is being drawn now: a strip asks for eight pages at once, and they are drawn together.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<PagePicture>>>> Drawing = new();

    private static readonly ConcurrentDictionary<string, int> Counted = new();

    /// <summary>Pages of a stored PDF of our own, which no row counts. One that cannot be counted has a first page, which says what is wrong.</summary>
    public async Task<int> Count(string sha256)
    {
        if (Counted.TryGetValue(sha256, out var known)) return known;
        if (Counted.Count > 10_000) Counted.Clear();
        try { return Counted[sha256] = PdfFile.Open(await files.Read(sha256)).Pages().Count; }
        catch (Exception gone) when (gone is PdfBroken or Refused) { return 1; }
    }

    /// <param name="no">From 1; that the file has such a page the caller knows.</param>
    /// <exception cref="Refused">409: the stored file is gone or changed; 503: too much is drawn already.</exception>
    public async Task<PagePicture> Of(string sha256, string mediaType, int no, PageSize size)
    {
        if (kept.Find(sha256, no, size) is { } known)
        {
            // A picture of bytes that are no longer there or no longer the same stands for nothing.
            await files.Require([sha256]);
            return known;
        }
        var first = size == PageSize.Small ? (no - 1) / PageImages.AtOnce * PageImages.AtOnce + 1 : no;
        var key = $"{sha256}/{first}/{size}";
        var drawn = Drawing.GetOrAdd(key, _ => new(() => Draw(sha256, mediaType, first, size)));
        try
        {
            var pages = await drawn.Value;
            return pages.ElementAtOrDefault(no - first) ?? new PagePicture(null, "Chưa mở được trang này");
        }
        finally { Drawing.TryRemove(new(key, drawn)); }
    }

    private async Task<IReadOnlyList<PagePicture>> Draw(string sha256, string mediaType, int first, PageSize size)
    {
        var bytes = await files.Read(sha256);
        if (!await Places.WaitAsync(Patience)) throw new Refused(503, "Máy chủ đang mở nhiều trang giấy tờ. Chờ 10 giây rồi mở lại") { RetryAfter = Patience };
        RenderedPages rendered;
        try
        {
            var pdf = mediaType == "application/pdf" ? bytes : await ScanPdf.Write([new ScanPage(bytes)]);
            rendered = await PageImages.Fit(pdf, (int)size, first, size == PageSize.Small ? first + PageImages.AtOnce - 1 : first, Limit);
        }
        catch (Refused no) when (no.Status == 400) { rendered = new RenderedPages(OutsideState.Failed, no.Message, []); }
        finally { Places.Release(); }
        var pages = rendered.Pages.Select(page => new PagePicture(page, null)).ToList();
        for (var i = 0; i < pages.Count; i++) kept.Keep(sha256, first + i, size, pages[i]);
        if (pages.Count > 0 || rendered.Message is not { } problem) return pages;
        pages.Add(new PagePicture(null, problem));
        // What this server lacks is not a property of the file.
        if (rendered.State == OutsideState.Failed) kept.Keep(sha256, first, size, pages[0]);
        return pages;
    }
}
