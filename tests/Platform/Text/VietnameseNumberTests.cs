using System.Globalization;
using MotCua.Platform.Text;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>One reader of numbers: what is written in one of the ways is that number, everything else is refused with an example.</summary>
public sealed class VietnameseNumberTests
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    [Theory]
    [InlineData("20.000,00", 20_000)]
    [InlineData("20.000 đồng", 20_000)]
    [InlineData("20 000đ", 20_000)]
    [InlineData("２０．０００ VNĐ", 20_000)]
    [InlineData("1,234,567", 1_234_567)]
    [InlineData("0", 0)]
    [InlineData("1,5", null)]
    [InlineData("4000.50", null)]
    [InlineData("1.500,500", null)]
    [InlineData("20,000", null)]
    [InlineData("20.00", null)]
    [InlineData("1.2.3", null)]
    [InlineData("20.0000", null)]
    [InlineData("2 triệu", null)]
    [InlineData("-20.000", null)]
    [InlineData("1e5", null)]
    [InlineData("", null)]
    public void Money_is_whole_and_never_guessed(string typed, int? dong)
    {
        Assert.Equal(dong, VietnameseNumber.Money(typed, out var problem));
        Assert.Equal(dong is null, problem is not null);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("1.250 bản", 1250)]
    [InlineData("2,5", null)]
    [InlineData("2.5", null)]
    [InlineData("-3", null)]
    [InlineData("abc", null)]
    public void Counts_are_whole(string typed, int? count) => Assert.Equal(count, VietnameseNumber.Count(typed, "Số bản", "bản", out _));

    [Fact]
    public void What_lies_outside_is_refused_with_the_number()
    {
        Assert.Null(VietnameseNumber.Count("1.500", "Số bản sao", 0, 999, out var problem));
        Assert.Equal("Số bản sao: nhiều nhất 999, đang ghi 1.500. Kiểm tra lại số", problem);
        Assert.Equal(150, VietnameseNumber.Count("150", "Số bản sao", 0, 999, out _));
    }

    [Fact]
    public void Every_way_of_writing_a_number_gives_that_number_or_a_refusal()
    {
        var random = new Random(829);
        for (var i = 0; i < 20_000; i++)
        {
            var value = (decimal)random.NextInt64(0, 10_000_000_000) / (random.Next(3) == 0 ? 1 : 1_000);
            var whole = decimal.Truncate(value);
            foreach (var (text, expected) in new[]
            {
                (whole.ToString("#,##0", Vietnamese), whole), (whole.ToString("0", Vietnamese), whole), (value.ToString("#,##0.###", Vietnamese), value),
                (value.ToString("0.###", Vietnamese), value)
            })
            {
                Assert.Equal(expected, VietnameseNumber.Decimal(text, "Diện tích", null, out _));
                var money = VietnameseNumber.Money(text, out _);
                Assert.True(money == expected || money is null && expected != decimal.Truncate(expected), $"{text} → {money}");
            }
            // Written the English way it is either refused or read as no other number than a reader of Vietnamese sees.
            var english = value.ToString("#,##0.00", CultureInfo.InvariantCulture);
            Assert.Null(VietnameseNumber.Money(english, out _));
        }
    }

    [Fact]
    public void Nothing_that_can_be_typed_ends_in_an_accident()
    {
        var random = new Random(829);
        const string Signs = "0123456789.,- đĐ+eE\u00a0\u0660x";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 30)).Select(_ => Signs[random.Next(Signs.Length)]));
            Assert.Equal(VietnameseNumber.Money(text, out var one) is null, one is not null);
            Assert.Equal(VietnameseNumber.Decimal(text, "Số", "m", out var two) is null, two is not null);
            Assert.Equal(VietnameseNumber.Count(text, "Số", 0, 99, out var three) is null, three is not null);
        }
    }
}
