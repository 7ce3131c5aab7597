using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Security;
using Scalar.AspNetCore;

namespace MotCua.Platform.Ui;

/// <summary>
/// Trang mô tả API ở /api: Scalar over /openapi/v1.json, its script from the package and our own origin, nothing from elsewhere. The script is told what to
/// show by an attribute, so no script stands in the page; it writes its styles itself, so this page alone allows inline ones.
/// </summary>
internal static class ApiPage
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Settings = """
        {"theme":"none","withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"showDeveloperTools":"never","mcp":{"disabled":true},
        "agent":{"disabled":true},"defaultHttpClient":{"targetKey":"shell","clientKey":"curl"},"operationTitleSource":"summary"}
        """;

    private const string ScriptName = "ScalarStaticAssets.scalar.js";

    private static readonly Lazy<byte[]> Script = new(Read);

    private static readonly Lazy<byte[]> Squeezed = new(() =>
    {
        using var into = new MemoryStream();
        using (var brotli = new BrotliStream(into, CompressionLevel.Optimal)) brotli.Write(Script.Value);
        return into.ToArray();
    });

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api", Show).OpenTo(Face.Portal).ExcludeFromDescription();
        app.MapGet("/api/scalar.js", Send).OpenTo(Face.Portal).WithMetadata(Web.DoorKeeper.Free).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Content($"""
            <!doctype html>
            <html lang="vi">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>API một cửa cho phần mềm của cơ quan</title>
            <link rel="icon" href="{Assets.Url("icon.svg")}" type="image/svg+xml">
            </head>
            <body>
            <noscript><p>Trang này cần JavaScript. Bản mô tả để máy đọc: <a href="/openapi/v1.json">/openapi/v1.json</a></p></noscript>
            <script id="api-reference" data-url="/openapi/v1.json" data-configuration="{System.Net.WebUtility.HtmlEncode(Settings)}"></script>
            <script src="/api/scalar.js"></script>
            </body></html>
            """, "text/html; charset=utf-8");
    }

    private static async Task Send(HttpContext http)
    {
        var small = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        var (bytes, headers) = (small ? Squeezed.Value : Script.Value, http.Response.Headers);
        (headers.CacheControl, headers.ContentType, headers.Vary) = ("public, max-age=86400", "text/javascript; charset=utf-8", "Accept-Encoding");
        if (small) headers.ContentEncoding = "br";
        headers.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static byte[] Read()
    {
        using var kept = typeof(ScalarOptions).Assembly.GetManifestResourceStream(ScriptName)
            ?? throw new InvalidOperationException($"Scalar has no {ScriptName}.");
        using var memory = new MemoryStream();
        kept.CopyTo(memory);
        if (memory.GetBuffer() is not [0x1F, 0x8B, ..]) return memory.ToArray();
        memory.Position = 0;
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Decompress)) gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
