using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J36: save on one telephone, go on at another.</summary>
public sealed partial class J36_go_on(Product product)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_draft_goes_on_at_another_telephone_and_is_filed_there(bool script)
    {
        await product.Clock();
        var (name, phone) = (script ? "j36" : "j36-nojs", $"09{Random.Shared.Next(10_000_000, 99_999_999)}");
        await using var first = await Visitor.Come(product, name, 390, 844, script, phone: true);
        await first.Open("/nop/ks01/nguoi-nop");
        await first.Sees("Bước 1/9");
        await BirthRegistration.Applicant(first);
        await BirthRegistration.Next(first);
        await first.Button("Lưu và làm sau").ClickAsync();
        await first.Heading("Làm tiếp trên máy khác").WaitForAsync();
        await first.Look("later");
        await first.Box("Số điện thoại nhận đường dẫn").FillAsync(phone);
        await first.Button("Gửi đường dẫn qua tin nhắn").ClickAsync();
        await first.Heading("Đang gửi đường dẫn").WaitForAsync();
        await first.Look("sent");
        await first.Button("Hiện mã QR và mã bàn giao").ClickAsync();
        await first.Heading("Trên máy kia, làm theo các bước này").WaitForAsync();
        await first.Look("code");

        var link = "";
        for (var i = 0; link.Length == 0 && i < 60; i++)
        {
            link = (await product.Outbox(phone)).Select(text => Path().Match(text).Value).FirstOrDefault(found => found.Length > 0) ?? "";
            if (link.Length == 0) await Task.Delay(250, TestContext.Current.CancellationToken);
        }
        await using var second = await Visitor.Come(product, name + "-second", 360, 740, script, phone: true);
        await second.Open(link);
        await second.SeesNot("Bé Năm");
        await second.Look("asked");
        await second.Box("4 số cuối").FillAsync("1234");
        await second.Button("Mở bản nháp").ClickAsync();
        await Expect(second.Page).ToHaveTitleAsync(new Regex("^Lỗi:"));
        await second.Box("4 số cuối").FillAsync("9001");
        await second.Button("Mở bản nháp").ClickAsync();
        await second.Heading("Bản nháp này của ai?").WaitForAsync();
        await second.Sees("Nguyễn Thị Bé Năm");
        await second.Look("whose");
        await second.Button("Bản nháp của tôi, mở tiếp").ClickAsync();
        await second.Heading("Nơi cư trú và liên lạc").WaitForAsync();
        await second.Sees("Bước 2/9");
        await second.Look("goes-on");
        await second.Open("/nop/ks01/nguoi-nop");
        await Expect(second.Box("Họ, chữ đệm và tên")).ToHaveValueAsync("Nguyễn Thị Bé Năm");
        await BirthRegistration.Fill(second, look: false);
        await second.Heading("Kiểm tra lại").WaitForAsync();
        await BirthRegistration.Send(second);
        first.Quiet();
        second.Quiet();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_question_comes_with_the_answer_that_brings_it_up(bool script)
    {
        await product.Clock();
        await using var citizen = await Visitor.Come(product, script ? "j36-ask" : "j36-ask-nojs", 390, 844, script, phone: true);
        await citizen.Open("/nop/ks01/nhan-ket-qua");
        await Expect(citizen.Group("Địa chỉ nhận bưu phẩm")).ToBeHiddenAsync();
        await Post(citizen);
        if (script)
        {
            await Expect(citizen.Group("Địa chỉ nhận bưu phẩm")).ToBeVisibleAsync();
            await citizen.Box("Địa chỉ chi tiết", "Địa chỉ nhận bưu phẩm").FillAsync("Ấp Rạch Tàu");
            // Chosen away and back: what was typed is still there.
            await citizen.Choose("Nhận tại nơi nộp hồ sơ");
            await Expect(citizen.Group("Địa chỉ nhận bưu phẩm")).ToBeHiddenAsync();
            await Post(citizen);
            await Expect(citizen.Box("Địa chỉ chi tiết", "Địa chỉ nhận bưu phẩm")).ToHaveValueAsync("Ấp Rạch Tàu");
        }
        else
        {
            await citizen.Button("Tiếp tục").ClickAsync();
            await Expect(citizen.Page).ToHaveTitleAsync(new Regex("^Lưu ý:"));
            await Expect(citizen.Group("Địa chỉ nhận bưu phẩm")).ToBeVisibleAsync();
        }
        await citizen.Look("asked-too");
        citizen.Quiet();
    }

    // Its name goes on with the hint.
    private static Task Post(Visitor citizen) =>
        citizen.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Nhận qua bưu chính") }).CheckAsync();

    [GeneratedRegex("/nop/tiep-tuc/[A-Za-z0-9_-]{22}")]
    private static partial Regex Path();
}
