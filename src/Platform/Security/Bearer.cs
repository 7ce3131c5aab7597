using Microsoft.AspNetCore.Http;
using MotCua.Platform.Web;

namespace MotCua.Platform.Security;

/// <summary>Mã truy cập gửi ở tiêu đề Authorization: read by the API alone. Whoever shows one means it, so no cookie stands in for it.</summary>
public static class Bearer
{
    private const string Scheme = "Bearer ";

    public static bool IsShown(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null on a page, where no such key opens anything.</summary>
    public static string? Of(HttpContext http) =>
        IsShown(http.Request) && ApiErrors.IsApi(http) ? http.Request.Headers.Authorization.ToString()[Scheme.Length..].Trim() : null;
}

/// <summary>Here a session begins, so a key of before that opens nothing any more is no reason to refuse.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpensSessionAttribute : Attribute;
