using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J05: the promised day, and why it is that day.</summary>
public sealed class J05_promise(Product product)
{
    private static readonly (string Day, string Words)[] Days =
    [
        ("29/04/2026", "tính là ngày 1"), ("30/04/2026", "không tính – Ngày Chiến thắng"), ("01/05/2026", "không tính – Ngày Quốc tế Lao động"),
        ("02/05/2026", "không tính – Cuối tuần (Thứ Bảy)"), ("03/05/2026", "không tính – Cuối tuần (Chủ Nhật)"), ("04/05/2026", "tính là ngày 2"),
            ("05/05/2026", "tính là ngày 3"),
    ];

    [Fact]
    public async Task Three_working_days_over_the_holidays_mean_the_fifth_of_May_everywhere()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
        await using var desk = await Visitor.Desk(product, "j05");
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.Sees("Hẹn trả: 17:00, 05/05/2026");
        await Counted(desk, "Vì sao là ngày này");
        await desk.Look("before");
        await desk.ChecksPapers();
        await desk.Button("Tiếp nhận & in phiếu hẹn").ClickAsync();
        await desk.Page.WaitForURLAsync(url => !url.EndsWith($"/noi-bo/tiep-nhan/{code}", StringComparison.Ordinal));

        await using var citizen = await Visitor.Phone(product, "j05");
        await Track(citizen, shortCode);
        await Counted(citizen, "vì sao là ngày này");
        await citizen.Look("why");
        await desk.Open($"/noi-bo/ho-so/{code}");
        await Counted(desk, "Vì sao hạn này");
        await desk.Look("why");

        await using var specialist = await Visitor.Desk(product, "j05-specialist");
        await specialist.SignIn("khoi");
        foreach (var (now, words, row, filled) in new[]
        {
            (Product.Morning, "Còn 3 ngày làm việc", "Còn 3 ngày · 17:00 05/05", false),
            // Two hours of the morning and four of the afternoon, of which a moment has passed.
            ("2026-05-05T09:00:00+07:00", "Sắp đến hạn, còn 5 giờ làm việc", "Còn 5 giờ · 17:00 05/05", false),
            ("2026-05-08T09:00:00+07:00", "Quá hạn 2 ngày làm việc", "Quá hạn 2 ngày · 17:00 05/05", true),
        })
        {
            await product.Clock(now);
            await Track(citizen, shortCode);
            await Chip(citizen.Page.GetByRole(AriaRole.Main), words, filled);
            await desk.Open($"/noi-bo/ho-so/{code}");
            await Chip(desk.Page.GetByRole(AriaRole.Main), words, filled);
            await specialist.Open("/noi-bo/viec");
            await Chip(await Row(specialist, code), row, filled);
            foreach (var (person, name) in new[] { (citizen, "tracked"), (desk, "dossier"), (specialist, "tasks") }) await person.Look($"{name}-{now[5..10]}");
        }
        await product.Clock();
    }

    private static async Task Counted(Visitor visitor, string summary)
    {
        await visitor.Page.GetByText(new Regex(summary)).ClickAsync();
        foreach (var (day, words) in Days)
            await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = day }).Filter(new() { HasText = words })).ToBeVisibleAsync();
    }

    /// <summary>The words of the time, and whether they stand white on solid red, which means overdue and nothing else.</summary>
    private static async Task Chip(ILocator where, string words, bool filled)
    {
        var chip = where.GetByText(new Regex($"^\\s*{words}( — hạn 17:00, 05/05/2026)?\\s*$")).First;
        await Expect(chip).ToBeVisibleAsync();
        if (filled) await Expect(chip).ToHaveCSSAsync("background-color", "rgb(176, 0, 32)");
        else await Expect(chip).Not.ToHaveCSSAsync("background-color", "rgb(176, 0, 32)");
    }

    /// <summary>The dossier's row, on whichever page of the list it stands.</summary>
    private static async Task<ILocator> Row(Visitor specialist, string code)
    {
        var row = specialist.Page.GetByRole(AriaRole.Row).Filter(new() { Has = specialist.Link(code) });
        while (await row.CountAsync() == 0) await specialist.Link("Trang tiếp").ClickAsync();
        return row;
    }

    private static async Task Track(Visitor citizen, string code)
    {
        await citizen.Open("/tra-cuu");
        await citizen.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(code);
        await citizen.Button("Tra cứu hồ sơ").ClickAsync();
        await citizen.Heading("Diễn tiến hồ sơ").WaitForAsync();
    }
}
