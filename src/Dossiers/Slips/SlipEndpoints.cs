using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Track;
using MotCua.Dossiers.View;
using MotCua.Papers.Contracts;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Slips;

/// <summary>Slips as PDF and the files of a dossier, each decided again by the policy at the bytes.</summary>
internal static class SlipEndpoints
{
    public static void MapSlips(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").OpenTo(Face.Desk);
        Letters(app.MapGroup("/noi-bo/ho-so/{code}/phieu"));
        Letters(routes.MapGroup("/ho-so-cua-toi/{code}/phieu").OpenTo(Face.Mine));
        // What a page of tracking tells of can be read there, by whoever may open a result there.
        Letters(routes.MapGroup("/tra-cuu/{code}/phieu").OpenTo(Face.Portal), byToken: true);
        app.MapGet("/noi-bo/ho-so/{code}/phieu/kiem-soat", async (string code, DossierDesk desk, Slips slips, HttpContext http) =>
            Pdf(http, await slips.ControlSheet(await Internal(code, desk)), $"Phieu-kiem-soat-{code}.pdf"));
        app.MapGet("/noi-bo/ho-so/{code}/phieu/tra-ket-qua",
            async (string code, string? nguoiNhan, string? kho, DossierDesk desk, Slips slips, HttpContext http) =>
            Pdf(http, await slips.ReturnSlip(await Internal(code, desk), nguoiNhan, SheetOf(kho)), $"Bien-nhan-tra-ket-qua-{code}.pdf"));
        app.MapGet("/noi-bo/ho-so/{code}/tep/{id:guid}", Api.CitizenFileEndpoints.File);
        // A paper of the owner's vault, in this case: the dossier's policy first, then the grant, then the record of the reading.
        app.MapGet("/noi-bo/ho-so/{code}/kho/{id:guid}", async (string code, Guid id, DossierDesk desk, FileStore files, VaultPages lent,
            DossierReadings readings) =>
        {
            var dossier = await desk.Read(code);
            await readings.RequireCase(dossier, "Giấy tờ trong kho");
            var paper = await lent.Open(dossier, id);
            return new SandboxedFile(await files.Open(paper.Sha256), paper.MediaType, paper.Title);
        });
    }

    internal static Sheet SheetOf(string? kho) => kho switch
    {
        null or "" or "a4" => Sheet.A4,
        "a5" => Sheet.TwoA5,
        _ => throw new Refused(400, "Khổ giấy là a4 hoặc a5", "kho"),
    };

    /// <summary>What the office writes to the applicant, for both of them; the policy, or the pass of who tracks, decides on the dossier.</summary>
    private static void Letters(RouteGroupBuilder app, bool byToken = false)
    {
        Task<Dossier> Read(string code, DossierDesk desk, TrackedLetters tracked, HttpContext http) => byToken ? tracked.Open(code, http) : desk.Read(code);
        // ?kho=a5: two copies on one sheet.
        app.MapGet("/tiep-nhan", async (string code, string? kho, DossierDesk desk, TrackedLetters tracked, Slips slips, HttpContext http) =>
            Pdf(http, await slips.Receipt(await Read(code, desk, tracked, http), SheetOf(kho)), $"Giay-hen-{code}.pdf"));
        app.MapGet("/bo-sung", async (string code, int? lan, string? kho, DossierDesk desk, TrackedLetters tracked, Slips slips, HttpContext http) =>
            Pdf(http, await slips.Supplement(await Read(code, desk, tracked, http), lan, SheetOf(kho)), $"Phieu-bo-sung-{code}.pdf"));
        app.MapGet("/tu-choi", async (string code, string? kho, DossierDesk desk, TrackedLetters tracked, Slips slips, HttpContext http) =>
        {
            var dossier = await Read(code, desk, tracked, http);
            if (dossier.Status is not (DossierStatus.NotReceived or DossierStatus.Refused)) throw Refused.NotFound("Hồ sơ này không bị từ chối");
            return Pdf(http, await slips.Refusal(dossier, SheetOf(kho)), $"Phieu-tu-choi-{code}.pdf");
        });
        app.MapGet("/xin-loi", async (string code, int? lan, string? kho, DossierDesk desk, TrackedLetters tracked, Slips slips, HttpContext http) =>
            Pdf(http, await slips.Apology(await Read(code, desk, tracked, http), lan, SheetOf(kho)), $"Xin-loi-{code}.pdf"));
        app.MapGet("/dung", async (string code, string? kho, DossierDesk desk, TrackedLetters tracked, Slips slips, HttpContext http) =>
            Pdf(http, await slips.Stop(await Read(code, desk, tracked, http), SheetOf(kho)), $"Dung-giai-quyet-{code}.pdf"));
    }

    /// <summary>Papers between officials: the applicant, who may read the dossier, has no use of them here.</summary>
    private static async Task<Dossier> Internal(string code, DossierDesk desk) =>
        desk.Actor.IsStaff ? await desk.Read(code) : throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");

    internal static FileContentResult Show(HttpContext http, PrintedPaper paper, string name)
    {
        Heads(http, name);
        return new FileContentResult(paper.Pdf, "application/pdf");
    }

    private static IResult Pdf(HttpContext http, PrintedPaper paper, string name)
    {
        Heads(http, name);
        return Results.Bytes(paper.Pdf, "application/pdf");
    }

    /// <summary>Written by this house, so it may be shown for printing: a sandbox would keep the browser's reader of PDF out.</summary>
    private static void Heads(HttpContext http, string name)
    {
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(name);
        var headers = http.Response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
    }
}
