using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>
/// J29: an administrator makes an account and gives it a position; its owner changes the password before anything else; somebody acts in
/// the owner's place; a citizen who has forgotten the password asks for a code.
/// </summary>
public sealed class J29_accounts(Product product)
{
    [Fact]
    public async Task An_official_gets_an_account_changes_the_password_and_is_acted_for()
    {
        await product.Clock();
        var username = "cb." + Guid.NewGuid().ToString("n")[..6];
        await using var admin = await Visitor.Desk(product, "j29");
        await admin.SignIn("nam");
        await admin.Link("Cán bộ").First.ClickAsync();
        // Ten places and the name of who is signed in stand on one line.
        Assert.InRange((await admin.Page.GetByRole(AriaRole.Banner).BoundingBoxAsync())!.Height, 40, 60);
        await admin.Look("list");
        await admin.Link("Tạo tài khoản cán bộ").ClickAsync();
        await admin.Button("Tạo tài khoản").ClickAsync();
        await admin.Sees("Nhập họ, chữ đệm và tên");
        await admin.Look("new-refused");
        await admin.Box("Họ, chữ đệm và tên").FillAsync("Trần Văn Mới");
        await admin.Box("Tên đăng nhập").FillAsync(username);
        await admin.Box("Căn cứ").FillAsync("Quyết định 12/QĐ-UBND ngày 27/04/2026");
        await admin.Button("Tạo tài khoản").ClickAsync();
        var password = await admin.Page.Locator(".one-time code").InnerTextAsync();
        await admin.Look("made");

        await admin.Link("Giao vị trí công tác").ClickAsync();
        await admin.Page.GetByText("Giao vị trí công tác", new() { Exact = true }).ClickAsync();
        await admin.Box("Vai trò").SelectOptionAsync(new SelectOptionValue { Label = "Chuyên viên thụ lý" });
        await admin.Box("Bộ phận Một cửa hoặc cơ quan").SelectOptionAsync(new SelectOptionValue { Value = "UBND-32248" });
        await admin.Date("Từ ngày", "28", "04", "2026");
        await admin.Look("grant");
        await admin.Box("Căn cứ giao vị trí").FillAsync("Quyết định 13/QĐ-UBND");
        await admin.Button("Giao vị trí").ClickAsync();
        await admin.Sees("Mọi phiên đăng nhập của tài khoản này đã kết thúc");

        await admin.Page.GetByText("Ủy quyền cho người khác làm thay", new() { Exact = true }).ClickAsync();
        await admin.Box("Vị trí được làm thay").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await admin.Box("Tên đăng nhập của người làm thay").FillAsync("thao");
        await admin.Date("Làm thay từ ngày", "28", "04", "2026");
        await admin.Date("Làm thay đến hết ngày", "05", "05", "2026");
        await admin.Box("Văn bản ủy quyền").FillAsync("Giấy ủy quyền 15/GUQ-UBND");
        await admin.Box("Lý do ủy quyền").FillAsync("Đi học");
        await admin.Button("Ủy quyền").ClickAsync();
        await admin.Sees("thay Trần Văn Mới");
        await admin.Look("person");
        var page = admin.Page.Url;

        await using var own = await Visitor.Phone(product, "j29-own");
        await own.Open("/dang-nhap");
        await own.Box("Tên đăng nhập, số điện thoại hoặc số định danh").FillAsync(username);
        await own.Box("Mật khẩu").FillAsync("đoán thử");
        await own.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Đăng nhập", Exact = true }).ClickAsync();
        await own.Box("Mật khẩu").FillAsync(password);
        await own.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Đăng nhập", Exact = true }).ClickAsync();
        await own.Sees("đang dùng mật khẩu do người khác cấp");
        await own.Look("must-change");
        await own.Box("Mật khẩu đang dùng").FillAsync(password);
        await own.Box("Mật khẩu mới").FillAsync("matkhau123456");
        await own.Button("Đổi mật khẩu").ClickAsync();
        await own.Sees("dễ đoán");
        await own.Box("Mật khẩu đang dùng").FillAsync(password);
        await own.Box("Mật khẩu mới").FillAsync("Rừng đước ven biển Đất Mũi");
        await own.Button("Đổi mật khẩu").ClickAsync();
        await own.Sees("Đã đổi mật khẩu");
        await own.Sees("Đăng nhập không thành công gần đây");
        await own.Look("account");

        await using var instead = await Visitor.Desk(product, "j29-instead");
        await instead.SignIn("thao");
        await instead.Open("/tai-khoan");
        await instead.Look("account");
        await instead.Button("Làm thay Trần Văn Mới").ClickAsync();
        await instead.Open("/tai-khoan");
        await instead.Sees("Đang làm thay Trần Văn Mới");
        await instead.Look("acting");

        await using var narrow = await Visitor.Phone(product, "j29-narrow");
        await narrow.SignIn("nam");
        foreach (var (path, name) in new[] { ("/quan-tri/can-bo", "list"), ("/quan-tri/can-bo/moi", "new"), (page, "person") })
        {
            await narrow.Open(path);
            await narrow.Look(name);
        }
    }

    [Fact]
    public async Task A_citizen_who_has_forgotten_the_password_asks_for_a_code()
    {
        await product.Clock();
        foreach (var citizen in new[] { await Visitor.Phone(product, "j29-forgot"), await Visitor.Desk(product, "j29-forgot") })
            await using (citizen)
            {
                await citizen.Open("/dang-nhap");
                await citizen.Link(new Regex("^Quên mật khẩu")).ClickAsync();
                await citizen.Look("ask");
                await citizen.Box("Tên đăng nhập, số điện thoại hoặc số định danh").FillAsync("khong-co-ai");
                await citizen.Button("Gửi mã cho tôi").ClickAsync();
                await citizen.Sees("mã 8 chữ số đang được gửi đi");
                await citizen.Box("Mã xác nhận").FillAsync("12345678");
                await citizen.Box("Mật khẩu mới").FillAsync("Tràm U Minh mùa mật ong");
                await citizen.Button("Đặt mật khẩu mới").ClickAsync();
                await citizen.Sees("Mã chưa đúng hoặc đã hết hạn");
                await citizen.Look("refused");
            }
    }
}
