using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Receive;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.View;

/// <summary>The same of a paper of the vault that the person at the counter lets the officer see.</summary>
[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ViewLentPageModel(LookAtCounter look) : PageModel
{
    public Viewer Viewer { get; private set; } = null!;

    public async Task OnGet(Guid key, Guid id, int no, [FromQuery(Name = "xoay")] int turned) => Viewer = await look.Window(key, id, no, turned);
}
