using System.Text.RegularExpressions;
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

    private readonly Keys? keys;

    private Visitor(Product product, IBrowserContext context, IPage page, string journey, bool script, bool keysOnly)
    {
        (this.product, this.context, Page, this.journey, this.script) = (product, context, page, journey, script);
        keys = keysOnly ? new Keys(page, journey) : null;
        page.SetDefaultTimeout(30_000);
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

    public static Task<Visitor> Desk(Product product, string journey, bool keysOnly = false) =>
        Come(product, journey, 1366, 768, script: true, phone: false, keysOnly);

    /// <param name="keysOnly">Never touches the mouse; every stop of the focus is checked to be seen.</param>
    public static async Task<Visitor> Come(Product product, string journey, int width, int height, bool script, bool phone, bool keysOnly = false)
    {
        var context = await product.Browser.NewContextAsync(new()
        {
            BaseURL = product.Url, ViewportSize = new() { Width = width, Height = height }, JavaScriptEnabled = script, HasTouch = phone,
            Locale = "vi-VN", TimezoneId = "Asia/Ho_Chi_Minh", ReducedMotion = ReducedMotion.Reduce,
        });
        if (keysOnly) await context.AddInitScriptAsync("addEventListener('mousedown', () => console.error('A mouse was used'), true)");
        return new Visitor(product, context, await context.NewPageAsync(), journey, script, keysOnly);
    }

    public Task<IResponse?> Open(string path) => Page.GotoAsync(path);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name, bool exact = true) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = exact });

    public ILocator Link(Regex name) => Page.GetByRole(AriaRole.Link, new() { NameRegex = name });

    public ILocator Box(string label, string? group = null) =>
        group is null ? Page.GetByLabel(label, new() { Exact = true }) : Group(group).GetByLabel(label, new() { Exact = true });

    public ILocator Group(string name) => Page.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public Task To(ILocator target) => keys is null ? target.FocusAsync() : keys.To(target);

    public Task Press(ILocator target) => keys is null ? target.ClickAsync() : keys.Press(target);

    public Task Write(ILocator box, string text) => keys is null ? box.FillAsync(text) : keys.Write(box, text);

    public Task Tick(ILocator box, bool on = true) => keys is null ? box.SetCheckedAsync(on) : keys.Tick(box, on);

    public Task Give(ILocator box, FilePayload file) => keys is null ? box.SetInputFilesAsync(file) : keys.Give(box, file);

    public Task Choose(string option, string? group = null)
    {
        var radio = (group is null ? Page.GetByRole(AriaRole.Radio, new() { Name = option, Exact = true })
            : Group(group).GetByRole(AriaRole.Radio, new() { Name = option, Exact = true }));
        return keys is null ? radio.CheckAsync() : keys.Choose(radio);
    }

    public async Task Date(string group, string day, string month, string year)
    {
        await Write(Box("Ngày", group), day);
        await Write(Box("Tháng", group), month);
        await Write(Box("Năm", group), year);
    }

    /// <summary>The arrows choose in a closed list.</summary>
    /// <param name="option">How its words begin.</param>
    public async Task Pick(string label, string option)
    {
        var list = Box(label);
        await To(list);
        await Page.Keyboard.PressAsync("Home");
        for (var turns = 0; !(await list.EvaluateAsync<string>("list => list.selectedOptions[0].text")).StartsWith(option, StringComparison.Ordinal); turns++)
        {
            Assert.True(turns < 60, $"{label}: {option} is not reached by the arrows");
            await Page.Keyboard.PressAsync("ArrowDown");
        }
    }

    public async Task SignIn(string username)
    {
        await Open("/dang-nhap");
        await Write(Box("Tên đăng nhập, số điện thoại hoặc số định danh"), username);
        await Write(Box("Mật khẩu"), "motcua-" + username);
        await Press(Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Đăng nhập", Exact = true }));
        await Assertions.Expect(Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" })).ToBeVisibleAsync();
    }

    public Task Sees(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(text);

    public Task SeesNot(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(text);

    /// <summary>Opens the page again until it shows what a job of the house brings about.</summary>
    public async Task Until(string path, ILocator shown)
    {
        var patience = DateTime.UtcNow.AddSeconds(30);
        do await Open(path);
        while (await shown.CountAsync() == 0 && DateTime.UtcNow < patience);
        await Assertions.Expect(shown.First).ToBeVisibleAsync();
    }

    /// <summary>At a reception: what was sent is there, what was not is not needed or missing.</summary>
    public async Task ChecksPapers()
    {
        foreach (var paper in await Page.Locator("fieldset.paper-check").AllAsync())
        {
            var sent = await paper.Locator(".paper-check__file").CountAsync() > 0;
            var radio = sent ? paper.GetByRole(AriaRole.Radio).First : paper.GetByRole(AriaRole.Radio).Last;
            await (keys is null ? radio.CheckAsync() : keys.Choose(radio));
        }
    }

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
        await Fits(name);
        // The checker itself is a script; the same pages are looked at in the run with script.
        if (script)
        {
            var found = await Axe.Violations(Page);
            Assert.True(found.Length == 0, $"{journey} {name} {Page.Url}\n{found}");
        }
        Quiet();
    }

    public async Task Fits(string name)
    {
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wide <= 0, $"{journey} {name}: the page is {wide} px wider than the screen");
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
        && Page.Url.Split('?', '#')[0] is var here && (location.StartsWith(here, StringComparison.Ordinal)
        || !location.Contains("/assets/", StringComparison.Ordinal));
}
