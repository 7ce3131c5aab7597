using System.Globalization;
using System.Text;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>The one gate of text: what looks the same is the same, what cannot be kept is seen, nothing is cut.</summary>
public sealed class TypedTextTests
{
    private static readonly string[] Pieces = ["a", "Ế", "e\u0302\u0323", "Ð", "ð", "‘", "’", "ʼ", "＇", "‑", "‐", "０", "９", "Ａ", "\u200b", "\u202e", "\ufeff",
        "\0", "\ud800", "\udfaa", "\uffff", "\r\n", "\n", "\t", " ",
        "😀", "👨‍👩‍👧", "ក", "\u0001", "\u00a0", "`", "–", "Ω", "𠮷"];

    [Theory]
    [InlineData("Ðất Mũi", "Đất Mũi")]
    [InlineData("０９１２ ３４５", "0912 345")]
    [InlineData("+84 912‑345‑678", "+84 912-345-678")]
    [InlineData("H’Hen Niê", "H'Hen Niê")]
    [InlineData("Nguye\u0302\u0303n\u200b Thi\u0323 Be\u0301", "Nguyễn Thị Bé")]
    [InlineData("một\r\nhai\rba", "một\nhai\nba")]
    [InlineData("một\rhai", "một\nhai")]
    [InlineData("Nguy\0ễn", "Nguy\uFFFDễn")]
    public void What_looks_the_same_is_the_same(string typed, string kept) => Assert.Equal(kept, TypedText.Gate(typed));

    [Fact]
    public void Half_of_a_pair_is_seen() => Assert.Equal("Nguy\uFFFDễn \uFFFD", TypedText.Gate("Nguy\ud800ễn \udfaa"));

    [Fact]
    public void Whatever_comes_goes_through_once_and_can_be_kept()
    {
        var random = new Random(829);
        for (var i = 0; i < 20_000; i++)
        {
            var typed = Any(random);
            var gated = TypedText.Gate(typed);
            Assert.Equal(gated, TypedText.Gate(gated));
            Assert.True(TypedText.IsStorable(gated) && gated.IsNormalized(NormalizationForm.FormC), Shown(typed));
            Assert.Equal(!TypedText.IsStorable(typed) || typed.Contains('\uffff'), TypedText.IsBroken(gated));
            var clean = VietnameseText.Clean(typed, manyLines: true);
            Assert.Equal(clean, VietnameseText.Clean(clean, manyLines: true));
            // Never stricter than the maxlength of the browser, which counts units with LF for each line end.
            Assert.InRange(TypedText.Length(gated), 0, typed.ReplaceLineEndings("\n").Length);
        }
    }

    [Fact]
    public void Line_ends_letters_with_marks_and_pictures_count_once_and_heaps_of_marks_do_not()
    {
        var lines = string.Concat(Enumerable.Repeat("một dòng\r\n", 100));
        Assert.Equal(900, TypedText.Length(lines));
        Assert.Equal(3, TypedText.Length("e\u0302\u0323👨‍👩‍👧😀"));
        Assert.True(TypedText.Length("a" + new string('\u0301', 5_000)) > 4_000);
    }

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void Too_long_is_refused_with_the_number_and_never_cut(int signs, bool fits)
    {
        var text = string.Concat(Enumerable.Repeat("ấ", signs));
        if (fits) Assert.Equal(text, TypedText.Within(text, 2_000, "Lý do", "reason"));
        else Assert.Equal("Lý do: tối đa 2.000 ký tự, hiện có 2.001. Viết ngắn lại giúp",
            Assert.Throws<Refused>(() => TypedText.Within(text, 2_000, "Lý do", "reason")).Message);
    }

    [Fact]
    public void A_beginning_cuts_no_letter_and_no_picture()
    {
        var random = new Random(829);
        for (var i = 0; i < 5_000; i++)
        {
            var text = TypedText.Gate(Any(random));
            var part = TypedText.Beginning(text, random.Next(0, 12));
            Assert.StartsWith(part, text, StringComparison.Ordinal);
            Assert.True(TypedText.IsStorable(part), Shown(text));
            Assert.Contains(part.Length, StringInfo.ParseCombiningCharacters(text).Append(text.Length));
        }
    }

    private static string Any(Random random) => string.Concat(Enumerable.Range(0, random.Next(0, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Shown(string text) => string.Join(' ', text.Select(sign => ((int)sign).ToString("x4", CultureInfo.InvariantCulture)));

    [Fact]
    public void What_is_plain_already_comes_out_as_by_the_long_way()
    {
        // A sign that nobody sees sends the same text the long way.
        const string Unseen = "\u200B";
        var plain = Enumerable.Range(0, char.MaxValue).Select(code => $"a{(char)code}b").Where(TypedText.IsPlain).ToList();
        Assert.True(plain.Count > 400);
        Assert.All(plain, text =>
        {
            Assert.Equal(TypedText.Gate(text + Unseen), TypedText.Gate(text));
            Assert.Equal(TypedText.Strict(text + Unseen), TypedText.Strict(text));
            Assert.Equal(VietnameseText.Clean(text + Unseen), VietnameseText.Clean(text));
            Assert.Equal(VietnameseText.Clean(text + Unseen, manyLines: true), VietnameseText.Clean(text, manyLines: true));
        });
    }
}
