using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>
/// J32: two communes become one. One administrator writes the plan, another looks at what it changes and approves; on its day officials go on with
/// their work, and citizens find everything under the old name. On a product of its own: what is merged stays merged.
/// </summary>
public sealed class J32_merge
{
    private const string Root = "/quan-tri/to-chuc";
    private const string Eve = "2026-05-31T15:00:00+07:00";
    private const string Day = "2026-06-01T08:30:00+07:00";

    [Fact]
    public async Task Two_communes_become_one_and_nobody_loses_a_dossier()
    {
        await using var product = new Product();
        var (code, shortCode) = await Received(product);
        await using var admin = await Administrator(product, "j32");
        await admin.Open(Root);
        await admin.Look("list");
        await admin.Box("Tên cơ quan, bộ phận, tên cũ hoặc mã").FillAsync("xa tan an");
        await admin.Button("Tìm").ClickAsync();
        await admin.Sees("Tên cũ: Xã Tân Ân");
        await admin.Link("Ủy ban nhân dân xã Đất Mũi").ClickAsync();
        await admin.Sees("Phạm Minh Khôi: chuyên viên thụ lý");
        await admin.Look("agency");
        await admin.Link("Sắp xếp cơ quan này").ClickAsync();
        await admin.Page.GetByText("Hợp nhất, sáp nhập").First.ClickAsync();
        await admin.Button("Lập phương án").ClickAsync();
        await admin.Sees("Chọn ít nhất hai đơn vị");
        await admin.Look("refused");
        await admin.Box("Đơn vị 2 (không bắt buộc)").SelectOptionAsync(new SelectOptionValue { Value = "UBND-32244" });
        await admin.Button("Lập phương án").ClickAsync();
        await admin.Sees("Cần bổ sung trước khi duyệt");
        await admin.Box("Mã của đơn vị mới").SelectOptionAsync(new SelectOptionValue { Value = "UBND-32244" });
        await admin.Box("Tên đầy đủ sau sắp xếp").FillAsync("Ủy ban nhân dân xã Mũi Cà Mau");
        await admin.Box("Tên viết tắt").FillAsync("UBND xã Mũi Cà Mau");
        await admin.Box("Tên xã, phường").FillAsync("Xã Mũi Cà Mau");
        await Saved(admin, "Nghị quyết 12/NQ-UBTVQH15");
        await admin.Sees("Hồ sơ đang mở");
        await admin.Look("preview");
        var plan = new Uri(admin.Page.Url).AbsolutePath;
        await Approved(product, plan, "j32");

        await using var specialist = await Visitor.Desk(product, "j32-work");
        await specialist.SignIn("khoi");
        await product.Clock(Day);
        await Until(admin, plan, "Đã có hiệu lực");
        await admin.Look("applied");
        // The same session as yesterday, and the tasks are there before the name on them has changed.
        await specialist.Open("/noi-bo/viec");
        await specialist.Sees(code);
        await Until(specialist, $"/noi-bo/ho-so/{code}", "Chuyển theo Nghị quyết 12/NQ-UBTVQH15");
        await specialist.Look("dossier");
        await specialist.Open("/noi-bo/viec");
        await specialist.Sees(code);
        await specialist.Look("tasks");
        await admin.Open($"{Root}?q=dat%20mui");
        await admin.Sees("Ủy ban nhân dân xã Mũi Cà Mau");
        await admin.Sees("Tên cũ: ");
        await admin.Open($"{Root}/UBND-32248");
        await admin.Sees("Đơn vị kế tục");
        await admin.Look("ended");

        await using var citizen = await Visitor.Phone(product, "j32-citizen");
        await citizen.Open($"/tra-cuu?ma={shortCode}");
        await citizen.Sees("Mũi Cà Mau");
        await citizen.Look("tracked");
        await using var phone = await Visitor.Phone(product, "j32");
        await phone.SignIn("nam");
        foreach (var (path, name) in new[] { (Root, "list"), ($"{Root}/UBND-32244", "agency"), ($"{Root}/sap-xep", "plans"), ("/quan-tri/vai-tro", "roles"),
            ("/quan-tri/vai-tro?co-quan=UBND-32244", "matrix") })
        {
            Assert.Equal(200, (await phone.Open(path))!.Status);
            await phone.Look(name);
        }
    }

    [Fact]
    public async Task A_part_of_a_commune_becomes_a_commune_of_its_own()
    {
        await using var product = new Product();
        var (code, shortCode) = await Received(product);
        await using var admin = await Administrator(product, "j32-split");
        await admin.Open($"{Root}/sap-xep?don-vi=UBND-32248");
        await admin.Page.GetByText("Chia, tách").First.ClickAsync();
        await admin.Button("Lập phương án").ClickAsync();
        await admin.Sees("Cần bổ sung trước khi duyệt");
        await admin.Look("begun");
        await admin.Box("Mã xã, phường mới").FillAsync("32299");
        await admin.Box("Tên đầy đủ của đơn vị mới").FillAsync("Ủy ban nhân dân xã Rạch Tàu");
        await admin.Box("Tên viết tắt").FillAsync("UBND xã Rạch Tàu");
        await admin.Box("Tên xã, phường").FillAsync("Xã Rạch Tàu");
        await admin.Page.GetByText("Phạm Minh Khôi: chuyên viên thụ lý").Last.ClickAsync();
        await admin.Page.Locator("select[name='office.MC-32248']").SelectOptionAsync(new SelectOptionValue { Value = "moi" });
        await Saved(admin, "Nghị quyết 14/NQ-UBTVQH15");
        await admin.Sees("Hồ sơ đang mở ở bộ phận chuyển sang đơn vị mới");
        await admin.Look("preview");
        var plan = new Uri(admin.Page.Url).AbsolutePath;
        await Approved(product, plan, "j32-split");

        await using var specialist = await Visitor.Desk(product, "j32-split-work");
        await specialist.SignIn("khoi");
        await product.Clock(Day);
        await Until(admin, plan, "Đã có hiệu lực");
        await admin.Look("applied");
        await Until(specialist, $"/noi-bo/ho-so/{code}", "Chuyển theo Nghị quyết 14/NQ-UBTVQH15");
        await specialist.Look("dossier");
        await admin.Open($"{Root}/UBND-32299");
        await admin.Sees("Phạm Minh Khôi: chuyên viên thụ lý");
        await admin.Look("new");
        await admin.Open($"{Root}/UBND-32248");
        await admin.Sees("Tách một phần thành Ủy ban nhân dân xã Rạch Tàu");
        await admin.Look("old");
        await using var citizen = await Visitor.Phone(product, "j32-split-citizen");
        await citizen.Open($"/tra-cuu?ma={shortCode}");
        await citizen.Sees("Rạch Tàu");
    }

    /// <summary>On the eve, one dossier is in hand.</summary>
    private static async Task<(string Code, string ShortCode)> Received(Product product)
    {
        await product.InitializeAsync();
        await product.Clock(Eve);
        var filed = await Api.File(product, "hkd01", Api.Business);
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{filed.Code}/receive", new { papers = Array.Empty<object>() });
        return filed;
    }

    /// <summary>Võ Hoàng Nam, who writes; Mai Thu Hà administers too, from today on.</summary>
    private static async Task<Visitor> Administrator(Product product, string name)
    {
        var admin = await Visitor.Desk(product, name);
        await admin.SignIn("nam");
        await admin.Open("/quan-tri/can-bo?q=mai%20thu%20ha");
        await admin.Link("Mai Thu Hà").ClickAsync();
        await admin.Page.GetByText("Giao vị trí công tác", new() { Exact = true }).ClickAsync();
        await admin.Box("Vai trò").SelectOptionAsync(new SelectOptionValue { Label = "Quản trị hệ thống" });
        await admin.Box("Bộ phận Một cửa hoặc cơ quan").SelectOptionAsync(new SelectOptionValue { Value = "VPUBND" });
        await admin.Date("Từ ngày", "31", "05", "2026");
        await admin.Box("Căn cứ giao vị trí").FillAsync("Quyết định 15/QĐ-UBND");
        await admin.Button("Giao vị trí").ClickAsync();
        await admin.Sees("Mọi phiên đăng nhập của tài khoản này đã kết thúc");
        return admin;
    }

    private static async Task Saved(Visitor admin, string document)
    {
        await admin.Date("Ngày hiệu lực", "01", "06", "2026");
        await admin.Box("Văn bản quyết định").FillAsync(document);
        await admin.Date("Ngày văn bản", "20", "04", "2026");
        await admin.Box("Lý do", null).Last.FillAsync("Sắp xếp theo nghị quyết");
        await admin.Button("Lưu, xem trước").ClickAsync();
        await admin.Sees("cần một quản trị khác duyệt");
    }

    private static async Task Approved(Product product, string plan, string name)
    {
        await using var other = await Visitor.Phone(product, name);
        await other.SignIn("ha");
        await other.Open(plan);
        await other.Look("plan");
        await other.Box("Căn cứ duyệt").FillAsync("Đã đối chiếu nghị quyết");
        await other.Button("Duyệt phương án").ClickAsync();
        await other.Sees("Đã duyệt");
        await other.Look("approved");
    }

    /// <summary>What a job of the house does comes within a minute.</summary>
    private static async Task Until(Visitor visitor, string path, string words)
    {
        var until = DateTime.UtcNow.AddSeconds(90);
        while (true)
        {
            await visitor.Open(path);
            if ((await visitor.Page.GetByRole(AriaRole.Main).InnerTextAsync()).Contains(words, StringComparison.Ordinal) || DateTime.UtcNow > until) break;
            await visitor.Page.WaitForTimeoutAsync(1000);
        }
        await visitor.Sees(words);
    }
}
