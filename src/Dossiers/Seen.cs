using System.Globalization;
using Microsoft.AspNetCore.Http;
using MotCua.Platform.Web;

namespace MotCua.Dossiers;

/// <summary>Phiên bản đã xem: the version of a dossier that whoever acts has looked at (decision 0016).</summary>
/// <param name="Step">Where several steps are open beside each other: the one that the act is about, by its key.</param>
internal readonly record struct Seen(int? Version, string? Step = null)
{
    /// <summary>Of the hidden field that every form of an official's page carries.</summary>
    public const string Field = "seen";

    /// <summary>Of the field, and in addresses, that names the step.</summary>
    public const string StepField = "buoc";

    /// <summary>The house and the applicant act on what stands.</summary>
    public static Seen Nothing => default;

    public static Seen Posted(IFormCollection form) => new(int.TryParse(form[Field], out var version) ? version : null,
        Named(form[StepField]));

    /// <summary>Of a program, in If-Match; the step in the address.</summary>
    public static ValueTask<Seen> BindAsync(HttpContext http)
    {
        var step = Named(http.Request.Query[StepField]);
        if (http.Request.Headers.IfMatch.ToString() is not { Length: > 0 } match) return ValueTask.FromResult(new Seen(null, step));
        if (!int.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new Refused(400, "If-Match phải là số phiên bản của hồ sơ đã xem, ví dụ \"7\"", "If-Match");
        return ValueTask.FromResult(new Seen(version, step));
    }

    private static string? Named(string? step) => string.IsNullOrEmpty(step) ? null : step;

    /// <summary>A signature says that somebody has read: a program must name the version that it read.</summary>
    public Seen Require() => Version is not null ? this
        : throw new Refused(428, "Thêm If-Match: số phiên bản (version) của hồ sơ đã đọc. Không ký điều chưa đọc", "If-Match");
}
