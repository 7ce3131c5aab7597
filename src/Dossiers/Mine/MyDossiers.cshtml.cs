using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Fill;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Mine;

[Face(Face.Mine)]
internal sealed class MyDossiersModel(MyDossierList list, DraftDesk drafts) : PageModel
{
    private const int PageSize = 50;

    public IReadOnlyList<(MyDossierRow Row, RemainingTime? Remaining)> Rows { get; private set; } = [];

    public IReadOnlyList<(MotCua.Dossiers.Draft Draft, ProcedureVersionView Procedure)> Drafts { get; private set; } = [];

    /// <summary>Begun in this browser by somebody who had not signed in; perhaps by another person.</summary>
    public IReadOnlyList<(MotCua.Dossiers.Draft Draft, ProcedureVersionView Procedure)> Unclaimed { get; private set; } = [];

    public string? NextAfter { get; private set; }

    public IEnumerable<(MyDossierRow Row, RemainingTime? Remaining)> NeedMe => Rows.Where(r => r.Row.NeedsMe);

    public IEnumerable<(MyDossierRow Row, RemainingTime? Remaining)> Open => Rows.Where(r => !r.Row.NeedsMe && !r.Row.Closed);

    public IEnumerable<(MyDossierRow Row, RemainingTime? Remaining)> Closed => Rows.Where(r => r.Row.Closed);

    public async Task OnGet([FromQuery(Name = "sau")] string? after)
    {
        var found = await list.Page(PageSize, Cursor.Read(after));
        var rows = new List<(MyDossierRow, RemainingTime?)>();
        foreach (var row in found) rows.Add((row, await list.Remaining(row)));
        Rows = rows;
        NextAfter = found.Count == PageSize ? Cursor.Write(found[^1].SubmittedAt, found[^1].Id) : null;
        if (after is not null) return;
        var open = new List<(MotCua.Dossiers.Draft, ProcedureVersionView)>();
        foreach (var draft in await drafts.Mine())
            if (await drafts.VersionOf(draft) is { } version) open.Add((draft, version));
        Drafts = open;
        var unclaimed = new List<(MotCua.Dossiers.Draft, ProcedureVersionView)>();
        foreach (var draft in (await drafts.Unclaimed(DraftToken.Of(Request))).DistinctBy(draft => draft.ProcedureCode))
            if (await drafts.VersionOf(draft) is { } version) unclaimed.Add((draft, version));
        Unclaimed = unclaimed;
    }
}
