namespace MotCua.Papers.Intake;

/// <summary>The bits of one scan. To ask for more than there are before the next mark means that the picture is cut short.</summary>
internal sealed class JpegBits(byte[] bytes, int at)
{
    private ulong held;
    private int count;

    /// <summary>The symbol at the next bits, by a table of sixteen bits.</summary>
    public int Symbol(ushort[]? table)
    {
        Fill();
        var entry = (table ?? throw new JpegBroken())[(int)(held >> 48)];
        var length = entry >> 8;
        if (length == 0 || length > count)
        {
            throw new JpegBroken();
        }

        held <<= length;
        count -= length;
        return entry & 255;
    }

    public int Read(int size)
    {
        if (size == 0)
        {
            return 0;
        }

        Fill();
        var value = (int)(held >> (64 - size));
        Drop(size);
        return value;
    }

    public void Skip(int size)
    {
        if (size > 0)
        {
            Fill();
            Drop(size);
        }
    }

    /// <summary>The next thing must be a restart mark.</summary>
    public void Restart()
    {
        (held, count) = (0, 0);
        Behind();
        if (at + 1 >= bytes.Length || bytes[at + 1] is < 0xd0 or > 0xd7)
        {
            throw new JpegBroken();
        }

        at += 2;
    }

    /// <summary>Place of the next mark.</summary>
    public int Behind()
    {
        // What was taken in beforehand ends at the latest before that mark.
        while (at + 1 < bytes.Length && !(bytes[at] == 0xff && bytes[at + 1] is not (0 or 0xff)))
        {
            at++;
        }

        return at;
    }

    private void Drop(int size)
    {
        if (size > count)
        {
            throw new JpegBroken();
        }

        held <<= size;
        count -= size;
    }

    private void Fill()
    {
        while (count <= 48 && at < bytes.Length)
        {
            var next = bytes[at];
            if (next == 0xff)
            {
                if (at + 1 >= bytes.Length || bytes[at + 1] != 0)
                {
                    // Fill bytes may stand before a mark.
                    if (at + 1 < bytes.Length && bytes[at + 1] == 0xff)
                    {
                        at++;
                        continue;
                    }

                    return;
                }

                at++;
            }

            at++;
            held |= (ulong)next << (56 - count);
            count += 8;
        }
    }
}
