using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MotCua.Peers.Life;

/// <summary>One person at one machine, over the public API.</summary>
internal sealed partial class Browser(Uri site) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site, Timeout = TimeSpan.FromSeconds(60) };
    private string? token;

    public Guid Account { get; private set; }

    public async Task<Browser> SignIn(string username)
    {
        var session = await Post("/api/v1/session", new { username, password = $"motcua-{username}" });
        Account = session.GetProperty("account").GetProperty("id").GetGuid();
        token = session.GetProperty("token").GetString();
        return this;
    }

    /// <summary>Posts the form of a page as a browser does, and gives where it leads.</summary>
    public async Task<string> Form(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var opened = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", $"motcua={token}" } } });
        var guard = Guard().Match(await opened.Content.ReadAsStringAsync()).Groups[1].Value;
        var cookies = opened.Headers.TryGetValues("Set-Cookie", out var set) ? string.Concat(set.Select(cookie => "; " + cookie.Split(';')[0])) : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Headers = { { "Cookie", $"motcua={token}{cookies}" } },
            Content = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("__RequestVerificationToken", guard))),
        };
        using var answer = await http.SendAsync(request);
        return answer.Headers.Location?.OriginalString ?? throw new InvalidOperationException(
            $"POST {path}: {(int)answer.StatusCode} {Summary().Match(await answer.Content.ReadAsStringAsync()).Value}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Guard();

    [GeneratedRegex("<div class=\"error-summary.*?</div>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    public Task<JsonElement> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonElement> Put(string path, object body, string? draft = null) =>
        Send(With(new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) }, draft));

    /// <param name="draft">Key of the draft, for who has no account.</param>
    /// <param name="seen">Version that was looked at.</param>
    public Task<JsonElement> Post(string path, object? body = null, string? draft = null, int? seen = null)
    {
        var request = With(new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) }, draft);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (seen is { } version) request.Headers.TryAddWithoutValidation("If-Match", $"{version}");
        return Send(request);
    }

    public Task<JsonElement> Upload(string path, byte[] pdf, string name, string? draft)
    {
        var request = With(new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(pdf) }, draft);
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        request.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return Send(request);
    }

    private static HttpRequestMessage With(HttpRequestMessage request, string? draft)
    {
        if (draft is not null) request.Headers.Add("X-Draft-Token", draft);
        return request;
    }

    private async Task<JsonElement> Send(HttpRequestMessage request)
    {
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using (request)
        using (var response = await http.SendAsync(request))
        {
            var body = await response.Content.ReadAsByteArrayAsync();
            if (!response.IsSuccessStatusCode)
                throw new InvalidOperationException(
                    $"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
            return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
        }
    }

    public void Dispose() => http.Dispose();
}
