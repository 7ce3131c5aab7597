using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Past;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>
/// Chạy thử một bản quy trình với hồ sơ đã qua: what would change for how many. Each number opens its dossiers; who may not read one sees a pseudonym.
/// </summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class ReplayPageModel(DrawnVersions versions, RunReplay run, PastNames names, OrganisationDirectory directory, TimeProvider clock) : PageModel
{
    /// <summary>So many agencies have rows of their own.</summary>
    public const int MostAgencies = 60;

    public DrawnVersion Version { get; private set; } = null!;

    public ReplayAsk Ask { get; private set; } = null!;

    /// <summary>Why it cannot be played.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    public ReplayResult? Result { get; private set; }

    public OpenedPast? Opened { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public IReadOnlyDictionary<string, DrawnElement> Elements { get; private set; } = new Dictionary<string, DrawnElement>();

    public IReadOnlyList<DrawnWay> Ways { get; private set; } = [];

    public bool Calls { get; private set; }

    private IReadOnlyDictionary<string, string> agencies = new Dictionary<string, string>();

    public string Address => $"/noi-bo/quy-trinh/{Version.Id}/chay-thu";

    public async Task OnGet(Guid id, [FromQuery(Name = "hinh")] string? figure, [FromQuery(Name = "trang")] int page = 1)
    {
        Version = await versions.Find(id) ?? throw Refused.NotFound("Không có bản quy trình này. Chọn lại trong danh sách");
        Ask = ReplayAsk.Of(Request.Query, clock.Today());
        Problems = Ask.Problems;
        Faults = ProcessReplay.Problems(Version.Drawing);
        if (Faults.Count > 0) return;
        var replay = ProcessReplay.Of(Version.Drawing);
        (Elements, Ways, Calls) = (replay.Elements.ToDictionary(one => one.Id), replay.Ways, replay.Elements.Any(one => one.IsCall));
        if (Problems.Count > 0) Response.StatusCode = 400;
        if (!Ask.IsAsked || Problems.Count > 0) return;
        try
        {
            Result = await run.Execute(Version, Ask, figure);
            agencies = (await directory.Agencies(clock.Today())).ToDictionary(one => one.Code, one => one.ShortName);
            if (figure is not null) Opened = await Open(figure, page is > 0 and < 1_000_000 ? page : 1);
        }
        catch (Refused refused) when (refused.Status == 429)
        {
            Problems = [new("so", refused.Message)];
            refused.Mark(Response);
        }
    }

    /// <summary>The number, as a link to its dossiers.</summary>
    public string Link(string figure) => $"{Address}?{Ask.Query}&hinh={Uri.EscapeDataString(figure)}#danh-sach";

    public int Count(string figure) => Result!.Summary[figure];

    public string Title(string element) => Elements.TryGetValue(element, out var one) ? one.Name : element.Length > 0 ? element : "cả quy trình";

    public static string Role(string? role) => role is null ? "Từ tiếp nhận đến có kết quả" : Roles.Names.GetValueOrDefault(role, role);

    public string Agency(string code) => agencies.GetValueOrDefault(code, code);

    private async Task<OpenedPast> Open(string figure, int page)
    {
        var found = Result!.Found;
        var rows = await names.Of([.. found.Skip((page - 1) * OpenedPast.Shown).Take(OpenedPast.Shown)]);
        return new(Words(figure), found.Count, Link(figure).Split('#')[0], rows, (long)page * OpenedPast.Shown < found.Count ? page + 1 : null);
    }

    private string Words(string figure)
    {
        var (what, about) = figure.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (figure[..at], figure[(at + 1)..]) : (figure, "");
        var (role, agency) = about.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? (about[..bar], about[(bar + 1)..]) : (about, "");
        var place = agency.Length > 0 ? $", {Agency(agency)}" : "";
        return what switch
        {
            ReplaySummary.All => "đã chạy thử", ReplaySummary.LateBefore => "đã trễ hạn", ReplaySummary.LateAfter => "sẽ trễ hạn",
            ReplaySummary.LateNew => "trước không trễ, nay trễ hạn", ReplaySummary.LateGone => "trước trễ, nay không trễ hạn",
            ReplaySummary.Ended => "đi tới cuối", ReplaySummary.NoTerm => "không hẹn ngày trả", ReplaySummary.Stuck => "bị kẹt",
            ReplaySummary.Assumed => "có chỗ phải giả định", ReplaySummary.Nobody => "tới bước hôm nay không ai giữ vai trò",
            "element" => $"đi qua “{Title(about)}”", "stuck" => $"kẹt ở “{Title(about)}”", "nobody" => $"tới “{Title(about)}” mà hôm nay không ai giữ vai trò",
            "assumed" => $"phải giả định ở “{Title(about)}”", "before" => $"đã qua tay {Role(role)}{place}", "after" => $"sẽ qua tay {Role(role)}{place}",
            "way" when Ways.FirstOrDefault(way => way.Id == about) is { } way => $"đi từ “{Title(way.From)}” tới “{Title(way.To)}” {way.When}",
            _ => "không có số liệu này",
        };
    }
}
