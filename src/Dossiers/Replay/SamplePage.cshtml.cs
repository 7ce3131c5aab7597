using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>
/// Thử với một hồ sơ mẫu: the way of one dossier through a version, stop by stop with its dates. One that exists, by its code, or one that is made up. Of one
/// that exists neither owner nor answers are shown; that its way was looked at, its owner can read.
/// </summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class SamplePageModel(DrawnVersions versions, PastCases cases, SampleCase samples, DossierReadings readings, Db db) : PageModel
{
    private const int LongestCode = 60;

    public DrawnVersion Version { get; private set; } = null!;

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public IReadOnlyList<SampleBox> Boxes { get; private set; } = [];

    public IReadOnlyDictionary<string, DrawnElement> Elements { get; private set; } = new Dictionary<string, DrawnElement>();

    public IReadOnlyDictionary<string, DrawnWay> Ways { get; private set; } = new Dictionary<string, DrawnWay>();

    public string Code { get; private set; } = "";

    public Replayed? Played { get; private set; }

    public List<FieldProblem> Problems { get; } = [];

    public async Task OnGet(Guid id, [FromQuery(Name = "ma")] string? code, [FromQuery(Name = "thu")] string? asked)
    {
        Version = await versions.Find(id) ?? throw Refused.NotFound("Không có bản quy trình này. Chọn lại trong danh sách");
        Faults = ProcessReplay.Problems(Version.Drawing);
        if (Faults.Count > 0) return;
        var replay = ProcessReplay.Of(Version.Drawing);
        (Elements, Ways, Boxes) = (replay.Elements.ToDictionary(one => one.Id), replay.Ways.ToDictionary(one => one.Id),
            SampleCase.Boxes(Version, replay, Request.Query));
        Code = code?.Trim() ?? "";
        if (asked is null) return;
        var past = asked == "ma" ? await Known() : await samples.Of(Version, Boxes, Problems);
        if (Problems.Count > 0) Response.StatusCode = 400;
        else Played = replay.Play(past!);
    }

    private async Task<PastCase?> Known()
    {
        if (TypedText.TooLong(Code, LongestCode, "Mã hồ sơ") is { } tooLong)
        {
            Problems.Add(new("ma", tooLong));
            return null;
        }
        if (await cases.One(Version.ProcedureCode, Code.ToUpperInvariant()) is not { } past)
        {
            Problems.Add(new("ma", Code.Length == 0 ? "Nhập mã hồ sơ" : "Không có hồ sơ đã tiếp nhận nào của thủ tục này mang mã đó. Kiểm tra lại mã"));
            return null;
        }
        var (kind, number) = (await db.Ask($"select owner_kind, coalesce(owner_number, '') from dossiers.dossier where id = {past.Id}",
            row => (row.GetString(0), row.GetString(1)))).Single();
        await readings.Viewed(past.Id, past.Code, kind, number.Length > 0 ? number : null, "Chạy thử quy trình");
        return past;
    }

    public string How(ReplayedStop stop) => stop switch
    {
        { Kind: StopKind.Choice, Outcome: { } flows } => string.Join("; ", flows.Split(' ').Select(flow =>
            Ways.TryGetValue(flow, out var way) ? $"tới “{Elements[way.To].Name}”, {way.When}" : flow)),
        { DoneAt: null } => "Dừng ở đây",
        { Kind: StopKind.Step } => Elements.GetValueOrDefault(stop.Place)?.Outcomes.FirstOrDefault(one => one.Key == stop.Outcome)?.Words ?? "",
        _ => "",
    };

    public static string Who(ReplayedStop stop) => stop.Kind switch
    {
        StopKind.Step => Roles.Names.GetValueOrDefault(stop.Role ?? "", "chưa giao cho ai"), StopKind.Act => "Hệ thống", StopKind.Wait => "Chờ",
        StopKind.Linked => "Hồ sơ liên thông", StopKind.Edge => "Sự kiện ở mép bước", _ => "Rẽ",
    };
}
