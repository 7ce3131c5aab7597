using System.Text.Json.Nodes;

namespace MotCua.Forms.Contracts;

/// <summary>Dotted paths in the answers: "child.name" ↔ /child/name.</summary>
public static class AnswerPaths
{
    public static JsonNode? At(this JsonObject answers, string path)
    {
        JsonNode? node = answers;
        foreach (var part in path.Split('.'))
        {
            if (node is not JsonObject holder || !holder.TryGetPropertyValue(part, out node)) return null;
        }
        return node;
    }

    /// <summary>The text of a value; null when it is not there or not one value.</summary>
    public static string? TextAt(this JsonObject answers, string path) => answers.At(path) is JsonValue value ? value.ToString() : null;

    /// <summary>Puts or, with null, takes away a value. Objects on the way are made.</summary>
    public static void Put(this JsonObject answers, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        var holder = answers;
        foreach (var part in parts[..^1])
        {
            if (holder[part] is not JsonObject next)
            {
                if (value is null) return;
                holder[part] = next = [];
            }
            holder = next;
        }
        if (value is null) holder.Remove(parts[^1]);
        else holder[parts[^1]] = value;
    }

    public static bool IsAnswered(this JsonNode? value) => value switch
    {
        null => false,
        JsonArray many => many.Count > 0,
        JsonObject parts => parts.Any(part => part.Value.IsAnswered()),
        _ => value.ToString().Length > 0,
    };

    /// <summary>"members[1].name" and "child.name" as JSON pointers: /members/1/name, /child/name.</summary>
    public static string Pointer(string path) => "/"
        + path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');

    /// <summary>The element id of a field: f-child-name, f-members-1-name.</summary>
    public static string ElementId(string path) => "f" + Pointer(path).Replace('/', '-');
}
