using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace MotCua.Platform.Web;

/// <summary>
/// Tệp tải về: bytes that came from outside, sent so that no browser runs or shows them as part of this site. Return it from a
/// page handler or an endpoint; the stream is closed after sending.
/// </summary>
/// <param name="name">Name for the person who saves it; any text, signs a file system dislikes are replaced.</param>
public sealed class SandboxedFile(Stream content, string mediaType, string name) : ActionResult, IResult
{
    private const string Policy = "sandbox; default-src 'none'";

    public override Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var bytes = content;
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(FileNames.Clean(name.Replace('/', '-').Replace('\\', '-'), mediaType));
        response.ContentType = mediaType;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (bytes.CanSeek) response.ContentLength = bytes.Length - bytes.Position;
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        await bytes.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
