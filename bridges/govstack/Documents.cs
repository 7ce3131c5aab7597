using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MotCua.GovStackBridge;

internal sealed record Uploaded(int Code, string Type, string Message, string Url);

/// <summary>
/// The product takes a document for a named paper of a named application, and judges it before it keeps it. So <c>additionalMetadata</c> must say which:
/// <c>{"fileId": "…", "paper": "…", "name": "…"}</c>.
/// </summary>
internal static class Documents
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/documents", Upload).DisableAntiforgery();

    private static async Task<Uploaded> Upload(string? additionalMetadata, HttpRequest request, Programs programs)
    {
        var bytes = await Content(request) ?? throw new Declined(400, "Thiếu file: nội dung base64 của một giấy tờ");
        if (Metadata(additionalMetadata) is not ({ } fileId, { } paper, var name))
            throw new Declined(400, "additionalMetadata phải nêu hồ sơ và giấy tờ: {\"fileId\": …, \"paper\": …, \"name\": …}");
        var product = programs.Applicant;
        var draft = await Applications.DraftOf(product, fileId);
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var added = await product.Send(HttpMethod.Post, $"drafts/{draft}/files?paper={Uri.EscapeDataString(paper)}", body, fileName: name ?? paper);
        return new Uploaded(200, (string)added["mediaType"]!, (string)added["fileName"]!, $"{product.Url}api/v1/drafts/{draft}/files/{added["fileId"]}");
    }

    private static async Task<byte[]?> Content(HttpRequest request)
    {
        if (!request.HasFormContentType) return null;
        var form = await request.ReadFormAsync();
        if (form.Files is [var file, ..])
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            return bytes.ToArray();
        }
        if (form["file"].ToString() is not { Length: > 0 } text) return null;
        try { return Convert.FromBase64String(text); }
        catch (FormatException) { throw new Declined(400, "file phải ở dạng base64"); }
    }

    private static (string? FileId, string? Paper, string? Name) Metadata(string? text)
    {
        try
        {
            return JsonNode.Parse(text ?? "") is JsonObject given ? (Word("fileId"), Word("paper"), Word("name")) : default;
            string? Word(string name) => given[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;
        }
        catch (JsonException) { return default; }
    }
}
