using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Past;

/// <summary>
/// Quy trình thực tế: what the ended dossiers of a procedure really went through, drawn over what is drawn, with every figure in a table, and as a log for
/// tools of process mining. Who may not read a dossier sees a pseudonym; neither owners nor officials are named.
/// </summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class HappenedPageModel(HappenedLog log, EventLogs logs, DrawnVersions versions, PublishedProcesses published, IProcedureFacts procedures,
    OrganisationDirectory directory, PastNames names, Budgets budgets, TimeProvider clock) : PageModel
{
    /// <summary>So many variants have rows; the others are summed up.</summary>
    public const int MostVariants = 30;

    public HappenedAsk? Ask { get; private set; }

    public string Title { get; private set; } = "";

    public Happened? Result { get; private set; }

    /// <summary>Over which the figures are drawn, in words.</summary>
    public string DrawnOver { get; private set; } = "";

    public HappenedDrawing? Drawing { get; private set; }

    public Guid? VersionId { get; private set; }

    public OpenedPast? Opened { get; private set; }

    /// <summary>What can be looked at, when nothing was chosen.</summary>
    public IReadOnlyList<(string Procedure, string Title)> Choices { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    private IReadOnlyDictionary<string, string> agencies = new Dictionary<string, string>();

    public async Task OnGet([FromQuery(Name = "thu-tuc")] string? procedure, [FromQuery(Name = "tu")] string? from, [FromQuery(Name = "den")] string? to,
        [FromQuery(Name = "ban")] Guid? version, [FromQuery(Name = "hinh")] string? figure, [FromQuery(Name = "trang")] int page = 1)
    {
        if (string.IsNullOrWhiteSpace(procedure))
        {
            var titles = await procedures.Titles();
            Choices = [.. (await log.Procedures()).Select(code => (code, Title: titles.GetValueOrDefault(code, code)))
                .OrderBy(one => one.Title, Vi.Order)];
            return;
        }
        var facts = await Settle(procedure, from, to);
        if (Problems.Count > 0)
        {
            Response.StatusCode = 400;
            return;
        }
        Result = await log.Of(Ask!.Span);
        agencies = (await directory.Agencies(clock.Today())).ToDictionary(one => one.Code, one => one.ShortName);
        Drawing = await Over(facts, version);
        if (figure is not null) Opened = await Open(figure, page is > 0 and < 1_000_000 ? page : 1);
    }

    public Task<IActionResult> OnGetOcel([FromQuery(Name = "thu-tuc")] string? procedure, [FromQuery(Name = "tu")] string? from,
        [FromQuery(Name = "den")] string? to) => Export(EventLogFormat.Ocel, procedure, from, to);

    public Task<IActionResult> OnGetXes([FromQuery(Name = "thu-tuc")] string? procedure, [FromQuery(Name = "tu")] string? from,
        [FromQuery(Name = "den")] string? to) => Export(EventLogFormat.Xes, procedure, from, to);

    /// <summary>The number, as a link to its dossiers.</summary>
    public string Link(string what, string about) => Link($"{what}:{about}");

    private string Link(string figure) => $"?{Ask!.Query}{(VersionId is { } id ? $"&ban={id}" : "")}&hinh={Uri.EscapeDataString(figure)}#danh-sach";

    public string Name(string key) => key.Length == 0 ? "" : Drawing?.NameOf(key) ?? Result!.Steps.FirstOrDefault(step => step.Key == key)?.Name ?? key;

    public string Agency(string code) => agencies.GetValueOrDefault(code, code);

    public static string Two(Spread? spread) => spread is null ? "–" : $"{Vi.Number(spread.Median)} · {Vi.Number(spread.P90)}";

    private async Task<ProcedureFacts> Settle(string? procedure, string? from, string? to)
    {
        var facts = await procedures.Of(procedure ?? "") ?? throw Refused.NotFound("Danh mục không có thủ tục này. Chọn lại trong danh sách");
        (Ask, Title) = (HappenedAsk.Of(facts.Code, from, to, clock.Today()), facts.Title);
        Problems = Ask.Problems;
        return facts;
    }

    /// <summary>
    /// The version that was asked for, else the one in force, else the list of the procedure: the first on which something was done. A draft of other steps
    /// would be a picture of zeros.
    /// </summary>
    private async Task<HappenedDrawing?> Over(ProcedureFacts facts, Guid? version)
    {
        if (version is { } id && await versions.Find(id) is { } asked && asked.ProcedureCode == facts.Code)
        {
            (DrawnOver, VersionId) = ($"bản {asked.Version}", asked.Id);
            if (HappenedDrawing.Of(asked.Drawing, Result!) is { Fits: true } drawn) return drawn;
        }
        if (await published.For(facts.Code, clock.GetUtcNow()) is { } inForce)
        {
            (DrawnOver, VersionId) = ($"bản {inForce.Version} đang áp dụng", VersionId ?? inForce.Id);
            if (HappenedDrawing.Of(inForce.Drawing, Result!) is { Fits: true } drawn) return drawn;
        }
        if (facts.Unpublished is not { } list) return null;
        DrawnOver = "danh sách bước của thủ tục";
        return HappenedDrawing.Of(new Drawing(list, facts.Known), Result!);
    }

    private async Task<IActionResult> Export(EventLogFormat format, string? procedure, string? from, string? to)
    {
        budgets.Spend(Doors.Export);
        await Settle(procedure, from, to);
        if (Problems.Count > 0) throw new Refused(400, Problems[0].Message, Problems[0].Field, Problems);
        var (type, ending) = EventLogs.Of(format);
        Response.ContentType = type;
        Response.Headers.ContentDisposition = $"attachment; filename=\"quy-trinh-{Ask!.Procedure}-{Ask.From:yyyyMMdd}-{Ask.To:yyyyMMdd}.{ending}\"";
        await logs.Write(Ask.Span, format, Response.Body, names.Readable);
        return new EmptyResult();
    }

    private async Task<OpenedPast> Open(string figure, int page)
    {
        var (words, ways) = Ways(figure);
        var (count, rows) = (await log.Count(Ask!.Span, ways), await log.Dossiers(Ask.Span, ways, (page - 1) * OpenedPast.Shown, OpenedPast.Shown));
        return new(words, count, Link(figure).Split('#')[0], await names.Of(rows), (long)page * OpenedPast.Shown < count ? page + 1 : null);
    }

    private (string Words, IReadOnlyList<Guid> Ways) Ways(string figure)
    {
        var (what, about) = figure.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (figure[..at], figure[(at + 1)..]) : (figure, "");
        var (from, to) = about.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? (about[..bar], about[(bar + 1)..]) : (about, "");
        return what switch
        {
            "all" => ("đã qua", [.. Result!.Variants.SelectMany(one => one.Ways)]),
            "step" => ($"đã qua bước “{Name(about)}”", Result!.Steps.FirstOrDefault(one => one.Key == about)?.Ways ?? []),
            "again" => ($"làm bước “{Name(about)}” hơn một lần", Result!.Steps.FirstOrDefault(one => one.Key == about)?.WaysAgain ?? []),
            "edge" => (from.Length == 0 ? $"bắt đầu bằng “{Name(to)}”" : to.Length == 0 ? $"kết thúc sau “{Name(from)}”"
                : $"xong “{Name(from)}” rồi xong “{Name(to)}”", Result!.Edges.FirstOrDefault(one => one.From == from && one.To == to)?.Ways ?? []),
            "variant" when Guid.TryParse(about, out var way) => ("đi đúng thứ tự này",
                Result!.Variants.FirstOrDefault(one => one.Ways.Contains(way))?.Ways ?? []),
            "unit" => ($"qua {Agency(about)}", Result!.Units.FirstOrDefault(one => one.Agency == about)?.Ways ?? []),
            _ => ("không có số liệu này", []),
        };
    }
}
