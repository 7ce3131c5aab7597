using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Messages.Reset;

/// <summary>The code and the new password. The page looks the same for a request that was never made.</summary>
[Face(Face.Portal)]
internal sealed class NewPasswordModel(PasswordResets resets, Db db) : PageModel
{
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string Code { get; private set; } = "";

    public void OnGet() { }

    public async Task<IActionResult> OnPost(Guid id, string? code)
    {
        Code = code ?? "";
        try
        {
            await resets.Finish(id, code, Request.Form["new"]);
            return Redirect("/dang-nhap?doi=1");
        }
        catch (Refused refused) when (refused.Status is 400 or 409 or 429)
        {
            db.ChangeTracker.Clear();
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            return Page();
        }
    }
}
