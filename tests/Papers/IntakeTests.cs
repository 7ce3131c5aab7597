using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MotCua.Papers.Contracts;
using MotCua.Papers.Intake;
using Xunit;

namespace MotCua.Tests.Papers;

public sealed class IntakeTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private static byte[] Pdf(string extra, string catalog = "", string stream = "")
    {
        var text = $"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R{catalog}>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 "
            + $"obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n{extra}\n{stream}trailer\n<</Root 1 0 R/Size 9>>\n%%EOF\n";
        return Encoding.Latin1.GetBytes(text);
    }

    private static byte[] Png(int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 0);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, true))
        {
            zlib.Write(new byte[Math.Min(1_000_000, (width + 1) * height)]);
        }

        byte[] Chunk(string kind, byte[] content)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. content];
            var chunk = new byte[body.Length + 8];
            BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
            body.CopyTo(chunk, 4);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
            return chunk;
        }

        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", head), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xffffffffu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static byte[] Packed(string name)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, true))
        {
            zip.CreateEntry(name);
        }

        return file.ToArray();
    }

    private static void Refused(byte[] bytes, string part, string name = "tệp.pdf")
    {
        var inspection = FileJudge.Judge(bytes, name);
        Assert.False(inspection.IsAccepted);
        Assert.Contains(part, inspection.Problem);
    }

    [Fact]
    public void Ordinary_files_are_accepted()
    {
        var receipt = FileJudge.Judge(PaperSamples.Receipt(60).ToPdf(), "../../x");
        Assert.True(receipt.IsAccepted, receipt.Problem);
        Assert.True(receipt.Pages > 1);
        Assert.False(receipt.HasSignatures);
        Assert.Equal(UploadKind.Png, FileJudge.Judge(Png(300, 400), "ảnh").Kind);
        Assert.Null(FileJudge.Judge(Pdf(""), "cũ.pdf").Problem);
    }

    [Fact]
    public void Bad_files_are_named_for_what_they_are()
    {
        Refused([], "chưa lên đủ");
        Refused(Encoding.UTF8.GetBytes("Kính gửi Ủy ban nhân dân"), "văn bản thường dù tên có đuôi .pdf");
        Refused(Packed("word/document.xml"), "Tệp này là DOCX");
        Refused(Packed("a.txt"), "ZIP");
        Refused("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "SVG");
        Refused("MZ\0\0"u8.ToArray(), "chương trình Windows");
        Refused(new byte[UploadInspection.MaxBytes + 1], "Tệp nặng 21 MB");
        Refused(Png(20_000, 20_000), "Ảnh quá lớn (20000 × 20000 điểm)");
        Refused(Png(300, 400)[..60], "chưa lên đủ");
        Refused("%PDF-1.7\nkhông có gì"u8.ToArray(), "bị hỏng");
    }

    [Theory]
    [InlineData("4 0 obj\n<</S/JavaScript/JS(app.alert\\(1\\))>>\nendobj", "/OpenAction 4 0 R", "JavaScript")]
    [InlineData("4 0 obj\n<</S/#4aavaScript/#4aS(x)>>\nendobj", "/OpenAction 4 0 R", "JavaScript")]
    [InlineData("4 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj", "/OpenAction 4 0 R", "mở chương trình")]
    [InlineData("", "/Names<</EmbeddedFiles<</Names[]>>>>", "đính kèm")]
    [InlineData("", "/AcroForm<</XFA[(a)(b)]/Fields[]>>", "XFA")]
    public void A_pdf_that_acts_by_itself_is_refused(string extra, string catalog, string part) => Refused(Pdf(extra, catalog), part);

    [Fact]
    public void Script_packed_into_an_object_stream_is_found()
    {
        var plain = scratch.Put("js.pdf", Pdf("4 0 obj\n<</S/JavaScript/JS(1)>>\nendobj", "/OpenAction 4 0 R"));
        var packed = Path.Combine(scratch.Folder, "packed.pdf");
        Tool.Run("qpdf", "--object-streams=generate", "--compress-streams=y", plain, packed);
        var bytes = File.ReadAllBytes(packed);
        Assert.True(bytes.AsSpan().IndexOf("JavaScript"u8) < 0);
        Refused(bytes, "JavaScript");
    }

    [Fact]
    public void A_stream_that_swells_and_a_locked_file_are_refused()
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 70; i++)
            {
                zlib.Write(zeros);
            }
        }

        Refused(Pdf("", stream: $"5 0 obj\n<</Filter/FlateDecode/Length "
            + $"{data.Length}>>\nstream\n{Encoding.Latin1.GetString(data.ToArray())}\nendstream\nendobj\n"), "bung ra quá lớn");
        var locked = Path.Combine(scratch.Folder, "locked.pdf");
        Tool.Run("qpdf", "--encrypt", "a", "b", "256", "--", scratch.Put("plain.pdf", PaperSamples.Receipt().ToPdf()), locked);
        Refused(File.ReadAllBytes(locked), "mật khẩu");
    }

    [Fact]
    public void Damaged_files_never_throw_nor_ask_for_more_than_they_weigh()
    {
        var good = PaperSamples.Receipt().ToPdf();
        // A whole page of this kind is judged with a tenth of it.
        const long Most = 64L << 20;
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bad = good[..random.Next(10, good.Length)];
            for (var j = 0; j < 20; j++)
            {
                bad[random.Next(8, bad.Length)] = (byte)random.Next(256);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var seen = FileJudge.Judge(bad, "x.pdf");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
            Assert.True(seen.IsAccepted == seen.Problem is null && seen.Problem is not "");
        }
    }

    [Fact]
    public async Task A_scanned_page_is_read_confirmed_and_becomes_searchable()
    {
        Assert.SkipUnless(PageImages.IsInstalled && Ocr.IsInstalled, "poppler-utils and tesseract-ocr-vie are not installed");
        var paper = new PaperDocument("Giấy khai sinh")
        {
            PaperDocument.Letterhead(["Ủy ban nhân dân", "xã Đất Mũi"], "Số: 123/2024", "Đất Mũi, ngày 12 tháng 3 năm 2024"),
            new Paragraph("Họ, chữ đệm, tên: Trần Thị Mỹ Hạnh") { Size = 14 },
            new Paragraph("Ngày, tháng, năm sinh: 05/09/2023") { Size = 14 },
            new Paragraph("Số định danh cá nhân: 096323001234") { Size = 14 },
            new Paragraph("Nơi đăng ký khai sinh: Ủy ban nhân dân xã Đất Mũi") { Size = 14 },
        };
        var pages = await PageImages.Render(paper.ToPdf(), 200);
        Assert.Equal(OutsideState.Done, pages.State);
        var read = (await Ocr.Read(pages.Pages)).Single();
        Assert.Equal(OutsideState.Done, read.State);
        var fields = OcrFields.Suggest(read.Words).ToDictionary(f => f.Name);
        Assert.Equal("Trần Thị Mỹ Hạnh", fields["full_name"].Value);
        Assert.Equal("2023-09-05", fields["birth_date"].Value);
        Assert.Equal("096323001234", fields["personal_id"].Value);
        Assert.All(fields.Values, f => Assert.InRange(f.Confidence, 1, 100));

        var scan = await ScanPdf.Write([new ScanPage(pages.Pages[0], read.Words)], "Giấy khai sinh", 200);
        var path = scratch.Put("scan.pdf", scan);
        Assert.Equal(0, Tool.Run("qpdf", "--check", path).Exit);
        Assert.Contains("Mỹ Hạnh", Tool.Run("pdftotext", "-layout", path, "-").Output);
        Assert.True(FileJudge.Judge(scan, "scan.pdf").IsAccepted);
    }

    [Fact]
    public async Task A_file_poppler_cannot_open_is_a_state_not_an_exception()
    {
        Assert.SkipUnless(PageImages.IsInstalled, "poppler-utils is not installed");
        Assert.Equal(OutsideState.Failed, (await PageImages.Render("%PDF-1.4 hỏng"u8.ToArray())).State);
    }
}
