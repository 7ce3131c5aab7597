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
        var (all, tags) = (new StringBuilder(), new MemoryStream());
        Add(all, row, secret);
        var head = all.ToString();
        var number = 0;
        foreach (var (_, values) in fields)
        {
            var text = new StringBuilder();
            Add(text, values);
            all.Append(text).Append('\u001e');
            tags.Write(SHA256.HashData(Encoding.UTF8.GetBytes($"{head}{number++}\u001e{text}")).AsSpan(0, Each));
        }
        return Convert.ToBase64String([.. SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())).AsSpan(0, Whole), .. tags.ToArray()]);
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

    private static void Add(StringBuilder text, params object?[] values)
    {
        foreach (var value in values)
        {
            if (value is IEnumerable many and not string)
            {
                text.Append('[');
                foreach (var one in many) Add(text, one);
                text.Append(']');
            }
            else text.Append(Text(value)).Append('\u001f');
        }
    }

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
        JsonText { Json: null } => "\0",
        JsonText { Json: { } json } => Canonical(json),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType().Name} has no text of its own.", nameof(value)),
    };

    private static string Microseconds(long ticks) => (ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                // Of two properties of one name the database keeps the last.
                foreach (var property in element.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).Select(same => same.Last()).OrderBy(p =>
                    p.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append('\u001f');
                    Write(property.Value, text);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray()) Write(item, text);
                text.Append(']');
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                text.Append('#').Append(Text(number)).Append('\u001f');
                break;
            case JsonValueKind.Number:
                text.Append('#').Append(element.GetDouble().ToString("R", CultureInfo.InvariantCulture)).Append('\u001f');
                break;
            case JsonValueKind.String:
                text.Append('"').Append(element.GetString()).Append('\u001f');
                break;
            default:
                text.Append(element.ValueKind).Append('\u001f');
                break;
        }
    }
}
