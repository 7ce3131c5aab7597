using Microsoft.AspNetCore.Mvc;
using MotCua.Platform.Security;

namespace MotCua.Filing.Fill;

/// <summary>Đây là hồ sơ của tôi: a draft begun before the sign-in becomes the account's by this act alone. Nothing of the draft is shown here.</summary>
[Face(Face.Portal)]
internal sealed class ClaimModel(DraftDesk desk) : DraftPageModel(desk)
{
    /// <summary>The page of this filing that was asked for.</summary>
    [BindProperty(SupportsGet = true, Name = "tiep")]
    public string? Onward { get; set; }

    public async Task<IActionResult> OnGet()
    {
        Draft = (await Desk.Unclaimed(Tokens)).FirstOrDefault(draft => draft.ProcedureCode == Procedure.Code);
        return Draft is not null && Desk.MustClaim(Draft) ? Page() : Leave();
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        if (Draft is null || !Desk.MustClaim(Draft)) return Leave();
        if (act == "cua-toi") await Desk.Claim(Draft);
        else DraftToken.Forget(HttpContext, Draft);
        return Leave();
    }

    private RedirectResult Leave() => Redirect(Url.IsLocalUrl(Onward) && Onward.StartsWith($"{Root}/", StringComparison.Ordinal) ? Onward : Root);
}
