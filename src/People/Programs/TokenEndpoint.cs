using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.Programs;

/// <summary>As RFC 6749, 5.1 writes it.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn, [property: JsonPropertyName("scope")] string Scope);

/// <summary>As RFC 6749, 5.2 writes it, whose description is ASCII; the title says it in Vietnamese.</summary>
internal sealed record TokenRefusal(
    [property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string Description,
    [property: JsonPropertyName("title")] string Title);

/// <param name="GrantType">"client_credentials".</param>
/// <param name="ClientId">Unless it comes by HTTP Basic.</param>
/// <param name="Scope">"file" or "desk"; left out: what the program has.</param>
internal sealed record TokenInput(
    [property: JsonPropertyName("grant_type")] string GrantType, [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret, [property: JsonPropertyName("scope")] string? Scope);

/// <summary>POST /api/v1/token: client credentials in a form or by HTTP Basic, never in an address, where they would stand in every log on the way.</summary>
internal static class TokenEndpoint
{
    private static readonly string[] Known = ["grant_type", "client_id", "client_secret", "scope"];

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/v1/token", Issue).OpenTo(Face.Portal)
        .WithMetadata(new DoorAttribute("SignIn"), new OpensSessionAttribute()).WithTags("Tài khoản").WithName("IssueToken")
        .Accepts<TokenInput>("application/x-www-form-urlencoded")
        .Produces<TokenAnswer>().Produces<TokenRefusal>(400).Produces<TokenRefusal>(401)
        .WithSummary("Cấp mã truy cập cho chương trình kết nối (OAuth 2.0, client credentials)")
        .WithDescription("Mã và khóa của chương trình gửi trong biểu mẫu hoặc bằng HTTP Basic. Mã truy cập sống 30 phút, gửi kèm mỗi yêu cầu ở tiêu đề "
            + "Authorization: Bearer. Từ chối theo RFC 6749, mục 5.2.");

    private static async Task<IResult> Issue(HttpContext http, IssueToken issue)
    {
        if (Known.Any(http.Request.Query.ContainsKey))
            return Refuse(400, "invalid_request", "Credentials in the address are not read", "Không gửi khóa trong địa chỉ. Gửi trong thân biểu mẫu");
        var form = await http.Request.GatedForm();
        if (Known.Any(name => form[name].Count > 1))
            return Refuse(400, "invalid_request", "A parameter stands twice", "Một tham số có hai lần. Giữ lại một lần rồi gửi lại");
        if (form["grant_type"].ToString() is var grant && grant.Length == 0)
            return Refuse(400, "invalid_request", "grant_type is missing", "Thiếu grant_type. Ghi grant_type=client_credentials");
        if (grant != "client_credentials")
            return Refuse(400, "unsupported_grant_type", "Only client_credentials", "Chỉ nhận grant_type=client_credentials");
        var basic = http.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);
        if (basic && form.ContainsKey("client_secret"))
            return Refuse(400, "invalid_request", "Two ways of authentication at once", "Chỉ gửi khóa theo một cách: HTTP Basic hoặc biểu mẫu");
        if ((basic ? Basic(http.Request.Headers.Authorization.ToString()) : (form["client_id"].ToString(), form["client_secret"].ToString())) is not
            ({ Length: > 0 } id, { Length: > 0 and <= 200 } secret) || await issue.Execute(id, secret) is not var (session, scope))
        {
            // RFC 6749, 5.2: asked by the same way that was tried.
            if (basic) http.Response.Headers.WWWAuthenticate = "Basic realm=\"motcua\", charset=\"UTF-8\"";
            return Refuse(401, "invalid_client", "Unknown client, wrong secret, not approved, or ended",
                "Mã hoặc khóa của chương trình chưa đúng, hoặc chương trình chưa duyệt, đã hết hạn");
        }
        if (form["scope"].ToString() is { Length: > 0 } asked && asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(one => one != scope))
            return Refuse(400, "invalid_scope", "Not a scope of this client", "Chương trình không có phạm vi này");
        http.Response.Headers.Pragma = "no-cache";
        return Results.Ok(new TokenAnswer(session.Token, "Bearer", (int)IssueToken.Lasts.TotalSeconds, scope));
    }

    private static IResult Refuse(int status, string error, string description, string title) =>
        Results.Json(new TokenRefusal(error, description, title), statusCode: status);

    /// <summary>Both parts are written as in a form (RFC 6749, 2.3.1).</summary>
    private static (string, string)? Basic(string header)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..].Trim()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : (WebUtility.UrlDecode(text[..colon]), WebUtility.UrlDecode(text[(colon + 1)..]));
        }
        catch (FormatException) { return null; }
    }
}
