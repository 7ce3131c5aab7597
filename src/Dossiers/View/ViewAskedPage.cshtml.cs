using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Consult;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.View;

/// <summary>The same of the papers that an asked agency may see, as long as it is asked.</summary>
[Face(Face.Desk, Roles.Specialist, Roles.Leader)]
internal sealed class ViewAskedPageModel(AnswerConsultation answer) : PageModel
{
    public Guid Id { get; private set; }
    public Viewer Viewer { get; private set; } = null!;

    public async Task OnGet(Guid id, Guid file, int no, [FromQuery(Name = "xoay")] int turned)
    {
        var asked = await answer.Load(id);
        Id = asked.Id;
        Viewer = Viewer.Of(asked, (await answer.DossierOf(asked)).Components, await answer.Files(asked)).Open(file.ToString(), no, turned)
            ?? throw Refused.NotFound("Không tìm thấy trang này trong yêu cầu lấy ý kiến");
    }
}
