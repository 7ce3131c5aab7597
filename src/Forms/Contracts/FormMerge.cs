using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MotCua.People.Contracts.Identifiers;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Trường trộn của mẫu kết quả: "answers.child.name" → what is printed. Beside each field: <c>.upper</c> for names,
/// <c>.long</c> for dates ("ngày 05 tháng 03 năm 1980"), <c>.commune</c> and <c>.province</c> for addresses, <c>.1.name</c> … for rows,
/// <c>.count</c> for groups.
/// </summary>
public static partial class FormMerge
{
    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_.]+)\s*\}\}")]
    private static partial Regex Field();

    /// <summary>What is printed for something the form did not ask this person.</summary>
    public const string NotAsked = "(không có)";

    /// <summary>
    /// All fields. A required one that was not answered is an empty text and blocks; an optional one, or one that these
    /// answers do not ask for, prints <see cref="NotAsked"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(FormDefinition form, JsonObject answers)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var page in form.Pages)
        {
            var shown = page.ShowWhen.Holds(answers);
            foreach (var field in page.Fields)
            {
                var asked = shown && field.ShowWhen.Holds(answers);
                Add(fields, field, $"answers.{field.Name}", asked ? answers.At(field.Name) : null, asked && !field.Optional);
            }
        }
        return fields;
    }

    /// <summary>What an official calls a merge field of this form: the label of the question, or the field itself when no question is behind it.</summary>
    public static string Label(FormDefinition form, string name)
    {
        var asked = form.Pages.SelectMany(page => page.Fields)
            .Where(field => name == $"answers.{field.Name}" || name.StartsWith($"answers.{field.Name}.", StringComparison.Ordinal))
            .MaxBy(field => field.Name.Length);
        return asked?.Label ?? name;
    }

    /// <summary>Whether a template of this form can ever print the field; a row of a group is named by its number.</summary>
    public static bool Knows(FormDefinition form, string name) => name.StartsWith("answers.", StringComparison.Ordinal)
        && form.Pages.SelectMany(page => page.Fields).Any(field => Knows(field, name["answers.".Length..]));

    private static bool Knows(FormField field, string name)
    {
        if (name == field.Name) return true;
        if (!name.StartsWith($"{field.Name}.", StringComparison.Ordinal)) return false;
        var rest = name[(field.Name.Length + 1)..];
        return field.Type switch
        {
            FieldType.PersonName or FieldType.Text => rest == "upper",
            FieldType.Date or FieldType.PartialDate => rest == "long",
            FieldType.Address => rest is "commune" or "province",
            FieldType.Group => rest == "count" || (rest.Split('.', 2) is [var row, var inner] && int.TryParse(row, out var number) && number >= 1
                && field.Fields.Any(one => Knows(one, inner))),
            _ => false,
        };
    }

    /// <summary>The merge fields a template text names.</summary>
    public static IReadOnlyList<string> Names(string template) => [.. Field().Matches(template).Select(match => match.Groups["name"].Value).Distinct()];

    /// <summary>The text with its fields filled; the names without a value come back so that they can block.</summary>
    public static (string Text, IReadOnlyList<string> Missing) Fill(string template, IReadOnlyDictionary<string, string> fields)
    {
        var missing = new List<string>();
        var text = Field().Replace(template, match =>
        {
            var name = match.Groups["name"].Value;
            if (fields.TryGetValue(name, out var value) && value.Length > 0) return value;
            if (!missing.Contains(name)) missing.Add(name);
            return match.Value;
        });
        return (text, missing);
    }

    private static void Add(Dictionary<string, string> fields, FormField field, string name, JsonNode? value, bool required)
    {
        var shown = FormSummary.Display(field, value) is { Length: > 0 } text ? text : required ? "" : NotAsked;
        fields[name] = shown;
        switch (field.Type)
        {
            case FieldType.PersonName or FieldType.Text:
                fields[$"{name}.upper"] = shown.ToUpper(CultureInfo.GetCultureInfo("vi-VN"));
                break;
            case FieldType.Date or FieldType.PartialDate:
                fields[$"{name}.long"] = PartialDate.Parse(value?.ToString())?.Long ?? shown;
                break;
            case FieldType.Address:
                fields[$"{name}.commune"] = (value as JsonObject)?.TextAt("communeName") ?? shown;
                fields[$"{name}.province"] = (value as JsonObject)?.TextAt("provinceName") ?? shown;
                break;
            case FieldType.Group:
                var rows = value as JsonArray ?? [];
                fields[$"{name}.count"] = rows.Count.ToString(CultureInfo.InvariantCulture);
                for (var i = 0; i < rows.Count; i++)
                {
                    foreach (var inner in field.Fields) Add(fields, inner, $"{name}.{i + 1}.{inner.Name}", (rows[i] as JsonObject)?.At(inner.Name),
                        !inner.Optional);
                }
                break;
        }
    }
}
