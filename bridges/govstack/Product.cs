using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MotCua.GovStackBridge;

/// <summary>The two programs that administrators of the product have let in for the bridge.</summary>
/// <param name="Applicant">Scope <c>file</c>: files, and reads what it filed.</param>
/// <param name="Operator">Scope <c>desk</c>: tasks and figures of the agencies where it holds positions.</param>
internal sealed record Programs(Product Applicant, Product Operator) : IDisposable
{
    public void Dispose()
    {
        Applicant.Dispose();
        Operator.Dispose();
    }

    public static Programs Of(IConfiguration settings) => new(new Product(settings, "applicant"), new Product(settings, "operator"));
}

/// <summary>The ids by which the other side knows our services, eForms, tasks and registrations; what has no such id is known by ours.</summary>
internal sealed class Names(IConfiguration settings)
{
    public string Ours(string kind, string theirs) => settings[$"names:{kind}:{theirs}"] ?? theirs;

    public string Theirs(string kind, string ours) =>
        settings.GetSection($"names:{kind}").GetChildren().FirstOrDefault(name => name.Value == ours)?.Key ?? ours;
}

/// <summary>One program at <c>/api/v1</c>: client credentials, a token that is renewed, and refusals told as they came.</summary>
internal sealed class Product : IDisposable
{
    private const int MostWords = 10;
    private readonly HttpClient http;
    private readonly Dictionary<string, string> credentials;
    private readonly SemaphoreSlim renewing = new(1);
    private (string Token, DateTimeOffset Until) held;

    public Product(IConfiguration settings, string program)
    {
        Url = new Uri(Needed("url"));
        http = new HttpClient { BaseAddress = new Uri(Url, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        credentials = new() { ["grant_type"] = "client_credentials", ["client_id"] = Needed($"{program}:id"), ["client_secret"] = Needed($"{program}:secret") };
        string Needed(string name) => settings[name] ?? throw new InvalidOperationException($"The settings lack {name}; see README.md.");
    }

    public Uri Url { get; }

    public void Dispose()
    {
        http.Dispose();
        renewing.Dispose();
    }

    /// <returns>Null: not there.</returns>
    public async Task<JsonNode?> Get(string path)
    {
        try { return await Send(HttpMethod.Get, path); }
        catch (Declined absent) when (absent.Status == 404) { return null; }
    }

    public Task<JsonNode> Post(string path, object body, int? seen = null) => Send(HttpMethod.Post, path, JsonContent.Create(body), seen);

    public Task<JsonNode> Put(string path, object body) => Send(HttpMethod.Put, path, JsonContent.Create(body));

    public async Task<JsonNode> Send(HttpMethod method, string path, HttpContent? body = null, int? seen = null, string? fileName = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token());
        if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (seen is { } version) request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        if (fileName is not null) request.Headers.Add("X-File-Name", Uri.EscapeDataString(fileName));
        using var answer = await http.SendAsync(request);
        // A token that was ended before its time is asked for again with the next request.
        if (answer.StatusCode == HttpStatusCode.Unauthorized) held = default;
        return await Read(answer);
    }

    /// <summary>Rows of a list by cursor, until the caller has enough.</summary>
    /// <param name="next">Name of the cursor in a page; <paramref name="cursor"/> that of the parameter in which it goes back.</param>
    public async IAsyncEnumerable<JsonNode> Walk(string path, string cursor = "after", string next = "next")
    {
        var at = default(string);
        do
        {
            var page = await Send(HttpMethod.Get, at is null ? path
                : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{cursor}={Uri.EscapeDataString(at)}");
            foreach (var row in page["items"]!.AsArray()) yield return row!;
            at = (string?)page[next];
        }
        while (at is not null);
    }

    private async Task<string> Token()
    {
        await renewing.WaitAsync();
        try
        {
            if (held.Until > DateTimeOffset.UtcNow) return held.Token;
            using var form = new FormUrlEncodedContent(credentials);
            using var answer = await http.PostAsync("token", form);
            if (!answer.IsSuccessStatusCode) throw new Declined(503, "Hệ thống một cửa không nhận chương trình này");
            var given = await Read(answer);
            held = ((string)given["access_token"]!, DateTimeOffset.UtcNow.AddSeconds((int)given["expires_in"]! - 60));
            return held.Token;
        }
        finally { renewing.Release(); }
    }

    private static async Task<JsonNode> Read(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var body = isJson && text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject();
        return answer.IsSuccessStatusCode ? body : throw new Declined((int)answer.StatusCode, Said(body) ?? $"{(int)answer.StatusCode}");
    }

    private static string? Said(JsonNode problem) => (string?)problem["title"] is not { } title ? null
        : string.Join("; ", (problem["errors"] as JsonArray ?? []).Take(MostWords).Select(one => (string)one!["message"]!).Prepend(title).Distinct());
}
