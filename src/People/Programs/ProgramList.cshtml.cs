using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.People.Programs;

/// <summary>Chương trình kết nối: which programs come in, with what, and until when.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class ProgramListModel(ProgramReading reading) : PageModel
{
    public IReadOnlyList<ProgramLine> Lines { get; private set; } = [];

    public DateOnly Today => reading.Today;

    public IReadOnlyDictionary<string, string> Agencies { get; private set; } = new Dictionary<string, string>();

    public async Task OnGet()
    {
        Lines = await reading.List();
        Agencies = (await reading.Agencies()).ToDictionary(one => one.Code, one => one.Name, StringComparer.Ordinal);
    }
}
