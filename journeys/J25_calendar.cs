using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J25: a day off that falls into an open term: an administrator publishes it, the promise moves, the citizen reads why.</summary>
public sealed class J25_calendar(Product product)
{
    // Later than everything that other journeys promise, so that nothing of theirs moves.
    private const string June = "2026-06-01T09:00:00+07:00";
    private const string Root = "/quan-tri/lich-lam-viec";

    [Fact]
    public async Task A_published_day_off_moves_an_open_promise_and_everybody_reads_it()
    {
        await product.Clock(June);
        try
        {
            var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
            await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive", new { papers = Array.Empty<object>() });
            await using var admin = await Visitor.Desk(product, "j25");
            await admin.SignIn("nam");
            await admin.Link("Lịch làm việc").First.ClickAsync();
            await admin.Sees("Chính thức, đã có thông báo");
            await admin.Look("list");
            await admin.Link("Năm 2026").ClickAsync();
            await admin.Look("year");
            await Fill(admin, "lung tung");
            await admin.Button("Xem trước thay đổi").ClickAsync();
            await admin.Sees("cần ngày, loại và tên, cách nhau bằng dấu chấm phẩy");
            await admin.Look("refused");
            var lines = await admin.Box("Các ngày nghỉ và ngày làm bù").InputValueAsync();
            await admin.Box("Các ngày nghỉ và ngày làm bù")
                .FillAsync(lines.Replace("lung tung", "03/06/2026; nghỉ lễ; Nghỉ theo công điện", StringComparison.Ordinal));
            await admin.Button("Xem trước thay đổi").ClickAsync();
            await admin.Sees("Thêm ngày nghỉ lễ");
            await admin.Sees("1 hồ sơ đang mở có hạn chạm phần thay đổi");
            await admin.Look("preview");
            await admin.Button("Sửa lại").ClickAsync();
            Assert.Contains("03/06/2026", await admin.Box("Các ngày nghỉ và ngày làm bù").InputValueAsync(), StringComparison.Ordinal);
            await admin.Button("Xem trước thay đổi").ClickAsync();
            await admin.Button("Công bố lịch năm 2026").ClickAsync();
            await admin.Sees("Đã công bố phiên bản");
            await admin.Look("published");
            await Moved(admin, code);

            await using var citizen = await Visitor.Phone(product, "j25");
            await citizen.Open($"/tra-cuu?ma={shortCode}");
            await citizen.Sees("hạn 17:00, 05/06/2026");
            await citizen.Sees("Hẹn trả trước là 17:00, 04/06/2026, tính lại thành 17:00, 05/06/2026");
            await citizen.Sees("Công văn 77/VPCP-KGVX ngày 01/06/2026");
            await citizen.Look("tracked");
            await citizen.Link("Thời gian đã đi đâu").ClickAsync();
            await citizen.Sees("Tính lại theo lịch mới");
            await citizen.Look("clock");
        }
        finally { await product.Clock(); }
    }

    [Fact]
    public async Task The_calendar_is_legible_on_a_phone()
    {
        await product.Clock();
        await using var admin = await Visitor.Phone(product, "j25");
        await admin.SignIn("nam");
        foreach (var (path, name) in new[]
        {
            (Root, "list"), ($"{Root}/2026", "year"), ($"{Root}/2027", "unknown"), ($"{Root}/gio-lam-viec", "offices"),
            ($"{Root}/gio-lam-viec/MC-32025", "hours"), ($"{Root}/phien-ban/1", "moved")
        })
        {
            Assert.Equal(200, (await admin.Open(path))!.Status);
            await admin.Look(name);
        }
    }

    [Fact]
    public async Task New_hours_of_an_office_are_set_from_a_day_on()
    {
        await product.Clock();
        await using var admin = await Visitor.Desk(product, "j25-hours");
        await admin.SignIn("nam");
        await admin.Open($"{Root}/gio-lam-viec");
        await admin.Box("Tên bộ phận").FillAsync("nam can");
        await admin.Button("Tìm").ClickAsync();
        await admin.Look("offices");
        await admin.Page.GetByRole(AriaRole.Row).GetByRole(AriaRole.Link).First.ClickAsync();
        await admin.Button("Đặt giờ mới").ClickAsync();
        await admin.Sees("Nhập lý do đổi giờ");
        await admin.Look("refused");
        await admin.Date("Áp dụng từ ngày", "1", "12", "2026");
        await admin.Page.GetByRole(AriaRole.Radio, new() { Name = "Mở để tiếp nhận" }).CheckAsync();
        await admin.Box("Sáng Thứ Bảy mở cửa (không bắt buộc)").FillAsync("07:30");
        await admin.Box("Sáng Thứ Bảy đóng cửa (không bắt buộc)").FillAsync("11:00");
        await admin.Box("Lý do").FillAsync("Thử mở Thứ Bảy");
        await admin.Button("Đặt giờ mới").ClickAsync();
        await admin.Sees("Đã đặt giờ mới");
        await admin.Sees("07:30–11:00, chỉ tiếp nhận, không tính vào thời hạn");
        await admin.Look("set");
    }

    private static async Task Fill(Visitor admin, string line)
    {
        if (!await admin.Box("Văn bản quyết định").IsVisibleAsync()) await admin.Page.GetByText("Nhập lịch năm 2026 theo thông báo").ClickAsync();
        await admin.Box("Văn bản quyết định").FillAsync("Công văn 77/VPCP-KGVX");
        await admin.Date("Ngày văn bản", "1", "6", "2026");
        var box = admin.Box("Các ngày nghỉ và ngày làm bù");
        await box.FillAsync(await box.InputValueAsync() + line);
        await admin.Box("Lý do").FillAsync("Nghỉ một ngày theo công điện");
    }

    /// <summary>The recount runs behind; its numbers lead to the dossiers.</summary>
    private static async Task Moved(Visitor admin, string code)
    {
        for (var tries = 0; ; tries++)
        {
            await admin.Open(Root);
            if (await admin.Link("1 muộn hơn").CountAsync() > 0) break;
            Assert.True(tries < 60, "The recount did not end");
            await Task.Delay(500);
        }
        await admin.Look("counted");
        await admin.Link("1 muộn hơn").First.ClickAsync();
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = code });
        await Expect(row).ToContainTextAsync("17:00, 04/06/2026");
        await Expect(row).ToContainTextAsync("17:00, 05/06/2026");
        await Expect(row).ToContainTextAsync("Muộn hơn");
        await admin.Look("moved");
    }
}
