using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Work;

[Face(Face.Desk)]
internal sealed class MyTasksModel(TaskLists lists, Db db, Calendars calendars, CurrentActor current, DossierReadings readings, TimeProvider clock) : PageModel
{
    private const int PageSize = 20;
    private readonly Dictionary<Guid, RemainingTime> left = [];
    private readonly Dictionary<Guid, DateTimeOffset?> received = [];

    public string Tab { get; private set; } = "can-lam";

    public IReadOnlyList<TaskRow> Rows { get; private set; } = [];

    public string? NextAfter { get; private set; }

    public async Task OnGet([FromQuery(Name = "nhom")] string? tab, [FromQuery(Name = "sau")] string? after)
    {
        Tab = tab == "cho" ? "cho" : "can-lam";
        var rows = Tab == "cho" ? await lists.Waiting(DossierPolicy.Places(current.Value).Agencies, PageSize + 1, Cursor(after))
            : await lists.Mine(current.Value, PageSize + 1, Cursor(after));
        Rows = [.. rows.Take(PageSize)];
        NextAfter = rows.Count > PageSize
            ? $"{Rows[^1].ShownDueAt.ToString("O", CultureInfo.InvariantCulture)}_{Rows[^1].Id}" : null;
        await FindWords();
        await readings.Listed(Rows.Select(row => row.DossierId));
    }

    public RemainingTime Left(TaskRow row) => left[row.Id];

    public DateTimeOffset? Received(TaskRow row) => received[row.Id];

    /// <summary>The same words as on the dossier and in tracking: from the reception, by the office's own hours, and standing still in a pause.</summary>
    private async Task FindWords()
    {
        var ids = Rows.Select(row => row.DossierId).Distinct().ToArray();
        var clocks = await db.Set<Dossier>().AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.IntakeOffice, d.ReceivedAt, d.PausedAt })
            .ToDictionaryAsync(d => d.Id);
        foreach (var row in Rows)
        {
            var dossier = clocks[row.DossierId];
            received[row.Id] = dossier.ReceivedAt;
            left[row.Id] = RemainingTime.Words(clock.GetUtcNow(), row.ShownDueAt, await calendars.Of(dossier.IntakeOffice),
                row.DossierDueAt is null ? row.OpenedAt : dossier.ReceivedAt, paused: dossier.PausedAt is not null);
        }
    }

    private static (DateTimeOffset, Guid)? Cursor(string? after) =>
        after?.Split('_') is [var due, var id] && Guid.TryParse(id, out var guid)
        && DateTimeOffset.TryParse(due, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? (at, guid) : null;
}
