using System.IO.Compression;
using System.Runtime.InteropServices;

namespace MotCua.Papers.Pdf;

/// <summary>FlateDecode with predictors, capped: a stream that grows past the cap is refused, never half used.</summary>
internal static class PdfFilters
{
    public const int Cap = 32 * 1024 * 1024;

    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return target.ToArray();
    }

    /// <summary>Counted first and then kept: a buffer that doubles itself would need three times the room.</summary>
    public static byte[] Inflate(ReadOnlyMemory<byte> raw, int cap = Cap)
    {
        var (size, broken) = Count(raw, cap);
        if (size > cap)
        {
            throw new PdfExcess("a stream grows past the cap");
        }

        if (size == 0 && broken)
        {
            throw new PdfBroken("a stream that is not packed");
        }

        var result = new byte[size];
        using var zlib = Opened(raw);
        try
        {
            for (int at = 0, read; at < result.Length && (read = zlib.Read(result.AsSpan(at))) > 0;)
            {
                at += read;
            }
        }
        catch (InvalidDataException)
        {
            // Producers that forget the checksum are common; what was read stays.
        }

        return result;
    }

    /// <summary>Counts what the stream would grow to, keeping nothing; stops at the cap and returns a number above it.</summary>
    public static long InflatedSize(ReadOnlyMemory<byte> raw, long cap) => Count(raw, cap).Size;

    private static (long Size, bool Broken) Count(ReadOnlyMemory<byte> raw, long cap)
    {
        using var zlib = Opened(raw);
        var buffer = new byte[81920];
        long total = 0;
        try
        {
            for (int read; total <= cap && (read = zlib.Read(buffer)) > 0;)
            {
                total += read;
            }
        }
        catch (InvalidDataException)
        {
            return (total, true);
        }

        return (total, false);
    }

    private static ZLibStream Opened(ReadOnlyMemory<byte> raw) =>
        new(MemoryMarshal.TryGetArray(raw, out var part)
        ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false) : new MemoryStream(raw.ToArray()), CompressionMode.Decompress);

    public static IReadOnlyList<string> Names(PdfDictionary head, Func<PdfValue?, PdfValue> resolve) => resolve(head["Filter"]) switch
    {
        PdfName name => [name.Name],
        PdfArray array => [.. array.Items.Select(i => (resolve(i) as PdfName)?.Name ?? "?")],
        _ => [],
    };

    public static byte[] Decode(PdfStream stream, Func<PdfValue?, PdfValue> resolve)
    {
        var names = Names(stream.Head, resolve);
        if (names.Count == 0)
        {
            return stream.Raw.ToArray();
        }

        if (names is not ["FlateDecode" or "Fl"])
        {
            throw new PdfBroken($"filter {string.Join(' ', names)} is not read");
        }

        var parms = resolve(stream.Head["DecodeParms"]);
        if (parms is PdfArray { Items: [var first, ..] })
        {
            parms = resolve(first);
        }

        var bytes = Inflate(stream.Raw);
        return parms is PdfDictionary p && p["Predictor"] is PdfNumber { Value: >= 10 } ? Unpredict(bytes, p) : bytes;
    }

    private static byte[] Unpredict(byte[] bytes, PdfDictionary parms)
    {
        int Number(string key, int otherwise) => parms[key] is PdfNumber n ? (int)n.Value : otherwise;
        var colours = Number("Colors", 1);
        var bits = Number("BitsPerComponent", 8);
        var columns = Number("Columns", 1);
        if (colours is < 1 or > 32 || bits is < 1 or > 16 || columns is < 1 or > 1_000_000)
        {
            throw new PdfBroken("predictor out of range");
        }

        return Unfilter(bytes, (colours * bits * columns + 7) / 8, Math.Max(1, colours * bits / 8));
    }

    /// <summary>Undoes the five row filters that PNG and PDF share (RFC 2083, 6).</summary>
    private static byte[] Unfilter(ReadOnlySpan<byte> source, int rowBytes, int pixelBytes)
    {
        var rows = source.Length / (rowBytes + 1);
        var result = new byte[rows * rowBytes];
        for (var y = 0; y < rows; y++)
        {
            var line = result.AsSpan(y * rowBytes, rowBytes);
            source.Slice(y * (rowBytes + 1) + 1, rowBytes).CopyTo(line);
            Unfilter(source[y * (rowBytes + 1)], line, y == 0 ? [] : result.AsSpan((y - 1) * rowBytes, rowBytes), pixelBytes);
        }

        return result;
    }

    /// <summary>One row, in place.</summary>
    /// <param name="above">The row before it, plain; empty for the first.</param>
    public static void Unfilter(int kind, Span<byte> line, ReadOnlySpan<byte> above, int pixelBytes)
    {
        for (var x = 0; x < line.Length; x++)
        {
            int left = x >= pixelBytes ? line[x - pixelBytes] : 0;
            int up = above.Length > 0 ? above[x] : 0;
            int corner = x >= pixelBytes && above.Length > 0 ? above[x - pixelBytes] : 0;
            line[x] += (byte)(kind switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw new PdfBroken("unknown row filter"),
            });
        }
    }

    private static int Paeth(int a, int b, int c)
    {
        var p = a + b - c;
        int pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}
