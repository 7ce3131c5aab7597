using Microsoft.AspNetCore.Http;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Platform.Security;

namespace MotCua.Filing.Mine;

/// <param name="Turn">Dossiers whose next act is the applicant's, with the plain title of their procedure.</param>
internal sealed record FoundAtHome(IReadOnlyList<(DossierView Row, string Title)> Turn, IReadOnlyList<(Draft Draft, ProcedureVersionView Procedure)> Drafts);

/// <summary>
/// What the first page says to whoever comes back. Without sign-in it names the procedure of a draft of this browser and nothing that was typed:
/// the next person at the machine may be another.
/// </summary>
internal sealed class WaitingAtHome(DossierViews dossiers, DraftDesk drafts, ProcedureCatalogue catalogue, CurrentActor current)
{
    private const int Most = 3;

    public async Task<FoundAtHome> Find(HttpContext http)
    {
        var actor = current.Value;
        if (actor.IsStaff) return new FoundAtHome([], []);
        var keys = DraftToken.Of(http.Request);
        if (!actor.IsSignedIn && keys.Count == 0) return new FoundAtHome([], []);
        var turn = new List<(DossierView, string)>();
        if (actor.IsSignedIn)
        {
            var titles = await catalogue.PlainTitles();
            turn = [.. (await dossiers.List(new DossierFilter(NeedsApplicant: true), Most))
                .Select(row => (row, titles.GetValueOrDefault(row.ProcedureCode, row.ProcedureName)))];
        }
        var open = new List<(Draft, ProcedureVersionView)>();
        foreach (var draft in (actor.IsSignedIn ? await drafts.Mine() : await drafts.Unclaimed(keys)).Take(Most))
            if (await drafts.VersionOf(draft) is { Withdrawn: false } version) open.Add((draft, version));
        return new FoundAtHome(turn, open);
    }
}
