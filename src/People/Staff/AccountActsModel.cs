using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>A page of one account with the acts on it: each form has its own names, and what was refused stays open with what was typed.</summary>
internal abstract class AccountActsModel(Db db) : PageModel, IComesBack
{
    private string act = "";

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>The act that was refused; its form stays open with what was typed.</summary>
    public string? Tried { get; private set; }

    public bool Done { get; private set; }

    public string Typed(string name) => Tried is null ? "" : Request.Form[name].ToString();

    public async Task OnGet(Guid id, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is not null;
        await Show(id);
    }

    public async Task<IActionResult?> ComeBack(Refused why) =>
        Guid.TryParse(RouteData.Values["id"]?.ToString(), out var id) ? await Again(id, Request.Query["handler"].ToString().ToLowerInvariant(), why) : null;

    /// <summary>Address of the page without the account.</summary>
    protected abstract string Root { get; }

    /// <summary>The act has made something that is shown once, on its own answer.</summary>
    protected abstract bool ShowsOnce { get; }

    protected abstract Task Show(Guid id);

    /// <param name="name">Of the form: its boxes are named after it.</param>
    /// <param name="what">Gets the version of the account that was looked at.</param>
    protected async Task<IActionResult> Act(Guid id, string name, Func<int, Task> what)
    {
        act = name;
        try
        {
            await what(int.TryParse(Request.Form["seen"], out var seen) ? seen : -1);
            if (!ShowsOnce) return Redirect($"{Root}/{id}?xong=1");
            await Show(id);
            return Page();
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(id, name, refused); }
    }

    protected string Form(string name) => Request.Form[$"{act}.{name}"].ToString();

    protected Guid Chosen(string name) => Guid.TryParse(Form(name), out var id) ? id : throw new Refused(400, "Chọn một dòng trong danh sách", name);

    private async Task<IActionResult> Again(Guid id, string name, Refused refused)
    {
        db.ChangeTracker.Clear();
        // Each form has its own names, so that the sentence stands at the box that was typed in.
        Problems = [.. (refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)])
            .Select(problem => problem.Field.Length == 0 ? problem : problem with { Field = $"{name}.{problem.Field}" })];
        (Tried, Response.StatusCode) = (name, refused.Status);
        await Show(id);
        return Page();
    }
}
