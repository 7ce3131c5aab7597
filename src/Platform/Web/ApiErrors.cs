using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Vitals;
using Npgsql;

namespace MotCua.Platform.Web;

/// <summary>Turns refusals and accidents into one kind of answer: problem+json for machines, a page in plain words for people.</summary>
public static class ApiErrors
{
    private const string Unreadable = "Yêu cầu gửi lên không đọc được. Kiểm tra lại nội dung rồi gửi lại";
    private const string Away = "Cơ sở dữ liệu tạm thời không trả lời, chưa có gì được lưu. Đợi nửa phút rồi gửi lại";
    private const string AwayOnReading = "Cơ sở dữ liệu tạm thời không trả lời. Đợi nửa phút rồi mở lại trang";
    private const string RetryAfter = "30";
    internal const string Unkept = "Nội dung có ký tự hoặc con số không lưu được. Gõ lại phần đó rồi gửi lại";

    public static void UseErrorAnswers(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(handler => handler.Run(Answer));
        app.UseStatusCodePages(async context =>
        {
            var http = context.HttpContext;
            // A form that is too large cannot be read, so the guard of forms finds no token in it and says 400.
            var status = http.Response.StatusCode == 400 && TooLarge(http) ? 413 : http.Response.StatusCode;
            if (IsApi(http)) await Problem(http, status, ApiTitle(http, status), null, []);
            else await ErrorPage(http, status, null, null);
        });
    }

    private static async Task Answer(HttpContext http)
    {
        var problem = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, message) = problem switch
        {
            Refused refused => (refused.Status, refused.Message),
            BadHttpRequestException { StatusCode: 413 } => (413, "Nội dung gửi lên quá lớn. Chọn tệp dưới 20 MB"),
            BadHttpRequestException { StatusCode: 415 } => (415, ApiTitle(http, 415)),
            BadHttpRequestException bad => (bad.StatusCode, Unreadable),
            InvalidDataException => (400, "Biểu mẫu gửi lên vượt giới hạn cho phép. Rút ngắn nội dung rồi gửi lại"),
            DbUpdateConcurrencyException => (409, "Nội dung này vừa được người khác cập nhật. Mở lại trang để xem thay đổi rồi thao tác tiếp"),
            // A form cut off on its way.
            IOException { InnerException: null } cut when cut.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal) => (400, Unreadable),
            EncoderFallbackException => (400, Unkept),
            // Text that no column keeps: a NUL sign, half of a surrogate pair, a number out of range.
            PostgresException { SqlState: ['2', '2', ..] } => (400, Unkept),
            DbUpdateException { InnerException: PostgresException { SqlState: ['2', '2', ..] } } => (400, Unkept),
            _ when DatabaseAway.Is(problem) => (503, HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? AwayOnReading : Away),
            _ => (500, "Có trục trặc ở phía chúng tôi. Phần đã nhập vẫn được giữ. Thử lại sau ít phút"),
        };
        var problems = (problem as Refused)?.Problems ?? [];
        if (problem is BadHttpRequestException { InnerException: JsonException { Path: { Length: > 2 } path } })
            problems = [new FieldProblem(AsPointer(path), message = "Giá trị này không đúng kiểu: số viết bằng chữ số, ngày viết như 2026-05-08")];
        string? incident = null;
        var away = status == 503 && problem is not Refused;
        // Once for all, not once for each who asks meanwhile.
        if (away) http.RequestServices.GetRequiredService<DatabaseAway>().Seen(problem!);
        else if (status >= 500 && problem is not Refused)
        {
            incident = IncidentCode.Machine.Next();
            http.Items[RequestWords.Incident] = incident;
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Incident")
                .LogError(problem, "Incident {Incident} at {Method} {Route}", incident, RequestWords.Method(http), RequestWords.Route(http));
        }
        http.Response.Clear();
        SecurityHeaders.Mark(http);
        (problem as Refused)?.Mark(http.Response);
        if (away) http.Response.Headers.RetryAfter = RetryAfter;
        if (away && !IsApi(http) && await KeptForm.TryWrite(http, 503, Away)) return;
        if (IsApi(http)) await Problem(http, status, message, incident, problems);
        else await ErrorPage(http, status, message, incident);
    }

    /// <summary>"$.papers[0].copies" → "/papers/0/copies".</summary>
    private static string AsPointer(string path) =>
        "/" + path.TrimStart('$').TrimStart('.').Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');

    private static bool TooLarge(HttpContext http) =>
        http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/openapi");

    private static Task Problem(HttpContext http, int status, string title, string? incident, IReadOnlyList<FieldProblem> problems)
    {
        var details = new ProblemDetails { Status = status, Title = title, Type = "about:blank", Instance = http.Request.Path };
        if (incident is not null) details.Extensions["incident"] = incident;
        if (problems.Count > 0) details.Extensions["errors"] = problems.Select(p => new { field = p.Field, message = p.Message });
        http.Response.StatusCode = status;
        // RFC 6750, 3.
        if (status == 401 && http.Response.Headers.WWWAuthenticate.Count == 0)
            http.Response.Headers.WWWAuthenticate = Bearer.Of(http) is null ? "Bearer realm=\"motcua\"" : "Bearer realm=\"motcua\", error=\"invalid_token\"";
        return http.Response.WriteAsJsonAsync(details, Events.EventLog.Json, "application/problem+json");
    }

    private static Task ErrorPage(HttpContext http, int status, string? message, string? incident)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        // What failed may be what the frame is made of.
        var layout = status < 500 ? http.RequestServices.GetService<Ui.LayoutModel>() : null;
        return http.Response.WriteAsync(Ui.ErrorPages.Render(status, message ?? Title(status), incident, layout));
    }

    /// <summary>Who writes a program wants to know which of the three it was: the address, the method or the kind of content.</summary>
    private static string ApiTitle(HttpContext http, int status) => status switch
    {
        404 => "Không có địa chỉ này, hoặc không có gì ở đó. Xem các địa chỉ ở /api",
        405 when http.Response.Headers.Allow.ToString() is { Length: > 0 } allowed => $"Địa chỉ này không nhận phương thức đã gửi, chỉ nhận {allowed}",
        405 => "Địa chỉ này không nhận phương thức đã gửi",
        415 => "Kiểu nội dung gửi lên chưa được hỗ trợ. Ghi đúng Content-Type rồi gửi lại",
        _ => Title(status),
    };

    public static string Title(int status) => status switch
    {
        400 => "Yêu cầu gửi lên chưa đúng. Kiểm tra lại nội dung rồi gửi lại",
        401 => "Cần đăng nhập để làm việc này",
        503 => "Hệ thống đang bận. Đợi nửa phút rồi thử lại",
        403 => "Tài khoản này chưa được giao việc này",
        404 => "Không tìm thấy trang này. Tra cứu hồ sơ, tìm thủ tục, hoặc gọi 1022",
        405 => "Trang này không nhận cách gửi đó",
        413 => "Nội dung gửi lên quá lớn. Chọn tệp dưới 20 MB",
        428 => "Cần nói rõ phiên bản đã đọc (If-Match) trước khi làm việc này",
        415 => "Kiểu nội dung gửi lên chưa được hỗ trợ",
        429 => "Đã thử nhiều lần. Đợi ít phút rồi thử lại, hoặc gọi 1022",
        _ => "Có trục trặc ở phía chúng tôi. Thử lại sau ít phút",
    };
}
