using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Dossiers.Read;
using MotCua.Papers.Contracts;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>The result as a file: staff see drafts too, the applicant only what has been released.</summary>
internal static class ResultFileEndpoints
{
    public static void MapResultFiles(this IEndpointRouteBuilder app)
    {
        app.MapGroup("").OpenTo(Face.Desk).MapGet("/noi-bo/ho-so/{code}/ket-qua.pdf", Result);
        app.MapGroup("").OpenTo(Face.Mine).MapGet("/ho-so-cua-toi/{code}/ket-qua.pdf", Result);
        app.MapGroup("").OpenTo(Face.Portal).MapGet("/api/v1/dossiers/{code}/result.pdf", Result).WithTags("Hồ sơ của người nộp").WithName("GetResult")
            .WithSummary("Kết quả dạng PDF đã ký; ban: 1 là bản đầu, 2 là bản đính chính…, bỏ trống là bản đang có hiệu lực")
            .Produces<byte[]>(200, "application/pdf");
    }

    /// <param name="ban">1: the first that was released, 2 its correction…; 0: the correction being drafted; null: the one in force.</param>
    private static async Task<SandboxedFile> Result(string code, int? ban, DossierDesk desk, FileStore files, IssuedResults results,
        ResultVerification verification, DossierReadings readings)
    {
        var dossier = await desk.Read(code);
        var result = ban switch
        {
            null => await results.OfDossier(dossier.Id),
            0 => await results.CorrectionOf(dossier.Id),
            _ => (await results.AllOf(dossier.Id)).ElementAtOrDefault(ban.Value - 1),
        };
        if (result?.PdfSha256 is null || !desk.Actor.IsStaff && result.State != "released")
            throw Refused.NotFound("Hồ sơ này chưa có kết quả để tải");
        await verification.RequireAsSigned(result);
        await readings.File(dossier, "Kết quả");
        return new SandboxedFile(await files.Open(result.PdfSha256), "application/pdf", $"Ket-qua-{code}.pdf");
    }
}
