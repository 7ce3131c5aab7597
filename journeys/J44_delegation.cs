using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J44: a leader is away; whoever signs for them signs as the law words it, and no longer once the delegation is over.</summary>
public sealed class J44_delegation(Product product)
{
    [Fact]
    public async Task A_delegate_signs_in_the_right_words_and_is_refused_after_revocation_and_after_the_last_day()
    {
        await product.Clock();
        var codes = new string[3];
        for (var no = 0; no < codes.Length; no++) codes[no] = await ToBeSigned();
        await using var admin = await Visitor.Desk(product, "j44", keysOnly: true);
        await admin.SignIn("nam");
        var (leader, officer) = (await Person(admin, "tam"), await Person(admin, "diem"));
        await Title(admin, officer, "Ký với chức danh của mình (người đứng đầu)", "Trưởng phòng Văn hóa - Xã hội");
        await Delegate(admin, leader, "30");
        await admin.Look("granted");

        await using var acting = await Visitor.Desk(product, "j44-acting", keysOnly: true);
        await acting.SignIn("diem");
        await Act(acting);
        await acting.Open($"/noi-bo/ky-so/{codes[0]}");
        await acting.Sees("TUQ. Chủ tịch / Trưởng phòng Văn hóa - Xã hội / Lê Thị Diễm");
        await acting.Look("sign");
        await Sign(acting);
        await acting.Heading("Kết quả đã ký").WaitForAsync();
        await acting.Look("signed");
        await Prints(acting, codes[0], "TUQ. CHỦ TỊCH|TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI");

        // As a deputy of the same agency the same person signs in the place of the head.
        await Title(admin, officer, "KT.: cấp phó ký thay cấp trưởng", "Phó Chủ tịch", "Chủ tịch", "Ủy ban nhân dân");
        await admin.Look("titles");
        // Power is read at each request: what was open before the change is closed.
        await acting.SignIn("diem");
        await Act(acting);
        await acting.Open($"/noi-bo/ky-so/{codes[1]}");
        await Sign(acting);
        await acting.Heading("Kết quả đã ký").WaitForAsync();
        await Prints(acting, codes[1], "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH");

        // The page with the button is open when the delegation is taken back: the next click signs nothing.
        await acting.Open($"/noi-bo/ky-so/{codes[2]}");
        await Expect(acting.Button("Ký")).ToBeVisibleAsync();
        await admin.Open(leader);
        await admin.Press(admin.Page.Locator("summary").Filter(new() { HasText = "Thu hồi ủy quyền" }));
        await Pick(admin, "Ủy quyền thu hồi");
        await admin.Write(admin.Box("Lý do thu hồi"), "Chủ tịch đã về");
        await admin.Press(admin.Button("Thu hồi ủy quyền"));
        await admin.Sees("thu hồi 09:0");
        await admin.Look("revoked");
        await Refused(acting, codes[2], "revoked");

        await Delegate(admin, leader, "29");
        await acting.SignIn("diem");
        await Act(acting);
        await acting.Open($"/noi-bo/ky-so/{codes[2]}");
        await Expect(acting.Button("Ký")).ToBeVisibleAsync();
        await product.Clock("2026-04-30T00:30:00+07:00");
        await Refused(acting, codes[2], "over");
        await product.Clock();
    }

    private async Task<string> ToBeSigned()
    {
        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        await Api.WorkOn(product, code, "khoi", "tam", "ut", until: "sign");
        return code;
    }

    private static async Task<string> Person(Visitor admin, string username)
    {
        await admin.Open($"/quan-tri/can-bo?q={username}");
        return await admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex($@"\b{username}\b") })
            .GetByRole(AriaRole.Link).First.GetAttributeAsync("href") ?? "";
    }

    private static async Task Title(Visitor admin, string person, string form, string title, string head = "", string collective = "")
    {
        await admin.Open(person);
        await admin.Press(admin.Page.Locator("summary").Filter(new() { HasText = "Ghi chức danh ký" }));
        await Pick(admin, "Vị trí ký");
        await Pick(admin, "Thẩm quyền ký", form);
        await admin.Write(admin.Box("Chức danh của người ký"), title);
        if (head.Length > 0) await admin.Write(admin.Page.GetByLabel("Chức danh người đứng đầu"), head);
        if (collective.Length > 0) await admin.Write(admin.Page.GetByLabel("Thay mặt tập thể"), collective);
        await admin.Date("Ký từ ngày", "28", "4", "2026");
        await admin.Write(admin.Box("Căn cứ"), "Quyết định 40/QĐ-UBND");
        await admin.Press(admin.Button("Ghi chức danh"));
        await admin.Sees($"{title}, từ 28/04/2026");
    }

    private static async Task Delegate(Visitor admin, string leader, string lastDay)
    {
        await admin.Open(leader);
        await admin.Press(admin.Page.Locator("summary").Filter(new() { HasText = "Ủy quyền cho người khác làm thay" }));
        await Pick(admin, "Vị trí được làm thay");
        await admin.Write(admin.Box("Tên đăng nhập của người làm thay"), "diem");
        await admin.Date("Làm thay từ ngày", "28", "4", "2026");
        await admin.Date("Làm thay đến hết ngày", lastDay, "4", "2026");
        await admin.Write(admin.Box("Văn bản ủy quyền"), "Giấy ủy quyền 15/GUQ-UBND ngày 27/04/2026");
        await admin.Write(admin.Box("Lý do ủy quyền"), "Đi công tác");
        await admin.Press(admin.Button("Ủy quyền"));
        await admin.Sees($"đến hết {lastDay}/04/2026");
    }

    private static async Task Act(Visitor acting)
    {
        await acting.Open("/tai-khoan");
        await acting.Look("account");
        await acting.Press(acting.Button("Làm thay Huỳnh Văn Tâm"));
        await acting.Open("/tai-khoan");
        await acting.Sees("Đang làm thay Huỳnh Văn Tâm");
    }

    private static async Task Sign(Visitor acting)
    {
        await acting.Write(acting.Box("Mật khẩu của anh/chị"), "motcua-diem");
        await acting.Press(acting.Button("Ký"));
    }

    private static async Task Refused(Visitor acting, string code, string look)
    {
        await Sign(acting);
        await acting.Page.GetByText("Ủy quyền làm thay đã hết hạn hoặc bị thu hồi").WaitForAsync();
        await Expect(acting.Heading("Kết quả đã ký")).ToHaveCountAsync(0);
        await acting.Look(look);
        // Whoever comes in again comes in as themselves, with nothing to sign.
        await acting.SignIn("diem");
        await acting.Open($"/noi-bo/ky-so/{code}");
        await Expect(acting.Button("Ký")).ToHaveCountAsync(0);
        await acting.Open("/tai-khoan");
        await acting.Heading("Tài khoản của tôi").WaitForAsync();
        await acting.SeesNot("Đang làm thay");
        await Expect(acting.Button("Làm thay Huỳnh Văn Tâm")).ToHaveCountAsync(0);
    }

    private async Task Prints(Visitor acting, string code, string words)
    {
        var pdf = await (await acting.Page.APIRequest.GetAsync($"{product.Url}/noi-bo/ho-so/{code}/ket-qua.pdf")).BodyAsync();
        // The code to verify by stands in the column beside, so that its lines come between those of the signer.
        var text = Regex.Replace(await Sheet.Text(pdf), @"\s+", " ");
        foreach (var line in words.Split('|')) Assert.Contains(line, text);
    }

    /// <summary>The arrows choose in a closed list; without a name the first that is no "choose".</summary>
    private static async Task Pick(Visitor visitor, string label, string? option = null)
    {
        var list = visitor.Box(label);
        await visitor.To(list);
        await visitor.Page.Keyboard.PressAsync("Home");
        for (var turns = 0; turns == 0 || (option is null ? await list.InputValueAsync() == ""
            : await list.EvaluateAsync<string>("list => list.selectedOptions[0].text") != option); turns++)
        {
            Assert.True(turns < 60, $"{label}: {option} is not reached by the arrows");
            if (turns > 0 || option is null) await visitor.Page.Keyboard.PressAsync("ArrowDown");
        }
    }
}
