using System.Text.Json.Nodes;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Biểu mẫu dưới dạng JSON Schema (2020-12): the answers in the form in which they are kept. What a schema cannot say stands beside it as <c>x-</c>:
/// <c>x-check</c> in words, <c>x-after</c> and <c>x-differsFrom</c> with the pointer of the other answer, <c>x-past</c>, and <c>x-pages</c> for who
/// draws the form.
/// </summary>
public static class FormSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private const string ByCode = "Trong tỉnh, xã và phường được tìm theo mã, tên nay hoặc tên cũ; chỗ gõ chưa rõ thì biểu mẫu hỏi lại.";

    public static JsonObject Of(FormDefinition form)
    {
        var fields = form.Pages.SelectMany(page => page.Fields.Select(field => (page, field))).ToList();
        var root = new JsonObject
        {
            ["$schema"] = Dialect, ["title"] = form.Title,
            ["$comment"] = "maxLength đếm theo chữ người đọc thấy; câu trả lời viết ở dạng chuẩn NFC.",
            ["x-form"] = new JsonObject { ["code"] = form.Code, ["version"] = form.Version },
            ["x-pages"] = new JsonArray([.. form.Pages.Select(Page)]),
        };
        var shape = new Holder();
        foreach (var (page, field) in fields) shape.Add(field.Name.Split('.'), Of(field), !field.Optional && page.ShowWhen is null && field.ShowWhen is null);
        shape.Into(root);
        var conditions = fields.Where(one => !one.field.Optional).Select(one => (one.field, When: Both(one.page.ShowWhen, one.field.ShowWhen)))
            .Where(one => one.When is not null)
            .Select(one => (JsonNode)new JsonObject { ["if"] = Of(one.When!), ["then"] = At(one.field.Name.Split('.'), null) }).ToArray();
        if (conditions.Length > 0) root["allOf"] = new JsonArray(conditions);
        return root;
    }

    private static JsonObject Page(FormPage page)
    {
        var shown = new JsonObject { ["key"] = page.Key, ["section"] = FormSections.Titles[page.Section], ["title"] = page.Title };
        Put(shown, "hint", page.Hint);
        Put(shown, "because", page.Because);
        shown["fields"] = new JsonArray([.. page.Fields.Select(field => JsonValue.Create(AnswerPaths.Pointer(field.Name)))]);
        return shown;
    }

    private static JsonObject Of(FormField field)
    {
        var schema = Shape(field);
        schema["title"] = field.Label;
        Put(schema, "description", field.Hint);
        Put(schema, "x-because", field.Because);
        Put(schema, "x-unit", field.Unit);
        if (field.Past) schema["x-past"] = true;
        Put(schema, "x-after", field.After is { } first ? AnswerPaths.Pointer(first) : null);
        Put(schema, "x-differsFrom", field.DiffersFrom is { } other ? AnswerPaths.Pointer(other) : null);
        return schema;
    }

    private static JsonObject Shape(FormField field) => field.Type switch
    {
        FieldType.PersonName => Text(200, @"^[^0-9]*\p{L}[^0-9]*$", "Chữ cái, dấu nháy, dấu gạch nối và dấu chấm"),
        FieldType.PersonalId => Text(12, "^[0-9]{12}$"),
        FieldType.OldIdentityNumber => Text(9, "^[0-9]{9}$"),
        FieldType.TaxCode => Text(13, "^[0-9]{10}([0-9]{2,3})?$", "Chữ số kiểm tra của mã số thuế"),
        FieldType.Phone => Text(11, "^0(2[0-9]{8,9}|[35789][0-9]{8})$"),
        FieldType.Email => Text(field.Limit, "^[^@ ]{1,64}@[^@ ]+\\.[A-Za-z][A-Za-z0-9-]+$", "Tên miền có thật"),
        FieldType.Date => Date("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        FieldType.PartialDate => Date("^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$"),
        FieldType.Time => Text(5, "^([01][0-9]|2[0-3]):[0-5][0-9]$"),
        FieldType.Money or FieldType.Number => Amount(field),
        FieldType.Choice => new JsonObject { ["oneOf"] = Options(field) },
        FieldType.MultiChoice => new JsonObject
        {
            ["type"] = "array", ["minItems"] = 1, ["uniqueItems"] = true, ["items"] = new JsonObject { ["oneOf"] = Options(field) },
        },
        FieldType.YesNo => new JsonObject { ["type"] = "boolean" },
        FieldType.Address => Address(field),
        FieldType.Group => Rows(field),
        _ => Text(field.Limit, null),
    };

    private static JsonObject Text(int most, string? pattern, string? check = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = most };
        Put(schema, "pattern", pattern);
        Put(schema, "x-check", check);
        return schema;
    }

    private static JsonObject Date(string pattern) => new()
    {
        ["type"] = "string", ["pattern"] = pattern, ["x-check"] = "Ngày có trong lịch, từ năm 1880 đến năm 2200",
    };

    private static JsonObject Amount(FormField field)
    {
        var schema = new JsonObject
        {
            ["type"] = field.Type == FieldType.Money || field.Whole ? "integer" : "number", ["minimum"] = field.Min ?? 0,
        };
        if (field.Max is { } most) schema["maximum"] = most;
        return schema;
    }

    private static JsonArray Options(FormField field)
    {
        return [.. field.Options.Select(Option)];

        static JsonNode Option(FieldOption option)
        {
            var one = new JsonObject { ["const"] = option.Value, ["title"] = option.Text };
            Put(one, "description", option.Hint);
            return one;
        }
    }

    private static JsonObject Address(FormField field)
    {
        var parts = new JsonObject
        {
            ["province"] = Named("Mã tỉnh, thành phố", 120), ["provinceName"] = Named("Tên tỉnh, thành phố", 120),
            ["commune"] = Named("Mã xã, phường", 120), ["communeName"] = Named("Tên xã, phường", 120), ["detail"] = Named("Địa chỉ chi tiết", field.Limit),
        };
        var schema = new JsonObject
        {
            ["type"] = "object", ["properties"] = parts, ["additionalProperties"] = false,
            ["anyOf"] = new JsonArray(Required("commune"), Required("communeName")), ["x-check"] = ByCode,
        };
        if (!field.Optional) schema["required"] = new JsonArray("detail");
        return schema;

        static JsonObject Named(string title, int most) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = most, ["title"] = title };
    }

    private static JsonObject Rows(FormField field)
    {
        var (row, shape) = (new JsonObject { ["title"] = field.RowTitle }, new Holder());
        foreach (var inner in field.Fields) shape.Add(inner.Name.Split('.'), Of(inner), !inner.Optional);
        shape.Into(row);
        return new JsonObject
        {
            ["type"] = "array", ["minItems"] = Math.Max(1, field.MinRows ?? 1), ["maxItems"] = field.RowLimit, ["items"] = row,
        };
    }

    private static Condition? Both(Condition? page, Condition? field) =>
        page is null ? field : field is null ? page : new Condition { All = [page, field] };

    private static JsonObject Of(Condition condition)
    {
        // Required by no schema, and judged where it is sent; neither is its contrary.
        if (condition is { IsCompared: true } and ({ When: not null } or { Not: not null }))
        {
            var never = new JsonObject { ["not"] = new JsonObject() };
            Put(never, "x-when", condition.When);
            return never;
        }
        condition = condition.Shown;
        if (condition.All is { } all) return new JsonObject { ["allOf"] = Parts(all) };
        if (condition.Any is { } any) return new JsonObject { ["anyOf"] = Parts(any) };
        if (condition.Not is { } not) return new JsonObject { ["not"] = Of(not) };
        var path = condition.Field!.Split('.');
        if (condition.Answered is { } answered) return answered ? At(path, null) : new JsonObject { ["not"] = At(path, null) };
        var wanted = new JsonArray([.. (condition.Is is { } one ? [one] : condition.In ?? []).Select(value => value.DeepClone())]);
        // A question with several answers is equal to each of them.
        return At(path, new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = wanted },
                new JsonObject { ["type"] = "array", ["contains"] = new JsonObject { ["enum"] = wanted.DeepClone() } }),
        });

        static JsonArray Parts(IReadOnlyList<Condition> parts) => [.. parts.Select(part => (JsonNode)Of(part))];
    }

    /// <summary>The answer is there; with a schema, it also fits that.</summary>
    private static JsonObject At(ReadOnlySpan<string> path, JsonObject? value)
    {
        var schema = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(path[0]) };
        if ((path.Length > 1 ? At(path[1..], value) : value) is { } inner) schema["properties"] = new JsonObject { [path[0]] = inner };
        return schema;
    }

    private static JsonObject Required(string name) => new() { ["required"] = new JsonArray(name) };

    private static void Put(JsonObject schema, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) schema[key] = value;
    }

    /// <summary>An object of the answers: what stands in it, and what must.</summary>
    private sealed class Holder
    {
        private readonly Dictionary<string, Holder> inner = new(StringComparer.Ordinal);
        private readonly JsonObject properties = [];
        private readonly List<string> required = [];

        public void Add(ReadOnlySpan<string> path, JsonObject schema, bool must)
        {
            if (must && !required.Contains(path[0])) required.Add(path[0]);
            if (path.Length == 1) properties[path[0]] = schema;
            else
            {
                if (!inner.TryGetValue(path[0], out var holder)) inner[path[0]] = holder = new Holder();
                holder.Add(path[1..], schema, must);
            }
        }

        public void Into(JsonObject schema)
        {
            schema["type"] = "object";
            foreach (var (name, holder) in inner)
            {
                var part = new JsonObject();
                holder.Into(part);
                properties[name] = part;
            }
            schema["properties"] = properties;
            if (required.Count > 0) schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
            schema["additionalProperties"] = false;
        }
    }
}
