using Microsoft.AspNetCore.Http;

namespace MotCua.Platform.Web;

/// <summary>Strict content policy from the first day, and no effect from a page of another site (T10, T13).</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public Task Invoke(HttpContext http)
    {
        Mark(http);
        // No page of another site can make a browser send a bearer, so nothing was done behind somebody's back.
        if (ChangesSomething(http.Request) && ComesFromElsewhere(http.Request) && Security.Bearer.Of(http) is null)
            throw new Refused(403, "Yêu cầu đến từ một trang khác nên không được thực hiện. Mở lại trang này rồi thao tác tiếp");
        return next(http);
    }

    /// <summary>Also for an answer that was begun anew after an accident.</summary>
    internal static void Mark(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
        // Personal pages must not stay in shared caches; assets set their own.
        headers.CacheControl = "no-store";
    }

    private static bool ChangesSomething(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static bool ComesFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        || (request.Headers.Origin.ToString() is { Length: > 0 } origin && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
