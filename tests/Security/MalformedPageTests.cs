using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Every page with nonsense in its address and in every form field: no answer of 5xx, refusals in Vietnamese.</summary>
[Trait("Pace", "slow")]
public sealed class MalformedPageTests(TellingHouse house, ITestOutputHelper output) : IClassFixture<TellingHouse>
{
    private static readonly string[] Names = ["q", "sau", "after", "trang", "linhvuc", "cap", "ve", "luong", "hoSo", "ma", "id", "to", "last4", "nhap",
        "handler", "so", "tu", "den", "da-nop", "bo-phan"];

    private static readonly string[] Values = ["%00", "%FF%FE", "%ED%A0%80", "..%2F..%2Fx", "'%20or%201%3D1--", "-1", "99999999999999999999", "%E2%80%AE",
        new('a', 10_000)];

    private static readonly string[] Typed = ["\0", "\ud800", "-1", "99999999999999999999", "2026-02-30", "[]", "../../x", new('ă', 10_000)];

    [Fact]
    public async Task No_page_ends_in_an_accident()
    {
        var victim = await Victim.Settle(house);
        var pages = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => !e.RoutePattern.RawText!.Trim('/').StartsWith("api/", StringComparison.Ordinal)
                && e.RoutePattern.RawText.Trim('/') is not ("dang-xuat" or "thu-nghiem/dat-lai"))
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is null or { HttpMethods: [] }
            || e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(e => victim.Address(e)).OfType<string>().Distinct().ToList();
        Assert.True(pages.Count > 30, $"Only {pages.Count} pages were found.");
        var (calls, wrong) = (0, new List<string>());
        foreach (var username in new[] { null, "benam", "diem", "tam" })
        {
            var client = username is null ? house.Anonymous() : await house.SignedIn(username);
            foreach (var page in pages)
            {
                foreach (var value in Values)
                    await Try(page.Split('?')[0] + "?" + string.Join('&',
                    Names.Where(name => value.Length < 100 || name is "q" or "sau" or "ma").Select(name => $"{name}={value}")), null);
                foreach (var (action, fields) in await Forms(client, page))
                    foreach (var typed in Typed)
                        await Try(action, fields.Select(field => KeyValuePair.Create(field.Key, field.Value ?? typed)));
            }

            async Task Try(string address, IEnumerable<KeyValuePair<string, string>>? form)
            {
                house.Services.GetRequiredService<Throttle>().Clear();
                using var content = form is null ? null : new FormUrlEncodedContent(form);
                using var answer = content is null ? await client.GetAsync(address) : await client.PostAsync(address, content);
                calls++;
                if ((int)answer.StatusCode < 400) return;
                var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                var cell = $"{username ?? "anonymous"} {(form is null ? "GET" : "POST")} {address[..Math.Min(120, address.Length)]} "
                    + $"{string.Join(' ', form?.Select(f => $"{f.Key}={f.Value[..Math.Min(12, f.Value.Length)]}").Take(6) ?? [])} → {(int)answer.StatusCode}";
                if ((int)answer.StatusCode >= 500) wrong.Add(cell);
                else if (text.Length > 0 && !text.Any(sign => sign > 0x7F && char.IsLetter(sign))) wrong.Add($"{cell} {text[..Math.Min(80, text.Length)]}");
            }
        }
        output.WriteLine($"Malformed pages: {pages.Count} pages, {calls} requests, {wrong.Count} wrong answers.");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {calls}:\n{string.Join('\n', wrong.Take(60))}\n{house.Accidents}");
    }

    /// <summary>The forms of a page; a field without value is one that a person fills in.</summary>
    private static async Task<IReadOnlyList<(string Action, IReadOnlyList<KeyValuePair<string, string?>> Fields)>> Forms(HttpClient client, string page)
    {
        var answer = await client.GetAsync(page);
        if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html") return [];
        var document = await House.Read(answer);
        return [.. document.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").Select(form => (
            form.GetAttribute("action") is { Length: > 0 } action ? action : page,
            (IReadOnlyList<KeyValuePair<string, string?>>)[.. form.QuerySelectorAll("[name]").Where(field => field.GetAttribute("type") != "file")
                .Select(field => KeyValuePair.Create(field.GetAttribute("name")!,
                field.GetAttribute("name") == "__RequestVerificationToken" ? field.GetAttribute("value") : null))]))];
    }
}

/// <summary>A house that remembers its accidents, so that a 5xx can be told with its cause.</summary>
public sealed class TellingHouse : House, ILoggerProvider, ILogger
{
    private readonly List<string> accidents = [];

    public string Accidents
    {
        get { lock (accidents) return string.Join('\n', accidents.Distinct()); }
    }

    protected override void Configure(WebApplicationBuilder builder) => builder.Logging.AddProvider(this);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || exception is null) return;
        lock (accidents) accidents.Add($"{exception.GetType().Name}: "
            + $"{exception.Message}{exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("MotCua", StringComparison.Ordinal))}");
    }

    public void Dispose() { }
}
