using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Consult;

[Face(Face.Desk, Roles.Specialist, Roles.Leader)]
internal sealed class ConsultationListModel(ConsultationLists lists, CurrentActor current) : PageModel
{
    private const int PageSize = 20;

    public string Tab { get; private set; } = "cho";

    public IReadOnlyList<(ConsultationRow Row, RemainingTime Left)> Rows { get; private set; } = [];

    public string? NextAfter { get; private set; }

    /// <summary>Who answers for several agencies sees which of them is asked.</summary>
    public bool ManyAgencies => ConsultationPolicy.Agencies(current.Value).Length > 1;

    public async Task OnGet([FromQuery(Name = "nhom")] string? tab, [FromQuery(Name = "sau")] string? after)
    {
        Tab = tab == "xong" ? "xong" : "cho";
        var rows = Tab == "xong" ? await lists.Closed(current.Value, PageSize, Cursor.Read(after))
            : await lists.Waiting(current.Value, PageSize, Cursor.Read(after));
        var told = new List<(ConsultationRow, RemainingTime)>();
        foreach (var row in rows) told.Add((row, await lists.Left(row.Office, row.AskedAt, row.DueAt, row.ClosedAt)));
        Rows = told;
        if (rows.Count == PageSize) NextAfter = Cursor.Write(Tab == "xong" ? rows[^1].ClosedAt!.Value : rows[^1].DueAt, rows[^1].Id);
    }
}
