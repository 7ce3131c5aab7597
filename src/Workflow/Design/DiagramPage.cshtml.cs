using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Workflow.Design;

/// <summary>The same draft as a diagram: what is drawn comes back as the file that the outline changes too.</summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class DiagramPageModel(DrawnDesk desk, EditProcess edit) : PageModel, IKeepsTyped
{
    public DrawnProcess Row { get; private set; } = null!;

    /// <summary>What was drawn, when it came back; else what is kept.</summary>
    public string Drawing { get; private set; } = "";

    /// <summary>Of what was looked at: a diagram that came back is still an answer to the earlier one.</summary>
    public int Revision { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public async Task<IActionResult> OnGet(Guid id)
    {
        await edit.Open(id);
        await Find(id);
        if (Row.IsKeptFrom(desk.By, desk.Now)) return Redirect($"/noi-bo/quy-trinh/{id}");
        // A file without a picture is laid out first.
        Drawing = Row.Drawing.Contains("BPMNDiagram", StringComparison.Ordinal) ? Row.Drawing : new DrawingEdit(Row.Drawing).Save();
        Revision = Row.Revision;
        return Row.State == DrawnProcess.Draft ? Page() : Redirect($"/noi-bo/quy-trinh/{id}");
    }

    public async Task<IActionResult> OnPost(Guid id, int revision, string? drawing)
    {
        try
        {
            await edit.Replace(id, revision, DrawingFile.Taken(Encoding.UTF8.GetBytes(drawing ?? ""), "drawing"));
            return Redirect($"/noi-bo/quy-trinh/{id}?xong=sua");
        }
        catch (Refused refused) when (refused.Status is 400 or 409)
        {
            desk.Forget();
            (Drawing, Revision, Response.StatusCode) = (drawing ?? "", revision, refused.Status);
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            await Find(id);
            return Page();
        }
    }

    private async Task Find(Guid id) => Row = await desk.All.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id)
        ?? throw Refused.NotFound("Không có bản quy trình này. Chọn lại trong danh sách");
}
