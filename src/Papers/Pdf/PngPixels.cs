using System.Buffers.Binary;
using System.IO.Compression;
using MotCua.Platform.Web;

namespace MotCua.Papers.Pdf;

/// <summary>
/// PNG (RFC 2083) on its way into a PDF. An ordinary one goes in as it is packed, for PDF knows the same rows; one that is transparent
/// or interlaced is laid on white paper, line by line.
/// </summary>
internal static class PngPixels
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static bool IsPlain(byte[] png, ImageHead head) =>
        !head.Interlaced && head.PngColour is 0 or 2 or 3 && Chunks(png).All(chunk => chunk.Kind != "tRNS");

    /// <summary>The rows as they lie in the file, and the colours of its palette.</summary>
    public static (byte[] Packed, byte[] Palette) Rows(byte[] png)
    {
        using var packed = new MemoryStream();
        foreach (var (_, at, length) in Chunks(png).Where(chunk => chunk.Kind == "IDAT")) packed.Write(png, at, length);
        return (packed.ToArray(), Content(png, "PLTE"));
    }

    /// <summary>8 bits of grey or RGB over white, packed, each row with the mark of a PNG row. For a process that is thrown away.</summary>
    /// <exception cref="Refused">400: cut short, or not what its head says.</exception>
    public static byte[] Flat(byte[] png)
    {
        try { return Flatten(png, ImageHead.Read(png) ?? throw new PdfBroken("not a picture")); }
        catch (Exception e) when (e is PdfBroken or InvalidDataException or EndOfStreamException or OverflowException or ArgumentException
            or IndexOutOfRangeException)
        {
            throw new Refused(400, "Ảnh này không đọc được đến hết. Chụp hoặc quét lại ảnh này");
        }
    }

    public static int Colours(ImageHead head) => head.PngColour is 2 or 3 or 6 ? 3 : 1;

    private static byte[] Flatten(byte[] png, ImageHead head)
    {
        var (palette, transparency) = (Content(png, "PLTE"), Content(png, "tRNS"));
        var (bits, across) = (head.Components * head.Bits, checked(head.Width * Colours(head)));
        // Interlaced rows come in seven goes, so the whole picture waits for its last; otherwise one line is enough.
        var lines = new byte[head.Interlaced ? checked(across * head.Height) : across];
        using var flat = new MemoryStream();
        using (var pack = new ZLibStream(flat, CompressionLevel.Fastest, leaveOpen: true))
        {
            void Write(ReadOnlySpan<byte> line)
            {
                pack.WriteByte(0);
                pack.Write(line);
            }

            using var packed = new MemoryStream(Rows(png).Packed);
            using var unpack = new ZLibStream(packed, CompressionMode.Decompress);
            foreach (var pass in head.Interlaced ? Passes : [(0, 0, 1, 1)])
            {
                var (rows, row) = (Rows(head, pass), new byte[1 + RowBytes(head, pass, bits)]);
                var above = new byte[row.Length - 1];
                for (var y = 0; y < rows && row.Length > 1; y++)
                {
                    unpack.ReadExactly(row);
                    PdfFilters.Unfilter(row[0], row.AsSpan(1), above, Math.Max(1, bits / 8));
                    row.AsSpan(1).CopyTo(above);
                    var first = head.Interlaced ? (pass.Y + y * pass.StepY) * head.Width : 0;
                    for (int x = pass.X, i = 0; x < head.Width; x += pass.StepX, i++) Put(lines, first + x, row.AsSpan(1), i, head, palette, transparency);
                    if (!head.Interlaced) Write(lines);
                }
            }

            for (var y = 0; head.Interlaced && y < head.Height; y++) Write(lines.AsSpan(y * across, across));
        }

        return flat.ToArray();
    }

    private static byte[] Content(byte[] png, string kind) =>
        Chunks(png).FirstOrDefault(chunk => chunk.Kind == kind) is { Kind: not null } found ? png[found.At..(found.At + found.Length)] : [];

    private static IEnumerable<(string Kind, int At, int Length)> Chunks(byte[] png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || at + 12L + length > png.Length) throw new PdfBroken("PNG is cut short");
            var kind = System.Text.Encoding.Latin1.GetString(png, at + 4, 4);
            yield return (kind, at + 8, length);
            if (kind == "IEND") yield break;
            at += 12 + length;
        }
    }

    private static int Rows(ImageHead head, (int X, int Y, int StepX, int StepY) pass) =>
        head.Width <= pass.X ? 0 : Math.Max(0, (head.Height - pass.Y + pass.StepY - 1) / pass.StepY);

    private static int RowBytes(ImageHead head, (int X, int Y, int StepX, int StepY) pass, int bitsPerPixel) =>
        checked((Math.Max(0, (head.Width - pass.X + pass.StepX - 1) / pass.StepX) * bitsPerPixel + 7) / 8);

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
            var low = head.Bits < 16 ? Sample(row, first + c, head.Bits) : row[(first + c) * 2 + 1];
            if (low != transparency[c * 2 + 1] || head.Bits == 16 && row[(first + c) * 2] != transparency[c * 2])
            {
                return false;
            }
        }

        return true;
    }

    private static void Put(byte[] result, int pixel, ReadOnlySpan<byte> row, int i, ImageHead head, byte[] palette, byte[] transparency)
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
        var channels = Colours(head);
        for (var c = 0; c < channels; c++)
        {
            result[pixel * channels + c] = Over(Sample(row, first + c, head.Bits) * scale, opacity);
        }
    }
}
