using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace MotCua.People.SignIn;

/// <summary>
/// Thiết bị quen: a cookie, readable by us alone, of the accounts that were opened in this browser. It opens nothing; it only keeps the
/// owner's tries apart from those of strangers who guess.
/// </summary>
internal sealed class KnownDevices(IHttpContextAccessor http, IDataProtectionProvider protection)
{
    private const int MostAccounts = 8;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("people.known-device").ToTimeLimitedDataProtector();

    /// <summary>The device's key when the account was opened on it before.</summary>
    public string? Of(Guid? account) => account is { } id && Read() is ({ } device, var accounts) && accounts.Contains(id) ? device : null;

    public void Remember(Guid account)
    {
        if (http.HttpContext is not { } context) return;
        var (device, accounts) = Read();
        var kept = accounts.Where(one => one != account).Prepend(account).Take(MostAccounts);
        var value = $"{device ?? Guid.NewGuid().ToString("n")} {string.Join(' ', kept.Select(one => one.ToString("n")))}";
        context.Response.Cookies.Append(Name(context), protector.Protect(value, Kept), new CookieOptions
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = Kept,
        });
    }

    private (string? Device, IReadOnlyList<Guid> Accounts) Read()
    {
        if (http.HttpContext is not { } context || context.Request.Cookies[Name(context)] is not { Length: > 0 and < 2000 } cookie) return (null, []);
        try
        {
            var words = protector.Unprotect(cookie).Split(' ');
            return (words[0], [.. words.Skip(1).Select(word => Guid.ParseExact(word, "n"))]);
        }
        // Made up, or older than it is kept: a device like any other.
        catch (CryptographicException) { return (null, []); }
    }

    private static string Name(HttpContext context) => context.Request.IsHttps ? "__Host-motcua-may" : "motcua-may";
}
