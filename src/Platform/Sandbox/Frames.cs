using System.Buffers.Binary;
using System.Text.Json;

namespace MotCua.Platform.Sandbox;

/// <summary>What is to be done with the bytes: a static method, named.</summary>
/// <param name="Assembly">Its file, for an assembly that the host does not load by itself.</param>
internal sealed record Work(string Assembly, string Type, string Method, JsonElement? Argument);

/// <param name="Refused">Said by the method itself, with status and field.</param>
internal sealed record Answer(JsonElement? Result, string? Refused = null, int Status = 0, string? Field = null, string? Failed = null,
    bool OutOfMemory = false);

/// <summary>Length and content, over a pipe.</summary>
internal static class Frames
{
    public static async Task Write(Stream pipe, ReadOnlyMemory<byte> content, CancellationToken stop = default)
    {
        var head = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(head, content.Length);
        await pipe.WriteAsync(head, stop);
        await pipe.WriteAsync(content, stop);
        await pipe.FlushAsync(stop);
    }

    /// <returns>null at the end of the pipe, and for a length that no honest answer has.</returns>
    public static async Task<byte[]?> Read(Stream pipe, int most, CancellationToken stop = default)
    {
        var head = new byte[4];
        if (await pipe.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, stop) < 4) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length < 0 || length > most) return null;
        var content = new byte[length];
        return await pipe.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, stop) < length ? null : content;
    }
}
