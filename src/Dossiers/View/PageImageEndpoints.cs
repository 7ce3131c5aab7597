using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Receive;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.View;

/// <summary>Ảnh từng trang của một tệp, beside what is decided. Each page is decided by the policy; the owner reads of one opening, not of each page.</summary>
internal static class PageImageEndpoints
{
    public static void MapPageImages(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").OpenTo(Face.Desk).ExcludeFromDescription();
        app.MapGet("/noi-bo/ho-so/{code}/tep/{file:guid}/trang/{no:int}", async (string code, Guid file, int no, string? co, DossierDesk desk,
            PagePictures pictures, DossierReadings readings, HttpContext http) =>
        {
            var sheet = await desk.Open(code);
            var found = Require(sheet.Files, file, no);
            var reason = await readings.RequireCase(sheet.Dossier, found.FileName, readings.Stated(sheet.Dossier));
            await readings.Pages(sheet.Dossier, found.Id, found.FileName, reason);
            return await PageAnswer.Of(http, pictures, found.Sha256, found.MediaType, found.FileName, no, PageAnswer.Size(co));
        });
        app.MapGet("/noi-bo/ho-so/{code}/kho/{id:guid}/trang/{no:int}", async (string code, Guid id, int no, string? co, DossierDesk desk,
            PagePictures pictures, VaultPages lent, DossierReadings readings, HttpContext http) =>
        {
            var dossier = await desk.Read(code);
            await readings.RequireCase(dossier, "Giấy tờ trong kho", readings.Stated(dossier));
            var paper = await lent.Open(dossier, id, no);
            return await PageAnswer.Of(http, pictures, paper.Sha256, paper.MediaType, paper.Title, no, PageAnswer.Size(co));
        });
        app.MapGet("/noi-bo/tiep-nhan/kho/{key:guid}/{id:guid}/trang/{no:int}", async (Guid key, Guid id, int no, string? co, LookAtCounter look,
            PagePictures pictures, HttpContext http) =>
        {
            var paper = await look.Open(key, id, no);
            return await PageAnswer.Of(http, pictures, paper.Sha256, paper.MediaType, paper.Title, no, PageAnswer.Size(co));
        });
        app.MapGet("/noi-bo/tiep-nhan/kho/{key:guid}/{id:guid}", async (Guid key, Guid id, LookAtCounter look, FileStore files) =>
        {
            var paper = await look.Open(key, id);
            return new SandboxedFile(await files.Open(paper.Sha256), paper.MediaType, paper.Title);
        });
        app.MapGet("/noi-bo/phoi-hop/{id:guid}/tep/{file:guid}/trang/{no:int}", async (Guid id, Guid file, int no, string? co, AnswerConsultation answer,
            Db db, PagePictures pictures, DossierReadings readings, HttpContext http) =>
        {
            var found = Require(await answer.Files(await answer.Load(id)), file, no);
            if (found.DossierId is { } asked && await db.Set<Dossier>().FindAsync(asked) is { } dossier)
                await readings.Pages(dossier, found.Id, found.FileName, DossierReadings.Asked);
            return await PageAnswer.Of(http, pictures, found.Sha256, found.MediaType, found.FileName, no, PageAnswer.Size(co));
        });
        app.MapGet("/noi-bo/ho-so/{code}/ket-qua/trang/{no:int}", async (string code, int no, string? co, DossierDesk desk, IssuedResults results,
            ResultVerification verification, PagePictures pictures, DossierReadings readings, HttpContext http) =>
        {
            var dossier = await desk.Read(code);
            if (await results.OfDossier(dossier.Id) is not { PdfSha256: { } sha256 } result || no is < 1 or > UploadInspection.MaxPages)
                throw Refused.NotFound("Hồ sơ này chưa có kết quả để xem, hoặc kết quả không có trang đó");
            await verification.RequireAsSigned(result);
            await readings.Pages(dossier, result.Id, "Kết quả");
            return await PageAnswer.Of(http, pictures, sha256, "application/pdf", "Kết quả", no, PageAnswer.Size(co));
        });
    }

    private static Attachment Require(IReadOnlyList<Attachment> files, Guid id, int no) =>
        files.FirstOrDefault(file => file.Id == id) is { } found && no >= 1 && no <= found.Pages ? found
            : throw Refused.NotFound("Không tìm thấy trang này trong hồ sơ");
}
