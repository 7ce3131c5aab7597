using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Show;

[Face(Face.Portal)]
internal sealed class ProcedureModel(ProcedureCatalogue catalogue, OrganisationDirectory organisation, Calendars calendars, RuleSets rules, TimeProvider clock)
    : PageModel
{
    public ProcedureVersionView Version { get; private set; } = null!;

    /// <summary>Due date of a dossier received now, as an explanation; null where no time may be promised.</summary>
    public DueDate? Example { get; private set; }

    /// <summary>How the example was counted, in one or two sentences.</summary>
    public string HowCounted { get; private set; } = "";

    public DateOnly Today => clock.Today();

    public string Where { get; private set; } = "";

    public IEnumerable<(string Heading, IReadOnlyList<PaperView> Papers)> Groups => Split(Version);

    public async Task<IActionResult> OnGet(string code)
    {
        if (await catalogue.Get(code) is not { } version) throw Refused.NotFound("Không tìm thấy thủ tục này. Tìm lại theo tên, hoặc gọi 1022");
        Version = version;
        var centre = version.CompetentLevel == "commune" ? null : await organisation.ProvincialCentre(Today);
        if (version.Term is { } term)
        {
            var counting = (await rules.At(Today)).Counting;
            // A commune is chosen later: until then the usual hours.
            Example = term.DueFrom(clock.GetUtcNow(), await calendars.Of(centre?.Code), counting, version.SameDayCutOff);
            HowCounted = Counted(term, counting, version.SameDayCutOff);
        }
        Where = version.CompetentLevel == "commune"
            ? "Trung tâm Phục vụ hành chính công của xã, phường nơi giải quyết; Ủy ban nhân dân xã, phường giải quyết."
            : $"{centre?.Name ?? "Trung tâm Phục vụ hành chính công tỉnh"}; "
                + $"{(version.CompetentAgency is { } agency ? (await organisation.Agency(agency))?.Name : null) ?? "cơ quan cấp tỉnh"} giải quyết.";
        return Page();
    }

    /// <summary>Each unit of term counts in its own way (<see cref="TermCount"/>).</summary>
    public static string Counted(Term term, CountingRules counting, TimeOnly? cutOff)
    {
        var rolls = counting.RollForward ? " Ngày cuối là ngày nghỉ thì hẹn vào ngày làm việc kế tiếp." : "";
        return term.Unit switch
        {
            TermUnit.SameDay => $"Nhận đủ hồ sơ đến {Vi.Time(cutOff ?? counting.SameDayCutOff)} thì trả trong ngày; sau giờ đó thì trả vào ngày làm việc kế "
                + $"tiếp.",
            TermUnit.Hour => "Chỉ tính giờ làm việc, ngay từ khi nhận đủ hồ sơ; ngoài giờ và ngày nghỉ không tính.",
            TermUnit.Day => $"Tính mọi ngày theo lịch, kể cả ngày nghỉ, từ ngày liền sau ngày nhận đủ hồ sơ.{rolls}",
            TermUnit.Month => $"Tính tròn tháng theo lịch, kể cả ngày nghỉ, từ ngày nhận đủ hồ sơ.{rolls}",
            _ when term.Value == 0 => "Trả trong ngày nhận đủ hồ sơ, trước giờ đóng cửa.",
            _ when term.Value != Math.Truncate(term.Value) =>
                $"Tính theo giờ làm việc, mỗi ngày {counting.HoursPerDay:0.##} giờ, ngay từ khi nhận đủ hồ sơ; ngoài giờ và ngày nghỉ không tính.",
            _ => "Tính từ ngày làm việc liền sau ngày nhận đủ hồ sơ, không kể ngày nghỉ.",
        };
    }

    public static IEnumerable<(string Heading, IReadOnlyList<PaperView> Papers)> Split(ProcedureVersionView version)
    {
        var groups = new (string Heading, Func<PaperView, bool> Holds)[]
        {
            ("Khai trên màn hình", paper => paper.Kind == "form"),
            ("Lấy từ kho hoặc cơ sở dữ liệu, nếu đã có", paper => paper.Kind != "form" && (paper.ReusableFromVault || paper.ReplacedBy is not null)),
            ("Cần chụp hoặc mang theo", paper => paper.Kind != "form" && !paper.ReusableFromVault && paper.ReplacedBy is null),
        };
        // The form is filled on the screen also where the published list does not count it as a paper.
        var form = new PaperView("to-khai", "Tờ khai, điền khi nộp trực tuyến", null, true, "form", 0, 0, null, null, false, null, null);
        List<PaperView> papers = version.Papers.Any(paper => paper.Kind == "form") ? [.. version.Papers] : [form, .. version.Papers];
        return groups.Select(group => (group.Heading, (IReadOnlyList<PaperView>)[.. papers.Where(group.Holds)])).Where(group => group.Item2.Count > 0);
    }

    public static string PaperWords(PaperView paper)
    {
        var kind = paper.Kind switch
        {
            "form" => "tờ khai theo mẫu", "original" => "bản chính", "certified" => "bản sao chứng thực", _ => "bản sao",
        };
        var count = paper.Originals > 0 && paper.Copies > 0 ? $"{paper.Originals} bản chính, {paper.Copies} bản sao"
            : paper.Kind == "form" || paper.Originals + paper.Copies == 0 ? kind : $"{paper.Originals + paper.Copies} {kind}";
        return paper.FormReference is null ? count : $"{count} · {paper.FormReference}";
    }
}
