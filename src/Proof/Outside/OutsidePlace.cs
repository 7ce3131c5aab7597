using System.Net;
using System.Text;

namespace MotCua.Proof.Outside;

/// <summary>Nơi giữ đối chứng bên ngoài máy: takes lines in order and gives back the last one.</summary>
internal abstract class OutsidePlace
{
    /// <summary>Null: nothing of this series yet.</summary>
    public abstract Task<string?> Last(string series, CancellationToken stop);

    /// <param name="publicKey">PEM; the place keeps the first one it was told.</param>
    /// <exception cref="OutsideContradicts">The place holds something else.</exception>
    public abstract Task Append(string series, string publicKey, IReadOnlyList<string> lines, CancellationToken stop);

    /// <summary>An address (http, https) or a folder, for example of another machine's share.</summary>
    public static OutsidePlace Of(string setting, IHttpClientFactory http) =>
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? new OutsideAddress(http, address)
            : new OutsideFolder(setting);
}

internal sealed class OutsideContradicts(string words) : Exception(words);

/// <summary>SERIES.lines and SERIES.pem in a folder.</summary>
internal sealed class OutsideFolder(string folder) : OutsidePlace
{
    public override async Task<string?> Last(string series, CancellationToken stop)
    {
        var path = Path.Combine(folder, $"{series}.lines");
        if (!File.Exists(path)) return null;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(file.Length, 4096), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return (await reader.ReadToEndAsync(stop)).TrimEnd('\n').Split('\n')[^1] is { Length: > 0 } last ? last : null;
    }

    public override async Task Append(string series, string publicKey, IReadOnlyList<string> lines, CancellationToken stop)
    {
        // A folder that is not there is a share that is not mounted: never made here, or the lines would stay on this machine.
        if (!Directory.Exists(folder)) throw new IOException($"Không có thư mục đối chứng {folder}");
        var key = Path.Combine(folder, $"{series}.pem");
        if (!File.Exists(key)) await File.WriteAllTextAsync(key, publicKey, stop);
        await using var file = new FileStream(Path.Combine(folder, $"{series}.lines"), FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), stop);
        file.Flush(flushToDisk: true);
    }
}

/// <summary>PUT /witness/SERIES/key, GET /witness/SERIES (the last line; 404: none), POST /witness/SERIES (lines; 409: contradicts).</summary>
internal sealed class OutsideAddress(IHttpClientFactory http, Uri address) : OutsidePlace
{
    public override async Task<string?> Last(string series, CancellationToken stop)
    {
        using var client = Client();
        using var answer = await client.GetAsync(Of(series), stop);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync(stop)).Trim();
    }

    public override async Task Append(string series, string publicKey, IReadOnlyList<string> lines, CancellationToken stop)
    {
        using var client = Client();
        using var key = new StringContent(publicKey);
        await Done(await client.PutAsync(new Uri(Of(series), $"{series}/key"), key, stop), stop);
        using var text = new StringContent(string.Join('\n', lines) + "\n");
        await Done(await client.PostAsync(Of(series), text, stop), stop);
    }

    private static async Task Done(HttpResponseMessage answer, CancellationToken stop)
    {
        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.Conflict) throw new OutsideContradicts(await answer.Content.ReadAsStringAsync(stop));
            answer.EnsureSuccessStatusCode();
        }
    }

    private HttpClient Client()
    {
        var client = http.CreateClient("witness");
        client.Timeout = TimeSpan.FromSeconds(10);
        return client;
    }

    private Uri Of(string series) => new(address, $"/witness/{series}");
}
