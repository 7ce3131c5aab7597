using System.Globalization;
using System.Text;

namespace MotCua.Papers.Pdf;

/// <summary>One PDF object (ISO 32000-1, 7.3). Written and read with the same types.</summary>
internal abstract record PdfValue
{
    public static implicit operator PdfValue(int value) => new PdfNumber(value.ToString(CultureInfo.InvariantCulture));

    public static implicit operator PdfValue(double value) => new PdfNumber(PdfNumber.Format(value));

    public static implicit operator PdfValue(bool value) => new PdfWord(value ? "true" : "false");

    public abstract void Write(PdfOutput output);
}

/// <summary>true, false, null.</summary>
internal sealed record PdfWord(string Word) : PdfValue
{
    public static readonly PdfWord Null = new("null");

    public override void Write(PdfOutput output) => output.Text(Word);
}

internal sealed record PdfNumber(string Digits) : PdfValue
{
    public double Value => double.TryParse(Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    public override void Write(PdfOutput output) => output.Text(Digits);

    public static string Format(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}

internal sealed record PdfName(string Name) : PdfValue
{
    public override void Write(PdfOutput output)
    {
        output.Text("/");
        foreach (var c in Name)
        {
            if (c is > ' ' and <= '~' && !"#/()<>[]{}%".Contains(c))
            {
                output.Text(c.ToString());
            }
            else
            {
                output.Text($"#{(int)c & 0xff:x2}");
            }
        }
    }
}

internal sealed record PdfString(byte[] Bytes) : PdfValue
{
    public PdfString(string text)
        : this(text.All(c => c is >= ' ' and <= '~') ? Encoding.ASCII.GetBytes(text) : [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(text)])
    {
    }

    public string Text => Bytes is [0xfe, 0xff, ..] ? Encoding.BigEndianUnicode.GetString(Bytes, 2, Bytes.Length - 2)
        : Bytes is [0xef, 0xbb, 0xbf, ..] ? Encoding.UTF8.GetString(Bytes, 3, Bytes.Length - 3)
        : Encoding.Latin1.GetString(Bytes);

    public override void Write(PdfOutput output) => output.Text($"<{Convert.ToHexStringLower(Bytes)}>");

    public bool Equals(PdfString? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override int GetHashCode() => Bytes.Length;
}

internal sealed record PdfReference(int Number, int Generation = 0) : PdfValue
{
    public override void Write(PdfOutput output) => output.Text($"{Number} {Generation} R");
}

internal sealed record PdfArray(List<PdfValue> Items) : PdfValue
{
    public PdfArray(params PdfValue[] items)
        : this(items.ToList())
    {
    }

    public override void Write(PdfOutput output)
    {
        output.Text("[");
        for (var i = 0; i < Items.Count; i++)
        {
            output.Text(i == 0 ? "" : " ");
            Items[i].Write(output);
        }

        output.Text("]");
    }

    public bool Equals(PdfArray? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => Items.Count;
}

internal record PdfDictionary : PdfValue, System.Collections.IEnumerable
{
    public Dictionary<string, PdfValue> Entries { get; init; } = [];

    public PdfValue? this[string key]
    {
        get => Entries.GetValueOrDefault(key);
        set => Entries[key] = value!;
    }

    public void Add(string key, PdfValue value) => Entries[key] = value;

    public void Add(string key, string name) => Entries[key] = new PdfName(name);

    public System.Collections.IEnumerator GetEnumerator() => Entries.GetEnumerator();

    public PdfDictionary Copy() => new() { Entries = new(Entries) };

    public override void Write(PdfOutput output)
    {
        output.Text("<<");
        foreach (var (key, value) in Entries)
        {
            new PdfName(key).Write(output);
            output.Text(" ");
            value.Write(output);
        }

        output.Text(">>");
    }

    public virtual bool Equals(PdfDictionary? other) =>
        other is not null && Entries.Count == other.Entries.Count
        && Entries.All(e => other.Entries.TryGetValue(e.Key, out var value) && e.Value.Equals(value));

    public override int GetHashCode() => Entries.Count;
}

internal sealed record PdfStream(PdfDictionary Head, ReadOnlyMemory<byte> Raw) : PdfValue
{
    public override void Write(PdfOutput output)
    {
        Head["Length"] = Raw.Length;
        Head.Write(output);
        output.Text("\nstream\n");
        output.Bytes(Raw.Span);
        output.Text("\nendstream");
    }

    public bool Equals(PdfStream? other) => other is not null && Head.Equals(other.Head) && Raw.Span.SequenceEqual(other.Raw.Span);

    public override int GetHashCode() => Raw.Length;
}

/// <summary>Bytes being written, with the position at hand for the cross-reference table.</summary>
internal sealed class PdfOutput
{
    private readonly System.Buffers.ArrayBufferWriter<byte> stream = new();

    public int Position => stream.WrittenCount;

    public void Text(string text) => Bytes(Encoding.Latin1.GetBytes(text));

    public void Bytes(ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(stream, bytes);

    public byte[] ToArray() => stream.WrittenSpan.ToArray();

    /// <summary>Writes "n g obj … endobj" and returns where it begins.</summary>
    public int Object(int number, PdfValue value)
    {
        var at = Position;
        Text($"{number} 0 obj\n");
        value.Write(this);
        Text("\nendobj\n");
        return at;
    }
}

/// <summary>The file cannot be read as PDF; the message is English and for the log, the callers say it in Vietnamese.</summary>
internal class PdfBroken(string message) : Exception(message);
