using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;

namespace MotCua.Messages.Notices;

/// <summary>Nhắc việc: one line for each dossier that something was said of, settled one by one; everything that was ever said behind a link.</summary>
[Face(Face.Desk)]
internal sealed class NoticesModel(MyNotices notices) : PageModel
{
    private const int PageSize = 30;
    private const int MostGroups = 100;

    public IReadOnlyList<NoticeGroup> Groups { get; private set; } = [];

    public IReadOnlyList<NoticeRow> Rows { get; private set; } = [];

    public Guid? NextAfter { get; private set; }

    /// <summary>Also what is settled, in the order in which it was said.</summary>
    [FromQuery(Name = "xem")]
    public string? Shown { get; set; }

    public bool All => Shown == "tat-ca";

    public async Task OnGet([FromQuery(Name = "sau")] Guid? after)
    {
        if (!All)
        {
            Groups = await notices.Unsettled(MostGroups);
            return;
        }
        Rows = await notices.Page(PageSize, after);
        NextAfter = Rows.Count == PageSize ? Rows[^1].Id : null;
    }

    public async Task<IActionResult> OnPostSettle(string subject, Guid newest)
    {
        await notices.Settle(subject, newest);
        return Redirect("/noi-bo/nhac-viec");
    }

    public async Task<IActionResult> OnPostSeen(Guid newest)
    {
        await notices.MarkSeen(newest);
        return Redirect("/noi-bo/nhac-viec");
    }
}
