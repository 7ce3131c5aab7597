using MotCua.People.Contracts.Identifiers;
using Xunit;

namespace MotCua.Tests.People;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("0100233488", "0100233488")]
    [InlineData("0314409058-002", "0314409058-002")]
    [InlineData("0100112437", "0100112437")]
    [InlineData("0312687878-001", "0312687878-001")]
    [InlineData(" 010 023 3488 ", "0100233488")]
    [InlineData("096167001234", "096167001234")]
    public void A_right_tax_code_is_read(string typed, string shown) => Assert.Equal(shown, TaxCode.Read(typed, out _)?.Shown);

    [Theory]
    [InlineData("0100233480")]
    [InlineData("0314409058-000")]
    [InlineData("123")]
    [InlineData("abcdefghij")]
    [InlineData("")]
    public void A_wrong_tax_code_gets_a_sentence(string typed)
    {
        Assert.Null(TaxCode.Read(typed, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_personal_id_of_eleven_digits_says_how_many_there_are()
    {
        Assert.Null(PersonalId.Read("096 167 001 23", out var problem));
        Assert.Equal("Số định danh cần đủ 12 chữ số, hiện có 11", problem);
    }

    [Fact]
    public void A_personal_id_is_shown_in_groups_and_masked_to_its_tail()
    {
        var id = PersonalId.Read("096 167.001-234", out _)!;
        Assert.Equal("096167001234", id.Digits);
        Assert.Equal("096 167 001 234", id.Grouped.Replace('\u00a0', ' '));
        Assert.EndsWith("1\u00a0234", id.Masked, StringComparison.Ordinal);
        Assert.DoesNotContain("096", id.Masked, StringComparison.Ordinal);
        Assert.Equal((1967, "female"), (id.BirthYear, id.Sex));
        Assert.Equal(2005, PersonalId.Read("096205001234", out _)!.BirthYear);
    }

    [Fact]
    public void A_former_nine_digit_number_is_not_a_personal_id()
    {
        Assert.Null(PersonalId.Read("381234567", out var problem));
        Assert.Contains("CMND", problem, StringComparison.Ordinal);
        Assert.Equal("381234567", OldIdentityNumber.Read("381 234 567", out _));
    }

    [Theory]
    [InlineData("+84 912.345.678", "0912345678")]
    [InlineData("84912345678", "0912345678")]
    [InlineData("0912-345-678", "0912345678")]
    [InlineData("(0290) 383 1234", "02903831234")]
    public void A_phone_is_understood_however_it_is_written(string typed, string digits) => Assert.Equal(digits, PhoneNumber.Read(typed, out _)?.Digits);

    [Theory]
    [InlineData("0112345678")]
    [InlineData("091234567")]
    [InlineData("không có")]
    public void A_wrong_phone_gets_the_example(string typed)
    {
        Assert.Null(PhoneNumber.Read(typed, out var problem));
        Assert.Equal("Nhập số điện thoại 10 chữ số, ví dụ 0912 345 678", problem);
    }

    [Theory]
    [InlineData("Danh Sà Rích")]
    [InlineData("H'Hen Niê")]
    [InlineData("Nguyễn Thị Bé Năm")]
    [InlineData("Y-Bih Alêo")]
    [InlineData("Lan")]
    public void A_name_of_any_people_is_kept(string name) => Assert.Equal(name, PersonName.Read($"  {name} ", out _)?.Text);

    [Fact]
    public void A_name_with_digits_is_questioned()
    {
        Assert.Null(PersonName.Read("Nguyễn Văn 2", out var problem));
        Assert.Equal("Họ và tên có chữ số. Kiểm tra lại giúp", problem);
    }

    [Theory]
    [InlineData("1959", "1959", "năm 1959")]
    [InlineData("1980-03", "03/1980", "tháng 03 năm 1980")]
    [InlineData("1980-03-05", "05/03/1980", "ngày 05 tháng 03 năm 1980")]
    public void A_partial_date_is_printed_as_far_as_it_is_known(string stored, string shown, string words)
    {
        var date = PartialDate.Parse(stored)!;
        Assert.Equal((shown, words, stored), (date.Shown, date.Long, date.ToString()));
    }

    [Theory]
    [InlineData("1980-02-30")]
    [InlineData("80")]
    [InlineData(null)]
    public void What_is_no_date_is_not_read(string? stored) => Assert.Null(PartialDate.Parse(stored));
}
