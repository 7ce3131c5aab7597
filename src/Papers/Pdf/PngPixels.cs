using System.Buffers.Binary;

namespace MotCua.Papers.Pdf;

/// <summary>PNG (RFC 2083) to 8-bit grey or RGB over white paper.</summary>
internal static class PngPixels
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static (byte[] Pixels, bool Colour) Decode(byte[] bytes, ImageHead head)
    {
        byte[] palette = [];
        byte[] transparency = [];
        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length < 0 || at + 12L + length > bytes.Length)
            {
                throw new PdfBroken("PNG is cut short");
            }

            var kind = bytes.AsSpan(at + 4, 4);
            var content = bytes.AsSpan(at + 8, length);
            if (kind.SequenceEqual("PLTE"u8))
            {
                palette = content.ToArray();
            }
            else if (kind.SequenceEqual("tRNS"u8))
            {
                transparency = content.ToArray();
            }
            else if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(content);
            }

            at += 12 + length;
        }

        var bitsPerPixel = head.Components * head.Bits;
        var passes = head.Interlaced ? Passes : [(0, 0, 1, 1)];
        var colour = head.PngColour is 2 or 6 or 3;
        var result = new byte[checked(head.Width * head.Height * (colour ? 3 : 1))];
        var expected = passes.Sum(p => Rows(head, p) * (1L + RowBytes(head, p, bitsPerPixel)));
        var data = PdfFilters.Inflate(packed.ToArray(), (int)Math.Min(int.MaxValue, expected + 65536));
        if (data.Length < expected)
        {
            throw new PdfBroken("PNG is cut short");
        }

        var offset = 0;
        foreach (var pass in passes)
        {
            var (rows, rowBytes) = (Rows(head, pass), RowBytes(head, pass, bitsPerPixel));
            if (rows == 0 || rowBytes == 0)
            {
                continue;
            }

            var lines = PdfFilters.Unfilter(data.AsSpan(offset, rows * (rowBytes + 1)), rowBytes, Math.Max(1, bitsPerPixel / 8));
            offset += rows * (rowBytes + 1);
            for (var y = 0; y < rows; y++)
            {
                for (int x = pass.X, i = 0; x < head.Width; x += pass.StepX, i++)
                {
                    Put(result, (pass.Y + y * pass.StepY) * head.Width + x, colour, lines.AsSpan(y * rowBytes, rowBytes), i, head, palette, transparency);
                }
            }
        }

        return (result, colour);
    }

    private static int Rows(ImageHead head, (int X, int Y, int StepX, int StepY) pass) =>
        head.Width <= pass.X ? 0 : Math.Max(0, (head.Height - pass.Y + pass.StepY - 1) / pass.StepY);

    private static int RowBytes(ImageHead head, (int X, int Y, int StepX, int StepY) pass, int bitsPerPixel) =>
        (Math.Max(0, (head.Width - pass.X + pass.StepX - 1) / pass.StepX) * bitsPerPixel + 7) / 8;

    private static int Sample(ReadOnlySpan<byte> row, int index, int bits) => bits switch
    {
        8 => row[index],
        16 => row[index * 2],
        _ => row[index * bits / 8] >> (8 - bits - index * bits % 8) & (1 << bits) - 1,
    };

    /// <summary>One colour of a picture without an alpha channel may be named as the transparent one.</summary>
    private static bool IsKey(ReadOnlySpan<byte> row, int first, ImageHead head, byte[] transparency)
    {
        if (head.PngColour is not (0 or 2) || transparency.Length < head.Components * 2)
        {
            return false;
        }

        for (var c = 0; c < head.Components; c++)
        {
            if (Sample(row, first + c, head.Bits) != transparency[c * 2 + (head.Bits == 16 ? 0 : 1)])
            {
                return false;
            }
        }

        return true;
    }

    private static void Put(byte[] result, int pixel, bool colour, ReadOnlySpan<byte> row, int i, ImageHead head, byte[] palette, byte[] transparency)
    {
        static byte Over(int value, int alpha) => (byte)((value * alpha + 255 * (255 - alpha) + 127) / 255);
        if (head.PngColour == 3)
        {
            var index = Sample(row, i, head.Bits);
            var alpha = index < transparency.Length ? transparency[index] : 255;
            for (var c = 0; c < 3; c++)
            {
                result[pixel * 3 + c] = Over(index * 3 + c < palette.Length ? palette[index * 3 + c] : 255, alpha);
            }

            return;
        }

        var first = i * head.Components;
        var opacity = head.PngColour is 4 or 6 ? Sample(row, first + head.Components - 1, head.Bits) : IsKey(row, first, head, transparency) ? 0 : 255;
        var scale = head.Bits < 8 ? 255 / ((1 << head.Bits) - 1) : 1;
        var channels = colour ? 3 : 1;
        for (var c = 0; c < channels; c++)
        {
            result[pixel * channels + c] = Over(Sample(row, first + c, head.Bits) * scale, opacity);
        }
    }
}
