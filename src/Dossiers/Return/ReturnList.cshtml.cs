using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Desk;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Return;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ReturnListModel(DeskLists lists, CurrentActor current, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    public IReadOnlyList<DeskRow> Rows { get; private set; } = [];

    public IReadOnlyList<DeskRow>? Found { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public string? NextAfter { get; private set; }

    public async Task<IActionResult> OnGet([FromQuery(Name = "sau")] string? after)
    {
        if (!string.IsNullOrWhiteSpace(Words))
        {
            Found = await lists.Search(current.Value, Words, PageSize);
            if (Found is [{ Status: "done" } only]) return Redirect($"/noi-bo/tra-ket-qua/{only.Code}");
        }
        Rows = await lists.Ready(current.Value, PageSize, Cursor.Read(after));
        NextAfter = Rows.Count == PageSize && Rows[^1].FinishedAt is { } last ? Cursor.Write(last, Rows[^1].Id) : null;
        return Page();
    }
}
