using MotCua.Platform.Web;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("giấy khai sinh.pdf", "application/pdf", "giấy khai sinh.pdf")]
    [InlineData("giấy.exe", "application/pdf", "giấy.pdf")]
    [InlineData("giấy.pdf.exe", "application/pdf", "giấy.pdf")]
    [InlineData("giấy.exe.pdf", "application/pdf", "giấy.pdf")]
    [InlineData("giấy.EXE .pdf", "application/pdf", "giấy.pdf")]
    [InlineData("ảnh.png", "image/jpeg", "ảnh.jpg")]
    [InlineData("ảnh.JPEG", "image/jpeg", "ảnh.JPEG")]
    [InlineData("Điều 5.2", "application/pdf", "Điều 5.2.pdf")]
    [InlineData("a.exe.b.pdf", "application/pdf", "a.exe-.b.pdf")]
    [InlineData("CON", "application/pdf", "Tệp CON.pdf")]
    [InlineData("nul.tar.pdf", "application/pdf", "Tệp nul.tar.pdf")]
    [InlineData("LPT1 .png", "image/png", "Tệp LPT1.png")]
    [InlineData("com¹.jpg", "image/jpeg", "Tệp com¹.jpg")]
    [InlineData(@"C:\Users\Năm\scan:1.pdf", "application/pdf", "scan-1.pdf")]
    [InlineData("\u202efdp.exe", "image/png", "fdp.png")]
    [InlineData("...", "image/png", "Tệp không tên.png")]
    [InlineData(".exe", "image/png", "exe.png")]
    [InlineData(null, "image/png", "Tệp không tên.png")]
    [InlineData("Phiếu hẹn", null, "Phiếu hẹn")]
    public void A_name_says_what_the_file_is(string? given, string? mediaType, string kept) => Assert.Equal(kept, FileNames.Clean(given, mediaType));

    [Fact]
    public void Whatever_is_sent_the_name_ends_as_the_content_and_holds_no_half_sign()
    {
        var random = new Random(11);
        string[] pieces = ["CON", "nul", ".exe", ".pdf", ".", " ", "/", "\\", "😀", "\ud83d", "ế", "e\u0302\u0301", "\u202e", "\0", "a", "COM1", ".js", ":",
            "👨‍👩‍👧"];
        for (var i = 0; i < 3_000; i++)
        {
            var kept = FileNames.Clean(string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => pieces[random.Next(pieces.Length)])),
                "application/pdf");
            Assert.EndsWith(".pdf", kept, StringComparison.OrdinalIgnoreCase);
            Assert.InRange(kept.Length, 5, 120);
            Assert.DoesNotContain(".exe.", kept);
            Assert.DoesNotContain(kept.Split('.')[0].Trim(), (string[])["CON", "nul", "COM1"], StringComparer.OrdinalIgnoreCase);
            Assert.True(kept.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar), kept);
            Assert.Equal(kept, FileNames.Clean(kept, "application/pdf"));
        }
    }
}
