using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MotCua.Papers.Intake;

internal enum VirusState
{
    /// <summary>Chưa quét: no scanner, or none that answered for the whole file. Never taken for clean.</summary>
    Unscanned,
    Clean,
    Found,
}

/// <summary>
/// Quét vi-rút by clamd (INSTREAM), when the setting <c>ClamAv:Address</c> names it: host:port, or the path of its socket.
/// Only its plain "OK" for the whole file counts as clean.
/// </summary>
internal sealed class VirusScan(IConfiguration settings, ILogger<VirusScan> logger)
{
    private const int Piece = 1 << 16;
    private const int LongestReply = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<VirusState> Look(byte[] bytes, CancellationToken cancellation = default)
    {
        if (settings["ClamAv:Address"] is not { Length: > 0 } address) return VirusState.Unscanned;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(Patience);
        try
        {
            var reply = await Ask(address, bytes, stop.Token);
            if (reply == "stream: OK") return VirusState.Clean;
            // With AlertExceedsMax clamd says so when it looked at a part only.
            if (reply.EndsWith(" FOUND", StringComparison.Ordinal) && !reply.Contains("Heuristics.Limits.", StringComparison.Ordinal))
            {
                logger.LogWarning("A virus was found in an upload: {Reply}", reply);
                return VirusState.Found;
            }
            logger.LogWarning("The virus scanner did not judge a file of {Bytes} bytes: {Reply}", bytes.Length, reply);
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException or ArgumentException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            logger.LogWarning("The virus scanner at {Address} did not answer: {Reason}", address, e.Message);
        }
        return VirusState.Unscanned;
    }

    private static async Task<string> Ask(string address, byte[] bytes, CancellationToken stop)
    {
        var local = address.StartsWith('/') || address.StartsWith("unix:", StringComparison.Ordinal);
        using var socket = local ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (local) await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.StartsWith('/') ? address : address["unix:".Length..]), stop);
        else if (address.LastIndexOf(':') is var colon and > 0)
            await socket.ConnectAsync(address[..colon].Trim('[', ']'), int.Parse(address[(colon + 1)..]), stop);
        else throw new FormatException("ClamAv:Address must be host:port or the path of a socket");
        await using var pipe = new NetworkStream(socket);
        await pipe.WriteAsync("zINSTREAM\0"u8.ToArray(), stop);
        try
        {
            var head = new byte[4];
            for (var at = 0; at < bytes.Length; at += Piece)
            {
                var length = Math.Min(Piece, bytes.Length - at);
                BinaryPrimitives.WriteInt32BigEndian(head, length);
                await pipe.WriteAsync(head, stop);
                await pipe.WriteAsync(bytes.AsMemory(at, length), stop);
            }
            await pipe.WriteAsync(new byte[4], stop);
        }
        catch (IOException) { /* over its limit clamd says so and closes: its words are still there */ }
        var reply = new byte[LongestReply];
        var read = await pipe.ReadAtLeastAsync(reply, reply.Length, throwOnEndOfStream: false, stop);
        return Encoding.UTF8.GetString(reply, 0, read).TrimEnd('\0', '\n', ' ');
    }
}
