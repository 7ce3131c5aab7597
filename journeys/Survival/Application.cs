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
        Paper = PaperPicture.Of(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
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
        JsonObject group => new JsonObject(group.Where(pair => pair.Key is not ("communeName" or "provinceName"))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        null => null,
        _ => JsonSerializer.SerializeToNode(node),
    };
}
