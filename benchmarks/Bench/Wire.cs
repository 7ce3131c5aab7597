using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// HTTP/1.1 over one kept connection with blocking calls and nothing else: on a machine that runs client, product and
/// database at once, what the measuring client costs is taken from what it measures.
/// </summary>
internal sealed class Wire : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private readonly Uri url;
    private Socket socket;
    private byte[] buffer = new byte[64 * 1024];

    public Wire(Uri url)
    {
        this.url = url;
        socket = Connect();
    }

    /// <summary>Bytes of the last answer's body, still in chunks when it came so.</summary>
    public string Body { get; private set; } = "";

    /// <summary>A session as the API and as pages take it: no page reads a bearer.</summary>
    public static (string Name, string Value) Session(string path, string token) =>
        path.StartsWith("/api/", StringComparison.Ordinal) ? ("Authorization", $"Bearer {token}") : ("Cookie", $"motcua={token}");

    public byte[] Request(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var text = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {url.Authority}\r\n");
        foreach (var (name, value) in headers) text.Append($"{name}: {value}\r\n");
        if (body is not null) text.Append($"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString());
    }

    /// <returns>The status code.</returns>
    public int Send(byte[] request)
    {
        for (var sent = 0; sent < request.Length;) sent += socket.Send(request.AsSpan(sent));
        var (length, head) = (0, -1);
        while (head < 0)
        {
            length += Receive(length);
            head = buffer.AsSpan(0, length).IndexOf(HeadEnd);
        }
        var headers = Encoding.ASCII.GetString(buffer, 0, head);
        var start = head + HeadEnd.Length;
        if (Header(headers, "Content-Length") is { } given)
        {
            var end = start + int.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
            while (length < end) length += Receive(length);
        }
        else if (Header(headers, "Transfer-Encoding") is not null)
        {
            while (!buffer.AsSpan(start, length - start).EndsWith(LastChunk)) length += Receive(length);
        }
        Body = Encoding.UTF8.GetString(buffer, start, length - start);
        return int.Parse(headers.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => socket.Dispose();

    private int Receive(int at)
    {
        if (at == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var got = socket.Receive(buffer.AsSpan(at));
        return got > 0 ? got : throw new IOException("The product closed the connection.");
    }

    private Socket Connect()
    {
        var fresh = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
        fresh.Connect(IPAddress.Loopback, url.Port);
        return fresh;
    }

    private static string? Header(string headers, string name)
    {
        var at = headers.IndexOf($"\r\n{name}: ", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        at += name.Length + 4;
        var end = headers.IndexOf('\r', at);
        return end < 0 ? headers[at..] : headers[at..end];
    }
}
