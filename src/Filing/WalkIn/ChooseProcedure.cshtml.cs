using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Filing.WalkIn;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ChooseProcedureModel(ProcedureCatalogue catalogue) : PageModel
{
    /// <summary>Aliases of the procedures that people come for most.</summary>
    private static readonly string[] Everyday = ["KS01", "CT01", "HKD01", "DD01", "XD01", "BTXH01"];

    public string? Words { get; private set; }
    public ProcedurePage? Found { get; private set; }
    public IReadOnlyList<ProcedureVersionView> Favourites { get; private set; } = [];

    public async Task OnGet([FromQuery(Name = "q")] string? words)
    {
        Words = words;
        if (!string.IsNullOrWhiteSpace(Words)) Found = await catalogue.Find(new ProcedureQuery(Words));
        var favourites = new List<ProcedureVersionView>();
        foreach (var alias in Everyday)
            if (await catalogue.Get(alias) is { Withdrawn: false } version) favourites.Add(version);
        Favourites = favourites;
    }
}
