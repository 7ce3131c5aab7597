using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;
using MotCua.Platform.Data;
using MotCua.Platform.Files;

namespace MotCua.Papers.Digitise;

internal sealed record ScanToRead(Guid ScanId);

/// <summary>The job behind the scan station: page images, then the words on them, pages side by side.</summary>
internal sealed class ReadScan(Db db, FileStore files)
{
    public const string Kind = "papers.read-scan";

    public async Task Execute(ScanToRead work)
    {
        var scan = await db.Set<Scan>().FindAsync(work.ScanId);
        if (scan is not { State: Scan.Waiting }) return;
        var bytes = await files.Read(scan.Sha256);
        var (images, thumbs) = (new List<byte[]> { bytes }, new List<byte[]> { bytes });
        if (scan.MediaType == "application/pdf")
        {
            var rendered = await PageImages.Render(bytes, (int)Scans.Dpi, Scans.MaxPages);
            if (rendered.State != OutsideState.Done)
            {
                (scan.State, scan.Problem) = (Scan.Failed, rendered.Message);
                await db.Save();
                return;
            }
            var small = await PageImages.Render(bytes, 40, Scans.MaxPages);
            images = [.. rendered.Pages];
            thumbs = small.Pages.Count == images.Count ? [.. small.Pages] : images;
        }
        var read = await Ocr.Read(images);
        var type = scan.MediaType == "application/pdf" ? "image/jpeg" : scan.MediaType;
        var pages = new List<PageFile>();
        for (var i = 0; i < images.Count; i++)
            pages.Add(new PageFile((await files.Put(images[i])).Sha256, (await files.Put(thumbs[i])).Sha256, type, LooksBlank(images[i], read[i])));
        scan.WritePages(pages);
        scan.WriteWords(read.Select(page => page.Words));
        (scan.State, scan.Problem) = read.All(page => page.State != OutsideState.Done)
            ? (Scan.NoOcr, read[0].Message)
            : (Scan.Ready, (string?)null);
        await db.Save();
    }

    /// <summary>An empty page compresses to almost nothing and has no word that a reader is half sure of.</summary>
    private static bool LooksBlank(byte[] image, OcrPage read)
    {
        if (ImageHead.Read(image) is not { } head || head.Pixels == 0) return false;
        var weight = image.Length / (double)head.Pixels;
        return read.State == OutsideState.Done ? weight < 0.04 && read.Words.Count(word => word.Confidence >= 50) < 2 : weight < 0.012;
    }
}
