using System.Net;
using MotCua.Papers.Contracts;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Papers.Pictures;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers;

/// <summary>What a person is told of their pages before they file: empty, dark, faint, small. And which file a refusal is about.</summary>
public sealed class FileLookTests(House house) : IClassFixture<House>, IDisposable
{
    private const string Pdf = "application/pdf";
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Empty_dark_faint_and_small_pages_are_named_and_good_ones_are_not()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        var files = new FileStore(new FolderShelf(Path.Combine(scratch.Folder, "files")));
        var looks = new FileLooks(files);
        var letter = (await PageImages.Render(PictureSamples.Page().ToPdf(), 110)).Pages[0];
        async Task<string> Said(byte[] bytes, string type, int pages, string name) =>
            string.Join('|', (await looks.Of([new LookedAt((await files.Put(bytes)).Sha256, type, pages, name)]))[0]);

        Assert.Equal("", await Said(PictureSamples.Page().ToPdf(), Pdf, 1, "khai-sinh.pdf"));
        Assert.Equal("", await Said(letter, "image/jpeg", 1, "khai-sinh.jpg"));
        var line = new PaperDocument("Một dòng") { new Paragraph("Đã đối chiếu bản chính, ngày 28 tháng 4 năm 2026") { Size = 13 } };
        Assert.Equal("", await Said(line.ToPdf(), Pdf, 1, "mat-sau.pdf"));

        var mixed = await ScanPdf.Write([new ScanPage(letter), new ScanPage(Flat(250)), new ScanPage(letter), new ScanPage(Flat(235))]);
        Assert.StartsWith("Trang 2, 4 của ba-to.pdf có vẻ trắng", await Said(mixed, Pdf, 4, "ba-to.pdf"), StringComparison.Ordinal);
        Assert.StartsWith("Ảnh trang.png có vẻ trắng", await Said(Flat(250), "image/png", 1, "trang.png"), StringComparison.Ordinal);
        Assert.StartsWith("Ảnh den.png quá tối", await Said(Flat(20), "image/png", 1, "den.png"), StringComparison.Ordinal);
        Assert.StartsWith("Ảnh nhat.png quá nhạt", await Said(Striped(240, 215), "image/png", 1, "nhat.png"), StringComparison.Ordinal);
        Assert.Equal("Ảnh be.png nhỏ (400 × 400 điểm), có thể không đọc được chữ. Chụp lại gần hơn, đủ bốn góc",
            await Said(Applicant.Png(400), "image/png", 1, "be.png"));
        Assert.StartsWith("Trang 1 của hong.pdf chưa xem trước được", await Said("%PDF-1.4 hỏng"u8.ToArray(), Pdf, 1, "hong.pdf"), StringComparison.Ordinal);
        // Bytes that are gone say nothing here: they are asked for when the file is opened or filed.
        Assert.Empty((await looks.Of([new LookedAt(new string('0', 64), Pdf, 1, "mat.pdf")]))[0]);
    }

    [Fact]
    public async Task Every_refusal_of_a_file_begins_with_its_own_name()
    {
        var citizen = house.Anonymous();
        var (draft, token) = await Applicant.Draft(citizen, paper: false);
        foreach (var (bytes, name, words) in new[]
        {
            (Array.Empty<byte>(), "rỗng.pdf", "rỗng.pdf: Tệp chưa lên đủ"),
            ("văn bản"u8.ToArray(), "đơn.docx", "đơn.docx: Dùng ảnh (JPG, PNG) hoặc PDF"),
            (Applicant.Png(60), "bé.png", "bé.png: Ảnh quá nhỏ (60 × 60 điểm)"),
            (Applicant.Png()[..200], "nửa.png", "nửa.png: Ảnh chưa lên đủ hoặc bị hỏng"),
            ("%PDF-1.4 hỏng"u8.ToArray(), "hỏng.pdf", "hỏng.pdf: "),
            (new byte[Uploads.MaxFileBytes + 1], "nặng.pdf", "nặng.pdf: Tệp nặng"),
        }) await Applicant.Refused(HttpStatusCode.BadRequest, words, Applicant.Upload(citizen, draft, token, bytes, name));
    }

    private static byte[] Flat(byte grey) => Striped(grey, grey);

    /// <summary>A sheet of 1200 by 1700 dots, every twentieth line of another grey.</summary>
    private static byte[] Striped(byte paper, byte ink) => PictureSamples.Grey(1200, 1700, y => y % 20 < 4 ? ink : paper);
}
