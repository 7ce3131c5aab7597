using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Track;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>Bytes of the applicant's own files, decided again here.</summary>
internal static class CitizenFileEndpoints
{
    public static void MapCitizenFiles(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").OpenTo(Face.Portal);
        app.MapGet("/ho-so-cua-toi/{code}/tep/{id:guid}", File).ExcludeFromDescription();
        // Who tracks without an account shows the second factor; the owner's account needs none.
        app.MapGet("/tra-cuu/{token}/ket-qua.pdf", async (string token, TrackingQuery query, TrackedLetters letters, FileStore files, IssuedResults results,
            ResultVerification verification, HttpContext http) =>
        {
            var tracked = token.Length <= 64 ? await query.ByToken(token) : null;
            if (tracked is null || !await letters.Opens(tracked.Id, http))
                throw Refused.NotFound("Mở kết quả bằng mã gửi về điện thoại, mã QR kèm 4 số cuối, hoặc đăng nhập");
            var result = await results.OfDossier(tracked.Id);
            if (result is not { State: "released", PdfSha256: { } pdf }) throw Refused.NotFound("Hồ sơ này chưa có kết quả để tải");
            await verification.RequireAsSigned(result);
            return new SandboxedFile(await files.Open(pdf), "application/pdf", $"Ket-qua-{tracked.Code}.pdf");
        }).ExcludeFromDescription();
    }

    /// <summary>For the applicant and for officials alike: the policy decides, and what an official opens is kept for the owner.</summary>
    public static async Task<SandboxedFile> File(string code, Guid id, DossierDesk desk, Db db, FileStore files, DossierReadings readings)
    {
        var readable = db.Set<Dossier>().Where(DossierPolicy.Readable(desk.Actor)).Where(d => d.Code == code);
        var file = await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && readable.Any(d => d.Id == a.DossierId));
        // Who asks for a file that is not there has seen nothing of the dossier; who may not see it is refused, and that is written down.
        if (file is null && await readable.AnyAsync()) throw Refused.NotFound("Không tìm thấy tệp này trong hồ sơ");
        var dossier = await desk.Read(code);
        if (file is null) throw Refused.NotFound("Không tìm thấy tệp này trong hồ sơ");
        await readings.RequireCase(dossier, file.FileName);
        await readings.File(dossier, file.FileName);
        return new SandboxedFile(await files.Open(file.Sha256), file.MediaType, file.FileName);
    }
}
