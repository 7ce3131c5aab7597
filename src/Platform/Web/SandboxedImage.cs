using Microsoft.AspNetCore.Http;

namespace MotCua.Platform.Web;

/// <summary>Ảnh xem tại chỗ: a picture of a page that came from outside, shown in our page; nothing in it can run.</summary>
public static class SandboxedImage
{
    public static void Mark(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentDisposition = "inline";
    }
}
