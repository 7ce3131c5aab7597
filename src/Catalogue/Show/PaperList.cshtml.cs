using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Show;

[Face(Face.Print)]
internal sealed class PaperListModel(ProcedureCatalogue catalogue, TimeProvider clock) : PageModel
{
    /// <summary>What fits one A4 page.</summary>
    public const int Room = 14;

    public ProcedureVersionView Version { get; private set; } = null!;

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task OnGet(string code) => Version = await catalogue.Get(code)
        ?? throw Refused.NotFound("Không tìm thấy thủ tục này. Tìm lại theo tên, hoặc gọi 1022");
}
