using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Papers.Contracts;
using MotCua.Papers.Digitise;
using MotCua.Papers.Pdf;
using MotCua.Platform.Files;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Tests.Papers.Pictures;
using Xunit;

namespace MotCua.Tests.Papers;

/// <summary>Pages drawn once and kept in a folder that may be lost, cut short, full, or shared.</summary>
public sealed class PagePictureTests : IDisposable
{
    private const string Pdf = "application/pdf";
    private readonly Scratch scratch = new();
    private readonly AdjustableClock clock = new();

    private FileStore Files => new(new FolderShelf(Path.Combine(scratch.Folder, "files")));

    private string Folder => Path.Combine(scratch.Folder, "pages");

    public void Dispose() => scratch.Dispose();

    private KeptPages Kept(long most = 50 << 20) => new(Folder, most, clock, NullLogger<KeptPages>.Instance);

    private static byte[] Text(int pages)
    {
        var paper = new PaperDocument("Tờ trình");
        // More lines than pages hold.
        for (var i = 0; i < pages * 60; i++) paper.Add(new Paragraph($"Dòng {i}: {PaperSamples.Pangram}") { Size = 14 });
        return paper.ToPdf();
    }

    /// <summary>As a scanner gives it: pictures of 200 dpi.</summary>
    private static async Task<byte[]> Scan(int pages)
    {
        var page = (await PageImages.Render(PictureSamples.Page().ToPdf())).Pages[0];
        return await ScanPdf.Write([.. Enumerable.Repeat(new ScanPage(page), pages)], dpi: 200);
    }

    [Fact]
    public async Task A_page_of_any_file_comes_as_a_picture_of_the_asked_size()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        var pictures = new PagePictures(Files, Kept());
        var photo = PictureSamples.WithOrientation((await PageImages.Render(PictureSamples.Page().ToPdf(), 150)).Pages[0], 6);
        foreach (var (bytes, type, turned) in new[]
        {
            (PictureSamples.Page().ToPdf(), Pdf, false), (await Scan(1), Pdf, false), (photo, "image/jpeg", true),
            (PictureSamples.Png(1200, 1700, 6, 8, interlaced: true), "image/png", false),
        })
        {
            var file = await Files.Put(bytes);
            foreach (var size in Enum.GetValues<PageSize>())
            {
                var page = await pictures.Of(file.Sha256, type, 1, size);
                Assert.True(page.Jpeg is not null, page.Problem);
                var head = ImageHead.Read(page.Jpeg)!;
                Assert.InRange(Math.Max(head.Width, head.Height), (int)size - 2, (int)size + 2);
                Assert.Equal(turned, head.Width > head.Height);
                Assert.Equal(page.Jpeg, (await pictures.Of(file.Sha256, type, 1, size)).Jpeg);
            }
        }
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_said_and_remembered_a_while()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        var kept = Kept();
        var pictures = new PagePictures(Files, kept);
        var locked = scratch.Put("in.pdf", Text(1));
        Assert.Equal(0, Tool.Run("qpdf", "--encrypt", "mo", "chu", "256", "--", locked, Path.Combine(scratch.Folder, "locked.pdf")).Exit);
        var shut = await File.ReadAllBytesAsync(Path.Combine(scratch.Folder, "locked.pdf"));
        foreach (var bytes in new[] { "%PDF-1.4 hỏng"u8.ToArray(), [], Text(1)[..400], shut })
        {
            var file = await Files.Put(bytes);
            foreach (var size in new[] { PageSize.Small, PageSize.Screen })
            {
                var page = await pictures.Of(file.Sha256, Pdf, 1, size);
                Assert.Null(page.Jpeg);
                Assert.StartsWith("Chưa mở được", page.Problem, StringComparison.Ordinal);
                Assert.Equal(page, kept.Find(file.Sha256, 1, size));
            }
            clock.Set(clock.GetUtcNow() + TimeSpan.FromMinutes(11));
            Assert.Null(kept.Find(file.Sha256, 1, PageSize.Screen));
        }
        var wrong = await Files.Put(Applicant());
        Assert.Null((await pictures.Of(wrong.Sha256, "image/jpeg", 1, PageSize.Screen)).Jpeg);
        static byte[] Applicant() => [0xFF, 0xD8, 0xFF, 1, 2, 3];
    }

    [Fact]
    public async Task Five_hundred_pages_are_drawn_a_few_at_a_time_and_a_strip_together()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        var file = await Files.Put(await ScanPdf.Write([.. Enumerable.Repeat(new ScanPage(Dossiers.Applicant.Png(120)), 500)]));
        var pictures = new PagePictures(Files, Kept());
        Assert.NotNull((await pictures.Of(file.Sha256, Pdf, 500, PageSize.Screen)).Jpeg);
        var strip = await Task.WhenAll(Enumerable.Range(1, 16).Select(no => pictures.Of(file.Sha256, Pdf, no, PageSize.Small)));
        Assert.All(strip, page => Assert.NotNull(page.Jpeg));
        Assert.Equal(17, Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Length);
        // A page that the file does not have, asked for all the same.
        Assert.Null((await pictures.Of(file.Sha256, Pdf, 501, PageSize.Screen)).Jpeg);
        Assert.Null((await pictures.Of(file.Sha256, Pdf, 505, PageSize.Small)).Jpeg);
    }

    [Fact]
    public async Task A_folder_that_is_gone_cut_short_or_no_folder_costs_time_and_nothing_else()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        var (kept, file) = (Kept(), await Files.Put(Text(1)));
        var pictures = new PagePictures(Files, kept);
        async Task<byte[]> Page() => (await pictures.Of(file.Sha256, Pdf, 1, PageSize.Screen)).Jpeg!;
        var whole = await Page();
        var path = kept.PathOf(file.Sha256, 1, PageSize.Screen);
        foreach (var half in new[] { [], whole[..^7], new byte[whole.Length] })
        {
            await File.WriteAllBytesAsync(path, half);
            Assert.Equal(whole, await Page());
            Assert.Equal(whole, await File.ReadAllBytesAsync(path));
        }
        Directory.Delete(Folder, recursive: true);
        Assert.Equal(whole, await Page());
        Directory.Delete(Folder, recursive: true);
        await File.WriteAllTextAsync(Folder, "no folder");
        Assert.Equal(whole, await Page());
        // Bytes that are gone have no picture, drawn before or not.
        File.Delete(Folder);
        Assert.Equal(whole, await Page());
        File.Delete(((FolderShelf)new FolderShelf(Path.Combine(scratch.Folder, "files"))).PathOf(file.Sha256));
        Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(Page)).Status);
    }

    [Fact]
    public void What_was_looked_at_longest_ago_goes_first_and_nothing_stays_for_good()
    {
        // Two servers over one folder, one of which may keep less.
        var (kept, small) = (Kept(), Kept(most: 100_000));
        byte[] picture = [0xFF, 0xD8, .. new byte[9_996], 0xFF, 0xD9];
        string Name(int i) => $"{i:x2}" + new string('0', 62);
        for (var i = 0; i < 12; i++)
        {
            kept.Keep(Name(i), 1, PageSize.Screen, new PagePicture(picture, null));
            clock.Set(clock.GetUtcNow() + TimeSpan.FromMinutes(4));
        }
        clock.Set(clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        // Looked at again: no longer the oldest.
        Assert.NotNull(kept.Find(Name(0), 1, PageSize.Screen));
        var cut = Path.Combine(Folder, "00", "cut.new");
        File.WriteAllText(cut, "half");
        File.SetLastWriteTimeUtc(cut, clock.GetUtcNow().UtcDateTime.AddHours(-2));
        small.Sweep();
        Assert.False(File.Exists(cut));
        Assert.Equal([0, 6, 7, 8, 9, 10, 11], Enumerable.Range(0, 12).Where(i => kept.Find(Name(i), 1, PageSize.Screen) is not null));
        clock.Set(clock.GetUtcNow() + TimeSpan.FromDays(8));
        kept.Sweep();
        Assert.Empty(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_next_look_at_a_page_draws_nothing()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        var pictures = new PagePictures(Files, Kept());
        foreach (var bytes in new[] { await Scan(2), Text(2) })
        {
            var file = await Files.Put(bytes);
            Assert.NotNull((await pictures.Of(file.Sha256, Pdf, 2, PageSize.Screen)).Jpeg);
            // What is shown was kept: another picture in its place is what comes.
            byte[] other = [0xFF, 0xD8, 1, 2, 3, 0xFF, 0xD9];
            await File.WriteAllBytesAsync(Assert.Single(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)), other);
            Assert.Equal(other, (await pictures.Of(file.Sha256, Pdf, 2, PageSize.Screen)).Jpeg);
            Directory.Delete(Folder, recursive: true);
        }
    }
}
