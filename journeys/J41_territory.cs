using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J41, as J12: received at one commune, decided by another, given back where it was handed in; a site visit does not travel.</summary>
public sealed class J41_territory(Product product)
{
    [Fact]
    public async Task A_birth_is_received_far_from_home_decided_at_home_and_given_back_where_it_was_handed_in()
    {
        await product.Clock();
        await using var competent = await Visitor.Desk(product, "j41-competent");
        await competent.SignIn("khoi");
        await competent.Open("/noi-bo/viec?nguoi=chua-ai");

        await using var counter = await Visitor.Desk(product, "j41", keysOnly: true);
        await counter.SignIn("hanh");
        await counter.Open("/noi-bo/tiep-nhan/truc-tiep/ks01");
        await BirthRegistration.AtCounter(counter);
        await counter.Choose("Có", "Giấy chứng sinh");
        foreach (var paper in new[] { "Thẻ căn cước của người nộp", "Giấy chứng nhận kết hôn của cha mẹ", "Văn bản ủy quyền",
            "Biên bản về việc trẻ bị bỏ rơi" })
            await counter.Choose("Không cần", $"{paper} (không bắt buộc)");
        await Commune(counter, "Đất Mũi");
        await counter.Sees("Nhận tại quầy thì trả tại Trung tâm Phục vụ hành chính công phường Tân Thành");
        await counter.Look("before");
        await counter.Page.Keyboard.PressAsync("Control+Enter");
        await counter.IsAt(new Regex(@"/noi-bo/ho-so/H12\.[\d.-]+\?xong=tiep-nhan$"));
        var code = new Uri(counter.Page.Url).AbsolutePath.Split('/')[^1];
        Assert.StartsWith("H12.32025-", code, StringComparison.Ordinal);
        foreach (var words in new[] { "Ủy ban nhân dân xã Đất Mũi", "Nơi nhận hồ sơ và trả kết quả",
            "Trung tâm Phục vụ hành chính công phường Tân Thành" })
            await counter.Sees(words);
        await counter.Look("received");
        var slip = await Slip(counter);
        foreach (var words in new[] { code, "Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công phường Tân Thành",
            "Cơ quan giải quyết: Ủy ban nhân dân xã Đất Mũi" })
            Assert.Contains(words, slip);

        // Whoever has the list open at the other commune hears of it without a click.
        await Expect(competent.Page.GetByText(new Regex("hồ sơ mới"))).ToBeVisibleAsync();
        await competent.Look("told");
        await competent.Open($"/noi-bo/ho-so/{code}");
        await competent.Sees("Trung tâm Phục vụ hành chính công phường Tân Thành");
        await competent.Look("dossier");
        await Api.WorkOn(product, code, "khoi", "tam", "ut");

        // Where the applicant chose, and nowhere else.
        await using var home = await Visitor.Desk(product, "j41-home");
        await home.SignIn("diem");
        await home.Open("/noi-bo/tra-ket-qua");
        await Expect(home.Link(code)).ToHaveCountAsync(0);
        await counter.Open("/noi-bo/tra-ket-qua");
        await counter.Look("ready");
        await counter.Press(counter.Link(code));
        await counter.Sees("Nguyễn Thị Bé Năm");
        await counter.Look("return");

        await using var phone = await Visitor.Phone(product, "j41-phone");
        await phone.Open($"/tra-cuu?ma={code}");
        await phone.Sees("Mời ông/bà đến nhận tại Trung tâm Phục vụ hành chính công phường Tân Thành");
        await phone.Sees("Ủy ban nhân dân xã Đất Mũi");
        await phone.Look("track");
        await phone.SignIn("hanh");
        await phone.Open($"/noi-bo/ho-so/{code}");
        await phone.Look("dossier");
    }

    [Fact]
    public async Task What_needs_a_visit_to_the_place_is_refused_elsewhere_with_the_reason_and_nothing_typed_is_lost()
    {
        await product.Clock();
        await using var counter = await Visitor.Desk(product, "j41-visit");
        await counter.SignIn("hanh");
        await counter.Open("/noi-bo/tiep-nhan/truc-tiep/xd01");
        await counter.Sees("Cần kiểm tra thực địa");
        await counter.Box("Xã, phường giải quyết").SelectOptionAsync(new SelectOptionValue { Label = "Xã Đất Mũi" });
        await counter.Write(counter.Box("Họ, chữ đệm và tên"), "Nguyễn Thị Bé Năm");
        await counter.Write(counter.Box("Số định danh cá nhân/CCCD"), "096 159 999 001");
        await counter.Look("asked");
        await counter.Write(counter.Box("Lý do (khi yêu cầu bổ sung hoặc từ chối)"), "Chưa có bản vẽ");
        await counter.Press(counter.Button("Yêu cầu bổ sung"));
        await Expect(counter.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(
            "Thủ tục này cần kiểm tra thực địa nên chỉ nộp tại nơi giải quyết: Ủy ban nhân dân xã Đất Mũi");
        await Expect(counter.Box("Họ, chữ đệm và tên")).ToHaveValueAsync("Nguyễn Thị Bé Năm");
        await counter.Look("refused");

        await using var phone = await Visitor.Phone(product, "j41-visit-phone");
        await phone.Open("/thu-tuc/1.013225");
        await phone.Sees("Cán bộ sẽ kiểm tra thực địa trước khi trả kết quả");
        await phone.Look("procedure");
    }

    /// <summary>The first letters choose in a closed list.</summary>
    private static async Task Commune(Visitor counter, string name)
    {
        var list = counter.Box("Xã, phường giải quyết");
        await counter.To(list);
        await counter.Page.Keyboard.PressAsync("Home");
        for (var turns = 0; !(await list.EvaluateAsync<string>("list => list.selectedOptions[0].text")).EndsWith(name, StringComparison.Ordinal); turns++)
        {
            Assert.True(turns < 200, $"{name} is not reached by the arrows");
            await counter.Page.Keyboard.PressAsync("ArrowDown");
        }
    }

    private async Task<string> Slip(Visitor counter)
    {
        var slip = await counter.Page.APIRequest.GetAsync(product.Url + await counter.Link("In phiếu hẹn").GetAttributeAsync("href"));
        return Regex.Replace(await Sheet.Text(await slip.BodyAsync()), @"\s+", " ");
    }
}
