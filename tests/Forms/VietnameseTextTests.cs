using MotCua.Platform.Text;
using Xunit;

namespace MotCua.Tests.Forms;

public sealed class VietnameseTextTests
{
    [Theory]
    [InlineData("ddaats ddai", "đất đai")]
    [InlineData("nguyeenx thij bes", "nguyễn thị bé")]
    [InlineData("nguye64n", "nguyễn")]
    [InlineData("dduowcj", "được")]
    [InlineData("dduwowcj", "được")]
    [InlineData("khai sinhf", "khai sình")]
    [InlineData("hooj kinh doanh", "hộ kinh doanh")]
    [InlineData("Nguyeenx", "Nguyễn")]
    [InlineData("d9a61t d9ai", "đất đai")]
    [InlineData("xaay duwngj", "xây dựng")]
    [InlineData("giaays", "giấy")]
    [InlineData("quyeenf", "quyền")]
    [InlineData("thuyr", "thủy")]
    [InlineData("hoaf", "hòa")]
    [InlineData("ca mau f", null)]
    [InlineData("https", null)]
    [InlineData("khai sinh", null)]
    [InlineData("", null)]
    public void Raw_keystrokes_become_words(string typed, string? words) => Assert.Equal(words, RawKeystrokes.Recompose(typed));

    [Theory]
    [InlineData("Nguyễn  Thị Bé Năm ", "nguyen thi be nam")]
    [InlineData("ĐẤT ĐAI", "dat dai")]
    [InlineData("hoà", "hoa")]
    [InlineData("hòa", "hoa")]
    [InlineData(null, "")]
    public void Folding_forgets_marks_case_and_blanks(string? text, string folded) => Assert.Equal(folded, VietnameseText.Fold(text));

    [Fact]
    public void Loose_folding_takes_i_and_y_for_the_same() => Assert.Equal(SearchFold.Of("Lý"), SearchFold.Of("Lí"));

    [Fact]
    public void Cleaning_survives_broken_characters_and_keeps_nfc() =>
        Assert.Equal("Nguyễn a", VietnameseText.Clean("Nguyê\u0303n\0\u200b \ud800 \t\r\n a"));
}
