using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Papers.Verify;

/// <summary>What the page of verification says, for machines.</summary>
/// <param name="Valid">Proven right, and not recalled.</param>
/// <param name="Checkable">False: neither right nor wrong could be proven.</param>
/// <param name="Result">Our own result with these bytes, when there is one.</param>
internal sealed record VerdictView(bool Valid, bool Checkable, PdfVerdictKind Kind, string Sentence, PublicResult? Result,
    IReadOnlyList<SignatureView> Signatures);

internal sealed record SignatureView(string SignerName, string? Title, string? Organisation, string Issuer, bool IsTimestamp, bool FilledLater,
    PdfVerdictKind? Problem, DateTimeOffset? Time, bool TimeIsStamped, bool CoversWholeFile);

/// <summary>The same check for machines: POST the bytes of a PDF, or GET by the token of the QR.</summary>
internal static class VerifyEndpoints
{
    public static void MapVerify(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").OpenTo(Face.Portal);
        app.MapPost("/api/v1/verify", async (HttpRequest request, ResultVerification verification) =>
        {
            var (verdict, ours) = await verification.CheckFile(await Bytes(request.Body, request.HttpContext.RequestAborted));
            return View(verdict, ours);
        }).WithTags("Kiểm tra kết quả").WithName("VerifyFile").WithSummary("Kiểm tra chữ ký của một tệp PDF (thân yêu cầu là tệp)")
            .TakesBytes().WithMetadata(new BodyLimit(), new DoorAttribute("Verify"));
        app.MapGet("/api/v1/verify/{token}", async (string token, ResultVerification verification) =>
            await verification.CheckToken(token) is { } found ? View(found.Verdict, found.Result) : throw Refused.NotFound("Không có kết quả nào mang mã này"))
            .WithTags("Kiểm tra kết quả").WithName("VerifyToken").WithSummary("Kiểm tra theo mã QR").WithMetadata(new DoorAttribute("Verify"));
    }

    internal static async Task<byte[]> Bytes(Stream stream, CancellationToken stop) =>
        await WholeBody.Read(stream, UploadInspection.MaxBytes, stop) ?? throw new Refused(413, "Tệp nặng hơn 20 MB. Chọn tệp dưới 20 MB", "file");

    private static VerdictView View(PdfVerdict verdict, PublicResult? result) => new(
        verdict.IsValid && result?.State != "recalled", !verdict.CannotTell, verdict.Kind, verdict.Sentence, result,
        [.. verdict.Signatures.Select(s => new SignatureView(s.SignerName, s.Title, s.Organisation, s.Issuer, s.IsTimestamp, s.FilledLater, s.Problem, s.Time,
            s.TimeIsStamped, s.CoversWholeFile))]);

    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => UploadInspection.MaxBytes + 1;
    }
}
