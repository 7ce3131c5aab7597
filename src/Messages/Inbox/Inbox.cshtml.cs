using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Messages.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Messages.Inbox;

[Face(Face.Mine)]
internal sealed class InboxModel(ToldMessages messages, CurrentActor actor) : PageModel
{
    public IReadOnlyList<IGrouping<string?, ToldMessage>> Dossiers { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (actor.Value is { OwnerKind: { } kind, OwnerNumber: { } number })
            Dossiers = [.. (await messages.OfOwner(kind, number)).GroupBy(told => told.DossierCode)];
    }
}
