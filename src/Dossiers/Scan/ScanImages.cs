using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Dossiers.Read;
using MotCua.Papers.Contracts;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Scan;

/// <summary>Images of scanned pages, shown in the strip. Decided by the policy for each one; nothing in them can run.</summary>
internal static class ScanImages
{
    public static void MapScanImages(this IEndpointRouteBuilder app) =>
        app.MapGroup("").OpenTo(Face.Desk).MapGet("/noi-bo/so-hoa/{code}/trang/{scan:guid}/{no:int}", async (string code, Guid scan, int no, string? co,
            AttachScan attach, Scans scans, FileStore files, DossierReadings readings, HttpContext http) =>
        {
            var dossier = await attach.Read(code);
            await readings.RequireCase(dossier, "Trang quét");
            var page = await scans.Page(dossier.Id, scan, no) ?? throw Refused.NotFound("Không tìm thấy trang quét này");
            SandboxedImage.Mark(http);
            return Results.Stream(await files.Open(co == "nho" ? page.Thumb : page.Image), page.MediaType is "image/png" ? "image/png" : "image/jpeg");
        }).ExcludeFromDescription();
}
