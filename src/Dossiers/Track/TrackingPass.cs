using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace MotCua.Dossiers.Track;

/// <summary>
/// Remembers for half an hour that this browser knew the second factor of one dossier, so that its holder need not type
/// the digits again for each file or answer, nor for the other dossiers of the same declaration. Signed by the house; holds only ids and a time.
/// </summary>
internal sealed class TrackingPass(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Cookie = "xem-ho-so";
    private const string All = "all";
    private const string Some = "some";
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);
    private readonly IDataProtector protector = protection.CreateProtector("MotCua.Dossiers.TrackingPass");

    /// <summary>More than one declaration comes to, and what a cookie can carry.</summary>
    private const int Most = 12;

    /// <param name="strong">More was shown than a printed code and four digits: results and files open too.</param>
    public void Give(HttpContext http, TrackedDossier dossier, bool strong) =>
        http.Response.Cookies.Append(Cookie, protector.Protect($"{Of(dossier)}.{clock.GetUtcNow().ToUnixTimeSeconds()}.{(strong ? All : Some)}"),
        new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = http.Request.IsHttps, MaxAge = Lasts, IsEssential = true,
        });

    private static string Of(TrackedDossier dossier) =>
        string.Join('-', dossier.Family.Select(other => other.Id).Prepend(dossier.Id).Take(Most).Select(id => id.ToString("n")));

    public bool Opens(HttpContext http, Guid dossier) => Level(http, dossier) is not null;

    /// <summary>Results and files.</summary>
    public bool OpensAll(HttpContext http, Guid dossier) => Level(http, dossier) == All;

    /// <summary>This browser has shown a second factor of some dossier.</summary>
    public static bool IsThere(HttpContext http) => http.Request.Cookies.ContainsKey(Cookie);

    private string? Level(HttpContext http, Guid dossier)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 and < 2000 } value) return null;
        try
        {
            var parts = protector.Unprotect(value).Split('.');
            var given = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
            var age = clock.GetUtcNow() - given;
            return parts.Length == 3 && parts[0].Split('-').Contains(dossier.ToString("n")) && age >= TimeSpan.Zero && age <= Lasts ? parts[2] : null;
        }
        catch (System.Security.Cryptography.CryptographicException) { return null; }
    }
}
