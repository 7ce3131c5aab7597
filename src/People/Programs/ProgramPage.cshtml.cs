using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.People.Programs;

/// <summary>Một chương trình kết nối: what it may do, its secrets, who tried in vain, and the acts on it.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class ProgramPageModel(Db db, ProgramReading reading, ProgramDesk desk, ProposeProgram propose, CurrentActor current) : PageModel, IComesBack
{
    private string act = "";

    public ProgramLine Program { get; private set; } = null!;

    public IReadOnlyList<HeldPosition> Positions { get; private set; } = [];

    public IReadOnlyList<SecretLine> Secrets { get; private set; } = [];

    public IReadOnlyList<FailedSignIn> Failures { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Places { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string Agency { get; private set; } = "";

    /// <summary>The act that was refused; its form stays open with what was typed.</summary>
    public string? Tried { get; private set; }

    /// <summary>Shown once, on the answer of the act.</summary>
    public string? Secret { get; private set; }

    public bool Done { get; private set; }

    public DateOnly Today => reading.Today;

    public bool Ended => Program.EndedAt is not null;

    public bool Waits => !Ended && Program.ApprovedAt is null;

    public bool MayApprove => Waits && !current.Value.StandsFor(Program.ProposedBy);

    public bool MayHaveSecret => !Ended && !Waits && Program.ValidTo >= Today && OpenSecrets.Count < ProgramSecret.MostAlive;

    public IReadOnlyList<ChoiceView> OpenSecrets => [.. Secrets.Where(s => s.EndedAt is null).Select(s => new ChoiceView(s.Id.ToString(), s.Words))];

    public IReadOnlyList<ChoiceView> OpenPositions => [.. Positions.Where(p => p.Open).Select(p => new ChoiceView(p.Id.ToString(), p.Words))];

    public string Typed(string name) => Tried is null ? "" : Request.Form[name].ToString();

    public async Task OnGet(Guid id, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is not null;
        await Show(id);
    }

    public Task<IActionResult> OnPostApprove(Guid id) => Act(id, "approve", seen => desk.Approve(id, seen, Form("reason")));

    public Task<IActionResult> OnPostAdd(Guid id) => Act(id, "add", seen => propose.AddPosition(id, seen, Form("role"), Form("place"), Form("reason")));

    public Task<IActionResult> OnPostSecret(Guid id) => Act(id, "secret", async seen => Secret = await desk.MakeSecret(id, seen, Form("reason")));

    public Task<IActionResult> OnPostEndSecret(Guid id) => Act(id, "endsecret", seen => desk.EndSecret(id, seen, Chosen("secret"), Form("reason")));

    public Task<IActionResult> OnPostEndPosition(Guid id) => Act(id, "endposition", seen => desk.EndPosition(id, seen, Chosen("position"), Form("reason")));

    public Task<IActionResult> OnPostEnd(Guid id) => Act(id, "end", seen => desk.End(id, seen, Form("reason")));

    public async Task<IActionResult?> ComeBack(Refused why) =>
        Guid.TryParse(RouteData.Values["id"]?.ToString(), out var id) ? await Again(id, Request.Query["handler"].ToString().ToLowerInvariant(), why) : null;

    private async Task<IActionResult> Act(Guid id, string name, Func<int, Task> what)
    {
        act = name;
        try
        {
            await what(int.TryParse(Request.Form["seen"], out var seen) ? seen : -1);
            if (Secret is null) return Redirect($"/quan-tri/chuong-trinh/{id}?xong=1");
            await Show(id);
            return Page();
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(id, name, refused); }
    }

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

    private async Task Show(Guid id)
    {
        Program = (await reading.List(id)).SingleOrDefault() ?? throw Refused.NotFound("Không có chương trình này. Chọn lại trong danh sách");
        (Positions, Secrets, Failures) = (await reading.Positions(id), await reading.Secrets(id), await reading.Failures(id));
        Places = [.. (await reading.Places()).Select(place => new ChoiceView(place.Code, place.Name))];
        Agency = (await reading.Agencies()).FirstOrDefault(one => one.Code == Program.AgencyCode).Name ?? Program.AgencyCode;
    }

    private string Form(string name) => Request.Form[$"{act}.{name}"].ToString();

    private Guid Chosen(string name) => Guid.TryParse(Form(name), out var id) ? id : throw new Refused(400, "Chọn một dòng trong danh sách", name);
}
