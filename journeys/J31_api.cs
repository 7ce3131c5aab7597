using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J31: who writes a program reads the description of the API, offline; who administers lets the program in.</summary>
public sealed class J31_api(Product product)
{
    [Theory]
    [InlineData(1366)]
    [InlineData(360)]
    public async Task The_description_is_read_from_our_own_origin_alone(int width)
    {
        await using var reader = width == 360 ? await Visitor.Phone(product, "j31") : await Visitor.Desk(product, "j31");
        var elsewhere = new List<string>();
        var complaints = new List<string>();
        reader.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(product.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) elsewhere.Add(request.Url);
        };
        reader.Page.Console += (_, said) =>
        {
            if (said.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) complaints.Add(said.Text);
        };
        await reader.Open("/api");
        await Expect(reader.Page).ToHaveTitleAsync(new Regex("API một cửa"));
        await Expect(reader.Page.GetByText("Thủ tục hành chính: biểu mẫu").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "API một cửa" }).First).ToBeVisibleAsync();
        // What the page asks for has been asked when the sections stand; a silent line is not always told by the browser.
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "Bàn một cửa" }).First).ToBeAttachedAsync();
        await reader.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
        if (Environment.GetEnvironmentVariable("MOTCUA_SHOTS") is { Length: > 0 } shots)
            await reader.Page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(shots).FullName, $"j31-api-{width}.png") });
        await reader.Fits("api");
        Assert.Empty(elsewhere);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task An_administrator_proposes_a_program_and_reads_that_another_approves()
    {
        await product.Clock();
        await using var admin = await Visitor.Desk(product, "j31");
        await admin.SignIn("nam");
        await admin.Open("/quan-tri/chuong-trinh/moi");
        await admin.Button("Đề nghị").ClickAsync();
        await admin.Sees("Nhập tên chương trình");
        await admin.Look("new-refused");
        await admin.Box("Tên chương trình").FillAsync("Cổng của tỉnh");
        await admin.Box("Mã chương trình (client_id)").FillAsync($"cong-{Guid.NewGuid().ToString("n")[..6]}");
        await admin.Page.GetByLabel("Cơ quan chịu trách nhiệm").SelectOptionAsync("UBND-32248");
        await admin.Page.GetByLabel("Chương trình được làm").SelectOptionAsync("file");
        await admin.Date("Dùng đến hết ngày", "31", "12", "2026");
        await admin.Box("Căn cứ").FillAsync("CV 5/STTTT");
        await admin.Button("Đề nghị").ClickAsync();
        await admin.Sees("Chờ quản trị khác duyệt");
        await admin.Look("program");
        await admin.Open("/quan-tri/chuong-trinh");
        await admin.Sees("Cổng của tỉnh");
        await admin.Look("programs");
    }
}
