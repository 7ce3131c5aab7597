using System.Globalization;
using System.Text.Json.Nodes;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Expressions;

namespace MotCua.Forms.Contracts;

/// <summary>Câu trả lời dưới mắt của điều kiện: what a condition may look at in a form, and what it finds in the answers.</summary>
public static class FormValues
{
    private static readonly (string Part, string Words)[] OfAddress = [("province", "mã tỉnh"), ("commune", "mã xã, phường")];

    /// <summary>Questions that are asked once, named by their path ("child.birth"); the rows of a group are no answer that one could compare.</summary>
    public static IReadOnlyList<KnownValue> Known(FormDefinition form) => [.. Fields(form).SelectMany(Of)];

    /// <summary>
    /// The value of a name of <see cref="Known"/>, by its type: string, decimal, DateOnly, bool, list of strings. Null: not given, not a name of the form, or
    /// a date of which only the year or month is known.
    /// </summary>
    public static Func<string, object?> Of(FormDefinition form, JsonObject answers) => Reader(form)(answers);

    /// <summary>The same for many answers to one form.</summary>
    public static Func<JsonObject, Func<string, object?>> Reader(FormDefinition form)
    {
        var types = Known(form).ToDictionary(value => value.Name, value => value.Type, StringComparer.Ordinal);
        return answers => name => types.TryGetValue(name, out var type) && answers.At(name) is { } value ? Value(type, value) : null;
    }

    private static IEnumerable<FormField> Fields(FormDefinition form) => form.Pages.SelectMany(page => page.Fields);

    private static IEnumerable<KnownValue> Of(FormField field)
    {
        var choices = field.Options.Count == 0 ? null : field.Options.ToDictionary(option => option.Value, option => option.Text, StringComparer.Ordinal);
        return field.Type switch
        {
            FieldType.Group => [],
            FieldType.Address => OfAddress.Select(one => new KnownValue($"{field.Name}.{one.Part}", AnswerType.Text, $"{field.Label}: {one.Words}")),
            FieldType.Date or FieldType.PartialDate => [new(field.Name, AnswerType.Date, field.Label)],
            FieldType.Number or FieldType.Money => [new(field.Name, AnswerType.Number, field.Label)],
            FieldType.YesNo => [new(field.Name, AnswerType.Truth, field.Label)],
            FieldType.MultiChoice => [new(field.Name, AnswerType.Texts, field.Label, choices)],
            _ => [new(field.Name, AnswerType.Text, field.Label, choices)],
        };
    }

    private static object? Value(AnswerType type, JsonNode value) => type switch
    {
        AnswerType.Texts => value is JsonArray { Count: > 0 } many ? many.OfType<JsonValue>().Select(one => one.ToString()).ToList() : null,
        _ when value is not JsonValue => null,
        AnswerType.Truth => value.ToString() switch { "true" => true, "false" => false, _ => (object?)null },
        // Whole numbers and those with decimals are kept as different kinds of values.
        AnswerType.Number => decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        AnswerType.Date => PartialDate.Parse(value.ToString()) is { Full: true } date ? date.Earliest : null,
        _ => value.ToString() is { Length: > 0 } text ? text : null,
    };
}
