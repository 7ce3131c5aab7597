using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J15: a result is drafted, signed and verified.</summary>
public sealed class J15_sign(Product product)
{
    [Fact]
    public async Task A_result_is_signed_verified_and_announced_and_an_altered_copy_fails()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await using var desk = await Visitor.Desk(product, "j15");
        await desk.SignIn("diem");
        await desk.Open("/noi-bo/tiep-nhan");
        await desk.Look("arrivals");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.Look("receive");
        await desk.ChecksPapers();
        await desk.Button("Tiếp nhận & in phiếu hẹn").ClickAsync();
        await desk.IsAt(new Regex($"(?<!tiep-nhan)/{code}"));

        await using var specialist = await Visitor.Desk(product, "j15-specialist");
        await specialist.SignIn("khoi");
        await specialist.Open("/noi-bo/viec");
        await specialist.Look("tasks");
        await specialist.Open($"/noi-bo/ho-so/{code}");
        await specialist.Look("dossier");
        await using var leader = await Visitor.Come(product, "j15-leader", 390, 844, script: true, phone: true);
        await leader.SignIn("tam");
        var drafted = false;
        // The published steps differ in number; each is taken by whoever may do it, until the draft is with the leader.
        for (var step = 0; step < 12 && !(drafted && await CanSign(leader, code)); step++)
        {
            if (!drafted && await CanDraft(specialist, code))
            {
                await specialist.Button("Soạn dự thảo từ tờ khai").ClickAsync();
                await specialist.Heading("Dự thảo kết quả").WaitForAsync();
                await Filled(specialist);
                await specialist.Look("draft");
                await specialist.Button("Trình ký").ClickAsync();
                drafted = true;
                continue;
            }
            var moved = false;
            foreach (var person in new[] { specialist, leader, desk })
            {
                await person.Open($"/noi-bo/ho-so/{code}");
                var on = person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("chuyển bước tiếp$", RegexOptions.IgnoreCase) });
                if (await on.CountAsync() == 0) continue;
                await person.Page.GetByLabel(new Regex("^Ý kiến")).First.FillAsync("Hồ sơ đủ điều kiện.");
                await on.ClickAsync();
                moved = true;
                break;
            }
            Assert.True(moved, $"Nobody can move {code} on");
        }
        await leader.Open("/noi-bo/ky-so");
        await leader.Look("queue");
        await leader.Link(code).ClickAsync();
        await Filled(leader);
        await leader.Sees("phần còn lại đúng như mẫu");
        await Expect(leader.Link("Mở bản PDF")).ToBeVisibleAsync();
        await leader.Look("sign");
        await leader.Box("Mật khẩu của anh/chị").FillAsync("motcua-tam");
        await leader.Button("Ký").ClickAsync();
        await leader.Heading("Kết quả đã ký").WaitForAsync();
        await Expect(leader.Page.GetByRole(AriaRole.Main))
            .ToContainTextAsync(new Regex(@"Văn bản còn nguyên vẹn\. Huỳnh Văn Tâm đã ký lúc \d\d:\d\d, \d\d/\d\d/\d{4}"));
        await leader.Look("signed");

        await using var clerk = await Visitor.Desk(product, "j15-clerk");
        await clerk.SignIn("ut");
        await clerk.Open($"/noi-bo/ky-so/{code}");
        if (await clerk.Button("Vào sổ, phát hành").CountAsync() > 0) await clerk.Button("Vào sổ, phát hành").ClickAsync();
        await clerk.Look("register");

        var pdf = await (await leader.Page.APIRequest.GetAsync($"{product.Url}/noi-bo/ho-so/{code}/ket-qua.pdf")).BodyAsync();
        await using var anyone = await Visitor.Phone(product, "j15-anyone");
        await Verify(anyone, pdf, "Hợp lệ");
        foreach (var words in new[] { "Huỳnh Văn Tâm", "có dấu thời gian tin cậy", "Ủy ban nhân dân xã Đất Mũi" }) await anyone.Sees(words);
        await anyone.Look("valid");
        var altered = (byte[])pdf.Clone();
        altered[altered.Length / 3] ^= 1;
        await Verify(anyone, altered, "Không hợp lệ");
        await anyone.SeesNot("Ủy ban nhân dân xã Đất Mũi ban hành");
        await anyone.Look("invalid");
        var square = Assert.Single(await Sheet.Codes(pdf));
        Assert.Matches($"^{Regex.Escape(product.Url)}/kiem-tra/[0-9a-f]{{32}}$", square);
        await anyone.Open(square);
        await anyone.Heading("Hợp lệ").WaitForAsync();
        foreach (var secret in new[] { "Bé Năm", "096159999001", "0900999001" }) await anyone.SeesNot(secret);
        await anyone.Look("by-code");

        await anyone.Open("/tra-cuu");
        await anyone.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(shortCode);
        await anyone.Button("Tra cứu hồ sơ").ClickAsync();
        await anyone.Sees("Có kết quả, mời nhận");
        await anyone.Look("tracked");
        Assert.Contains(await product.Outbox("0900999001"),
            text => text.Contains("da co ket qua", StringComparison.Ordinal) && text.Contains($"{shortCode[..4]}-{shortCode[4..]}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_is_missing_blocks_the_draft_and_is_named_as_on_the_form()
    {
        await product.Clock();
        await using var desk = await Visitor.Desk(product, "j15-hole");
        await desk.SignIn("diem");
        // At the counter only a part was known; the rest was to follow with the supplement, and did not.
        await desk.Open("/noi-bo/tiep-nhan/truc-tiep/ks01");
        await BirthRegistration.Applicant(desk);
        await desk.Box("Họ, chữ đệm và tên của trẻ").FillAsync("Nguyễn Gia Hân");
        await desk.Choose("Thiếu", "Giấy chứng sinh");
        foreach (var paper in new[] { "Thẻ căn cước của người nộp", "Giấy chứng nhận kết hôn của cha mẹ", "Văn bản ủy quyền",
            "Biên bản về việc trẻ bị bỏ rơi" })
            await desk.Choose("Không cần", $"{paper} (không bắt buộc)");
        await desk.Box("Lý do (khi yêu cầu bổ sung hoặc từ chối)").FillAsync("Chưa có giấy chứng sinh");
        await desk.Button("Yêu cầu bổ sung").ClickAsync();
        await desk.IsAt(new Regex(@"/noi-bo/ho-so/H12\.[\d.-]+\?xong=bo-sung$"));
        var code = new Uri(desk.Page.Url).AbsolutePath.Split('/')[^1];

        await using var citizen = await Visitor.Phone(product, "j15-hole-citizen");
        await citizen.Open($"/bo-sung/{code}");
        await citizen.Box("4 số cuối").FillAsync("9001");
        await citizen.Button("Tiếp tục").ClickAsync();
        await citizen.Box("Thêm tệp: Giấy chứng sinh")
            .SetInputFilesAsync(new FilePayload { Name = "giay-chung-sinh.png", MimeType = "image/png", Buffer = PaperPicture.New() });
        await citizen.Button("Thêm tệp đã chọn vào Giấy chứng sinh").ClickAsync();
        await citizen.Sees("giay-chung-sinh.png · ");
        await citizen.Look("supplement");
        await citizen.Button("Gửi bổ sung").ClickAsync();
        await citizen.Page.WaitForURLAsync(url => !url.EndsWith($"/bo-sung/{code}", StringComparison.Ordinal));
        await citizen.Look("sent");

        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.ChecksPapers();
        await desk.Button("Tiếp nhận & in phiếu hẹn").ClickAsync();
        await desk.Sees("Đã tiếp nhận hồ sơ");
        await using var specialist = await Visitor.Desk(product, "j15-hole-specialist");
        await specialist.SignIn("khoi");
        await specialist.Open($"/noi-bo/ky-so/{code}");
        await specialist.Button("Soạn dự thảo từ tờ khai").ClickAsync();
        var refusal = specialist.Page.GetByRole(AriaRole.Alert);
        foreach (var name in new[] { "Chưa có giá trị cho:", "Nơi sinh", "Quê quán", "Họ, chữ đệm và tên mẹ" }) await Expect(refusal).ToContainTextAsync(name);
        await Expect(refusal).Not.ToContainTextAsync("answers.");
        await Expect(specialist.Button("Trình ký")).ToHaveCountAsync(0);
        await specialist.Look("blocked");
    }

    /// <summary>What came from the dossier is tinted, so that the rest is known to be the template's.</summary>
    private static async Task Filled(Visitor visitor)
    {
        foreach (var value in new[] { "NGUYỄN GIA HÂN", "20/04/2026", "Trạm y tế xã Đất Mũi" })
        {
            var mark = visitor.Page.Locator("mark").Filter(new() { HasText = value }).First;
            await Expect(mark).ToBeVisibleAsync();
            await Expect(mark).ToHaveCSSAsync("background-color", "rgb(255, 233, 168)");
        }
    }

    private static async Task<bool> CanSign(Visitor leader, string code)
    {
        await leader.Open($"/noi-bo/ky-so/{code}");
        return await leader.Button("Ký").CountAsync() > 0;
    }

    private static async Task<bool> CanDraft(Visitor specialist, string code)
    {
        await specialist.Open($"/noi-bo/ky-so/{code}");
        return await specialist.Button("Soạn dự thảo từ tờ khai").CountAsync() > 0;
    }

    private static async Task Verify(Visitor anyone, byte[] pdf, string verdict)
    {
        await anyone.Open("/kiem-tra");
        await anyone.Box("Tệp PDF cần kiểm tra").SetInputFilesAsync(new FilePayload { Name = "ket-qua.pdf", MimeType = "application/pdf", Buffer = pdf });
        await anyone.Button("Kiểm tra tệp").ClickAsync();
        await anyone.Heading(verdict).WaitForAsync();
    }
}
