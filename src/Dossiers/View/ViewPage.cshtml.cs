using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.View;

/// <summary>One page of a paper in a window of its own: the second monitor, and the way through the pages without script.</summary>
[Face(Face.Desk)]
internal sealed class ViewPageModel(DossierDesk desk, DossierReadings readings, IssuedResults results, PagePictures pictures,
    VaultPages lent) : PageModel
{
    public Dossier Dossier { get; private set; } = null!;
    public Viewer Viewer { get; private set; } = null!;

    /// <param name="turned">Degrees to the right: without script a link turns the page.</param>
    public async Task OnGet(string code, string file, int no, [FromQuery(Name = "xoay")] int turned)
    {
        var sheet = await desk.Open(code);
        Dossier = sheet.Dossier;
        var viewer = Viewer.Of(Dossier, sheet.Files, await lent.Of(Dossier));
        if (await results.OfDossier(Dossier.Id) is { PdfSha256: { } sha256 } result) viewer = viewer.With(Dossier, result.Title, await pictures.Count(sha256));
        Viewer = viewer.Open(file, no, turned) ?? throw Refused.NotFound("Không tìm thấy trang này trong hồ sơ");
        if (file != Viewer.Result) await readings.RequireCase(Dossier, Viewer.At.File.FileName, readings.Stated(Dossier));
    }
}
