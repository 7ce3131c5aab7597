using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

[Face(Face.Portal), Door("SignIn")]
internal sealed class SignInModel(CheckPassword check, CurrentActor actor) : PageModel
{
    /// <summary>Where to go afterwards: only a path of this site.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Tiep { get; set; }

    [BindProperty]
    public string? Username { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The password has just been set anew.</summary>
    public bool Changed { get; private set; }

    public string? Problem { get; private set; }

    public IActionResult OnGet([FromQuery(Name = "doi")] string? changed)
    {
        Changed = changed is not null;
        return actor.Value.IsSignedIn ? Onward(actor.Value.IsStaff) : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        try
        {
            var account = await check.Check(new SignInInput(Username, Password));
            await HttpContext.SignInAsync(SessionHandler.SchemeName, SessionEndpoints.PrincipalOf(account));
            return account.MustChange ? Redirect("/tai-khoan/mat-khau") : Onward(account.Kind == "staff");
        }
        catch (Refused refused)
        {
            Response.StatusCode = refused.Status;
            Problem = refused.Message;
            return Page();
        }
    }

    private RedirectResult Onward(bool staff) =>
        Redirect(Url.IsLocalUrl(Tiep) ? Tiep : staff ? "/noi-bo" : "/tai-khoan");
}
