using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.People.Programs;

/// <summary>Đề nghị chương trình kết nối.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class NewProgramModel(ProposeProgram propose, ProgramReading reading) : PageModel, IComesBack
{
    public static readonly IReadOnlyList<ChoiceView> Scopes =
        [.. new[] { ConnectedProgram.File, ConnectedProgram.Desk }.Select(scope => new ChoiceView(scope, ProgramLine.ScopeIn(scope)))];

    public static readonly IReadOnlyList<ChoiceView> RoleChoices =
        [.. ProposeProgram.RolesOfPrograms.Select(role => new ChoiceView(role, Roles.Names[role]))];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Agencies { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Places { get; private set; } = [];

    public string Typed(string name) => Request.HasFormContentType ? Request.Form[name].ToString() : "";

    public Task OnGet() => Show();

    public async Task<IActionResult> OnPost()
    {
        try
        {
            DateOnly? last = DateBoxes.Read(Typed("validTo.day"), Typed("validTo.month"), Typed("validTo.year"), out var day) ? day : null;
            var id = await propose.Execute(new ProgramProposal(Typed("name"), Typed("clientId"), Typed("agency"), Typed("scope"), Typed("role"), Typed("place"),
                last, Typed("reason")));
            return Redirect($"/quan-tri/chuong-trinh/{id}?xong=1");
        }
        catch (Refused refused) when (refused.Status is 400 or 409) { return await Again(refused); }
    }

    public async Task<IActionResult?> ComeBack(Refused why) => await Again(why);

    private async Task<PageResult> Again(Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        await Show();
        return Page();
    }

    private async Task Show()
    {
        Agencies = [.. (await reading.Agencies()).Select(one => new ChoiceView(one.Code, one.Name))];
        Places = [.. (await reading.Places()).Select(one => new ChoiceView(one.Code, one.Name))];
    }
}
