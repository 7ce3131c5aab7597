using Microsoft.AspNetCore.Mvc;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Return;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ReturnPageModel(DossierDesk desk, ReturnDossier returning, IssuedResults results) : ActPageModel(desk)
{
    public IssuedResult? Result { get; private set; }
    public IReadOnlyList<(string Words, bool Ok)> Checks { get; private set; } = [];
    public string? Method { get; private set; }
    public string? Receiver { get; private set; }
    public string? PaperShown { get; private set; }
    public bool AllGreen => Checks.All(check => check.Ok);

    public Task OnGet(string code) => Show(code);

    public Task<IActionResult> OnPost(string code, string? method, string? receiver, string? paperShown)
    {
        (Method, Receiver, PaperShown) = (method, receiver, paperShown);
        return Act(code, $"/noi-bo/ho-so/{code}?xong=tra", () => returning.Execute(code, Seen, method ?? "", receiver ?? "", paperShown));
    }

    protected override async Task Show(string code)
    {
        Dossier = await Desk.Read(code);
        Result = await results.OfDossier(Dossier.Id);
        Checks = ReturnDossier.Checks(Dossier, Result);
    }
}
