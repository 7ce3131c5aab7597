using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MotCua.Benchmarks.Demo;

/// <summary>An answer of the running instance, read to its end.</summary>
internal sealed partial record Answer(string Asked, int Status, string MediaType, byte[] Body, TimeSpan? RetryAfter = null, string? Location = null)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A page as a person reads it: without tags, entities resolved, runs of white space one space.</summary>
    public string Words => string.Join(' ', WebUtility.HtmlDecode(Tag().Replace(Text[Math.Max(0, Text.IndexOf("<main", StringComparison.Ordinal))..], ""))
        .Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public Answer Ok(int status = 200)
    {
        Check.That(Status == status, $"{Asked}: cần trả lời {status}", $"{Status} {Text}");
        return this;
    }

    /// <summary>A refusal in problem+json whose Vietnamese sentence holds these words.</summary>
    public Answer Refused(int status, string words = "")
    {
        Ok(status);
        Check.Same("application/problem+json", MediaType, $"{Asked}: kiểu của lời từ chối");
        Check.Holds(words, Text.Contains('\\', StringComparison.Ordinal) ? Json.ToString() + Unescaped() : Text, $"{Asked}: lời từ chối");
        return this;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private string Unescaped() => JsonSerializer.Serialize(Json, Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>One person at one machine: a token for the API, the same session as a cookie for pages, and nothing shared with the others.</summary>
internal sealed partial class Client : IDisposable
{
    private readonly HttpClient http;
    private readonly CookieContainer cookies = new();
    private readonly Badge badge;

    /// <param name="address">Where the person seems to come from; heard only where this machine is a known proxy.</param>
    public Client(Uri url, string? address = null)
    {
        http = new HttpClient(badge = new Badge(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }))
        {
            BaseAddress = url, Timeout = TimeSpan.FromSeconds(60),
        };
        if (address is not null) http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    public Guid Account { get; private set; }

    public string Name { get; private set; } = "khách";

    public async Task<Client> SignIn(string username, string? password = null)
    {
        var answer = (await Post("/api/v1/session", new { username, password = password ?? $"motcua-{username}" })).Ok().Json;
        Show(answer.Text("token"));
        cookies.Add(http.BaseAddress!, new Cookie("motcua", answer.Text("token")) { HttpOnly = true });
        (Account, Name) = (Guid.Parse(answer.At("account").Text("id")), answer.At("account").Text("name"));
        return this;
    }

    /// <summary>From now on at every door of the API.</summary>
    public void Show(string token) => badge.Token = token;

    /// <summary>Shows the token to the API alone: no page reads one, and beside one no cookie is looked at.</summary>
    private sealed class Badge(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public string? Token { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Token is not null && request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            return base.SendAsync(request, cancellationToken);
        }
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<Answer> Post(string path, object? body = null, string? key = null) =>
        Send(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), key);

    /// <summary>The same on the version of the dossier that is read now: who signs must name it.</summary>
    public async Task<Answer> PostSeen(string path, string dossier, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", (await Get(dossier)).Ok().Json.At("version").ToString());
        using var response = await http.SendAsync(request);
        return new Answer($"POST {path} ({Name})", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsByteArrayAsync());
    }

    public Task<Answer> Put(string path, object body) => Send(HttpMethod.Put, path, JsonContent.Create(body));

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    public Task<Answer> Post(string path, byte[] bytes, string mediaType, string? fileName = null, string? key = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Send(HttpMethod.Post, path, content, key, fileName);
    }

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, string? key = null, string? fileName = null, string? draft = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (draft is not null) request.Headers.Add("X-Draft-Token", draft);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (fileName is not null) request.Headers.Add("X-File-Name", Uri.EscapeDataString(fileName));
        using var response = await http.SendAsync(request);
        return new Answer($"{method} {path} ({Name})", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsByteArrayAsync(), response.Headers.RetryAfter?.Delta, response.Headers.Location?.ToString());
    }

    /// <summary>Sends a page's form as a browser does, with the token that the page carries.</summary>
    public Task<Answer> Form(string path, params (string Name, string Value)[] fields) => FormTo(path, path, fields);

    /// <summary>The same where the form of a page goes somewhere else.</summary>
    public async Task<Answer> FormTo(string path, string to, params (string Name, string Value)[] fields)
    {
        var token = await TokenOf(path);
        return await Send(HttpMethod.Post, to, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    /// <summary>The same with one file, in the field <c>file</c>.</summary>
    public async Task<Answer> FileTo(string path, string to, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TokenOf(path)), "__RequestVerificationToken" }, { new ByteArrayContent(bytes), "file", name },
        };
        return await Send(HttpMethod.Post, to, form);
    }

    private async Task<string> TokenOf(string path)
    {
        var page = (await Get(path)).Ok().Text;
        return Token().Match(page) is { Success: true } token ? token.Groups[1].Value
            : throw new Unexpected($"Trang {path} không có biểu mẫu: {Check.Short(page)}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    public void Dispose() => http.Dispose();
}

internal static class JsonReading
{
    public static JsonElement At(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
        ? value : throw new Unexpected($"Trả lời thiếu “{name}”: {Check.Short(json.ToString())}");

    public static string Text(this JsonElement json, string name) =>
        json.At(name) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()! : throw new Unexpected($"“{name}” không phải chữ: {Check.Short(json.ToString())}");

    public static bool Flag(this JsonElement json, string name) => json.At(name).ValueKind == JsonValueKind.True;

    public static DateTimeOffset Time(this JsonElement json, string name) => DateTimeOffset.Parse(json.Text(name), CultureInfo.InvariantCulture);

    /// <summary>Absent and null are the same here.</summary>
    public static bool Lacks(this JsonElement json, string name) => !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    public static JsonElement Row(this JsonElement rows, Func<JsonElement, bool> which, string what)
    {
        foreach (var row in rows.EnumerateArray())
        {
            if (which(row)) return row;
        }
        throw new Unexpected($"Không thấy {what} trong danh sách: {Check.Short(rows.ToString())}");
    }
}
