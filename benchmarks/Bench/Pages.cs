using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace MotCua.Benchmarks.Bench;

/// <summary>Bytes and requests of citizen pages as Chromium counts them: first visit with an empty cache, and the next page.</summary>
internal sealed class Pages(House house, Table table)
{
    public async Task Measure(string trackingCode)
    {
        var browser = new[]
        {
            Environment.GetEnvironmentVariable("MOTCUA_CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome"
        }.FirstOrDefault(File.Exists);
        if (browser is null) { table.Missing("pages", "Chromium is not installed (./test installs it)"); return; }
        var profile = Directory.CreateTempSubdirectory("motcua-chromium-").FullName;
        using var process = Process.Start(new ProcessStartInfo(browser,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ]) { RedirectStandardError = true })!;
        try
        {
            string? address = null;
            while (address is null && await process.StandardError.ReadLineAsync() is { } line)
                if (line.StartsWith("DevTools listening on ", StringComparison.Ordinal)) address = line["DevTools listening on ".Length..];
            _ = process.StandardError.ReadToEndAsync(); // an unread pipe would stop the browser
            using var devtools = new DevTools();
            await devtools.Connect(address ?? throw new Demo.Unexpected("Chromium did not start."));
            // The form step belongs to a draft, which the browser's cookie opens.
            foreach (var (name, path, through) in new[]
            {
                ("home", "/", ""), ("procedure", "/thu-tuc/ks01", ""), ("form step", "/nop/ks01/nguoi-nop", "/nop/ks01"),
                ("tracking", $"/tra-cuu?ma={trackingCode}", "")
            })
            {
                var (cold, next) = await Visit(devtools, through, path);
                table.Add(new Row($"page {name}, first visit", "KB", cold.Bytes / 1024.0, Goal: "≤ 120", Ok: cold.Bytes <= 120 * 1024,
                    Note: $"{cold.Requests} requests (≤ 9){(cold.Requests > 9 ? " MISSED" : "")}"));
                table.Add(new Row($"page {name}, as next page", "KB", next.Bytes / 1024.0, Goal: "≤ 30", Ok: next.Bytes <= 30 * 1024,
                    Note: $"{next.Requests} requests"));
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            Directory.Delete(profile, recursive: true);
        }
    }

    private async Task<(Load Cold, Load Next)> Visit(DevTools devtools, string through, string path)
    {
        await using var first = await devtools.Person();
        Load cold;
        if (through.Length > 0)
        {
            // Its own first visit: the cookie stays, the cache is emptied.
            await first.Open(new Uri(house.Url, through));
            await first.EmptyCache();
        }
        cold = await first.Open(new Uri(house.Url, path));
        await using var second = await devtools.Person();
        await second.Open(new Uri(house.Url, through.Length > 0 ? through : path == "/" ? "/thu-tuc" : "/"));
        return (cold, await second.Open(new Uri(house.Url, path)));
    }
}

/// <param name="Bytes">On the wire, heads included, compressed as sent.</param>
internal readonly record struct Load(long Bytes, int Requests);

/// <summary>The few calls of the DevTools protocol that counting needs.</summary>
internal sealed class DevTools : IDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly Channel<JsonElement> heard = Channel.CreateUnbounded<JsonElement>();
    private int last;

    public async Task Connect(string address)
    {
        await socket.ConnectAsync(new Uri(address), CancellationToken.None);
        _ = Task.Run(async () =>
        {
            var buffer = new byte[1 << 22];
            var length = 0;
            try
            {
                while (socket.State == WebSocketState.Open)
                {
                    var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                    if (!part.EndOfMessage) continue;
                    heard.Writer.TryWrite(JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length)).RootElement);
                    length = 0;
                }
                heard.Writer.Complete();
            }
            catch (Exception problem) when (problem is WebSocketException or ObjectDisposedException) { heard.Writer.Complete(problem); }
        });
    }

    public async Task<Visitor> Person()
    {
        var context = (await Call("Target.createBrowserContext", new { })).GetProperty("browserContextId").GetString()!;
        var target = (await Call("Target.createTarget", new { url = "about:blank", browserContextId = context, width = 360, height = 640 }))
            .GetProperty("targetId").GetString()!;
        var session = (await Call("Target.attachToTarget", new { targetId = target, flatten = true })).GetProperty("sessionId").GetString()!;
        await Call("Network.enable", new { }, session);
        await Call("Page.enable", new { }, session);
        return new Visitor(this, context, session);
    }

    public async Task<JsonElement> Call(string method, object parameters, string? session = null, Action<JsonElement>? also = null)
    {
        var id = ++last;
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(session is null
            ? new { id, method, @params = parameters } : (object)new { id, method, @params = parameters, sessionId = session }), WebSocketMessageType.Text,
            true, CancellationToken.None);
        while (true)
        {
            var message = await Hear(TimeSpan.FromSeconds(30)) ?? throw new Demo.Unexpected($"{method}: no answer from Chromium.");
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
                return message.TryGetProperty("result", out var result) ? result : throw new Demo.Unexpected($"{method}: {message}");
            also?.Invoke(message);
        }
    }

    /// <returns>Null when nothing came in that time.</returns>
    public async Task<JsonElement?> Hear(TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        try { return await heard.Reader.ReadAsync(enough.Token); }
        catch (OperationCanceledException) { return null; }
    }

    public void Dispose() => socket.Dispose();

    internal sealed class Visitor(DevTools devtools, string context, string session) : IAsyncDisposable
    {
        public Task EmptyCache() => devtools.Call("Network.clearBrowserCache", new { }, session);

        public async Task<Load> Open(Uri url)
        {
            var (bytes, requests, loaded) = (0L, 0, false);
            var open = new HashSet<string>(StringComparer.Ordinal);
            void Hear(JsonElement message)
            {
                if (!message.TryGetProperty("method", out var method)) return;
                var parameters = message.GetProperty("params");
                switch (method.GetString())
                {
                    case "Network.requestWillBeSent" when parameters.GetProperty("request").GetProperty("url")
                        .GetString()!.StartsWith("http", StringComparison.Ordinal):
                        open.Add(parameters.GetProperty("requestId").GetString()!);
                        break;
                    case "Network.loadingFinished" when open.Remove(parameters.GetProperty("requestId").GetString()!):
                        var size = (long)parameters.GetProperty("encodedDataLength").GetDouble();
                        // From the cache nothing travels.
                        if (size > 0) (bytes, requests) = (bytes + size, requests + 1);
                        break;
                    case "Network.loadingFailed":
                        open.Remove(parameters.GetProperty("requestId").GetString()!);
                        break;
                    case "Page.loadEventFired":
                        loaded = true;
                        break;
                }
            }
            await devtools.Call("Page.navigate", new { url = url.ToString() }, session, Hear);
            // A request the browser gives up (a preload it did not need) never finishes: a second of silence after the page is the end.
            while (await devtools.Hear(TimeSpan.FromSeconds(loaded ? 1 : 30)) is { } message) Hear(message);
            if (!loaded) throw new Demo.Unexpected($"{url} did not load.");
            return new Load(bytes, requests);
        }

        public async ValueTask DisposeAsync() => await devtools.Call("Target.disposeBrowserContext", new { browserContextId = context });
    }
}
