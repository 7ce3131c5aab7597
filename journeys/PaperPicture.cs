using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace MotCua.Journeys;

/// <summary>A picture to hand in, made without a browser.</summary>
internal static class PaperPicture
{
    public static byte[] New() => Of(RandomNumberGenerator.GetBytes(32));

    /// <summary>A grey PNG, 320 pixels wide and high, each line ten times the given 32 bytes.</summary>
    public static byte[] Of(byte[] mark)
    {
        byte[] row = [0, .. Enumerable.Repeat(mark, 10).SelectMany(bytes => bytes)];
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < 320; y++) zip.Write(row);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [0, 0, 1, 64, 0, 0, 1, 64, 8, 0, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var (length, check, sum) = (new byte[4], new byte[4], 0xFFFFFFFFu);
        foreach (var b in body)
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320u ^ (sum >> 1) : sum >> 1;
        }
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~sum);
        return [.. length, .. body, .. check];
    }
}
