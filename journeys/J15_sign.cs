using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J15 and J07: a result is drafted, signed and verified; the next dossier takes it from the vault.</summary>
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
                await specialist.Heading("Dự thảo").WaitForAsync();
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
        await leader.Open($"/noi-bo/ky-so/{code}");
        await leader.Look("sign");
        await leader.Button("Ký").ClickAsync();
        await leader.Heading("Kết quả đã ký").WaitForAsync();
        await leader.Look("signed");

        await using var clerk = await Visitor.Desk(product, "j15-clerk");
        await clerk.SignIn("ut");
        await clerk.Open($"/noi-bo/ky-so/{code}");
        if (await clerk.Button("Vào sổ, phát hành").CountAsync() > 0) await clerk.Button("Vào sổ, phát hành").ClickAsync();
        await clerk.Look("register");

        var pdf = await (await leader.Page.APIRequest.GetAsync($"{product.Url}/noi-bo/ho-so/{code}/ket-qua.pdf")).BodyAsync();
        await using var anyone = await Visitor.Phone(product, "j15-anyone");
        await Verify(anyone, pdf, "Hợp lệ");
        await anyone.Sees("Huỳnh Văn Tâm");
        await anyone.Look("valid");
        var altered = (byte[])pdf.Clone();
        altered[altered.Length / 3] ^= 1;
        await Verify(anyone, altered, "Không hợp lệ");
        await anyone.Look("invalid");

        await anyone.Open("/tra-cuu");
        await anyone.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(shortCode);
        await anyone.Button("Tra cứu hồ sơ").ClickAsync();
        await anyone.Sees("Có kết quả, mời nhận");
        await anyone.Look("tracked");
        Assert.Contains(await product.Outbox("0900999001"), text => text.Contains("da co ket qua", StringComparison.Ordinal));
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
