using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace MotCua.Platform.Web;

/// <summary>A body that the endpoint reads itself, so that no parameter shows it. For the description alone: it refuses nothing.</summary>
/// <param name="Bytes">The bytes of one file are taken as they are.</param>
/// <param name="Field">A form is taken as well: the name of its one file; "*": words or files under any names.</param>
internal sealed record DescribedBody(bool Bytes, string? Field)
{
    public OpenApiRequestBody Describe()
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        // Named as bytes and not by their kind: that is what generators know how to send.
        if (Bytes) content["application/octet-stream"] = new OpenApiMediaType { Schema = ApiShapes.Bytes() };
        if (Field is not null) content["multipart/form-data"] = new OpenApiMediaType { Schema = Form(Field) };
        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static OpenApiSchema Form(string field) => field == "*"
        ? new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            AdditionalProperties = new OpenApiSchema { AnyOf = [ApiShapes.Bytes(), new OpenApiSchema { Type = JsonSchemaType.String }] },
        }
        : new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Required = new HashSet<string>(StringComparer.Ordinal) { field },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { [field] = ApiShapes.Bytes() },
        };
}

/// <summary>A header that the endpoint reads itself.</summary>
internal sealed record DescribedHeader(string Name, string Words);

/// <summary>What an endpoint says of what it reads itself.</summary>
public static class DescribedEndpoints
{
    /// <summary>The bytes of one file as they are, or a form with one file, <c>file</c>.</summary>
    public static T TakesFile<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedBody(true, "file"));

    /// <summary>The bytes of one file as they are.</summary>
    public static T TakesBytes<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedBody(true, null));

    /// <summary>A form whose fields, words or files, are named by what they are for.</summary>
    public static T TakesForm<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedBody(false, "*"));

    /// <summary>A header that may be sent.</summary>
    public static T TakesHeader<T>(this T endpoint, string name, string words) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new DescribedHeader(name, words));
}
