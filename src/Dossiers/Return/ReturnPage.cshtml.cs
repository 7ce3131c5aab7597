using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Return;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ReturnPageModel(DossierDesk desk, ReturnDossier returning, IssuedResults results) : PageModel
{
    public Dossier Dossier { get; private set; } = null!;
    public IssuedResult? Result { get; private set; }
    public IReadOnlyList<(string Words, bool Ok)> Checks { get; private set; } = [];
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];
    public string? Receiver { get; private set; }
    public string? PaperShown { get; private set; }
    public bool AllGreen => Checks.All(check => check.Ok);

    public Task OnGet(string code) => Show(code);

    public async Task<IActionResult> OnPost(string code, string? method, string? receiver, string? paperShown)
    {
        try
        {
            await returning.Execute(code, method ?? "", receiver ?? "", paperShown);
            return Redirect($"/noi-bo/ho-so/{code}?xong=tra");
        }
        catch (Refused refused) when (refused.Status != 404)
        {
            desk.Db.ChangeTracker.Clear();
            (Receiver, PaperShown) = (receiver, paperShown);
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            await Show(code);
            return Page();
        }
    }

    private async Task Show(string code)
    {
        Dossier = await desk.Load(code);
        Result = await results.OfDossier(Dossier.Id);
        Checks = ReturnDossier.Checks(Dossier, Result);
    }
}
