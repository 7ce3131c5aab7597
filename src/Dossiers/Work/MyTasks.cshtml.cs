using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Work;

[Face(Face.Desk)]
internal sealed class MyTasksModel(TaskLists lists, Calendars calendars, CurrentActor current, TimeProvider clock) : PageModel
{
    private const int PageSize = 20;
    private WorkingCalendar calendar = null!;

    public string Tab { get; private set; } = "can-lam";

    public IReadOnlyList<TaskRow> Rows { get; private set; } = [];

    public string? NextAfter { get; private set; }

    public async Task OnGet([FromQuery(Name = "nhom")] string? tab, [FromQuery(Name = "sau")] string? after)
    {
        calendar = await calendars.Of();
        Tab = tab == "cho" ? "cho" : "can-lam";
        Rows = Tab == "cho" ? await lists.Waiting(current.Value, PageSize) : await lists.Mine(current.Value, PageSize, Cursor(after));
        NextAfter = Tab == "can-lam" && Rows.Count == PageSize
            ? $"{Rows[^1].DueAt.ToString("O", CultureInfo.InvariantCulture)}_{Rows[^1].Id}" : null;
    }

    /// <summary>The promise to the citizen when there is one, else the time of the step.</summary>
    public RemainingTime Left(TaskRow row) => RemainingTime.Words(clock.GetUtcNow(), row.DossierDueAt ?? row.DueAt, calendar, row.OpenedAt);

    private static (DateTimeOffset, Guid)? Cursor(string? after) =>
        after?.Split('_') is [var due, var id] && Guid.TryParse(id, out var guid)
        && DateTimeOffset.TryParse(due, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? (at, guid) : null;
}
