using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J40: a child is born. One declaration, typed without a mouse; three dossiers of two agencies; one page for all of them.</summary>
public sealed class J40_linked(Product product)
{
    private const string Birth = "1.001193", Residence = "1.004222", Insurance = "2.000639";

    [Fact]
    public async Task Birth_residence_and_insurance_are_declared_once_and_followed_on_one_page()
    {
        await product.Clock();
        await using var citizen = await Visitor.Desk(product, "j40", keysOnly: true);
        await citizen.Open("/thu-tuc?q=nhập+hộ+khẩu+cho+con");
        await citizen.Press(citizen.Link(new Regex("^Khai sinh, thường trú và thẻ bảo hiểm y tế")).First);
        await citizen.Sees("Mỗi cơ quan giải quyết phần của mình");
        await citizen.Look("procedure");
        await citizen.Open("/nop/lt01");
        await citizen.Press(citizen.Link("Bắt đầu"));
        await BirthRegistration.Fill(citizen, look: false, async () =>
        {
            await citizen.Heading("Thường trú và bảo hiểm y tế của trẻ").WaitForAsync();
            // Offered from the mother's page.
            await Expect(citizen.Box("Địa chỉ chi tiết", "Nơi đăng ký thường trú cho trẻ")).ToHaveValueAsync("Ấp Rạch Tàu");
            await citizen.Write(citizen.Box("Họ, chữ đệm và tên chủ hộ"), "Nguyễn Thị Bé Năm");
            await citizen.Write(citizen.Box("Quan hệ của trẻ với chủ hộ"), "cháu ngoại");
            await citizen.Write(citizen.Box("Nơi đăng ký khám, chữa bệnh ban đầu"), "Trạm Y tế xã Đất Mũi");
            await BirthRegistration.Next(citizen, "residence");
        });
        await citizen.Open("/nop/lt01");
        await citizen.Press(citizen.Link("Kiểm tra lại và nộp hồ sơ"));
        await citizen.IsAt(new Regex("/kiem-tra$"));
        await citizen.Look("check");
        await BirthRegistration.Send(citizen, "Nộp hồ sơ khai sinh, thường trú và thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi");
        var receipt = await citizen.Page.InnerTextAsync("main");
        var code = new Regex(@"H12\.32248-\d{6}-\d{4}").Match(receipt).Value;
        var track = $"/tra-cuu?ma={code}";

        var diem = await Api.SignIn(product, "diem");
        var papers = new[] { "giay-chung-sinh" }.Select(paperKey => new { paperKey, state = "have", originals = 1, copies = 0 });
        await diem.Post($"/api/v1/desk/dossiers/{code}/receive", new { papers });
        var birth = await Opened(diem, code, Birth);
        await Api.WorkOn(product, birth, "khoi", "tam", "ut");
        var (residence, insurance) = (await Opened(diem, code, Residence), await Opened(diem, code, Insurance));

        await using var desk = await Visitor.Desk(product, "j40-desk", keysOnly: true);
        await desk.SignIn("tam");
        await desk.Open($"/noi-bo/ho-so/{residence}");
        await desk.Sees("Đăng ký thường trú cho trẻ Nguyễn Gia Hân");
        await desk.Sees("Trích lục khai sinh");
        await desk.Look("residence");
        await desk.Press(desk.Page.Locator("[aria-labelledby=lien-thong]").GetByRole(AriaRole.Link, new() { Name = "Đăng ký khai sinh" }));
        await desk.Sees(birth);

        await using var phone = await Visitor.Phone(product, "j40-phone", script: false);
        await phone.Open(track);
        await phone.SeesNot(residence);
        await phone.Box("4 số cuối").FillAsync("9001");
        await phone.Button("Xem đầy đủ").ClickAsync();
        await phone.Sees("đã mở 3 hồ sơ, 1 hồ sơ đã có kết quả");
        await phone.Look("one-page");
        await phone.Link("Đăng ký thường trú").ClickAsync();
        await phone.IsAt(new Regex(Regex.Escape(residence)));
        await phone.Sees("Nguyễn Thị Bé Năm");
        await phone.Look("residence");

        await Api.WorkOn(product, insurance, "bao", "dung", "nhu");
        await Api.WorkOn(product, residence, "khoi", "tam", "ut");
        for (var tries = 0; tries < 60 && (await diem.Get($"/api/v1/desk/dossiers/{code}")).GetProperty("status").GetString() != "done"; tries++)
            await Task.Delay(500); // a job of the product ends the declaration
        await citizen.SignIn("benam");
        await citizen.Open($"/ho-so-cua-toi/{code}");
        await citizen.Sees("Các hồ sơ của tờ khai này đã xong");
        await Expect(citizen.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Xem kết quả") })).ToHaveCountAsync(3);
        await citizen.Look("three-results");
    }

    private static async Task<string> Opened(Api.Official official, string code, string procedure)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            var linked = (await official.Get($"/api/v1/desk/dossiers/{code}")).GetProperty("linked");
            foreach (var one in linked.EnumerateArray())
                if (one.GetProperty("procedureCode").GetString() == procedure) return one.GetProperty("code").GetString()!;
            await Task.Delay(500);
        }
        throw new TimeoutException($"{code} has opened no dossier of {procedure}.");
    }
}
