using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Sign;

[Face(Face.Desk, Roles.Leader)]
internal sealed class SignQueueModel(IssuedResults results, CurrentActor current) : PageModel
{
    public IReadOnlyList<IssuedResult> Rows { get; private set; } = [];

    public async Task OnGet() =>
        Rows = await results.ToSign([.. current.Value.Positions.Where(p => p.Role == Roles.Leader).Select(p => p.AgencyCode).Distinct()], 100);
}
