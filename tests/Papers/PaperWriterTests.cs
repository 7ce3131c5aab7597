using System.Text;
using MotCua.Papers.Contracts;
using Xunit;

namespace MotCua.Tests.Papers;

public sealed class PaperWriterTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private string Text(byte[] pdf) => Tool.Run("pdftotext", "-layout", scratch.Put("text.pdf", pdf), "-").Output;

    private static string Squeeze(string text) => string.Join(' ', text.Split([' ', '\n', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Text_taken_out_is_the_text_put_in()
    {
        const string alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộ ờởỡớợùủũúụ ừửữứựỳỷỹýỵ";
        var pdf = new PaperDocument("Bảng chữ")
        {
            new Paragraph(alphabet), new Paragraph(Run.B(alphabet.ToUpperInvariant())), new Paragraph(Run.I("Đặng Ðð Hoàng Ỹ"), " nối_chữ*thường")
        }.ToPdf();
        Assert.Equal($"{alphabet} {alphabet.ToUpperInvariant()} Đặng Ðð Hoàng Ỹ nối_chữ*thường", Squeeze(Text(pdf)));
    }

    [Fact]
    public void Decomposed_text_comes_out_composed()
    {
        var pdf = new PaperDocument("NFC") { new Paragraph(PaperSamples.Pangram.Normalize(NormalizationForm.FormD)) }.ToPdf();
        Assert.Equal(PaperSamples.Pangram, Squeeze(Text(pdf)));
    }

    [Fact]
    public void The_file_is_sound_tagged_and_carries_its_fonts()
    {
        var path = scratch.Put("receipt.pdf", PaperSamples.Receipt().ToPdf());
        var check = Tool.Run("qpdf", "--check", path);
        Assert.True(check.Exit == 0, check.Output);
        var fonts = Tool.Run("pdffonts", path).Output.Split('\n').Skip(2).Where(l => l.Length > 0).ToList();
        Assert.True(fonts.Count >= 3);
        Assert.All(fonts, line => Assert.Matches(@"[A-Z]{6}\+MotCuaSerif.*Identity-H +yes yes yes", line));
        var information = Tool.Run("pdfinfo", "-struct-text", path).Output;
        Assert.Contains("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", information);
        Assert.Contains("TH", information);
        Assert.Contains("H1", information);
        var head = Tool.Run("pdfinfo", path).Output;
        Assert.Contains("Tagged:          yes", head);
        Assert.Contains("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", head);
    }

    [Fact]
    public void The_same_paper_gives_the_same_bytes() =>
        Assert.Equal(PaperSamples.Receipt().ToPdf(), PaperSamples.Receipt().ToPdf());

    [Fact]
    public void A_long_table_repeats_its_head_and_loses_no_row()
    {
        var pdf = PaperSamples.Receipt(rows: 120).ToPdf();
        var text = Text(pdf);
        var pages = text.Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(pages.Length >= 4);
        Assert.All(pages.SkipLast(1), page => Assert.Contains("Tên giấy tờ", page));
        var squeezed = Squeeze(text);
        Assert.All(Enumerable.Range(1, 120), i => Assert.Contains($"bản thứ {i}",
            Squeeze(Tool.Run("pdftotext", Path.Combine(scratch.Folder, "text.pdf"), "-").Output)));
        Assert.Contains("16:30, 05/05/2026", squeezed);
    }

    [Fact]
    public void A_cell_higher_than_a_page_and_a_word_wider_than_the_line_are_cut_not_lost()
    {
        var words = string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"chữ{i}"));
        var pdf = new PaperDocument("Dài") { new Table([1, 1], null, [["Lý do", words]]), new Paragraph(new string('x', 400)) }.ToPdf();
        var text = Squeeze(Text(pdf));
        Assert.Contains("chữ0 ", text);
        Assert.Contains("chữ2999", text);
        Assert.Equal(400, text.Count(c => c == 'x'));
    }
}
