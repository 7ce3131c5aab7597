using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Tạo tài khoản cán bộ; the one-time password stands on the answer and nowhere else.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class NewStaffModel(MakeStaff make) : PageModel, IComesBack
{
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public (Guid Id, string Password)? Made { get; private set; }

    public string Typed(string name) => Request.HasFormContentType ? Request.Form[name].ToString() : "";

    public void OnGet() { }

    public async Task<IActionResult> OnPost(string? username, string? name, string? phone, string? reason)
    {
        try { Made = await make.Execute(username, name, phone, reason); }
        catch (Refused refused) when (refused.Status is 400 or 409) { return Again(refused); }
        return Page();
    }

    public Task<IActionResult?> ComeBack(Refused why) => Task.FromResult<IActionResult?>(Again(why));

    private PageResult Again(Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        return Page();
    }
}
