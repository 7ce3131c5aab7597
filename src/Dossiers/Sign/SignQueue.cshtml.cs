using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Sign;

/// <summary>What tells one draft from the next when fifty bear the same title.</summary>
internal sealed record SignedFor(string OwnerName, DateTimeOffset? ReceivedAt, RemainingTime? Left);

[Face(Face.Desk, Roles.Leader)]
internal sealed class SignQueueModel(IssuedResults results, Db db, Calendars calendars, CurrentActor current, DossierReadings readings, TimeProvider clock)
    : PageModel
{
    private const int PageSize = 50;

    public IReadOnlyList<IssuedResult> Rows { get; private set; } = [];

    public IReadOnlyDictionary<Guid, SignedFor> For { get; private set; } = new Dictionary<Guid, SignedFor>();

    public string? NextAfter { get; private set; }

    public async Task OnGet([FromQuery(Name = "sau")] string? after)
    {
        var agencies = current.Value.Positions.Where(p => p.Role == Roles.Leader).Select(p => p.AgencyCode).Distinct().ToList();
        var rows = await results.ToSign(agencies, PageSize + 1, Cursor.Read(after));
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) NextAfter = Cursor.Write(Rows[^1].DraftedAt, Rows[^1].Id);
        var ids = Rows.Select(row => row.DossierId).Distinct().ToArray();
        var dossiers = await db.Set<Dossier>().AsNoTracking().Where(d => ids.Contains(d.Id))
            .Select(d => new { d.Id, d.OwnerName, d.IntakeOffice, d.ReceivedAt, d.DueAt, d.PausedAt, d.FinishedAt }).ToListAsync();
        var found = new Dictionary<Guid, SignedFor>();
        foreach (var d in dossiers)
        {
            // A correction is drafted when the promise has long been kept.
            var left = d is { DueAt: { } due, ReceivedAt: { } received, FinishedAt: null }
                ? RemainingTime.Words(clock.GetUtcNow(), due, await calendars.Of(d.IntakeOffice), received, paused: d.PausedAt is not null) : null;
            found[d.Id] = new SignedFor(d.OwnerName, d.ReceivedAt, left);
        }
        For = found;
        await readings.Listed(ids);
    }
}
