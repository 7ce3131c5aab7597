using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Track;

/// <summary>Nhận mã về điện thoại: where the four digits are used up or not known.</summary>
[Face(Face.Portal)]
internal sealed class PhoneCodeModel(PhoneCodes codes, TrackingPass pass) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "ma")]
    public string? Code { get; set; }

    [BindProperty(Name = "phien")]
    public string? RequestKey { get; set; }

    [BindProperty(Name = "so")]
    public string? Digits { get; set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public void OnGet() => RequestKey = null;

    public async Task<IActionResult> OnPost()
    {
        RequestKey = null;
        try { RequestKey = await codes.Ask(Code); }
        catch (Refused refused) { Say(refused); }
        return Page();
    }

    public async Task<IActionResult> OnPostUse()
    {
        RequestKey ??= "";
        try
        {
            var dossier = await codes.Use(RequestKey, Digits);
            pass.Give(HttpContext, dossier, strong: true);
            return Redirect($"/tra-cuu/{dossier.TrackingToken}");
        }
        catch (Refused refused) { Say(refused); }
        return Page();
    }

    private void Say(Refused refused)
    {
        // The fields of this page carry the id "f-" and their name.
        Problems = [new FieldProblem($"f-{refused.Field ?? "ma"}", refused.Message)];
        refused.Mark(Response);
    }
}
