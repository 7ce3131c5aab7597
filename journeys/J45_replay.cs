using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>
/// J45: who keeps the procedures plays what has been before a version is approved, follows one dossier stop by stop, and looks at what really happened; without
/// a mouse, and again on a narrow screen.
/// </summary>
public sealed class J45_replay(Product product)
{
    [Fact]
    public async Task Past_dossiers_are_played_through_a_draft_and_what_really_happened_is_read()
    {
        await product.Clock();
        var codes = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var (code, _) = await Api.File(product, "hkd01", Api.Business);
            await Api.Resolve(product, code);
            await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm" });
            codes.Add(code);
        }
        await using var ha = await Visitor.Desk(product, "j45", keysOnly: true);
        await ha.SignIn("ha");
        await ha.Open("/noi-bo/quy-trinh/moi?thu-tuc=hkd01");
        await ha.Pick("Kiểu quy trình", "Có kiểm tra thực địa, bổ sung khi chưa đạt");
        await ha.Press(ha.Button("Lập từ quy trình chuẩn"));
        await ha.Sees("Đã lập bản mới");
        var draft = new Uri(ha.Page.Url).AbsolutePath;
        await ha.Press(ha.Link("Chạy thử với hồ sơ đã qua"));
        await ha.Look("ask");
        await ha.Write(ha.Box("Số hồ sơ mới nhất"), "nhiều");
        await ha.Press(ha.Button("Chạy thử"));
        await Expect(ha.Page.Locator(".error-summary")).ToContainTextAsync("nhập số nguyên");
        await Expect(ha.Box("Số hồ sơ mới nhất")).ToHaveValueAsync("nhiều");
        await ha.Look("refused");
        await ha.Write(ha.Box("Số hồ sơ mới nhất"), "100");
        await ha.Press(ha.Button("Chạy thử"));
        await ha.Sees("hồ sơ đã chạy thử");
        await ha.Look("result");
        await ha.Press(ha.Page.Locator(".stat").First);
        await ha.Sees("Hồ sơ ngoài phạm vi đọc của anh/chị mang bí danh");
        foreach (var code in codes) await ha.SeesNot(code);
        Assert.Equal(0, await ha.Page.Locator("a[href^='/noi-bo/ho-so/']").CountAsync());
        await ha.Look("opened");
        var result = new Uri(ha.Page.Url).PathAndQuery;

        await ha.Press(ha.Link("Thử với một hồ sơ mẫu"));
        await ha.Pick("“3. Kiểm tra thực địa” kết thúc bằng (không bắt buộc)", "Chưa đạt, cần bổ sung");
        await ha.Press(ha.Button("Chạy hồ sơ mẫu"));
        await ha.Sees("Chờ người nộp bổ sung");
        await ha.Look("sample");
        await ha.Write(ha.Box("Mã hồ sơ đã có của thủ tục này"), codes[0]);
        await ha.Press(ha.Button("Chạy theo hồ sơ này"));
        await ha.Sees("thật:");
        await ha.Look("followed");

        // Recurring work writes what has ended.
        await ha.Open(draft);
        await ha.Press(ha.Link("Quy trình thực tế"));
        for (var tries = 0; tries < 45 && await ha.Page.Locator("#buoc").CountAsync() == 0; tries++)
        {
            await Task.Delay(2_000);
            await ha.Page.ReloadAsync();
        }
        await ha.Sees("kể cả hồ sơ rút hoặc dừng giữa chừng");
        await ha.Look("happened");
        await ha.Press(ha.Page.Locator("table a").First);
        await Expect(ha.Page.Locator("#danh-sach")).ToContainTextAsync("hồ sơ đã qua bước");
        await ha.Look("happened-opened");
        var happened = new Uri(ha.Page.Url).PathAndQuery;

        await using var phone = await Visitor.Phone(product, "j45-narrow", script: false);
        await phone.SignIn("nam");
        await phone.Open(result);
        await phone.Sees("hồ sơ đã chạy thử");
        await phone.Open(happened);
        await phone.Sees("kể cả hồ sơ rút hoặc dừng giữa chừng");
        await using var narrow = await Visitor.Phone(product, "j45-phone");
        await narrow.SignIn("nam");
        foreach (var (address, name) in new[] { (result, "result"), (happened, "happened"), ($"{draft}/chay-thu/mot-ho-so?thu=mau", "sample") })
        {
            await narrow.Open(address);
            await narrow.Look(name);
        }
    }
}
