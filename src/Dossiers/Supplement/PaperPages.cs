using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Supplement;

/// <summary>Trang của một giấy tờ thành ảnh: its files one after the other, pages counted through.</summary>
internal sealed class PaperPages(Db db, PagePictures pictures)
{
    /// <returns>The file and the page in it; null when the paper has no such page.</returns>
    public async Task<(Attachment File, int No)?> Find(Guid dossier, string paperKey, int no)
    {
        if (no < 1) return null;
        foreach (var file in await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == dossier && a.PaperKey == paperKey).OrderBy(a => a.UploadedAt)
            .ThenBy(a => a.Id).ToListAsync())
        {
            if (no <= file.Pages) return (file, no);
            no -= file.Pages;
        }
        return null;
    }

    public async Task<IResult> Image(HttpContext http, Guid dossier, string paperKey, int no, Func<Attachment, Task>? opened = null)
    {
        var (file, page) = await Find(dossier, paperKey, no) ?? throw Refused.NotFound("Giấy tờ này không có trang đó");
        if (opened is not null) await opened(file);
        return await PageAnswer.Of(http, pictures, file.Sha256, file.MediaType, file.FileName, page, PageSize.Light);
    }
}

/// <summary>Where the official marks a page, and where the applicant sees the mark.</summary>
internal static class PaperPageEndpoints
{
    public static void MapPaperPages(this IEndpointRouteBuilder app)
    {
        app.MapGroup("").OpenTo(Face.Desk).MapGet("/noi-bo/ho-so/{code}/giay-to/{paperKey}/trang/{no:int}",
            async (string code, string paperKey, int no, DossierDesk desk,
            PaperPages pages, DossierReadings readings, HttpContext http) =>
        {
            var dossier = await desk.Read(code);
            var reason = await readings.RequireCase(dossier, paperKey);
            return await pages.Image(http, dossier.Id, paperKey, no, file => readings.Pages(dossier, file.Id, file.FileName, reason));
        }).ExcludeFromDescription();
        // Only the pages that were marked, as long as the answer is awaited, by the same key as the page of the answer.
        app.MapGroup("").OpenTo(Face.Portal).MapGet("/bo-sung/{code}/trang/{item:int}",
            async (string code, int item, SupplementAnswering answering, PaperPages pages, HttpContext http) =>
        {
            var dossier = await answering.Open(code, http) ?? throw Refused.NotFound("Không tìm thấy hồ sơ này");
            if (!answering.MaySeeFiles(dossier, http)) throw Refused.NotFound("Không tìm thấy hồ sơ này");
            var marked = SupplementItem.Read(SupplementAnswering.Waiting(dossier).Items).ElementAtOrDefault(item);
            return marked is { PaperKey: { } paper, Region: not null, Page: { } page }
                ? await pages.Image(http, dossier.Id, paper, page) : throw Refused.NotFound("Mục này không có trang nào được đánh dấu");
        }).ExcludeFromDescription();
    }
}
