using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Words;

/// <summary>Từ thường ngày: what people call things, with what a search finds before and after.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class TermsPageModel(ChangeTerms change) : PageModel, IComesBack
{
    public IReadOnlyList<EverydayTerm> Terms { get; private set; } = [];

    public TermPreview? Preview { get; private set; }

    public string Said { get; private set; } = "";

    public string Law { get; private set; } = "";

    public string? Done { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public async Task OnGet([FromQuery(Name = "xong")] string? done)
    {
        Done = done switch { "them" => "Đã thêm từ. Tìm thủ tục dùng từ này sau ít giây.", "thoi" => "Đã thôi dùng từ đó.", _ => null };
        Terms = await change.All();
    }

    public async Task<IActionResult> OnPost(string? said, string? law, string? viec)
    {
        (Said, Law) = (said ?? "", law ?? "");
        try
        {
            Request.Form.RefuseBroken();
            if (viec == "them")
            {
                await change.Add(said, law);
                return Redirect("/quan-tri/tu-ngu?xong=them");
            }
            Preview = await change.Preview(said, law);
        }
        catch (Refused refused) when (refused.Status == 400) { return await Again(refused); }
        Terms = await change.All();
        return Page();
    }

    public async Task<IActionResult> OnPostEnd(Guid id)
    {
        try { await change.End(id); }
        catch (Refused refused) when (refused.Status == 400) { return await Again(refused); }
        return Redirect("/quan-tri/tu-ngu?xong=thoi");
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        (Said, Law) = (Request.Form["said"].ToString(), Request.Form["law"].ToString());
        return await Again(why);
    }

    private async Task<IActionResult> Again(Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        Terms = await change.All();
        return Page();
    }
}
