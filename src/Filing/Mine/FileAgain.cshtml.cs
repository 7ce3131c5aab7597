using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Filing.Mine;

/// <summary>
/// Nộp lại từ hồ sơ này: what was declared before, shown first, becomes a new draft of what the procedure asks today. Papers are never copied.
/// </summary>
[Face(Face.Mine)]
internal sealed class FileAgainModel(DossierViews dossiers, DraftDesk desk, DraftForms forms) : PageModel
{
    [FromRoute(Name = "code")]
    public string Code { get; set; } = "";

    public DeclaredBefore Before { get; private set; } = null!;

    public ProcedureVersionView Procedure { get; private set; } = null!;

    /// <summary>A draft of this procedure that is open already: there is one at a time, so it would make room.</summary>
    public Draft? Open { get; private set; }

    public IReadOnlyList<SummarySection> Sections { get; private set; } = [];

    public IReadOnlyList<LeftOut> Left { get; private set; } = [];

    private JsonObject answers = [];

    public Task OnGet() => Copy();

    /// <param name="seen">The open draft that the page spoke of. Pressed twice, or with one begun meanwhile, nothing is deleted: that draft is opened.</param>
    public async Task<IActionResult> OnPost([FromForm(Name = "dang-lam")] Guid? seen)
    {
        await Copy();
        var root = $"/nop/{Procedure.Slug}";
        if (Open?.Id != seen) return Redirect(root);
        if (Open is not null) await desk.Delete(Open);
        await desk.StartWith(Procedure, answers);
        return Redirect(root);
    }

    private async Task Copy()
    {
        Before = await dossiers.Declared(Code);
        Procedure = await desk.Procedure(Before.ProcedureCode);
        Open = (await desk.Mine()).FirstOrDefault(draft => draft.ProcedureCode == Procedure.Code);
        var now = await forms.Get(Procedure.FormCode, Procedure.FormVersion);
        (answers, Left) = FormCopy.Of(await forms.Get(Before.FormCode, Before.FormVersion), JsonNode.Parse(Before.Answers)!.AsObject(), now,
            await forms.Context());
        Sections = [.. FormSummary.Of(now, answers).Where(part => part.Rows.Any(row => row.Answered))];
    }
}
