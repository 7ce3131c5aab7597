using Microsoft.EntityFrameworkCore;
using MotCua.Papers.Digitise;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Một trang quét at the scan station.</summary>
/// <param name="No">From 1, in the order of the file.</param>
/// <param name="Image">SHA-256 of the page's image, <paramref name="Thumb"/> of the small one; both of <paramref name="MediaType"/>.</param>
/// <param name="Blank">Looks like an empty page; a person decides.</param>
/// <param name="Choice">Key of the paper it was put to, <see cref="Scans.Dropped"/>, or null.</param>
/// <param name="PaperCode">Mã giấy tờ, once the page is part of a digitised paper.</param>
public sealed record ScannedPage(Guid ScanId, int No, string Image, string Thumb, string MediaType, bool Blank, string? Choice, string? PaperCode,
    IReadOnlyList<SuggestedField> Fields);

/// <summary>Lô quét: one scanned file.</summary>
/// <param name="State">waiting, ready, noOcr (pages, but no words were read) or failed.</param>
/// <param name="Verdict">On the digital signatures of the file, which its pages as pictures no longer carry.</param>
public sealed record ScanBatch(Guid Id, string State, string? Problem, int PageCount, IReadOnlyList<ScannedPage> Pages, FileVerdict? Verdict);

/// <summary>Trang đã chọn for one paper, locked for this transaction.</summary>
/// <param name="Dpi">Resolution of the images when it is known.</param>
/// <param name="Verdict">The worst of the files the pages come from; null: none was signed.</param>
public sealed record ChosenPages(IReadOnlyList<ScanPage> Pages, double? Dpi, FileVerdict? Verdict);

/// <summary>
/// Lô quét của trạm số hóa: a scan is kept as it came, a job makes page images and reads them, an official puts each page
/// to a paper. Works in the caller's transaction.
/// </summary>
public sealed class Scans(Db db, FileStore files, JobQueue jobs, UploadCheck check, SignedFiles signed, TimeProvider clock)
{
    /// <summary>The official left the page out.</summary>
    public const string Dropped = "-";

    public const int MaxPages = 200;

    public const string Limits = "PDF nhiều trang hoặc ảnh (JPG, PNG), mỗi tệp dưới 20 MB và không quá 200 trang";

    internal const double Dpi = 200;

    /// <summary>Keeps one scanned file; its pages come with the job. The caller saves.</summary>
    /// <exception cref="Refused">400: not a file that can be taken, with the reason.</exception>
    public async Task Add(Guid dossierId, byte[] bytes, string fileName, string uploadedBy)
    {
        var seen = await check.Inspect(bytes, fileName);
        if (seen.Problem is { } problem) throw new Refused(400, $"{FileNames.Clean(fileName, null)}: {problem}", "f-files");
        if (seen.Pages > MaxPages) throw new Refused(400, $"Tệp có {seen.Pages} trang. Chia thành các tệp không quá {MaxPages} trang rồi tải lên", "f-files");
        bytes = seen.Cut(bytes);
        var verdict = seen.HasSignatures ? await signed.Of(bytes) : null;
        var stored = await files.Put(bytes);
        var scan = new Scan
        {
            Id = Guid.CreateVersion7(), DossierId = dossierId, Sha256 = stored.Sha256, MediaType = seen.ContentType, Pages = seen.Pages,
            State = Scan.Waiting, UploadedBy = uploadedBy, UploadedAt = clock.GetUtcNow(), Signature = verdict?.Kind, SignatureWords = verdict?.Words,
        };
        db.Add(scan);
        jobs.Enqueue(ReadScan.Kind, new ScanToRead(scan.Id));
    }

    /// <summary>Scans of the dossier that are not finished, oldest first.</summary>
    public async Task<IReadOnlyList<ScanBatch>> Open(Guid dossierId) =>
        (await Unfinished(dossierId).AsNoTracking().ToListAsync()).ConvertAll(View);

    /// <summary>One page; null when the dossier has no such page.</summary>
    public async Task<ScannedPage?> Page(Guid dossierId, Guid scanId, int no) =>
        await db.Set<Scan>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == scanId && s.DossierId == dossierId) is { } scan
            ? View(scan).Pages.FirstOrDefault(page => page.No == no) : null;

    /// <summary>Xếp trang: where each page goes. Pages that already belong to a paper stay. The caller saves.</summary>
    public async Task Arrange(Guid dossierId, IReadOnlyDictionary<(Guid Scan, int No), string?> choices)
    {
        foreach (var scan in await Unfinished(dossierId).ToListAsync())
        {
            var pages = scan.ReadPages();
            for (var i = 0; i < pages.Count; i++)
                if (pages[i].PaperCode is null && choices.TryGetValue((scan.Id, i + 1), out var choice)) pages[i] = pages[i] with { Choice = choice };
            scan.WritePages(pages);
            CloseWhenDone(scan, pages);
        }
    }

    /// <summary>The images and words of the pages put to this paper. Nobody else can take them until the transaction ends.</summary>
    public async Task<ChosenPages> Take(Guid dossierId, string paperKey)
    {
        var scans = await Locked(dossierId);
        var taken = new List<ScanPage>();
        var rendered = true;
        var verdicts = new List<FileVerdict>();
        foreach (var scan in scans)
        {
            var (pages, words) = (scan.ReadPages(), scan.ReadWords());
            for (var i = 0; i < pages.Count; i++)
            {
                if (pages[i].Choice != paperKey || pages[i].PaperCode is not null) continue;
                taken.Add(new ScanPage(await files.Read(pages[i].Image), i < words.Count ? words[i] : null));
                rendered &= scan.MediaType == "application/pdf";
                if (scan.Verdict() is { } verdict) verdicts.Add(verdict);
            }
        }
        return new ChosenPages(taken, rendered ? Dpi : null, verdicts.Find(v => v.IsSpoilt) ?? verdicts.Find(v => !v.IsValid) ?? verdicts.FirstOrDefault());
    }

    /// <summary>The pages put to this paper now belong to it; a scan without undecided pages is finished. The caller saves.</summary>
    public async Task MarkAttached(Guid dossierId, string paperKey, string paperCode)
    {
        foreach (var scan in await Locked(dossierId))
        {
            var pages = scan.ReadPages().ConvertAll(page => page.Choice == paperKey && page.PaperCode is null ? page with { PaperCode = paperCode } : page);
            scan.WritePages(pages);
            CloseWhenDone(scan, pages);
        }
    }

    /// <summary>Bỏ lô quét. What was attached from it stays. The caller saves.</summary>
    public async Task Discard(Guid dossierId, Guid scanId)
    {
        if (await Unfinished(dossierId).SingleOrDefaultAsync(s => s.Id == scanId) is { } scan) scan.ClosedAt = clock.GetUtcNow();
    }

    private void CloseWhenDone(Scan scan, List<PageFile> pages)
    {
        if (pages.Count > 0 && pages.TrueForAll(page => page.PaperCode is not null || page.Choice == Dropped)) scan.ClosedAt = clock.GetUtcNow();
    }

    private IQueryable<Scan> Unfinished(Guid dossierId) =>
        db.Set<Scan>().Where(s => s.DossierId == dossierId && s.ClosedAt == null).OrderBy(s => s.UploadedAt).ThenBy(s => s.Id);

    private Task<List<Scan>> Locked(Guid dossierId) =>
        db.Set<Scan>().FromSql($"select * from papers.scan where dossier_id = {dossierId} and closed_at is null order by uploaded_at, id for update")
        .ToListAsync();

    private static ScanBatch View(Scan scan)
    {
        var words = scan.ReadWords();
        return new ScanBatch(scan.Id, scan.State, scan.Problem, scan.Pages, [.. scan.ReadPages().Select((page, i) =>
            new ScannedPage(scan.Id, i + 1, page.Image, page.Thumb, page.MediaType, page.Blank, page.Choice, page.PaperCode,
                i < words.Count ? OcrFields.Suggest(words[i]) : []))], scan.Verdict());
    }
}
