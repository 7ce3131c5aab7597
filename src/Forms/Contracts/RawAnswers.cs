using System.Globalization;
using System.Text.Json.Nodes;
using MotCua.People.Contracts.Identifiers;

namespace MotCua.Forms.Contracts;

/// <summary>Stored answers as they stand in the boxes of a page: the way back of <see cref="FormReader"/>.</summary>
public static class RawAnswers
{
    public static RawValues Of(FormPage page, JsonObject answers)
    {
        var raw = new RawValues();
        foreach (var field in page.Fields) Fill(raw, field, field.Name, answers.At(field.Name));
        return raw;
    }

    internal static void Fill(RawValues raw, FormField field, string path, JsonNode? value)
    {
        if (value is null) return;
        switch (field.Type)
        {
            case FieldType.Group:
                var rows = value as JsonArray ?? [];
                raw[$"{path}.rows"] = rows.Count.ToString(CultureInfo.InvariantCulture);
                for (var i = 0; i < Math.Min(rows.Count, field.RowLimit); i++)
                {
                    foreach (var inner in field.Fields) Fill(raw, inner, $"{path}[{i}].{inner.Name}", (rows[i] as JsonObject)?.At(inner.Name));
                }
                break;
            case FieldType.Address:
                var address = value as JsonObject ?? [];
                raw[$"{path}.province"] = Text(address["province"]) is { Length: > 0 } code ? code : Text(address["provinceName"]);
                raw[$"{path}.commune"] = Text(address["communeName"]) is { Length: > 0 } name ? name : Text(address["commune"]);
                raw[$"{path}.detail"] = Text(address["detail"]);
                break;
            case FieldType.Date or FieldType.PartialDate:
                if (PartialDate.Parse(Text(value)) is not { } date)
                {
                    raw[$"{path}.day"] = Text(value) is { Length: > 0 } strange ? strange : value.ToJsonString();
                    break;
                }
                raw[$"{path}.day"] = date.Day?.ToString("00", CultureInfo.InvariantCulture) ?? "";
                raw[$"{path}.month"] = date.Month?.ToString("00", CultureInfo.InvariantCulture) ?? "";
                raw[$"{path}.year"] = date.Year.ToString("0000", CultureInfo.InvariantCulture);
                if (date.Month is null && field.Type == FieldType.PartialDate) raw[$"{path}.yearOnly"] = "true";
                break;
            case FieldType.MultiChoice:
                raw.Set(path, value is JsonArray many ? many.Select(Text) : [Text(value)]);
                break;
            case FieldType.Number or FieldType.Money when value is JsonValue amount && amount.TryGetValue<decimal>(out var number):
                raw[path] = number.ToString("0.############", CultureInfo.GetCultureInfo("vi-VN"));
                break;
            default:
                raw[path] = Text(value);
                break;
        }
    }

    private static string Text(JsonNode? value) => value is JsonValue one ? one.ToString() : value?.ToJsonString() ?? "";
}
