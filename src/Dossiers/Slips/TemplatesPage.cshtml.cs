using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Slips;

/// <summary>
/// Mẫu giấy tờ: take the Word file, send the edited one as a draft, look at it, put it in force from a day on. Looking with
/// a real dossier shows its shape (papers, dates, units), and invented people for everybody.
/// </summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class TemplatesPageModel(PaperTemplates templates, Slips slips, Db db, TimeProvider clock) : PageModel, IComesBack
{
    [BindProperty(SupportsGet = true, Name = "mau")]
    public Guid? Id { get; set; }

    public IReadOnlyList<PaperTemplateView> All { get; private set; } = [];

    public PaperTemplateView? Template { get; private set; }

    public IReadOnlyList<PaperTemplateView> Versions { get; private set; } = [];

    public IReadOnlyList<PaperField> Fields { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Done { get; private set; }

    public (string Day, string Month, string Year) From { get; private set; }

    public async Task OnGet([FromQuery(Name = "xong")] string? done)
    {
        Done = done switch
        {
            "tai" => "Đã nhận bản nháp. Xem thử rồi ban hành; trước khi ban hành, giấy tờ vẫn in theo mẫu cũ.",
            "ban-hanh" => "Đã ban hành mẫu. Giấy tờ từ ngày áp dụng in theo mẫu này.",
            _ => null,
        };
        var today = Vi.Date(clock.Today());
        From = (today[..2], today[3..5], today[6..]);
        await Show();
    }

    public async Task<IActionResult> OnGetFile()
    {
        var one = await templates.Get(Given());
        return File(await templates.Content(one.Id), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            $"{one.FormSet.Replace('/', '-')}-{one.Kind}-v{one.Version}.docx");
    }

    public async Task<IActionResult> OnGetPreview([FromQuery(Name = "ma")] string? code, [FromQuery(Name = "kho")] string? paper)
    {
        var one = await templates.Get(Given());
        var real = !string.IsNullOrWhiteSpace(code);
        var values = real ? await slips.ForPreview(one.Kind, code!.Trim()) : PaperTemplates.Sample(one.Kind);
        var printed = await templates.Preview(one.Id, values,
            real ? "Bản xem thử theo hồ sơ thật, người trong giấy do hệ thống đặt ra, không có giá trị"
            : "Bản xem thử với dữ liệu mẫu do hệ thống đặt ra, không có giá trị", SlipEndpoints.SheetOf(paper));
        return SlipEndpoints.Show(HttpContext, printed, $"Xem-thu-{one.Kind}.pdf");
    }

    public Task<IActionResult> OnPostUpload(IFormFile? file) => Act("tai", async () =>
    {
        if (file is null || file.Length == 0) throw new Refused(400, "Chọn tệp mẫu Word (.docx) để tải lên", "file");
        if (file.Length > PaperTemplates.MaxBytes) throw new Refused(400, "Tệp mẫu nặng hơn 5 MB. Bỏ ảnh thừa rồi tải lại", "file");
        using var copy = new MemoryStream();
        await using (var content = file.OpenReadStream()) await content.CopyToAsync(copy);
        return (await templates.Upload(Given(), copy.ToArray())).Id;
    });

    public Task<IActionResult> OnPostPublish() => Act("ban-hanh", async () =>
    {
        TakeDay();
        if (!DateBoxes.Read(From.Day, From.Month, From.Year, out var from))
            throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", "from");
        await templates.Publish(Given(), from);
        return Given();
    });

    /// <summary>What a version is to the papers of today.</summary>
    public string Standing(PaperTemplateView one, IEnumerable<PaperTemplateView> versions)
    {
        if (one.State == "draft") return "Bản nháp";
        if (one.ValidFrom > clock.Today()) return $"Áp dụng từ {Vi.Date(one.ValidFrom)}";
        var now = versions.Where(v => v.State == "published" && v.ValidFrom <= clock.Today()).OrderBy(v => v.ValidFrom).ThenBy(v => v.Version).LastOrDefault();
        return now?.Id == one.Id ? "Đang áp dụng" : "Đã thay";
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        TakeDay();
        (Problems, Response.StatusCode) = ([new FieldProblem("", why.Message)], why.Status);
        await Show();
        return Page();
    }

    private void TakeDay() => From = (Request.Form["from.day"].ToString(), Request.Form["from.month"].ToString(), Request.Form["from.year"].ToString());

    private Guid Given() => Id ?? throw Refused.NotFound("Không có mẫu giấy tờ này");

    private async Task<IActionResult> Act(string done, Func<Task<Guid>> act)
    {
        try
        {
            return Redirect($"?mau={await act()}&xong={done}");
        }
        catch (Refused refused) when (refused.Status is 400 or 409)
        {
            db.ChangeTracker.Clear();
            // Another upload took this draft away meanwhile: there is no page left to say it on.
            if ((await templates.List()).All(one => one.Id != Id)) throw;
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            await Show();
            return Page();
        }
    }

    private async Task Show()
    {
        All = await templates.List();
        if (Id is not { } id) return;
        Template = await templates.Get(id);
        Versions = [.. All.Where(v => v.FormSet == Template.FormSet && v.Kind == Template.Kind)];
        Fields = PaperTemplates.FieldsOf(Template.Kind);
    }
}
