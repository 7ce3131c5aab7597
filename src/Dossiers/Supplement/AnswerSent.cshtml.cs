using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Supplement;

[Face(Face.Portal)]
internal sealed class AnswerSentModel(SupplementAnswering answering) : PageModel
{
    public MotCua.Dossiers.Dossier Dossier { get; private set; } = null!;

    public async Task OnGet([FromRoute] string code) =>
        Dossier = await answering.Open(code, HttpContext) ?? throw new Refused(404, "Không tìm thấy trang này. Tra cứu hồ sơ, tìm thủ tục, hoặc gọi 1022");
}
