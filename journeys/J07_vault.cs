using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J07: once only. What the state has issued is offered from the vault, used by consent, and the use is seen by its owner.</summary>
public sealed class J07_vault(Product product)
{
    private const string Paper = "Trích lục khai sinh";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_second_dossier_takes_the_paper_from_the_vault(bool script)
    {
        await product.Clock();
        // A grandchild's extract is hers to keep and not about her.
        var (grandchild, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await Api.Resolve(product, grandchild);
        var earlier = await Api.KeepExtract(product);
        await using var citizen = await Visitor.Phone(product, script ? "j07" : "j07-nojs", script);
        await citizen.SignIn("benam");
        await citizen.Open("/kho-giay-to");
        foreach (var words in new[] { earlier, "TRÍCH LỤC KHAI SINH của Nguyễn Gia Hân", "Trích lục khai sinh của Nguyễn Thị Bé Năm" })
            await citizen.Sees(words);
        await citizen.Look("vault");

        await citizen.Open("/nop/btxh01/nguoi-nop");
        await Expect(citizen.Box("Họ, chữ đệm và tên")).ToHaveValueAsync("Nguyễn Thị Bé Năm");
        await BirthRegistration.Next(citizen, "prefilled");
        await BirthRegistration.Next(citizen);
        await citizen.Choose("Không thuộc hộ nghèo, cận nghèo");
        await citizen.Choose("Không", "Có đang hưởng lương hưu hoặc trợ cấp bảo hiểm xã hội hằng tháng không?");
        await BirthRegistration.Next(citizen, "situation");
        await citizen.Choose("Tại điểm bưu chính");
        await BirthRegistration.Next(citizen, "payment");

        await citizen.Heading("Giấy tờ cần nộp").WaitForAsync();
        var paper = citizen.Page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex($"^{Paper}") });
        await Expect(paper).ToContainTextAsync("Trích lục khai sinh của Nguyễn Thị Bé Năm có sẵn trong kho của ông/bà");
        await Expect(paper).Not.ToContainTextAsync("Gia Hân");
        await Expect(paper.GetByLabel($"Hoặc thêm tệp khác: {Paper}", new() { Exact = true })).ToBeHiddenAsync();
        foreach (var words in new[]
        {
            "dùng “Trích lục khai sinh của Nguyễn Thị Bé Năm” để giải quyết thủ tục",
            "Mục đích: Giải quyết thủ tục", "Chỉ cơ quan tiếp nhận và giải quyết hồ sơ này xem được", "Mỗi lần xem đều được ghi lại"
        })
            await Expect(paper.GetByText(words)).ToBeVisibleAsync();
        Assert.NotEqual(0, await paper.GetByRole(AriaRole.Listitem).CountAsync());
        await citizen.Look("offered");

        await paper.GetByRole(AriaRole.Button, new() { Name = $"Đồng ý dùng {Paper} từ kho" }).ClickAsync();
        await Expect(paper.GetByText("Từ kho", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(paper).ToContainTextAsync("Không phải tải lên");
        await citizen.Look("from-vault");
        await paper.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Thu hồi quyền") }).ClickAsync();
        await Expect(paper.GetByText("Cần cung cấp", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(paper.GetByText("Từ kho", new() { Exact = true })).ToHaveCountAsync(0);
        await citizen.Look("withdrawn");
        await paper.GetByRole(AriaRole.Button, new() { Name = $"Đồng ý dùng {Paper} từ kho" }).ClickAsync();
        await Expect(paper.GetByText("Từ kho", new() { Exact = true })).ToBeVisibleAsync();
        await BirthRegistration.Next(citizen);

        await citizen.Choose("Nhận tại nơi nộp hồ sơ");
        await BirthRegistration.Next(citizen);
        if (await citizen.Heading("Nơi nộp hồ sơ").CountAsync() > 0) await BirthRegistration.Next(citizen, "place");
        await citizen.Heading("Kiểm tra lại").WaitForAsync();
        await citizen.Sees("Từ kho");
        await citizen.Look("check");
        await citizen.Box("Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về lời khai.").CheckAsync();
        await citizen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Nộp hồ sơ") }).ClickAsync();
        await citizen.Heading("Đã nộp hồ sơ").WaitForAsync();
        var code = Regex.Match(await citizen.Page.GetByRole(AriaRole.Main).InnerTextAsync(), @"H12\.\d+-\d+-\d+").Value;

        var use = citizen.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = code });
        // The use is counted behind the submission, which does not wait for it.
        await citizen.Until("/kho-giay-to/nhat-ky", use);
        foreach (var words in new[] { Paper, "Dùng lại thay cho nộp mới", "Ủy ban nhân dân xã Đất Mũi", "28/04/2026", "trợ cấp" })
            await Expect(use.First).ToContainTextAsync(words, new() { IgnoreCase = true });
        await citizen.Look("who-has-seen");
    }
}
