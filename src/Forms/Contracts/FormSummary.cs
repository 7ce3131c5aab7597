using System.Globalization;
using System.Text.Json.Nodes;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Ui;

namespace MotCua.Forms.Contracts;

/// <summary>The answers of one page as a person reads them.</summary>
/// <param name="Section">One of <see cref="FormSections"/>.</param>
/// <param name="PageKey">Where <em>Sửa</em> leads.</param>
public sealed record SummarySection(string Section, string PageKey, string Title, IReadOnlyList<SummaryRow> Rows);

/// <param name="Field">Dotted name; with the row for a group: "members[0].name".</param>
/// <param name="Answered">false: a required answer is missing and the value says so.</param>
public sealed record SummaryRow(string Label, string Value, string PageKey, string Field, bool Answered = true);

/// <summary>Bản tóm tắt tờ khai, for the check page, the dossier and print.</summary>
public static class FormSummary
{
    public const string NotAnswered = "Chưa khai";

    /// <summary>Visible pages in order; optional answers that were not given are left out.</summary>
    public static IReadOnlyList<SummarySection> Of(FormDefinition form, JsonObject answers) =>
    [
        .. form.VisiblePages(answers)
            .Select(page => new SummarySection(page.Section, page.Key, page.Title, [.. Rows(page, answers)]))
            .Where(section => section.Rows.Count > 0),
    ];

    /// <summary>How a stored value is written for people; empty when there is none.</summary>
    public static string Display(FormField field, JsonNode? value)
    {
        if (!value.IsAnswered()) return "";
        return field.Type switch
        {
            FieldType.Address => Address(value as JsonObject),
            FieldType.MultiChoice when value is JsonArray many => string.Join("; ", many.Select(one => Option(field, Text(one)))),
            FieldType.Group when value is JsonArray rows => string.Join("; ", rows.OfType<JsonObject>().Select(row =>
                string.Join(", ", field.Fields.Select(inner => Display(inner, row.At(inner.Name))).Where(text => text.Length > 0)))),
            FieldType.Choice => Option(field, Text(value)),
            FieldType.YesNo => Text(value) == "true" ? "Có" : "Không",
            FieldType.PersonalId => Vi.PersonalId(Text(value)),
            FieldType.TaxCode => TaxCode.Read(Text(value), out _)?.Shown ?? Text(value),
            FieldType.Phone => Vi.Phone(Text(value)),
            FieldType.Date or FieldType.PartialDate => PartialDate.Parse(Text(value))?.Shown ?? Text(value),
            FieldType.Money => Number(value) is { } money ? Vi.Number(money) + "\u00a0đ" : Text(value),
            FieldType.Number => (Number(value) is { } number ? number.ToString("#,##0.############", CultureInfo.GetCultureInfo("vi-VN")) : Text(value))
                + (field.Unit is null ? "" : "\u00a0" + field.Unit),
            _ => Text(value),
        };
    }

    /// <summary>Ấp Rạch Tàu, Xã Đất Mũi, Tỉnh Cà Mau</summary>
    public static string Address(JsonObject? address) => address is null ? "" : string.Join(", ",
        new[] { "detail", "communeName", "provinceName" }.Select(part => Text(address[part])).Where(text => text.Length > 0));

    private static IEnumerable<SummaryRow> Rows(FormPage page, JsonObject answers)
    {
        foreach (var field in page.Fields.Where(field => field.ShowWhen.Holds(answers)))
        {
            var value = answers.At(field.Name);
            if (field.Type == FieldType.Group && value is JsonArray { Count: > 0 } rows)
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    foreach (var inner in field.Fields)
                    {
                        var shown = Display(inner, (rows[i] as JsonObject)?.At(inner.Name));
                        if (shown.Length > 0) yield return new SummaryRow($"{field.RowTitle} {i + 1}: {inner.Label}", shown, page.Key,
                            $"{field.Name}[{i}].{inner.Name}");
                    }
                }
            }
            else if (value.IsAnswered()) yield return new SummaryRow(field.Label, Display(field, value), page.Key, field.Name);
            else if (!field.Optional) yield return new SummaryRow(field.Label, NotAnswered, page.Key, field.Name, false);
        }
    }

    private static string Option(FormField field, string value) => field.Options.FirstOrDefault(option => option.Value == value)?.Text ?? value;

    private static decimal? Number(JsonNode? value) => value is JsonValue one && one.TryGetValue<decimal>(out var number) ? number : null;

    private static string Text(JsonNode? value) => value is JsonValue one ? one.ToString() : value?.ToJsonString() ?? "";
}
