using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using MotCua.Platform.Security;

namespace MotCua.Filing.Fill;

/// <summary>
/// The key of a draft: 128 random bits that only the applicant's browser or program keeps; the database has its SHA-256.
/// One cookie holds the keys of the last five drafts.
/// </summary>
internal static class DraftToken
{
    public const string Header = "X-Draft-Token";

    private const int Kept = 5;

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>Keys that came with the request, the newest first.</summary>
    public static IReadOnlyList<string> Of(HttpRequest request)
    {
        var given = request.Headers[Header].ToString() is { Length: > 0 } header ? header : request.Cookies[CookieOf(request)] ?? "";
        return [.. given.Split('.').Where(RandomKey.Is).Take(Kept)];
    }

    public static void Keep(HttpContext http, string token) => Write(http, Of(http.Request).Where(other => other != token).Prepend(token).Take(Kept));

    /// <summary>This browser forgets the draft; whoever has its link still opens it.</summary>
    public static void Forget(HttpContext http, Draft draft) =>
        Write(http, Of(http.Request).Where(token => !Hash(token).AsSpan().SequenceEqual(draft.TokenHash)));

    private static void Write(HttpContext http, IEnumerable<string> tokens) =>
        http.Response.Cookies.Append(CookieOf(http.Request), string.Join('.', tokens), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(30), IsEssential = true,
        });

    // __Host- keeps a neighbouring host from planting a draft here; over plain http no browser would keep it.
    private static string CookieOf(HttpRequest request) => request.IsHttps ? "__Host-nhap" : "nhap";
}
