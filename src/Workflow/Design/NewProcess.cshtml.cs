using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>Lập quy trình mới: for which procedure, and from what.</summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class NewProcessModel(DrawnDesk desk, MakeProcess make, IProcedureFacts procedures) : PageModel, IComesBack
{
    private const int MostFound = 20;

    [BindProperty(SupportsGet = true, Name = "thu-tuc")]
    public string? Code { get; set; }

    public string Words { get; private set; } = "";

    public IReadOnlyList<ProcedureName> Found { get; private set; } = [];

    public ProcedureFacts? Procedure { get; private set; }

    public IReadOnlyList<ChoiceView> Templates { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Versions { get; private set; } = [];

    public static IReadOnlyList<ChoiceView> Standards { get; } = [.. StandardDrawings.All.Select(one => new ChoiceView(one.Key, one.Words))];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public async Task OnGet([FromQuery(Name = "tim")] string? words)
    {
        Words = TypedText.Within(words, 100, "Tên hoặc mã thủ tục", "tim");
        await Show();
        if (Code is { Length: > 0 } && Procedure is null) throw Refused.NotFound("Không có thủ tục này trong danh mục. Tìm lại theo tên hoặc mã");
        if (Procedure is null && Words.Length > 0) Found = await procedures.Find(Words, MostFound);
    }

    public Task<IActionResult> OnPostSteps() => Make(facts => Task.FromResult<(string, string, Guid?)>((
        facts.Unpublished ?? throw new Refused(409, "Thủ tục này chưa có bước nào để bắt đầu. Chọn một quy trình chuẩn"),
        facts.Drawing is null ? "Danh sách bước đang áp dụng" : "Quy trình kèm theo thủ tục", null)));

    public Task<IActionResult> OnPostStandard(string? standard) => Make(facts =>
    {
        var drawing = StandardDrawings.Draw(standard ?? "", facts) ?? throw new Refused(400, "Chọn một quy trình chuẩn", "standard");
        return Task.FromResult<(string, string, Guid?)>((drawing, $"Quy trình chuẩn: {StandardDrawings.All.First(one => one.Key == standard).Words}", null));
    });

    public Task<IActionResult> OnPostTemplate(string? template) => Make(async facts =>
    {
        var known = (await procedures.Templates(facts.Code)).FirstOrDefault(one => one.Id == template);
        if (known is null || await procedures.Draw(known.Id) is not { } drawing) throw new Refused(400, "Chọn một mẫu đã công bố", "template");
        return (drawing, $"Mẫu {known.Id}, {known.Source}", null);
    });

    public Task<IActionResult> OnPostVersion(Guid? version) => Make(async facts =>
    {
        var row = await desk.All.AsNoTracking().SingleOrDefaultAsync(one => one.Id == version && one.ProcedureCode == facts.Code)
            ?? throw new Refused(400, "Chọn một bản của thủ tục này", "version");
        return (row.Drawing, $"Bản {row.Version}", row.Id);
    });

    public Task<IActionResult> OnPostFile(IFormFile? file) => Make(async _ =>
    {
        if (file is null || file.Length == 0) throw new Refused(400, "Chọn tệp BPMN 2.0 (.bpmn) xuất từ công cụ vẽ", "file");
        if (file.Length > BpmnReader.MostBytes) throw new Refused(400, $"Tệp lớn hơn {BpmnReader.MostBytes / 1_000_000} MB. Bớt phần thừa rồi gửi lại", "file");
        using var copy = new MemoryStream();
        await using (var content = file.OpenReadStream()) await content.CopyToAsync(copy);
        var name = TypedText.Beginning(TypedText.Gate(Path.GetFileName(file.FileName.Replace('\\', '/'))).Replace(TypedText.Broken, '?'), 120);
        return (DrawingFile.Taken(copy.ToArray(), "file"), $"Tệp {name}", null);
    });

    public async Task<IActionResult?> ComeBack(Refused why) => await Again(why);

    private async Task<IActionResult> Make(Func<ProcedureFacts, Task<(string Drawing, string Source, Guid? BasedOn)>> from)
    {
        try
        {
            var facts = await procedures.Of(Code ?? "") ?? throw Refused.NotFound("Không có thủ tục này trong danh mục. Tìm lại theo tên hoặc mã");
            var (drawing, source, basedOn) = await from(facts);
            return Redirect($"/noi-bo/quy-trinh/{await make.Execute(facts.Code, drawing, source, basedOn)}?xong=lap");
        }
        catch (Refused refused) when (refused.Status is 400 or 409) { return await Again(refused); }
    }

    private async Task<IActionResult> Again(Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        await Show();
        return Page();
    }

    private async Task Show()
    {
        if (Code is not { Length: > 0 } || await procedures.Of(Code) is not { } facts) return;
        Procedure = facts;
        Templates = [.. (await procedures.Templates(facts.Code)).Select(one => new ChoiceView(one.Id,
            $"{(one.OfThis ? "Của thủ tục này: " : "")}{TypedText.Beginning(one.Name, 90)}, {one.Steps} bước ({one.Id}, {one.Source})"))];
        Versions = [.. (await desk.All.AsNoTracking().Where(row => row.ProcedureCode == facts.Code).OrderByDescending(row => row.Version)
            .Select(row => new { row.Id, row.Version, row.State, row.MadeBy }).ToListAsync())
            .Select(row => new ChoiceView(row.Id.ToString(), $"Bản {row.Version}, {DrawnProcess.StateWords(row.State).ToLowerInvariant()}, {row.MadeBy}"))];
    }
}
