using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>Danh mục lý do: every reason that officials choose from, by kind, with its days and its article.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class ReasonListModel(ReasonReading reading) : PageModel
{
    public IReadOnlyList<(ReasonKind Kind, IReadOnlyList<ReasonLine> Lines)> Kinds { get; private set; } = [];

    public DateOnly Today => reading.Today;

    public async Task OnGet()
    {
        var kinds = new List<(ReasonKind, IReadOnlyList<ReasonLine>)>();
        foreach (var kind in ReasonKind.All) kinds.Add((kind, await reading.Lines(kind.Code)));
        Kinds = kinds;
    }
}
