using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using MotCua.Platform.Text;

namespace MotCua.Platform.Web;

/// <summary>
/// Cửa của mọi nội dung JSON gửi lên: read once as a whole before an act sees it. What is no JSON, no UTF-8 or cannot be kept
/// is refused with the JSON pointer of its place, a name that stands twice too: nobody knows which of the two is meant.
/// Text goes through <see cref="TypedText.Gate"/>, passwords as they are.
/// </summary>
internal static class JsonGate
{
    /// <summary>The largest document that any act takes is a form of 256 KB; escapes make it longer.</summary>
    private const int MostBytes = 2 * 1024 * 1024;
    private const int Deepest = 60;
    private const string NoJson = "Nội dung gửi lên không phải JSON đọc được. Kiểm tra dấu ngoặc, dấu phẩy rồi gửi lại";

    public static async Task Pass(HttpContext http, RequestDelegate next)
    {
        // Nobody reads what was sent to an address, or with a method, that there is not.
        if (http.GetEndpoint() is RouteEndpoint && IsJson(http.Request.ContentType))
        {
            var bytes = Gated(await Bytes(http));
            http.Request.Body = new MemoryStream(bytes, writable: false);
            http.Request.ContentLength = bytes.Length;
        }
        await next(http);
    }

    /// <summary>The document as an act may read it; an empty one is the act's own affair.</summary>
    /// <exception cref="Refused">400, the field is a JSON pointer.</exception>
    internal static byte[] Gated(byte[] sent)
    {
        ReadOnlySpan<byte> json = sent;
        if (json.StartsWith([(byte)0xFE, (byte)0xFF]) || json.StartsWith([(byte)0xFF, (byte)0xFE]))
            throw new Refused(400, "Nội dung viết bằng UTF-16. Gửi lại bằng UTF-8");
        if (!Utf8.IsValid(json)) throw new Refused(400, "Nội dung có byte không phải UTF-8. Gửi lại bằng UTF-8", Broken(json));
        if (json.IsEmpty) return sent;
        var options = new JsonReaderOptions { MaxDepth = Deepest };
        try { return Walk(new Utf8JsonReader(json, options)) ? Rewritten(new Utf8JsonReader(json, options)) : sent; }
        catch (JsonException problem) when (problem.Message.Contains("depth", StringComparison.Ordinal))
        {
            throw new Refused(400, $"Nội dung lồng nhau quá {Deepest} tầng. Gửi lại gọn hơn");
        }
        catch (JsonException) { throw new Refused(400, NoJson); }
    }

    /// <returns>Whether some text has to be written otherwise.</returns>
    private static bool Walk(Utf8JsonReader reader)
    {
        var changes = false;
        var names = new Stack<HashSet<string>?>();
        var path = new Stack<object>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (path.Count == names.Count) path.Pop();
                    var name = Text(ref reader)
                        ?? throw new Refused(400, "Tên mục có ký tự không lưu được. Sửa tên rồi gửi lại", Pointer([.. path.Reverse(), Raw(ref reader)]));
                    path.Push(name);
                    if (!names.Peek()!.Add(name))
                        throw new Refused(400, "Mục này có hai lần trong nội dung gửi lên. Giữ lại một lần rồi gửi lại", Pointer([.. path.Reverse()]));
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (path.Count == names.Count) path.Pop();
                    names.Pop();
                    continue;
            }
            // An element of a list stands under its number.
            if (names.Count > 0 && names.Peek() is null)
            {
                if (path.Count == names.Count) path.Push((int)path.Pop() + 1);
                else path.Push(0);
            }
            if (reader.TokenType == JsonTokenType.StartObject) names.Push(new HashSet<string>(StringComparer.Ordinal));
            else if (reader.TokenType == JsonTokenType.StartArray) names.Push(null);
            else if (reader.TokenType == JsonTokenType.String)
            {
                var text = Text(ref reader) ?? throw new Refused(400, TypedText.BrokenWords, Pointer([.. path.Reverse()]));
                changes |= TypedText.Gate(text) != text;
            }
            else if (reader.TokenType == JsonTokenType.Number && !IsStorable(ref reader))
                throw new Refused(400, "Con số này dài hoặc lớn quá nên không lưu được. Kiểm tra lại số", Pointer([.. path.Reverse()]));
        }
        return changes;
    }

    private static byte[] Rewritten(Utf8JsonReader reader)
    {
        using var memory = new MemoryStream();
        using var writer = new Utf8JsonWriter(memory);
        var name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: writer.WriteStartObject(); break;
                case JsonTokenType.EndObject: writer.WriteEndObject(); break;
                case JsonTokenType.StartArray: writer.WriteStartArray(); break;
                case JsonTokenType.EndArray: writer.WriteEndArray(); break;
                case JsonTokenType.PropertyName: writer.WritePropertyName(name = reader.GetString()!); break;
                case JsonTokenType.String: writer.WriteStringValue(FormGate.IsSecret(name) ? reader.GetString()! : TypedText.Gate(reader.GetString()!)); break;
                default: writer.WriteRawValue(reader.ValueSpan); break;
            }
        }
        writer.Flush();
        return memory.ToArray();
    }

    /// <summary>Null when it is no text that can be kept.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        try { return reader.GetString() is { } text && TypedText.IsStorable(text) && !TypedText.IsBroken(text) ? text : null; }
        // Half of a surrogate pair, written as an escape.
        catch (InvalidOperationException) { return null; }
    }

    private static string Raw(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan);

    private static bool IsStorable(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        var exponent = text.IndexOfAny((byte)'e', (byte)'E');
        return text.Length <= 60 && reader.TryGetDecimal(out _)
            && (exponent < 0
                || (int.TryParse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
                && power is > -28 and < 28));
    }

    private static string Pointer(object[] path) => "/" + string.Join('/', path.Select(part =>
        string.Create(CultureInfo.InvariantCulture, $"{part}").Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    /// <summary>The last name before the bytes that are no text.</summary>
    private static string? Broken(ReadOnlySpan<byte> json)
    {
        var good = json;
        while (!Utf8.IsValid(good)) good = good[..FirstInvalid(good)];
        var text = Encoding.UTF8.GetString(good);
        var colon = text.LastIndexOf("\":", StringComparison.Ordinal);
        var open = colon > 0 ? text.LastIndexOf('"', colon - 1) : -1;
        return open < 0 ? null : "/" + text[(open + 1)..colon];
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at;
    }

    private static async Task<byte[]> Bytes(HttpContext http)
    {
        using var memory = new MemoryStream();
        var block = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(block, http.RequestAborted)) > 0)
        {
            if (memory.Length + read > MostBytes) throw new Refused(413, "Nội dung gửi lên nặng quá 2 MB. Rút gọn rồi gửi lại");
            memory.Write(block, 0, read);
        }
        var bytes = memory.ToArray();
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
    }

    private static bool IsJson(string? contentType)
    {
        if (contentType is null || !MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        if (!type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) && !type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)) return false;
        return HeaderUtilities.RemoveQuotes(type.Charset) is not { Length: > 0 } charset || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
            ? true : throw new Refused(415, "Nội dung JSON phải viết bằng UTF-8. Đổi charset thành utf-8 rồi gửi lại", "Content-Type");
    }
}
