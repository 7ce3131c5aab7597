using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MotCua.Platform.Web;

/// <summary>The address that people open, for what outlives the request: codes on papers, links that are kept.</summary>
public static class SiteAddress
{
    /// <returns>
    /// The setting <c>Site:Url</c>, without a slash at its end. Only without it, as in a trial, the address of this request: a Host header is not to be
    /// trusted.
    /// </returns>
    public static string SiteUrl(this HttpContext http) =>
        http.RequestServices.GetRequiredService<IConfiguration>()["Site:Url"] is { Length: > 0 } url
        ? url.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}";
}
