using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Papers.Digitise;

internal sealed record ScanToRead(Guid ScanId);

/// <summary>The job behind the scan station: page images, then the words on them, pages side by side.</summary>
internal sealed class ReadScan(Db db, FileStore files)
{
    public const string Kind = "papers.read-scan";
    private const string Pdf = "application/pdf";

    public async Task Execute(ScanToRead work)
    {
        var scan = await db.Set<Scan>().FindAsync(work.ScanId);
        if (scan is not { State: Scan.Waiting }) return;
        byte[] bytes;
        try { bytes = await files.Read(scan.Sha256); }
        catch (Refused damaged)
        {
            // Said at the station; reading it again would not mend it.
            (scan.State, scan.Problem) = (Scan.Failed, damaged.Message);
            await db.Save();
            return;
        }
        var (pages, words, states) = (new List<PageFile>(), new List<IReadOnlyList<OcrWord>>(), new List<OcrPage>());
        // A few pages at a time: two hundred of them are more than a server should hold.
        for (var first = 1; first <= scan.Pages; first += PageImages.AtOnce)
        {
            var (images, thumbs) = ((IReadOnlyList<byte[]>)[bytes], (IReadOnlyList<byte[]>)[bytes]);
            if (scan.MediaType == Pdf)
            {
                var last = Math.Min(scan.Pages, first + PageImages.AtOnce - 1);
                var rendered = await PageImages.Render(bytes, (int)Scans.Dpi, last, first);
                if (rendered.State != OutsideState.Done || rendered.Pages.Count != last - first + 1)
                {
                    (scan.State, scan.Problem) = (Scan.Failed, rendered.Message ?? "Chưa mở được các trang của tệp này. Quét lại rồi thử lại");
                    await db.Save();
                    return;
                }
                var small = await PageImages.Render(bytes, 40, last, first);
                (images, thumbs) = (rendered.Pages, small.Pages.Count == rendered.Pages.Count ? small.Pages : rendered.Pages);
            }
            var turned = scan.MediaType != Pdf && UprightPicture.IsNeeded(bytes);
            if (turned)
            {
                var upright = await Upright(bytes);
                if (upright.State != OutsideState.Done)
                {
                    (scan.State, scan.Problem) = (Scan.Failed, upright.Message);
                    await db.Save();
                    return;
                }
                (images, thumbs) = (upright.Pages, upright.Pages);
            }
            var read = await Ocr.Read(images);
            for (var i = 0; i < images.Count; i++)
                pages.Add(new PageFile((await files.Put(images[i])).Sha256, (await files.Put(thumbs[i])).Sha256,
                    turned || scan.MediaType == Pdf ? "image/jpeg" : scan.MediaType, LooksBlank(images[i], read[i])));
            words.AddRange(read.Select(page => page.Words));
            states.AddRange(read);
        }
        scan.WritePages(pages);
        scan.WriteWords(words);
        (scan.State, scan.Problem) = states.TrueForAll(page => page.State != OutsideState.Done)
            ? (Scan.NoOcr, states[0].Message)
            : (Scan.Ready, (string?)null);
        await db.Save();
    }

    private static async Task<RenderedPages> Upright(byte[] picture)
    {
        try { return await UprightPicture.Make(picture); }
        // When all places are taken the job comes again.
        catch (Refused no) when (no.Status == 400) { return new RenderedPages(OutsideState.Failed, no.Message, []); }
    }

    /// <summary>An empty page compresses to almost nothing and has no word that a reader is half sure of.</summary>
    private static bool LooksBlank(byte[] image, OcrPage read)
    {
        if (ImageHead.Read(image) is not { } head || head.Pixels == 0) return false;
        var weight = image.Length / (double)head.Pixels;
        return read.State == OutsideState.Done ? weight < 0.04 && read.Words.Count(word => word.Confidence >= 50) < 2 : weight < 0.012;
    }
}
