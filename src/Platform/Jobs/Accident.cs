using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Vitals;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Trục trặc bằng lời: what administrators read of work that failed. Neither data of people nor a trace; the log of the server has the whole
/// under the incident code.
/// </summary>
public sealed record Accident(string Reason, string Incident)
{
    public static Accident Of(Exception problem, ILogger logger, string what, params object?[] which)
    {
        var incident = IncidentCode.Machine.Next();
#pragma warning disable CA2254 // the words are the caller's constant
        logger.LogWarning(problem, "Incident {Incident}: " + what, [incident, .. which]);
#pragma warning restore CA2254
        return new Accident(Words(problem), incident);
    }

    public static string Words(Exception problem)
    {
        var root = problem;
        while (root.InnerException is { } inner) root = inner;
        var words = (problem, root) switch
        {
            (Refused, _) => "Quy tắc của hệ thống không cho làm việc này",
            (_, PostgresException { SqlState: ['2', '3', ..] }) => "Dữ liệu vướng ràng buộc của cơ sở dữ liệu",
            (_, PostgresException { SqlState: ['2', '2', ..] }) => "Có giá trị cơ sở dữ liệu không nhận",
            (_, PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or Data.DatabaseAway.TooLong }) => "Làm quá lâu nên bị dừng",
            (_, PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege }) => "Phần mềm không có quyền làm việc này trong cơ sở dữ liệu",
            (DbUpdateConcurrencyException, _) => "Dữ liệu vừa đổi trong lúc làm",
            (_, JsonException) => "Nội dung không đọc được",
            (HttpRequestException, _) => "Không nối được dịch vụ bên ngoài",
            (_, TimeoutException or OperationCanceledException) => "Chờ quá lâu",
            (_, IOException or UnauthorizedAccessException) => "Không đọc hoặc ghi được tệp",
            (_, InvalidOperationException or NullReferenceException or KeyNotFoundException or ArgumentException) => "Thiếu dữ liệu cần có",
            _ => "Phần mềm gặp lỗi",
        };
        return $"{words} ({root.GetType().Name}{(root is PostgresException answer ? " " + answer.SqlState : "")})";
    }
}
