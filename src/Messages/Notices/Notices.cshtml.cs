using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;

namespace MotCua.Messages.Notices;

[Face(Face.Desk)]
internal sealed class NoticesModel(MyNotices notices) : PageModel
{
    private const int PageSize = 30;

    public IReadOnlyList<NoticeRow> Rows { get; private set; } = [];

    public Guid? NextAfter { get; private set; }

    public async Task OnGet([FromQuery(Name = "sau")] Guid? after)
    {
        Rows = await notices.Page(PageSize, after);
        NextAfter = Rows.Count == PageSize ? Rows[^1].Id : null;
    }

    public async Task<IActionResult> OnPostSeen(Guid newest)
    {
        await notices.MarkSeen(newest);
        return Redirect("/noi-bo/nhac-viec");
    }
}
