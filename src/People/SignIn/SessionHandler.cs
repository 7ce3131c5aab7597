using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

/// <summary>
/// The scheme "session": cookie for browsers, bearer token for machines, one table of sessions behind both. Another
/// provider of identity signs in through it with a principal whose NameIdentifier is the account id.
/// </summary>
internal sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    Sessions sessions, CurrentActor actor) : SignInAuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "session";

    /// <summary>Where a started session's token is left for the endpoint that answers it to a machine.</summary>
    public const string TokenItem = "motcua.session.token";

    /// <summary>Version of the account when its password was found right.</summary>
    public const string VersionClaim = "version";

    private const string SessionClaim = "session";

    // __Host- binds the cookie to this host, to https and to the root path; over plain http no browser would keep it.
    private string CookieName => Request.IsHttps ? "__Host-motcua" : "motcua";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token() is not { } token) return AuthenticateResult.NoResult();
        if (await sessions.Find(token, Bearer.IsShown(Request)) is not { } live)
            return AuthenticateResult.Fail("The session has ended.");
        if (live.MustChangePassword)
        {
            actor.MustChangePassword = true;
            if (Context.GetEndpoint()?.Metadata.GetMetadata<BeforePasswordChangeAttribute>() is null) return AuthenticateResult.NoResult();
        }
        (actor.Value, actor.SessionId) = (live.Actor, live.SessionId);
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, live.Actor.AccountId!.Value.ToString()),
            new Claim(ClaimTypes.Name, live.Actor.Name),
            new Claim(SessionClaim, live.SessionId.ToString()),
        ], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        // The session that came with the request ends here, so a token planted before sign-in is worth nothing after it.
        await EndPresented();
        var account = Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);
        int? version = int.TryParse(user.FindFirstValue(VersionClaim), out var known) ? known : null;
        var started = await sessions.Start(account, Request.Headers.UserAgent.ToString(), version);
        Context.Items[TokenItem] = started;
        if (properties?.Items.ContainsKey("bearer") == true) return;
        Response.Cookies.Append(CookieName, started.Token, Cookie());
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        await EndPresented();
        (actor.Value, actor.SessionId, actor.MustChangePassword) = (Actor.Anonymous, null, false);
        if (Request.Cookies.ContainsKey(CookieName)) Response.Cookies.Delete(CookieName, Cookie());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (ApiErrors.IsApi(Context)) Response.StatusCode = actor.MustChangePassword ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        else if (actor.MustChangePassword) Response.Redirect("/tai-khoan/mat-khau");
        // Signed out in another tab, or too long away: what was typed waits for the sign-in.
        else if (HttpMethods.IsPost(Request.Method) && await StaleForms.HasMark(Request))
            await KeptForm.Write(Context, StatusCodes.Status401Unauthorized, Token() is { } token && await sessions.DelegationIsOver(token)
                ? "Ủy quyền làm thay đã hết hạn hoặc bị thu hồi nên chưa có gì được lưu. Đăng nhập lại thì làm với vị trí của chính mình"
                : "Phiên làm việc đã kết thúc nên chưa có gì được lưu");
        else Response.Redirect("/dang-nhap?tiep=" + Uri.EscapeDataString(Request.Path + Request.QueryString));
    }

    public static Guid? SessionOf(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(SessionClaim), out var id) ? id : null;

    private async Task EndPresented()
    {
        if (Token() is { } token && await sessions.Find(token, Bearer.IsShown(Request)) is { } live)
            await sessions.End(live.SessionId, live.Actor.AccountId!.Value);
    }

    private string? Token()
    {
        if (Bearer.IsShown(Request)) return Bearer.Of(Context);
        return Request.Cookies[CookieName] is { Length: > 0 } cookie ? cookie : null;
    }

    private CookieOptions Cookie() => new()
    {
        HttpOnly = true, Secure = Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true,
    };
}

/// <summary>What a session may do whose password somebody else has seen: change it, or leave.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BeforePasswordChangeAttribute : Attribute;
