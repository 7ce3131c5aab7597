using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;

namespace MotCua.Organisation.LoadReport;

[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class LoadReportModel(LoadHistory history) : PageModel
{
    public IReadOnlyList<LoadRun> Runs { get; private set; } = [];

    public async Task OnGet() => Runs = await history.Last(20);
}
