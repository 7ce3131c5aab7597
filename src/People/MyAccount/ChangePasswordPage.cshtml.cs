using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.People.SignIn;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.MyAccount;

// Every signed-in account has this page, staff too, so the face is the portal and the check stands in the handlers.
[Face(Face.Portal), BeforePasswordChange]
internal sealed class ChangePasswordPageModel(ChangePassword change, CurrentActor current) : PageModel
{
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public bool Must => current.MustChangePassword;

    public string Name => current.Value.Name;

    public IActionResult OnGet() => current.Value.IsSignedIn ? Page() : Challenge(SessionHandler.SchemeName);

    public async Task<IActionResult> OnPost()
    {
        if (!current.Value.IsSignedIn) return Challenge(SessionHandler.SchemeName);
        try
        {
            var account = await change.Execute(Request.Form["old"], Request.Form["new"]);
            await HttpContext.SignInAsync(SessionHandler.SchemeName, SessionEndpoints.PrincipalOf(account));
            return Redirect("/tai-khoan?doi=1");
        }
        catch (Refused refused) when (refused.Status is 400 or 409 or 429)
        {
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            return Page();
        }
    }
}
