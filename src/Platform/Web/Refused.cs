namespace MotCua.Platform.Web;

/// <summary>
/// Từ chối có lý do: an expected "no" of a rule, said in Vietnamese (what, where, how to mend). Thrown so that nothing of
/// the act is saved; a page shows it beside the field, the API answers problem+json with this status.
/// </summary>
/// <param name="status">4xx: 400 bad value, 403 not your act, 404 not there or not yours, 409 wrong state, 422 key reused, 429 too many.</param>
/// <param name="field">JSON pointer or field id of what must be mended, when there is one.</param>
public sealed class Refused(int status, string message, string? field = null, IReadOnlyList<FieldProblem>? problems = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Field { get; } = field;

    /// <summary>When it is worth trying again: sent as Retry-After. For 429 and 503, which is a refusal when too much is asked at once.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public IReadOnlyList<FieldProblem> Problems { get; } = problems ?? (field is null ? [] : [new FieldProblem(field, message)]);

    /// <summary>429, with the true waiting time in words and in Retry-After.</summary>
    /// <param name="what">What was done too often.</param>
    /// <param name="otherWay">What may be done at once instead.</param>
    public static Refused TooMany(TimeSpan wait, string what = "Đã thử nhiều lần", string otherWay = "gọi 1022", string? field = null) =>
        new(429, $"{what}. Đợi {Ui.Vi.Wait(wait)} rồi thử lại, hoặc {otherWay}", field) { RetryAfter = wait };

    /// <summary>For a page that catches the refusal and shows itself again.</summary>
    public void Mark(Microsoft.AspNetCore.Http.HttpResponse response)
    {
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public static Refused NotFound(string what = "Không tìm thấy. Kiểm tra lại mã, hoặc gọi 1022") => new(404, what);

    public static Refused WrongState(string message) => new(409, message);
}

/// <summary>One thing to mend: the id of the field (or JSON pointer) and the sentence beside it.</summary>
public sealed record FieldProblem(string Field, string Message);
