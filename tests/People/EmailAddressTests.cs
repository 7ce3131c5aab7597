using MotCua.People.Contracts.Identifiers;
using Xunit;

namespace MotCua.Tests.People;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ten@vidu.vn")]
    [InlineData("ten.ho+thu@mail.vidu.com.vn")]
    [InlineData("ten＠vidu．vn")]
    [InlineData("o'neil_1@vi-du.vn")]
    public void What_can_arrive_is_taken(string typed) => Assert.NotNull(EmailAddress.Read(typed, out _));

    [Theory]
    [InlineData("ten@vidu.vn.", "dấu chấm thừa sau @")]
    [InlineData("ten.@vidu.vn", "dấu chấm thừa trước @")]
    [InlineData(".ten@vidu.vn", "dấu chấm thừa trước @")]
    [InlineData("t..en@vidu.vn", "dấu chấm thừa trước @")]
    [InlineData("nguyễn@gmail.com", "không dấu")]
    [InlineData("ten@-vidu.vn", "không phải tên miền")]
    [InlineData("ten@vidu-.vn", "không phải tên miền")]
    [InlineData("ten@vi_du.vn", "không phải tên miền")]
    [InlineData("ten@vidu.c", "không có thật")]
    [InlineData("ten@192.168.1.1", "không có thật")]
    [InlineData("ten@vidu", "thiếu đuôi")]
    [InlineData("ten@vidu..vn", "dấu chấm thừa sau @")]
    [InlineData("ten vidu@vidu.vn", "khoảng trắng")]
    [InlineData("ten@a@vidu.vn", "một dấu @")]
    [InlineData("@vidu.vn", "một dấu @")]
    [InlineData("\"ten\"@vidu.vn", "không dùng được")]
    public void What_can_never_arrive_is_refused_in_words(string typed, string words)
    {
        Assert.Null(EmailAddress.Read(typed, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+84 912‑345‑678", "0912345678")]
    [InlineData("０９１２ ３４５ ６７８", "0912345678")]
    [InlineData("0912–345—678", "0912345678")]
    [InlineData("(84) 912.345.678", "0912345678")]
    public void Numbers_are_read_through_look_alikes(string typed, string digits) => Assert.Equal(digits, PhoneNumber.Read(typed, out _)?.Digits);

    [Theory]
    [InlineData("H‘Hen Niê", "H'Hen Niê")]
    [InlineData("H`Hen Niê", "H'Hen Niê")]
    [InlineData("H´Hen Niê", "H'Hen Niê")]
    [InlineData("H＇Hen Niê", "H'Hen Niê")]
    [InlineData("Trần – Lý", "Trần - Lý")]
    [InlineData("Ðặng Y", "Đặng Y")]
    [InlineData("Y", "Y")]
    public void Names_are_kept_with_one_apostrophe_and_one_hyphen(string typed, string kept) => Assert.Equal(kept, PersonName.Read(typed, out _)?.Text);
}
