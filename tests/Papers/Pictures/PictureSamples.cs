using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MotCua.Papers.Contracts;

namespace MotCua.Tests.Papers.Pictures;

/// <summary>Pictures of a page in every way that cameras and programs write them.</summary>
internal static class PictureSamples
{
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Drawn = new(Draw);

    /// <summary>Name and whole picture.</summary>
    public static IReadOnlyDictionary<string, byte[]> All => Drawn.Value;

    public static byte[] Case(string name)
    {
        using var source = typeof(PictureSamples).Assembly.GetManifestResourceStream($"cases/{name}")!;
        using var copy = new MemoryStream();
        source.CopyTo(copy);
        return copy.ToArray();
    }

    public static PaperDocument Page() => new("Giấy khai sinh")
    {
        PaperDocument.Heading("GIẤY KHAI SINH"),
        new Paragraph("Họ, chữ đệm, tên: Trần Thị Mỹ Hạnh") { Size = 16 },
        new Paragraph("Nơi đăng ký khai sinh: Ủy ban nhân dân xã Đất Mũi") { Size = 16 },
        new Paragraph(PaperSamples.Pangram) { Size = 14 },
    };

    /// <summary>The picture with a note of the camera that it was held in this way.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG of any kind, its pixels made from their place.</summary>
    /// <param name="colour">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.</param>
    public static byte[] Png(int width, int height, int colour, int bits, bool interlaced, byte[]? transparent = null)
    {
        var components = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        (int X, int Y, int StepX, int StepY)[] passes = interlaced ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
            (0, 1, 1, 2)] : [(0, 0, 1, 1)];
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, true))
        {
            foreach (var (x, y, stepX, stepY) in passes)
            {
                var (across, down) = ((width - x + stepX - 1) / stepX, (height - y + stepY - 1) / stepY);
                for (var line = 0; across > 0 && line < down; line++)
                {
                    zlib.WriteByte(0);
                    zlib.Write([.. Enumerable.Range(0, (across * components * bits + 7) / 8).Select(i => (byte)(i * 7 + line))]);
                }
            }
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[12]) = ((byte)bits, (byte)colour, (byte)(interlaced ? 1 : 0));
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", head),
            .. colour == 3 ? Chunk("PLTE", [.. Enumerable.Range(0, 3 << bits).Select(i => (byte)(i * 5))]) : [],
            .. transparent is null ? [] : Chunk("tRNS", transparent), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A grey PNG, each line of one grey.</summary>
    public static byte[] Grey(int width, int height, Func<int, byte> line)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, true))
            for (var y = 0; y < height; y++) zlib.Write([0, .. Enumerable.Repeat(line(y), width)]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", head), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>What <see cref="Png"/> looks like at a place, over white, by the words of RFC 2083.</summary>
    public static int[] Colour(int x, int y, int colour, int bits, bool interlaced, byte[]? transparent)
    {
        var components = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        (int X, int Y, int StepX, int StepY)[] passes = interlaced ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
            (0, 1, 1, 2)] : [(0, 0, 1, 1)];
        var pass = passes.First(p => x >= p.X && y >= p.Y && (x - p.X) % p.StepX == 0 && (y - p.Y) % p.StepY == 0);
        var (column, line) = ((x - pass.X) / pass.StepX, (y - pass.Y) / pass.StepY);
        int Sample(int component)
        {
            var at = (column * components + component) * bits;
            byte Byte(int i) => (byte)(i * 7 + line);
            return bits == 16 ? Byte(at / 8) << 8 | Byte(at / 8 + 1) : Byte(at / 8) >> (8 - bits - at % 8) & (1 << bits) - 1;
        }

        double Light(int value) => value * 255.0 / ((1 << bits) - 1);
        var samples = Enumerable.Range(0, components).Select(Sample).ToArray();
        var key = transparent is null ? []
            : Enumerable.Range(0, transparent.Length / 2).Select(i => (transparent[i * 2] << 8 | transparent[i * 2 + 1]) & (1 << bits) - 1);
        var alpha = colour is 4 or 6 ? Light(samples[^1]) / 255 : colour == 3 ? samples[0] < (transparent?.Length ?? 0) ? transparent![samples[0]] / 255.0 : 1
            : transparent is not null && samples.SequenceEqual(key) ? 0 : 1;
        double[] light = colour == 3 ? [.. Enumerable.Range(samples[0] * 3, 3).Select(i => (double)(byte)(i * 5))]
            : colour is 2 or 6 ? [Light(samples[0]), Light(samples[1]), Light(samples[2])]
            : [Light(samples[0]), Light(samples[0]), Light(samples[0])];
        return [.. light.Select(value => (int)Math.Round(value * alpha + 255 * (1 - alpha)))];
    }

    private static byte[] Chunk(string kind, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. content];
        var crc = 0xffffffffu;
        foreach (var b in body)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
        }

        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), ~crc);
        return chunk;
    }

    private static Dictionary<string, byte[]> Draw()
    {
        using var scratch = new Scratch();
        var source = scratch.Put("page.pdf", Page().ToPdf());
        var pictures = new Dictionary<string, byte[]>();
        foreach (var (name, options) in new (string, string[])[]
        {
            ("baseline", ["-jpeg"]), ("fine", ["-jpeg", "-jpegopt", "quality=98"]), ("optimised", ["-jpeg", "-jpegopt", "optimize=y,quality=60"]),
            ("progressive", ["-jpeg", "-jpegopt", "progressive=y,quality=85"]), ("grey", ["-gray", "-jpeg"]),
                ("grey progressive", ["-gray", "-jpeg", "-jpegopt", "progressive=y,optimize=y"]), ("png", ["-png"]), ("png grey", ["-gray", "-png"]),
        })
        {
            var to = Path.Combine(scratch.Folder, name.Replace(' ', '-'));
            Tool.Run("pdftoppm", [.. options, "-r", "60", "-singlefile", source, to]);
            pictures[name] = File.ReadAllBytes(Directory.GetFiles(scratch.Folder, Path.GetFileName(to) + ".*").Single(file => !file.EndsWith(".pdf",
                StringComparison.Ordinal)));
        }

        foreach (var (colour, bits) in new[] { (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8),
            (6, 16) })
        {
            pictures[$"png {colour}/{bits}"] = Png(131, 117, colour, bits, interlaced: false);
            pictures[$"png {colour}/{bits} interlaced"] = Png(131, 117, colour, bits, interlaced: true);
        }

        return pictures;
    }
}
