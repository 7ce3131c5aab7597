using System.Buffers.Binary;

namespace MotCua.Papers.Intake;

/// <summary>
/// Walks through every block of a JPEG (ITU-T T.81, sequential and progressive Huffman) without making a picture of it: so a picture
/// that ends too early, or whose data is damaged, is known before anybody relies on it, and so is where the picture ends.
/// </summary>
internal sealed class JpegWalk
{
    /// <summary>A camera writes about ten; thousands of empty ones would only cost time.</summary>
    private const int MostScans = 60;

    private readonly byte[] bytes;
    private readonly ushort[]?[] tables = new ushort[8][];
    private readonly List<Part> parts = [];
    private int width;
    private int height;
    private int interval;
    private bool progressive;
    private bool known = true;
    private int scans;

    private sealed class Part
    {
        public int Id { get; init; }
        public int H { get; init; }
        public int V { get; init; }
        public int Across { get; set; }
        public int Down { get; set; }
        public int Stride { get; set; }

        /// <summary>Which coefficients of each block are not zero: refining scans depend on it.</summary>
        public ulong[] Seen = [];
        public int Dc { get; set; }
        public int Ac { get; set; }
    }

    private JpegWalk(byte[] bytes) => this.bytes = bytes;

    /// <returns>Where the picture ends, behind its end mark; null when it is cut short or damaged.</returns>
    public static int? End(byte[] bytes)
    {
        try
        {
            return new JpegWalk(bytes).Walk();
        }
        catch (Exception e) when (e is JpegBroken or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private int? Walk()
    {
        var at = 2;
        while (at + 1 < bytes.Length)
        {
            if (bytes[at] != 0xff)
            {
                // Between scans a writer may leave padding.
                at++;
                continue;
            }

            var marker = bytes[at + 1];
            if (marker is 0xff or 0)
            {
                at++;
                continue;
            }

            at += 2;
            if (marker == 0xd9)
            {
                return parts.Count > 0 || !known ? at : null;
            }

            if (marker is 0x01 or (>= 0xd0 and <= 0xd8))
            {
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
            var segment = bytes.AsSpan(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case 0xc0 or 0xc1 or 0xc2:
                    Frame(segment, marker == 0xc2);
                    break;
                case 0xc4:
                    Tables(segment);
                    break;
                case 0xdd:
                    interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case 0xda:
                    at = Scan(segment, at);
                    break;
                case >= 0xc3 and <= 0xcf and not (0xc8 or 0xcc):
                    // Lossless and arithmetic coding: no browser shows them, only their frame is looked at.
                    known = false;
                    break;
            }
        }

        return null;
    }

    private void Frame(ReadOnlySpan<byte> s, bool isProgressive)
    {
        if (parts.Count > 0)
        {
            throw new JpegBroken();
        }

        progressive = isProgressive;
        (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(s[1..]), BinaryPrimitives.ReadUInt16BigEndian(s[3..]));
        for (var i = 0; i < s[5]; i++)
        {
            parts.Add(new Part { Id = s[6 + i * 3], H = s[7 + i * 3] >> 4, V = s[7 + i * 3] & 15 });
        }

        if (parts.Count is 0 or > 4 || parts.Exists(p => p.H is 0 or > 4 || p.V is 0 or > 4) || width == 0 || height == 0)
        {
            throw new JpegBroken();
        }

        var (most, tall) = (parts.Max(p => p.H), parts.Max(p => p.V));
        foreach (var part in parts)
        {
            part.Across = Up(Up(width * part.H, most), 8);
            part.Down = Up(Up(height * part.V, tall), 8);
            part.Stride = Up(width, 8 * most) * part.H;
            part.Seen = progressive ? new ulong[part.Stride * Up(height, 8 * tall) * part.V] : [];
        }
    }

    private static int Up(int value, int by) => (value + by - 1) / by;

    /// <summary>One entry for each sixteen bits: length of the code, then its symbol.</summary>
    private void Tables(ReadOnlySpan<byte> s)
    {
        while (s.Length > 17)
        {
            var table = new ushort[65536];
            var (code, symbol) = (0, 17);
            for (var length = 1; length <= 16; length++)
            {
                for (var i = 0; i < s[length]; i++, code++, symbol++)
                {
                    var first = code << (16 - length);
                    table.AsSpan(first, 1 << (16 - length)).Fill((ushort)(length << 8 | s[symbol]));
                }

                code <<= 1;
            }

            tables[(s[0] >> 4 & 1) * 4 + (s[0] & 3)] = table;
            s = s[symbol..];
        }
    }

    private int Scan(ReadOnlySpan<byte> s, int at)
    {
        if (!known)
        {
            return at;
        }

        var chosen = new List<Part>();
        for (var i = 0; i < s[0]; i++)
        {
            var id = s[1 + i * 2];
            var part = parts.Find(p => p.Id == id) ?? throw new JpegBroken();
            (part.Dc, part.Ac) = (s[2 + i * 2] >> 4 & 3, 4 + (s[2 + i * 2] & 3));
            chosen.Add(part);
        }

        var (from, to, high) = (s[1 + s[0] * 2], s[2 + s[0] * 2], s[3 + s[0] * 2] >> 4);
        if (++scans > MostScans || chosen.Count == 0 || to > 63 || from > to)
        {
            throw new JpegBroken();
        }

        var bits = new JpegBits(bytes, at);
        var alone = chosen.Count == 1;
        var (across, down) = alone ? (chosen[0].Across, chosen[0].Down) : (Up(width, 8 * parts.Max(p => p.H)), Up(height, 8 * parts.Max(p => p.V)));
        var run = 0;
        for (var unit = 0; unit < across * down; unit++)
        {
            if (interval > 0 && unit > 0 && unit % interval == 0)
            {
                bits.Restart();
                run = 0;
            }

            foreach (var part in chosen)
            {
                for (var i = 0; i < (alone ? 1 : part.H * part.V); i++)
                {
                    var (x, y) = alone ? (unit % across, unit / across) : (unit % across * part.H + i % part.H, unit / across * part.V + i / part.H);
                    Block(bits, part, y * part.Stride + x, from, to, high, ref run);
                }
            }
        }

        return bits.Behind();
    }

    private void Block(JpegBits bits, Part part, int place, int from, int to, int high, ref int run)
    {
        if (!progressive)
        {
            bits.Skip(bits.Symbol(tables[part.Dc]) & 15);
            for (var k = 1; k < 64;)
            {
                var rs = bits.Symbol(tables[part.Ac]);
                if ((rs & 15) == 0 && rs != 0xf0)
                {
                    break;
                }

                k += (rs >> 4) + 1;
                bits.Skip(rs & 15);
                if (k > 64 && (rs & 15) > 0)
                {
                    throw new JpegBroken();
                }
            }
        }
        else if (from == 0)
        {
            bits.Skip(high == 0 ? bits.Symbol(tables[part.Dc]) & 15 : 1);
        }
        else if (high == 0)
        {
            First(bits, part, ref part.Seen[place], from, to, ref run);
        }
        else
        {
            Refine(bits, part, ref part.Seen[place], from, to, ref run);
        }
    }

    private void First(JpegBits bits, Part part, ref ulong seen, int from, int to, ref int run)
    {
        if (run > 0)
        {
            run--;
            return;
        }

        for (var k = from; k <= to; k++)
        {
            var rs = bits.Symbol(tables[part.Ac]);
            var (zeros, size) = (rs >> 4, rs & 15);
            if (size == 0 && zeros < 15)
            {
                run = (1 << zeros) - 1 + bits.Read(zeros);
                return;
            }

            k += zeros;
            bits.Skip(size);
            if (size > 0 && k > 63)
            {
                throw new JpegBroken();
            }

            seen |= size > 0 ? 1UL << k : 0;
        }
    }

    private void Refine(JpegBits bits, Part part, ref ulong seen, int from, int to, ref int run)
    {
        var k = from;
        if (run == 0)
        {
            for (; k <= to; k++)
            {
                var rs = bits.Symbol(tables[part.Ac]);
                var (zeros, size) = (rs >> 4, rs & 15);
                if (size > 0)
                {
                    bits.Skip(1);
                }
                else if (zeros < 15)
                {
                    run = (1 << zeros) + bits.Read(zeros);
                    break;
                }

                for (; k <= to; k++)
                {
                    if ((seen >> k & 1) != 0)
                    {
                        bits.Skip(1);
                    }
                    else if (--zeros < 0)
                    {
                        break;
                    }
                }

                if (size > 0 && k <= 63)
                {
                    seen |= 1UL << k;
                }
            }
        }

        if (run > 0)
        {
            for (; k <= to; k++)
            {
                bits.Skip((int)(seen >> k & 1));
            }

            run--;
        }
    }
}

/// <summary>The data of a JPEG does not hold together.</summary>
internal sealed class JpegBroken : Exception;
