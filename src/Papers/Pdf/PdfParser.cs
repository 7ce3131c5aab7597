using System.Text;

namespace MotCua.Papers.Pdf;

/// <summary>Reads objects from bytes. Strict enough to be safe, lenient where common producers are careless.</summary>
/// <param name="budget">Null for bytes of our own.</param>
internal sealed class PdfParser(ReadOnlyMemory<byte> data, int position = 0, PdfBudget? budget = null)
{
    private const int DepthLimit = 64;

    /// <summary>ISO 32000-1, annex C allows 127 for a name.</summary>
    private const int LongestToken = 4096;
    private readonly ReadOnlyMemory<byte> data = data;
    private int depth;

    public int Position { get; set; } = position;

    /// <summary>Where the hexadecimal string under the key /Contents of the last dictionary read began and ended, "&lt;" to after "&gt;".</summary>
    public (int Start, int End) ContentsSpan { get; private set; }

    public static bool IsSpace(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(byte b) =>
        b is (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%';

    private int Peek(int ahead = 0) => Position + ahead < data.Length ? data.Span[Position + ahead] : -1;

    public void SkipSpace()
    {
        var span = data.Span;
        while (Position < span.Length)
        {
            if (IsSpace(span[Position]))
            {
                Position++;
            }
            else if (span[Position] == '%')
            {
                while (Position < span.Length && span[Position] is not (10 or 13))
                {
                    Position++;
                }
            }
            else
            {
                return;
            }
        }
    }

    public bool TryWord(string word)
    {
        SkipSpace();
        if (Position + word.Length > data.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (data.Span[Position + i] != word[i])
            {
                return false;
            }
        }

        Position += word.Length;
        return true;
    }

    public int Integer()
    {
        SkipSpace();
        return int.TryParse(Token(), out var value) ? value : throw new PdfBroken($"integer expected before byte {Position}");
    }

    private string Token()
    {
        var start = Position;
        var span = data.Span;
        while (Position < span.Length && !IsSpace(span[Position]) && !IsDelimiter(span[Position]))
        {
            Position++;
        }

        return Position - start <= LongestToken ? Encoding.Latin1.GetString(span[start..Position]) : throw new PdfBroken($"word too long at byte {start}");
    }

    public PdfValue Value()
    {
        var start = Position;
        depth = 0;
        try
        {
            return Inner();
        }
        finally
        {
            // A failed reading costs as much as a good one.
            budget?.Read(Position - start);
        }
    }

    private PdfValue Inner()
    {
        if (++depth > DepthLimit)
        {
            throw new PdfBroken("objects nested too deeply");
        }

        budget?.Value();
        SkipSpace();
        PdfValue value = Peek() switch
        {
            -1 => throw new PdfBroken("unexpected end"),
            '/' => Name(),
            '(' => Literal(),
            '<' when Peek(1) == '<' => Dictionary(),
            '<' => Hexadecimal(),
            '[' => Array(),
            _ => NumberOrWord(),
        };
        depth--;
        return value;
    }

    private PdfName Name()
    {
        Position++;
        var token = Token();
        if (!token.Contains('#'))
        {
            return new PdfName(token);
        }

        var name = new StringBuilder();
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] == '#' && i + 2 < token.Length && char.IsAsciiHexDigit(token[i + 1]) && char.IsAsciiHexDigit(token[i + 2]))
            {
                name.Append((char)Convert.ToInt32(token.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                name.Append(token[i]);
            }
        }

        return new PdfName(name.ToString());
    }

    private PdfString Hexadecimal()
    {
        Position++;
        var bytes = new List<byte>();
        var high = -1;
        while (true)
        {
            var c = Peek();
            Position++;
            if (c == '>')
            {
                break;
            }

            if (c == -1)
            {
                throw new PdfBroken("hexadecimal string does not end");
            }

            if (IsSpace((byte)c))
            {
                continue;
            }

            if (!char.IsAsciiHexDigit((char)c))
            {
                throw new PdfBroken("bad hexadecimal digit");
            }

            var digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
            if (high < 0)
            {
                high = digit;
            }
            else
            {
                bytes.Add((byte)(high << 4 | digit));
                high = -1;
            }
        }

        if (high >= 0)
        {
            bytes.Add((byte)(high << 4));
        }

        return new PdfString(bytes.ToArray());
    }

    private PdfString Literal()
    {
        Position++;
        var bytes = new List<byte>();
        var level = 1;
        while (true)
        {
            var c = Peek();
            Position++;
            switch (c)
            {
                case -1:
                    throw new PdfBroken("string does not end");
                case '(':
                    level++;
                    break;
                case ')' when --level == 0:
                    return new PdfString(bytes.ToArray());
                case '\\':
                    Escape(bytes);
                    continue;
            }

            bytes.Add((byte)c);
        }
    }

    private void Escape(List<byte> bytes)
    {
        var c = Peek();
        Position++;
        switch (c)
        {
            case 'n': bytes.Add(10); break;
            case 'r': bytes.Add(13); break;
            case 't': bytes.Add(9); break;
            case 'b': bytes.Add(8); break;
            case 'f': bytes.Add(12); break;
            case 10: break;
            case 13:
                Position += Peek() == 10 ? 1 : 0;
                break;
            case >= '0' and <= '7':
                var value = c - '0';
                for (var i = 0; i < 2 && Peek() is >= '0' and <= '7'; i++, Position++)
                {
                    value = value * 8 + Peek() - '0';
                }

                bytes.Add((byte)value);
                break;
            default: bytes.Add((byte)c); break;
        }
    }

    private PdfArray Array()
    {
        Position++;
        var items = new List<PdfValue>();
        while (!TryWord("]"))
        {
            items.Add(Inner());
        }

        return new PdfArray(items);
    }

    private PdfDictionary Dictionary()
    {
        Position += 2;
        var dictionary = new PdfDictionary();
        var contents = (0, 0);
        while (!TryWord(">>"))
        {
            if (Peek() != '/')
            {
                throw new PdfBroken($"key expected at byte {Position}");
            }

            var key = Name().Name;
            SkipSpace();
            var start = Position;
            var value = Inner();
            // The first of two equal keys would be read by some viewers and the second by others: such a file is not judged.
            if (!dictionary.Entries.TryAdd(key, value))
            {
                throw new PdfBroken($"key {key} twice");
            }

            if (key == "Contents")
            {
                contents = (start, Position);
            }
        }

        ContentsSpan = contents;
        return dictionary;
    }

    private PdfValue NumberOrWord()
    {
        var token = Token();
        if (token.Length == 0)
        {
            throw new PdfBroken($"unexpected byte at {Position}");
        }

        if (token is "true" or "false" or "null")
        {
            return new PdfWord(token);
        }

        if (!char.IsAsciiDigit(token[0]) && token[0] is not ('+' or '-' or '.'))
        {
            throw new PdfBroken($"unknown word at byte {Position}");
        }

        if (token.Length < 10 && token.All(char.IsAsciiDigit))
        {
            var after = Position;
            SkipSpace();
            var generation = Peek() is >= '0' and <= '9' ? Token() : "";
            if (generation.Length is > 0 and < 6 && generation.All(char.IsAsciiDigit) && TryWord("R")
                && (Peek() is -1 || IsSpace((byte)Peek()) || IsDelimiter((byte)Peek())))
            {
                return new PdfReference(int.Parse(token), int.Parse(generation));
            }

            Position = after;
        }

        return new PdfNumber(token);
    }

    /// <summary>"n g obj" at the present position; the length of a stream is asked from the caller when it is a reference.</summary>
    public (int Number, PdfValue Value) IndirectObject(Func<PdfReference, int?> length)
    {
        var number = Integer();
        _ = Integer();
        if (!TryWord("obj"))
        {
            throw new PdfBroken($"obj expected at byte {Position}");
        }

        return (number, Indirect(length));
    }

    /// <summary>What stands after "obj": a value, with its bytes when it is a stream.</summary>
    public PdfValue Indirect(Func<PdfReference, int?> length)
    {
        var value = Value();
        if (value is not PdfDictionary dictionary || !TryWord("stream"))
        {
            return value;
        }

        Position += Peek() == 13 && Peek(1) == 10 ? 2 : Peek() is 10 or 13 ? 1 : 0;
        var size = dictionary["Length"] switch
        {
            PdfNumber n => (int)n.Value,
            PdfReference r => length(r) ?? -1,
            _ => -1,
        };
        var start = Position;
        if (size >= 0 && (long)start + size <= data.Length)
        {
            Position = start + size;
            if (TryWord("endstream"))
            {
                return new PdfStream(dictionary, data.Slice(start, size));
            }
        }

        var end = data.Span[start..].IndexOf("endstream"u8);
        budget?.Read(end < 0 ? data.Length - start : end);
        if (end < 0)
        {
            throw new PdfBroken("stream does not end");
        }

        Position = start + end + 9;
        return new PdfStream(dictionary, data.Slice(start, end));
    }
}
