using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MotCua.Platform.Expressions;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Điều kiện hiện câu hỏi, as data: exactly one of <c>field</c> with <c>equals</c>, <c>in</c> or <c>answered</c>; <c>all</c>;
/// <c>any</c>; <c>not</c>; or <c>when</c>, a condition in the language of processes (<see cref="Expression"/>), typed against this form. No code is run.
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
    public string? When { get; init; }

    private BoundCondition? bound;

    /// <summary>A comparison that only the server makes, inside what <see cref="When"/> was folded into.</summary>
    private Expression? compared;

    /// <summary>The fields it looks at.</summary>
    public IEnumerable<string> Names() => (bound is not null ? bound.Fields : Field is null ? Enumerable.Empty<string>() : [Field])
        .Concat((All ?? []).Concat(Any ?? []).SelectMany(part => part.Names()))
        .Concat(Not?.Names() ?? []);

    /// <summary>Types what is written in words. Called once, where the form is read; a form with faults is no form.</summary>
    /// <param name="page">Of the condition: what the script of the page would have to compare is asked on a page before it.</param>
    internal IEnumerable<string> Bind(FormDefinition form, IReadOnlyList<KnownValue> known, FormPage page)
    {
        foreach (var fault in (All ?? []).Concat(Any ?? []).Append(Not).SelectMany(part => part?.Bind(form, known, page) ?? [])) yield return fault;
        if (Field is not null && known.FirstOrDefault(value => value.Name == Field) is { Choices: { } choices })
            foreach (var value in (Is is null ? In ?? [] : [Is]).Where(value => !choices.ContainsKey(value.ToString())))
                yield return $"{Field} has no choice \"{value}\"";
        if (When is null) yield break;
        var (read, faults) = Expression.Read(When, known);
        foreach (var fault in faults) yield return $"ký tự {fault.At + 1}: {fault.Words}";
        if (read is null) yield break;
        if (read.AsksAge) yield return "age( ) chỉ hỏi được trong quy trình: ngày mai tuổi đã khác";
        bound = new(read, FormValues.Reader(form), [.. read.Names.Select(name => FieldOf(form, name)).Distinct(StringComparer.Ordinal)]);
        var live = page.Fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var plain = true;
        bound.Shape = read.Fold<Condition>(new(
            (name, values) => Leaf(name, () => new Condition { Field = name, In = [.. values.Select(value => Kept(name, value))] }),
            name => Leaf(name, () => new Condition { Field = name, Answered = true }), all => new Condition { All = all }, any => new Condition { Any = any },
            not => new Condition { Not = not }, other => Leaf("", () => new Condition { compared = other, bound = bound }, other)));
        if (!plain) yield return "so sánh lớn nhỏ và một phần của địa chỉ chỉ hỏi được về câu hỏi của trang trước";

        // A schema tells true from "true".
        JsonValue Kept(string name, string value) => known.First(one => one.Name == name).Type switch
        {
            AnswerType.Truth => JsonValue.Create(value == "true"), AnswerType.Number => JsonValue.Create(decimal.Parse(value, CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(value),
        };

        Condition Leaf(string name, Func<Condition> make, Expression? other = null)
        {
            if (other is null ? name != FieldOf(form, name) && live.Contains(FieldOf(form, name)) : other.Names.Any(one => live.Contains(FieldOf(form, one))))
                plain = false;
            return make();
        }
    }

    /// <summary>Commune and province of an address are asked for by themselves.</summary>
    private static string FieldOf(FormDefinition form, string name) =>
        form.Pages.SelectMany(page => page.Fields).Select(field => field.Name).FirstOrDefault(field => name == field)
            ?? name[..Math.Max(0, name.LastIndexOf('.'))];

    /// <summary>What it is in the terms of this record, for the script and the schema; itself where it was written so.</summary>
    internal Condition Shown => bound?.Shape ?? this;

    /// <summary>No schema says it.</summary>
    internal bool IsCompared => compared is not null || bound?.Shape.IsCompared == true
        || (All ?? []).Concat(Any ?? []).Append(Not).Any(part => part?.IsCompared == true);

    internal bool Met(JsonObject answers)
    {
        if (bound is not null) return (compared ?? bound.Read).Holds(bound.Values(answers), DateOnly.MinValue);
        if (When is not null) throw new InvalidOperationException("A condition in words is typed where its form is read.");
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
        if (compared is not null) return JsonValue.Create(Met(answers));
        if (bound is not null) return bound.Shape.On(page, answers);
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
        var kinds = new object?[] { Field, All, Any, Not, When }.Count(part => part is not null);
        if (kinds != 1) return "a condition has exactly one of field, all, any, not, when";
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

/// <summary>A condition in words, read and typed against its form.</summary>
internal sealed record BoundCondition(Expression Read, Func<JsonObject, Func<string, object?>> Values, IReadOnlyList<string> Fields)
{
    public Condition Shape { get; set; } = null!;
}

public static class ConditionExtensions
{
    /// <summary>No condition always holds.</summary>
    public static bool Holds(this Condition? condition, JsonObject answers) => condition?.Met(answers) ?? true;
}
