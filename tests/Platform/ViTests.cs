using MotCua.Platform.Ui;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class ViTests
{
    private static readonly DateTimeOffset Afternoon = new(2026, 5, 5, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_date_is_day_month_year_and_its_long_form_begins_with_the_weekday()
    {
        var day = new DateOnly(2026, 4, 28);
        Assert.Equal("28/04/2026", Vi.Date(day));
        Assert.Equal("Thứ\u00a0Ba, 28/04/2026", Vi.LongDate(day));
        Assert.Equal("Chủ\u00a0Nhật, 03/05/2026", Vi.LongDate(new DateOnly(2026, 5, 3)));
    }

    [Fact]
    public void An_instant_is_told_in_Vietnam_time()
    {
        Assert.Equal("16:30, 05/05/2026", Vi.DateTime(Afternoon));
        Assert.Equal("06/05/2026", Vi.Date(new DateTimeOffset(2026, 5, 5, 17, 0, 0, TimeSpan.Zero)));
        Assert.Equal("16:30:00", Vi.Clock(Afternoon));
    }

    [Theory]
    [InlineData(1980, 3, 5, "05/03/1980")]
    [InlineData(1980, 3, null, "03/1980")]
    [InlineData(1959, null, null, "1959")]
    public void A_partial_date_shows_only_what_the_paper_has(int year, int? month, int? day, string shown) =>
        Assert.Equal(shown, Vi.PartialDate(year, month, day));

    [Fact]
    public void Money_has_thousands_dots_and_zero_is_free()
    {
        Assert.Equal("1.234.567\u00a0đ", Vi.Money(1234567));
        Assert.Equal("Không thu phí", Vi.Money(0));
        Assert.Equal("12,5\u00a0%", Vi.Percent(0.125m));
        Assert.Equal("2,4\u00a0MB", Vi.FileSize(2_516_582));
        Assert.Equal("1\u00a0KB", Vi.FileSize(12));
    }

    [Fact]
    public void A_personal_id_is_grouped_in_threes_and_masked_but_for_four()
    {
        Assert.Equal("096\u00a0167\u00a0001\u00a0234", Vi.PersonalId("096167001234"));
        Assert.Equal("•••\u00a0•••\u00a0••1\u00a0234", Vi.PersonalIdMasked("096167001234"));
        Assert.Equal("•••••6789", Vi.PersonalIdMasked("123456789"));
        Assert.Equal("•••", Vi.PersonalIdMasked("123"));
    }

    [Theory]
    [InlineData("0912345678", "0912 345 678")]
    [InlineData("+84 912.345.678", "0912 345 678")]
    [InlineData("84912345678", "0912 345 678")]
    [InlineData("02903123456", "0290 3123 456")]
    [InlineData("1022", "1022")]
    public void A_phone_number_is_grouped(string written, string shown) =>
        Assert.Equal(shown.Replace(' ', '\u00a0'), Vi.Phone(written));

    [Fact]
    public void A_short_code_has_two_groups() => Assert.Equal("7KQ4-9M2X", Vi.ShortCode("7kq4 9m2x"));

    [Fact]
    public void Names_sort_by_given_name_in_Vietnamese_order()
    {
        string[] names = ["Trần Quốc Đạt", "Lê Thị Diễm", "Danh Sà Rích", "Nguyễn Văn An", "Phạm Ân", "Bùi Thị Ấn", "Lý Ăn"];
        Assert.Equal(["Nguyễn Văn An", "Lý Ăn", "Phạm Ân", "Bùi Thị Ấn", "Lê Thị Diễm", "Trần Quốc Đạt", "Danh Sà Rích"],
            names.Order(Vi.NameOrder));
    }
}
