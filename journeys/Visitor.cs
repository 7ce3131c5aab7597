using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>One person at one browser. Finds everything by role and accessible name, and watches the console.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string? Shots = Environment.GetEnvironmentVariable("MOTCUA_SHOTS");
    private readonly IBrowserContext context;
    private readonly Product product;
    private readonly string journey;
    private readonly List<string> errors = [];
    private readonly bool script;

    private Visitor(Product product, IBrowserContext context, IPage page, string journey, bool script)
    {
        (this.product, this.context, Page, this.journey, this.script) = (product, context, page, journey, script);
        page.SetDefaultTimeout(15_000);
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            // A refused form is answered 4xx, and Chromium writes that of the document itself to the console.
            if (message.Type == "error" && !(message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && IsDocument(message.Location)))
                errors.Add($"{message.Text} ({message.Location})");
        };
        page.Response += (_, answer) => { if (answer.Status >= 500) errors.Add($"{answer.Status} {answer.Url}"); };
    }

    public IPage Page { get; }

    public static Task<Visitor> Phone(Product product, string journey, bool script = true) => Come(product, journey, 360, 640, script, phone: true);

    public static Task<Visitor> Desk(Product product, string journey) => Come(product, journey, 1366, 768, script: true, phone: false);

    public static async Task<Visitor> Come(Product product, string journey, int width, int height, bool script, bool phone)
    {
        var context = await product.Browser.NewContextAsync(new()
        {
            BaseURL = product.Url, ViewportSize = new() { Width = width, Height = height }, JavaScriptEnabled = script, HasTouch = phone,
            Locale = "vi-VN", TimezoneId = "Asia/Ho_Chi_Minh", ReducedMotion = ReducedMotion.Reduce,
        });
        return new Visitor(product, context, await context.NewPageAsync(), journey, script);
    }

    public Task<IResponse?> Open(string path) => Page.GotoAsync(path);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name, bool exact = true) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = exact });

    public ILocator Link(Regex name) => Page.GetByRole(AriaRole.Link, new() { NameRegex = name });

    public ILocator Box(string label, string? group = null) =>
        group is null ? Page.GetByLabel(label, new() { Exact = true }) : Group(group).GetByLabel(label, new() { Exact = true });

    public ILocator Group(string name) => Page.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public async Task Choose(string option, string? group = null) =>
        await (group is null ? Page.GetByRole(AriaRole.Radio, new() { Name = option, Exact = true }) : Group(group).GetByRole(AriaRole.Radio, new() { Name = option, Exact = true })).CheckAsync();

    public async Task Date(string group, string day, string month, string year)
    {
        await Box("Ngày", group).FillAsync(day);
        await Box("Tháng", group).FillAsync(month);
        await Box("Năm", group).FillAsync(year);
    }

    public async Task SignIn(string username)
    {
        await Open("/dang-nhap");
        await Box("Tên đăng nhập, số điện thoại hoặc số định danh").FillAsync(username);
        await Box("Mật khẩu").FillAsync("motcua-" + username);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Đăng nhập", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" })).ToBeVisibleAsync();
    }

    public Task Sees(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(text);

    public Task SeesNot(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(text);

    public Task IsAt(Regex url) => Assertions.Expect(Page).ToHaveURLAsync(url);

    /// <summary>The page as it stands: no accessibility violation, no sideways scroll, nothing wrong in the console.</summary>
    public async Task Look(string name)
    {
        if (Shots is { Length: > 0 })
        {
            Directory.CreateDirectory(Shots);
            var size = Page.ViewportSize!;
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Shots, $"{journey}-{name}-{size.Width}.png"), FullPage = true });
        }
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wide <= 0, $"{journey} {name}: the page is {wide} px wider than the screen");
        // The checker itself is a script; the same pages are looked at in the run with script.
        if (script)
        {
            var found = await Page.RunAxe(new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] },
            });
            Assert.True(found.Violations.Length == 0, $"{journey} {name} {Page.Url}\n" + string.Join("\n",
                found.Violations.Select(v => $"{v.Id}: {v.Help}\n" + string.Join("\n", v.Nodes.Take(3).Select(node => "   " + node.Html)))));
        }
        Quiet();
    }

    public void Quiet() => Assert.True(errors.Count == 0, $"{journey} {Page.Url}\n" + string.Join("\n", errors));

    /// <summary>Leaves; the last page is kept as a picture, for a journey that broke off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Shots is { Length: > 0 })
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Shots, $"{journey}-last.png"), FullPage = true });
        await context.DisposeAsync();
    }

    private bool IsDocument(string location) => location.StartsWith(product.Url, StringComparison.Ordinal)
        && Page.Url.Split('?', '#')[0] is var here && (location.StartsWith(here, StringComparison.Ordinal) || !location.Contains("/assets/", StringComparison.Ordinal));
}
