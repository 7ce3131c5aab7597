using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Điều kiện hiện câu hỏi, as data: exactly one of <c>field</c> with <c>equals</c>, <c>in</c> or <c>answered</c>; <c>all</c>;
/// <c>any</c>; <c>not</c>. No code is run.
/// </summary>
public sealed record Condition
{
    public string? Field { get; init; }
    [JsonPropertyName("equals")]
    public JsonValue? Is { get; init; }
    public IReadOnlyList<JsonValue>? In { get; init; }
    public bool? Answered { get; init; }
    public IReadOnlyList<Condition>? All { get; init; }
    public IReadOnlyList<Condition>? Any { get; init; }
    public Condition? Not { get; init; }

    /// <summary>The fields it looks at.</summary>
    public IEnumerable<string> Names() => (Field is null ? Enumerable.Empty<string>() : [Field])
        .Concat((All ?? []).Concat(Any ?? []).SelectMany(part => part.Names()))
        .Concat(Not?.Names() ?? []);

    internal bool Met(JsonObject answers)
    {
        if (All is not null) return All.All(part => part.Met(answers));
        if (Any is not null) return Any.Any(part => part.Met(answers));
        if (Not is not null) return !Not.Met(answers);
        var value = answers.At(Field ?? "");
        if (Answered is { } answered) return answered == value.IsAnswered();
        IReadOnlyList<JsonValue> wanted = Is is not null ? [Is] : In ?? [];
        return wanted.Any(one => Same(one, value));
    }

    /// <summary>
    /// For the script of a page: what other pages decide is true or false, the rest is left to it. {"f": name, "in": [texts]} or {"f": name, "answered": true},
    /// "all", "any", "not".
    /// </summary>
    internal JsonNode On(FormPage page, JsonObject answers)
    {
        if (All is not null) return new JsonObject { ["all"] = new JsonArray([.. All.Select(part => part.On(page, answers))]) };
        if (Any is not null) return new JsonObject { ["any"] = new JsonArray([.. Any.Select(part => part.On(page, answers))]) };
        if (Not is not null) return new JsonObject { ["not"] = Not.On(page, answers) };
        if (page.Fields.All(field => field.Name != Field)) return JsonValue.Create(Met(answers));
        if (Answered is { } answered) return new JsonObject { ["f"] = Field, ["answered"] = answered };
        IReadOnlyList<JsonValue> wanted = Is is not null ? [Is] : In ?? [];
        return new JsonObject { ["f"] = Field, ["in"] = new JsonArray([.. wanted.Select(one => JsonValue.Create(one.ToString()))]) };
    }

    /// <summary>What is wrong with its shape; null when nothing.</summary>
    internal string? Shape()
    {
        var kinds = new object?[] { Field, All, Any, Not }.Count(part => part is not null);
        if (kinds != 1) return "a condition has exactly one of field, all, any, not";
        if (Field is not null && new object?[] { Is, In, Answered }.Count(part => part is not null) != 1)
            return $"the condition on {Field} needs exactly one of equals, in, answered";
        return (All ?? []).Concat(Any ?? []).Append(Not).Select(part => part?.Shape()).FirstOrDefault(wrong => wrong is not null);
    }

    /// <summary>A field with several answers is equal to each of them.</summary>
    private static bool Same(JsonValue wanted, JsonNode? value) => value switch
    {
        null => false,
        JsonArray many => many.Any(one => Same(wanted, one)),
        JsonValue one => one.ToString() == wanted.ToString(),
        _ => false,
    };
}

public static class ConditionExtensions
{
    /// <summary>No condition always holds.</summary>
    public static bool Holds(this Condition? condition, JsonObject answers) => condition?.Met(answers) ?? true;
}
