using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.People.MyAccount;
using MotCua.People.Staff;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

internal sealed record AccountAnswer(Guid Id, string Kind, string Name, string? OwnerKind, string? OwnerNumber, IReadOnlyList<ActorPosition> Positions)
{
    public static AccountAnswer Of(Actor actor) => new(actor.AccountId!.Value,
        actor.IsProgram ? "program" : actor.Kind.ToString().ToLowerInvariant(), actor.Name, actor.OwnerKind, actor.OwnerNumber, actor.Positions);
}

/// <param name="MustChangePassword">Nothing else answers before the password is changed.</param>
internal sealed record SessionAnswer(string Token, DateTimeOffset ExpiresAt, bool MustChangePassword, AccountAnswer Account);

internal sealed record ActInput(Guid? Id);

internal sealed record PasswordInput(string? Old, string? New);

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
        }).WithMetadata(new OpensSessionAttribute()).WithSummary("Đăng nhập bằng mật khẩu, nhận mã phiên (bearer token)");
        api.MapDelete("/session", async (HttpContext http) =>
        {
            await http.SignOutAsync(SessionHandler.SchemeName);
            return Results.NoContent();
        }).WithMetadata(new BeforePasswordChangeAttribute()).WithSummary("Kết thúc phiên đang dùng").Produces(204);
        api.MapPut("/session/delegation", async (ActInput input, CurrentActor actor, Sessions sessions) =>
        {
            if (actor is not { SessionId: { } session, Value.AccountId: { } account }) throw new Refused(401, ApiErrors.Title(401));
            await sessions.ActUnder(session, account, input.Id);
            return Results.NoContent();
        }).WithSummary("Làm thay theo một ủy quyền; id là null: trở lại vị trí của mình").Produces(204);
        api.MapGet("/me/delegations", async (CurrentActor actor, StaffReading reading) => actor.Value.AccountId is { } account
            ? await reading.Usable(account)
            : throw new Refused(401, ApiErrors.Title(401))).WithSummary("Ủy quyền đang dùng được hôm nay");
        api.MapPut("/me/password", async (PasswordInput input, ChangePassword change) =>
        {
            await change.Execute(input.Old, input.New);
            return Results.NoContent();
        }).WithMetadata(new BeforePasswordChangeAttribute()).WithSummary("Đổi mật khẩu; mọi phiên của tài khoản kết thúc, phiên này cũng vậy")
            .Produces(204);
        api.MapGet("/me", (CurrentActor actor) => actor.Value.IsSignedIn
            ? AccountAnswer.Of(actor.Value)
            : throw new Refused(401, ApiErrors.Title(401))).WithSummary("Tài khoản đang đăng nhập và các vị trí đang giữ");
    }

    public static ClaimsPrincipal PrincipalOf(Account account) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(SessionHandler.VersionClaim, $"{account.Version}")],
            SessionHandler.SchemeName));
}
