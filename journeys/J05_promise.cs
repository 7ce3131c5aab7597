using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J05: the promised day, and why it is that day.</summary>
public sealed class J05_promise(Product product)
{
    [Fact]
    public async Task Three_working_days_over_the_holidays_mean_the_fifth_of_May_everywhere()
    {
        await product.Clock();
        var (code, shortCode) = await Api.File(product, "hkd01", Api.Business);
        await using var desk = await Visitor.Desk(product, "j05");
        await desk.SignIn("diem");
        await desk.Open($"/noi-bo/tiep-nhan/{code}");
        await desk.Sees("05/05/2026");
        await desk.Look("before");
        await desk.Button("Tiếp nhận & in phiếu hẹn").ClickAsync();
        await desk.Page.WaitForURLAsync(url => !url.EndsWith($"/noi-bo/tiep-nhan/{code}", StringComparison.Ordinal));

        await using var citizen = await Visitor.Phone(product, "j05");
        await Track(citizen, shortCode);
        await citizen.Sees("Còn 3 ngày làm việc");
        await citizen.Page.GetByText(new Regex("vì sao là ngày này")).ClickAsync();
        foreach (var (day, words) in new[] { ("29/04/2026", "tính là ngày 1"), ("30/04/2026", "không tính"), ("01/05/2026", "không tính"), ("02/05/2026", "không tính"), ("03/05/2026", "không tính"), ("04/05/2026", "tính là ngày 2"), ("05/05/2026", "tính là ngày 3") })
            await Assertions.Expect(citizen.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = day }).Filter(new() { HasText = words })).ToBeVisibleAsync();
        await citizen.Look("why");

        foreach (var (now, words) in new[] { ("2026-05-05T09:00:00+07:00", "Sắp đến hạn"), ("2026-05-08T09:00:00+07:00", "Quá hạn") })
        {
            await product.Clock(now);
            await Track(citizen, shortCode);
            await citizen.Sees(words);
            await desk.Open($"/noi-bo/ho-so/{code}");
            await desk.Sees(words);
        }
        await citizen.Look("late");
        await desk.Look("late");
        await product.Clock();
    }

    private static async Task Track(Visitor citizen, string code)
    {
        await citizen.Open("/tra-cuu");
        await citizen.Box("Mã hồ sơ hoặc mã ngắn").FillAsync(code);
        await citizen.Button("Tra cứu hồ sơ").ClickAsync();
        await citizen.Heading("Diễn tiến hồ sơ").WaitForAsync();
    }
}
