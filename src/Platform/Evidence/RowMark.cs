using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MotCua.Platform.Evidence;

/// <summary>The text of a jsonb column: compared by content, as the database keeps neither order nor spaces.</summary>
public readonly record struct JsonText(string? Json);

/// <summary>
/// Dấu của một dòng: 24 bytes of SHA-256 over all its watched fields, then three bytes for each field, which only serve to
/// name what was changed. Base64. The format never changes: a mark of today is compared in fifty years.
/// </summary>
internal static class RowMark
{
    private const int Whole = 24;
    private const int Each = 3;

    public static string Of(string row, string? secret, IEnumerable<(string Words, object?[] Values)> fields)
    {
        var (all, field, tags) = (new ArrayBufferWriter<byte>(4096), new ArrayBufferWriter<byte>(4096), new ArrayBufferWriter<byte>());
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Add(all, row);
        Add(all, secret);
        var (head, number) = (all.WrittenCount, 0);
        foreach (var (_, values) in fields)
        {
            var begin = all.WrittenCount;
            foreach (var value in values) Add(all, value);
            field.ResetWrittenCount();
            field.Write(all.WrittenSpan[..head]);
            Put(field, Text(number++));
            field.Write("\u001e"u8);
            field.Write(all.WrittenSpan[begin..]);
            SHA256.HashData(field.WrittenSpan, hash);
            tags.Write(hash[..Each]);
            all.Write("\u001e"u8);
        }
        SHA256.HashData(all.WrittenSpan, hash);
        return Convert.ToBase64String([.. hash[..Whole], .. tags.WrittenSpan]);
    }

    /// <summary>Words of the fields that differ; everything when the marks are not of one shape.</summary>
    public static IReadOnlyList<string> Differences(string now, string sealedMark, IReadOnlyList<string> words)
    {
        if (now == sealedMark) return [];
        if (now.Length != sealedMark.Length) return ["nội dung"];
        var (a, b) = (Convert.FromBase64String(now), new byte[Whole + words.Count * Each]);
        if (!Convert.TryFromBase64String(sealedMark, b, out var read) || read != a.Length) return ["nội dung"];
        var found = words.Where((_, i) => !a.AsSpan(Whole + i * Each, Each).SequenceEqual(b.AsSpan(Whole + i * Each, Each))).ToList();
        return found.Count > 0 ? found : ["nội dung"];
    }

    private static void Add(ArrayBufferWriter<byte> text, object? value)
    {
        if (value is IEnumerable many and not string)
        {
            text.Write("["u8);
            foreach (var one in many) Add(text, one);
            text.Write("]"u8);
            return;
        }
        if (value is JsonText { Json: { } json })
        {
            using var document = JsonDocument.Parse(json);
            Write(document.RootElement, text);
        }
        else Put(text, Text(value));
        text.Write("\u001f"u8);
    }

    private static void Put(ArrayBufferWriter<byte> text, string value) => Encoding.UTF8.GetBytes(value, text);

    // As the database gives it back: microseconds, numbers without trailing zeros.
    private static string Text(object? value) => value switch
    {
        null => "\0",
        string text => text,
        DateTimeOffset at => Microseconds(at.UtcTicks),
        DateTime at => Microseconds(at.Ticks),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => Microseconds(time.Ticks),
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        JsonText => "\0",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType().Name} has no text of its own.", nameof(value)),
    };

    private static string Microseconds(long ticks) => (ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    private static void Write(JsonElement element, ArrayBufferWriter<byte> text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Write("{"u8);
                // Of two properties of one name the database keeps the last.
                var properties = new SortedList<string, JsonElement>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject()) properties[property.Name] = property.Value;
                foreach (var (name, value) in properties)
                {
                    Put(text, name);
                    text.Write("\u001f"u8);
                    Write(value, text);
                }
                text.Write("}"u8);
                break;
            case JsonValueKind.Array:
                text.Write("["u8);
                foreach (var item in element.EnumerateArray()) Write(item, text);
                text.Write("]"u8);
                break;
            case JsonValueKind.Number:
                Put(text, $"#{(element.TryGetDecimal(out var number) ? Text(number) : element.GetDouble().ToString("R", CultureInfo.InvariantCulture))}\u001f");
                break;
            case JsonValueKind.String:
                Put(text, $"\"{element.GetString()}\u001f");
                break;
            default:
                Put(text, $"{element.ValueKind}\u001f");
                break;
        }
    }
}
