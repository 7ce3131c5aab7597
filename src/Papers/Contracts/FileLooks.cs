using System.Collections.Concurrent;
using MotCua.Papers.Digitise;
using MotCua.Papers.Pdf;
using MotCua.Platform.Files;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Một tệp đã lưu, to be glanced over.</summary>
/// <param name="FileName">Named in what is said of it.</param>
public sealed record LookedAt(string Sha256, string MediaType, int Pages, string FileName);

/// <summary>
/// Nhắc trước khi nộp: pages that look empty, too dark, faint or too small to be read. Never a refusal: an empty page may be the back of a paper.
/// Drawn grey and small in the jail, once per server; what is not drawn within some seconds is said the next time the page is opened.
/// </summary>
public sealed class FileLooks(FileStore files)
{
    /// <summary>Pages of one file that are glanced over; a hundred pages are a book, and were made by a machine.</summary>
    public const int MostPages = 24;

    /// <summary>A photograph of A4 with fewer dots on its longer side shows no letters of usual size (85 dpi).</summary>
    public const int FewestDots = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly ConcurrentDictionary<string, Lazy<Task<Look>>> Known = new();

    private sealed record Look(IReadOnlyList<PageFault?> Pages, (int Width, int Height)? Few);

    /// <returns>For each file, in order, sentences in Vietnamese; none: nothing strikes the eye, or nothing is known yet.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> Of(IReadOnlyList<LookedAt> asked)
    {
        if (!PageImages.IsInstalled) return [.. asked.Select(_ => (IReadOnlyList<string>)[])];
        using var late = new CancellationTokenSource(Patience);
        return await Task.WhenAll(asked.Select(file => Of(file, late.Token)));
    }

    private async Task<IReadOnlyList<string>> Of(LookedAt file, CancellationToken late)
    {
        if (Known.Count > 10_000) Known.Clear();
        var look = Known.GetOrAdd(file.Sha256, _ => new(() => Draw(file)));
        try { return [.. Words(file, await look.Value.WaitAsync(late))]; }
        catch (OperationCanceledException) { return []; }
        catch (Exception no)
        {
            Known.TryRemove(new(file.Sha256, look));
            // What is missing on the shelf is said where the file is opened or filed.
            if (no is Refused or IOException) return [];
            throw;
        }
    }

    private async Task<Look> Draw(LookedAt file)
    {
        var bytes = await files.Read(file.Sha256);
        (int Width, int Height)? few = ImageHead.Read(bytes) is { } head && Math.Max(head.Width, head.Height) < FewestDots ? (head.Width, head.Height) : null;
        try
        {
            var pdf = file.MediaType == "application/pdf" ? bytes : await ScanPdf.Write([new ScanPage(bytes)]);
            var drawn = await PageImages.Grey(pdf, GreyPage.LongSide, Math.Min(file.Pages, MostPages), JailLimits.Usual.Wall);
            IEnumerable<PageFault?> pages = drawn.Pages.Select(GreyPage.FaultOf);
            return new Look([.. pages, .. drawn.State == OutsideState.Failed ? new PageFault?[] { PageFault.Unopened } : []], few);
        }
        catch (Refused no) when (no.Status == 400) { return new Look([PageFault.Unopened], few); }
    }

    private static IEnumerable<string> Words(LookedAt file, Look look)
    {
        var photo = file.MediaType != "application/pdf";
        foreach (var fault in Enum.GetValues<PageFault>())
        {
            var pages = look.Pages.Select((found, i) => (found, No: i + 1)).Where(page => page.found == fault).Select(page => page.No).ToList();
            if (pages.Count == 0) continue;
            var what = photo ? $"Ảnh {file.FileName}" : $"Trang {string.Join(", ", pages)} của {file.FileName}";
            yield return fault switch
            {
                PageFault.Blank => $"{what} có vẻ trắng. Gửi nhầm thì xóa tệp rồi gửi lại; đúng là trang trắng thì để nguyên",
                PageFault.Dark => $"{what} quá tối. Chụp lại ở nơi đủ sáng, không để bóng che chữ",
                PageFault.Faint => $"{what} quá nhạt, khó đọc chữ. Chụp lại cho rõ nét, hoặc quét lại đậm hơn",
                _ => $"{what} chưa xem trước được. Mở tệp để kiểm tra; không mở được thì gửi bản khác",
            };
        }
        if (look.Few is var (width, height))
            yield return $"Ảnh {file.FileName} nhỏ ({width} × {height} điểm), có thể không đọc được chữ. Chụp lại gần hơn, đủ bốn góc";
    }
}
