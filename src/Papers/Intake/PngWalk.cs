using System.Buffers.Binary;
using System.IO.Compression;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Intake;

/// <summary>Unpacks every line of a PNG without keeping it: chunks whole, their sums right, as many pixels as the head says.</summary>
internal static class PngWalk
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
        (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <returns>Where the picture ends, behind its last chunk; null when it is cut short or damaged.</returns>
    public static int? End(byte[] bytes, ImageHead head)
    {
        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length < 0 || at + 12L + length > bytes.Length)
            {
                return null;
            }

            var kind = bytes.AsSpan(at + 4, 4);
            // An upper-case first letter: the picture cannot be shown without this chunk.
            if (kind[0] < 'a' && Crc(bytes.AsSpan(at + 4, length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8 + length)))
            {
                return null;
            }

            if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(bytes, at + 8, length);
            }

            at += 12 + length;
            if (kind.SequenceEqual("IEND"u8))
            {
                return IsWhole(packed, head) ? at : null;
            }
        }

        return null;
    }

    private static bool IsWhole(MemoryStream packed, ImageHead head)
    {
        packed.Position = 0;
        var bits = head.Components * head.Bits;
        try
        {
            using var lines = new ZLibStream(packed, CompressionMode.Decompress);
            foreach (var pass in head.Interlaced ? Passes : [(0, 0, 1, 1)])
            {
                var across = Math.Max(0, (head.Width - pass.X + pass.StepX - 1) / pass.StepX);
                var down = across == 0 ? 0 : Math.Max(0, (head.Height - pass.Y + pass.StepY - 1) / pass.StepY);
                var line = new byte[1 + (across * (long)bits + 7) / 8];
                for (var y = 0; y < down; y++)
                {
                    lines.ReadExactly(line);
                    if (line[0] > 4)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    private static readonly uint[] Sums = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var c = (uint)n;
        for (var i = 0; i < 8; i++)
        {
            c = (c & 1) != 0 ? c >> 1 ^ 0xedb88320 : c >> 1;
        }

        return c;
    })];

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xffffffffu;
        foreach (var b in data)
        {
            crc = crc >> 8 ^ Sums[(crc ^ b) & 255];
        }

        return ~crc;
    }
}
