using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace MotCua.Journeys.Survival;

/// <summary>
/// Eight programs that file dossiers through the JSON API, each act under a key of its own. An attempt without a final
/// answer (a broken connection, a 5xx) is made again with the same key until there is one.
/// </summary>
internal sealed class Applicants(string url, Ledger ledger, Func<Task> mishap) : IDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient http = new() { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(20) };
    private int next;

    public Task File(string series, int number) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        while (Interlocked.Increment(ref next) is var turn && turn <= number) await File(new Application($"{series}-{turn:0000}"));
    }));

    private async Task File(Application application)
    {
        var key = application.Key;
        // A key counts for who holds the secret of the draft: without one of its own, an attempt made again would begin a second draft.
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var begun = new { procedure = "ks01", unit = "32248", token };
        var draft = (await Settle(() => Send(HttpMethod.Post, "/api/v1/drafts", JsonContent.Create(begun), $"{key}-draft"))).Json;
        var id = draft.GetProperty("draftId").GetGuid();
        await Settle(() => Send(HttpMethod.Put, $"/api/v1/drafts/{id}/answers", JsonContent.Create(application.Answers), $"{key}-answers", token));
        await Settle(() => Send(HttpMethod.Post, $"/api/v1/drafts/{id}/files?paper=giay-chung-sinh",
            new ByteArrayContent(application.Paper) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, $"{key}-paper", token));
        var filed = await Settle(() =>
        {
            ledger.Attempt(application);
            return Send(HttpMethod.Post, "/api/v1/dossiers", JsonContent.Create(new { draftId = id }), $"{key}-submit", token);
        }, refusable: true);
        if (filed.Status == 201) ledger.Answered(application, filed.Status, filed.Json.GetProperty("code").GetString(),
            filed.Json.GetProperty("alreadySubmitted").GetBoolean());
        else ledger.Answered(application, filed.Status, null, false);
    }

    /// <summary>The first final answer: anything but silence and 5xx.</summary>
    private async Task<(int Status, JsonElement Json)> Settle(Func<Task<(int Status, JsonElement Json)>> act, bool refusable = false)
    {
        var deadline = DateTime.UtcNow + Patience;
        for (var last = "";;)
        {
            try
            {
                var (status, json) = await act();
                if (status < 300 || (refusable && status < 500)) return (status, json);
                if (status < 500) throw new InvalidOperationException($"{status} {json}");
                last = $"{status} {json}";
            }
            catch (Exception silence) when (silence is HttpRequestException or TaskCanceledException or IOException)
            {
                last = silence.Message;
                /* the outcome is unknown: ask again */
            }
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"No final answer within two minutes: {last}");
            await mishap();
        }
    }

    private async Task<(int Status, JsonElement Json)> Send(HttpMethod method, string path, HttpContent content, string key, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("X-File-Name", "giay.png");
        if (token is not null) request.Headers.Add("X-Draft-Token", token);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsByteArrayAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public void Dispose() => http.Dispose();
}
