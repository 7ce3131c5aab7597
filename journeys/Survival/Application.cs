using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MotCua.Journeys.Survival;

/// <summary>One submission: answers that carry its key, and a paper whose bytes are its own.</summary>
internal sealed class Application
{
    public Application(string key)
    {
        Key = key;
        Answers = JsonNode.Parse(Api.Birth)!.AsObject();
        Answers["applicant"]!["address"]!["detail"] = key;
        Paper = Picture(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        (AnswersHash, PaperHash) = (Hash(Answers), Hash(Paper));
    }

    public string Key { get; }

    public JsonObject Answers { get; }

    public byte[] Paper { get; }

    public string AnswersHash { get; }

    public string PaperHash { get; }

    /// <summary>The hash of the values, whatever the order and spacing in which a database gives them back.</summary>
    public static string Hash(JsonNode answers) => Hash(Encoding.UTF8.GetBytes(Sorted(answers)!.ToJsonString()));

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>An address gains the names of the places beside their codes; the rest is the applicant's, letter by letter.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject group => new JsonObject(group.Where(pair => pair.Key is not ("communeName" or "provinceName")).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        null => null,
        _ => JsonSerializer.SerializeToNode(node),
    };

    /// <summary>A grey PNG, 320 pixels wide and high, each line ten times the given 32 bytes.</summary>
    private static byte[] Picture(byte[] mark)
    {
        byte[] row = [0, .. Enumerable.Repeat(mark, 10).SelectMany(bytes => bytes)];
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < 320; y++) zip.Write(row);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [0, 0, 1, 64, 0, 0, 1, 64, 8, 0, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var (length, check, sum) = (new byte[4], new byte[4], 0xFFFFFFFFu);
        foreach (var b in body)
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320u ^ (sum >> 1) : sum >> 1;
        }
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~sum);
        return [.. length, .. body, .. check];
    }
}
