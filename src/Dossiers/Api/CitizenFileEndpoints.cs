using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Fill;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>Bytes of the applicant's own files, decided again here; and the way back to a draft on another device.</summary>
internal static class CitizenFileEndpoints
{
    public static void MapCitizenFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/nop/tep/{id:guid}", async (Guid id, DraftDesk drafts, Db db, FileStore files, HttpContext http) =>
        {
            var file = await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.DraftId != null)
                ?? throw Refused.NotFound("Không tìm thấy tệp này");
            await drafts.Load(file.DraftId!.Value, DraftToken.Of(http.Request));
            return new SandboxedFile(files.Open(file.Sha256), file.MediaType, file.FileName);
        }).ExcludeFromDescription();
        app.MapGet("/ho-so-cua-toi/{code}/tep/{id:guid}", async (string code, Guid id, DossierDesk desk) =>
        {
            var dossier = await desk.Load(code);
            var file = await desk.Db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.DossierId == dossier.Id)
                ?? throw Refused.NotFound("Không tìm thấy tệp này trong hồ sơ");
            return new SandboxedFile(desk.Files.Open(file.Sha256), file.MediaType, file.FileName);
        }).ExcludeFromDescription();
        app.MapGet("/nop/tiep-tuc/{token}", async (string token, DraftDesk drafts, HttpContext http) =>
        {
            if (token.Length != 22 || await drafts.ByToken(token) is not { } draft || await drafts.VersionOf(draft) is not { } version)
                throw new Refused(404, "Không tìm thấy bản nháp này, hoặc bản nháp đã quá 30 ngày. Bắt đầu lại từ trang thủ tục");
            DraftToken.Keep(http, token);
            return Results.Redirect($"/nop/{version.Slug}");
        }).ExcludeFromDescription();
    }
}
