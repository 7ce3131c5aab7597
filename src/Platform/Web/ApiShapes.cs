using Microsoft.OpenApi;

namespace MotCua.Platform.Web;

/// <summary>
/// What the shapes of the description say, made true to the wire: a number is written as a number, an empty value is left out of an answer and may be
/// left out of a request, everything else stands in every answer.
/// </summary>
internal static class ApiShapes
{
    public static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>That a number in quotes is read as well is no reason for every client to expect one.</summary>
    public static void Number(OpenApiSchema schema)
    {
        if (schema.Type is not { } type || (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) == 0) return;
        (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
    }

    public static void Settle(OpenApiDocument document)
    {
        var all = document.Components!.Schemas!;
        var operations = document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []).ToList();
        var read = Reached(all, operations.SelectMany(one => one.RequestBody?.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>()));
        var written = Reached(all, operations.SelectMany(one => one.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .SelectMany(answer => answer.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>()));
        foreach (var (name, one) in all)
        {
            if (one is not OpenApiSchema { Properties.Count: > 0 } schema) continue;
            var empty = schema.Properties.Where(property => MayBeNull(property.Value)).Select(property => property.Key).ToList();
            var always = read.Contains(name) ? schema.Required ?? new HashSet<string>() : schema.Properties.Keys.AsEnumerable();
            schema.Required = always.Except(empty).ToHashSet(StringComparer.Ordinal);
            if (read.Contains(name) || !written.Contains(name)) continue;
            foreach (var property in empty) schema.Properties[property] = WithoutNull(schema.Properties[property]);
        }
    }

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type is { } type && (type & JsonSchemaType.Null) != 0 || schema.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true;

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema.OneOf?.Where(one => one.Type != JsonSchemaType.Null).ToList() is [var only]) return only;
        if (schema is OpenApiSchema { Type: { } type } own) own.Type = type & ~JsonSchemaType.Null;
        return schema;
    }

    /// <summary>Names of the shapes that these bodies hold, at whatever depth.</summary>
    private static HashSet<string> Reached(IDictionary<string, IOpenApiSchema> all, IEnumerable<OpenApiMediaType> bodies)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<IOpenApiSchema?>(bodies.Select(body => body.Schema));
        while (left.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (names.Add(id)) left.Push(all[id]);
                continue;
            }
            if (schema is null) continue;
            left.Push(schema.Items);
            left.Push(schema.AdditionalProperties);
            foreach (var one in (schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>()).Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? [])
                .Concat(schema.AllOf ?? [])) left.Push(one);
        }
        return names;
    }
}
