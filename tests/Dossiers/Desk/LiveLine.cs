using Xunit;

namespace MotCua.Tests.Dossiers.Desk;

/// <summary>A page that hears: server-sent events as a browser reads them.</summary>
internal sealed class LiveLine(HttpResponseMessage answer, StreamReader reader) : IDisposable
{
    private readonly System.Text.StringBuilder heard = new();

    public string Heard => heard.ToString();

    public static async Task<LiveLine> Open(HttpClient client, string address, string? place = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (place is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", place);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        return new LiveLine(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>Listens until a line of data has these words.</summary>
    /// <returns>The place in the log that came with them.</returns>
    public async Task<string> Told(string words)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        for (var place = ""; await reader.ReadLineAsync(stop.Token) is { } line;)
        {
            heard.AppendLine(line);
            if (line.StartsWith("id: ", StringComparison.Ordinal)) place = line[4..];
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal)) return place;
        }
        throw new InvalidOperationException($"The line ended before “{words}”: {Heard}");
    }

    /// <summary>Listens until the house ends the line.</summary>
    /// <returns>The last place that it told; null: none.</returns>
    public async Task<string?> Ended()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        string? place = null;
        while (await reader.ReadLineAsync(stop.Token) is { } line)
            if (line.StartsWith("id: ", StringComparison.Ordinal)) place = line[4..];
        return place;
    }

    public void Dispose() => answer.Dispose();
}
