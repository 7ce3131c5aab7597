using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Supplement;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Sign;

/// <summary>Ký kết quả: what waits, by kind; what was read and agreed to is signed together.</summary>
[Face(Face.Desk, Roles.Leader)]
internal sealed class SignQueueModel(SignList list, SignMany many, ProposeSupplement proposals, DossierReadings readings, CurrentActor current) : PageModel
{
    private const int MostProposals = 100;

    private const int PageSize = SignMany.Most;

    public IReadOnlyList<DraftToSign> Rows { get; private set; } = [];

    /// <summary>Requests for another supplement that were handed to this leader.</summary>
    public IReadOnlyList<WaitingProposal> Proposals { get; private set; } = [];

    /// <summary>By kind, the one with the least time left first, and so within each.</summary>
    public IEnumerable<IGrouping<string, DraftToSign>> Kinds => Rows.OrderBy(row => row.DueAt ?? DateTimeOffset.MaxValue)
        .GroupBy(row => row.IsCorrection ? $"{row.Draft.Title} (đính chính)" : row.Draft.Title);

    public int Agreed => Rows.Count(row => row.AgreedAt is not null);

    public string? NextAfter { get; private set; }

    /// <summary>What became of those that were signed just now.</summary>
    public IReadOnlyList<SignedOne>? Done { get; private set; }

    /// <summary>All that could be read has been read.</summary>
    public bool AllRead { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? ErrorOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;

    public async Task OnGet([FromQuery(Name = "sau")] string? after, [FromQuery(Name = "xong")] string? done)
    {
        await Show(after);
        AllRead = done == "doc";
    }

    public async Task<IActionResult> OnPostSign(string? password, [FromQuery(Name = "sau")] string? after)
    {
        try
        {
            Request.Form.RefuseBroken();
            var chosen = Request.Form["chon"].OfType<string>();
            Done = await many.Execute([.. chosen.Select(code => (code, new Seen(Number(Request.Form[$"seen.{code}"]))))], password);
        }
        catch (Refused refused)
        {
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
        }
        // After many were signed the list is shown from its beginning: what it began after may be gone.
        await Show(Done is null ? after : null);
        return Page();
    }

    /// <summary>Ticked when it was agreed to; after a refusal, as it was left.</summary>
    public bool IsChosen(DraftToSign row) => Problems.Count > 0 ? Request.Form["chon"].Contains(row.Draft.DossierCode) : row.AgreedAt is not null;

    private async Task Show(string? after)
    {
        var rows = await list.Waiting(PageSize + 1, Cursor.Read(after));
        Rows = [.. rows.Take(PageSize)];
        var led = current.Value.Positions.Where(p => p.Role == Roles.Leader).Select(p => p.AgencyCode).Distinct().ToArray();
        Proposals = await proposals.Waiting(led, MostProposals);
        await readings.Listed([.. Proposals.Select(row => row.DossierId)]);
        if (rows.Count > PageSize) NextAfter = Cursor.Write(Rows[^1].Draft.DraftedAt, Rows[^1].Draft.Id);
    }

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;
}
