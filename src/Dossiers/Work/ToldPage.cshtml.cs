using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Messages.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Work;

[Face(Face.Desk)]
internal sealed class ToldPageModel(DossierDesk desk, ToldMessages messages) : PageModel
{
    public Dossier Dossier { get; private set; } = null!;

    public IReadOnlyList<ToldMessage> Told { get; private set; } = [];

    public async Task OnGet(string code)
    {
        Dossier = await desk.Read(code);
        Told = await messages.Of(Dossier.Code);
    }
}
