using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Mine;

[Face(Face.Mine)]
internal sealed class MyDossiersModel(DossierViews dossiers, DraftDesk drafts, Calendars calendars, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    public IReadOnlyList<(DossierView Row, RemainingTime? Remaining)> Rows { get; private set; } = [];

    public IReadOnlyList<(Draft Draft, ProcedureVersionView Procedure)> Drafts { get; private set; } = [];

    /// <summary>Begun in this browser by somebody who had not signed in; perhaps by another person.</summary>
    public IReadOnlyList<(Draft Draft, ProcedureVersionView Procedure)> Unclaimed { get; private set; } = [];

    public string? NextAfter { get; private set; }

    /// <summary>However long ago they were filed: on the first page stand all that wait for the applicant.</summary>
    public IEnumerable<(DossierView Row, RemainingTime? Remaining)> NeedMe => Rows.Where(r => r.Row.NeedsApplicant);

    public IEnumerable<(DossierView Row, RemainingTime? Remaining)> Open => Rows.Where(r => !r.Row.NeedsApplicant && !r.Row.Closed);

    public IEnumerable<(DossierView Row, RemainingTime? Remaining)> Closed => Rows.Where(r => r.Row.Closed);

    public async Task OnGet([FromQuery(Name = "sau")] string? after)
    {
        var found = await dossiers.List(new DossierFilter(), PageSize, Cursor.Read(after));
        var rows = new List<(DossierView, RemainingTime?)>();
        var older = after is null ? await dossiers.List(new DossierFilter(NeedsApplicant: true), PageSize) : [];
        foreach (var row in found.UnionBy(older, row => row.Id)) rows.Add((row, await Remaining(row)));
        Rows = rows;
        NextAfter = found.Count == PageSize ? Cursor.Write(found[^1].SubmittedAt, found[^1].Id) : null;
        if (after is not null) return;
        var open = new List<(Draft, ProcedureVersionView)>();
        foreach (var draft in await drafts.Mine())
            if (await drafts.VersionOf(draft) is { } version) open.Add((draft, version));
        Drafts = open;
        var unclaimed = new List<(Draft, ProcedureVersionView)>();
        foreach (var draft in (await drafts.Unclaimed(DraftToken.Of(Request))).DistinctBy(draft => draft.ProcedureCode))
            if (await drafts.VersionOf(draft) is { } version) unclaimed.Add((draft, version));
        Unclaimed = unclaimed;
    }

    private async Task<RemainingTime?> Remaining(DossierView row) => row.DueAt is { } due
        ? RemainingTime.Words(clock.GetUtcNow(), due, await calendars.Of(row.IntakeOffice), row.ReceivedAt, row.FinishedAt, row.PausedAt is not null) : null;
}
