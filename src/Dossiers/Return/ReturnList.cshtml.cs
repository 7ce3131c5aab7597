using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Desk;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Return;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ReturnListModel(DeskLists lists, CurrentActor current, TimeProvider clock) : PageModel
{
    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    public IReadOnlyList<DeskRow> Rows { get; private set; } = [];

    public IReadOnlyList<DeskRow>? Found { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IActionResult> OnGet()
    {
        if (!string.IsNullOrWhiteSpace(Words))
        {
            Found = await lists.Search(current.Value, Words, 50);
            if (Found is [{ Status: "done" } only]) return Redirect($"/noi-bo/tra-ket-qua/{only.Code}");
        }
        Rows = await lists.Ready(current.Value, 50);
        return Page();
    }
}
