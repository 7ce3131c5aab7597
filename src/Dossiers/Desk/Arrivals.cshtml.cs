using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Desk;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ArrivalsModel(DeskLists lists, CurrentActor current, TimeProvider clock) : PageModel
{
    public const int PageSize = 50;

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    public IReadOnlyList<DeskRow> Rows { get; private set; } = [];

    public IReadOnlyList<DeskRow>? Found { get; private set; }

    public string? NextAfter { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task OnGet([FromQuery(Name = "sau")] string? after)
    {
        Rows = await lists.Arrivals(current.Value, PageSize, Cursor.Read(after));
        NextAfter = Rows.Count == PageSize ? Cursor.Write(Rows[^1].SubmittedAt, Rows[^1].Id) : null;
        if (!string.IsNullOrWhiteSpace(Words)) Found = await lists.Search(current.Value, Words, PageSize);
    }
}
