using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

internal sealed record AccountAnswer(Guid Id, string Kind, string Name, string? OwnerKind, string? OwnerNumber, IReadOnlyList<ActorPosition> Positions)
{
    public static AccountAnswer Of(Actor actor) => new(actor.AccountId!.Value, actor.Kind.ToString().ToLowerInvariant(), actor.Name,
        actor.OwnerKind, actor.OwnerNumber, actor.Positions);
}

/// <param name="MustChangePassword">Nothing else answers before the password is changed.</param>
internal sealed record SessionAnswer(string Token, DateTimeOffset ExpiresAt, bool MustChangePassword, AccountAnswer Account);

internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").OpenTo(Face.Portal).WithTags("Tài khoản");
        api.MapPost("/session", async (SignInInput input, HttpContext http, CheckPassword check, Sessions sessions) =>
        {
            var account = await check.Check(input);
            var bearer = new AuthenticationProperties();
            bearer.Items["bearer"] = "1";
            await http.SignInAsync(SessionHandler.SchemeName, PrincipalOf(account), bearer);
            var started = (StartedSession)http.Items[SessionHandler.TokenItem]!;
            var live = await sessions.Find(started.Token) ?? throw new InvalidOperationException("The session just started is gone.");
            return new SessionAnswer(started.Token, started.ExpiresAt, live.MustChangePassword, AccountAnswer.Of(live.Actor));
        }).WithSummary("Đăng nhập bằng mật khẩu, nhận mã phiên (bearer token)");
        api.MapDelete("/session", async (HttpContext http) =>
        {
            await http.SignOutAsync(SessionHandler.SchemeName);
            return Results.NoContent();
        }).WithMetadata(new BeforePasswordChangeAttribute()).WithSummary("Kết thúc phiên đang dùng");
        api.MapGet("/me", (CurrentActor actor) => actor.Value.IsSignedIn
            ? AccountAnswer.Of(actor.Value)
            : throw new Refused(401, ApiErrors.Title(401))).WithSummary("Tài khoản đang đăng nhập và các vị trí đang giữ");
    }

    public static ClaimsPrincipal PrincipalOf(Account account) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(SessionHandler.VersionClaim, $"{account.Version}")], SessionHandler.SchemeName));
}
