using Microsoft.AspNetCore.Mvc;
using MotCua.Organisation.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.People.Programs;

/// <summary>Một chương trình kết nối: what it may do, its secrets, who tried in vain, and the acts on it.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class ProgramPageModel(Db db, EventLog log, ProgramReading reading, ProgramDesk desk, ProposeProgram propose, CurrentActor current)
    : AccountActsModel(db)
{
    public ProgramLine Program { get; private set; } = null!;

    public IReadOnlyList<HeldPosition> Positions { get; private set; } = [];

    public IReadOnlyList<SecretLine> Secrets { get; private set; } = [];

    public IReadOnlyList<FailedSignIn> Failures { get; private set; } = [];

    /// <summary>Newest first: who proposed, approved, gave and took what, and why.</summary>
    public IReadOnlyList<Event> Log { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Places { get; private set; } = [];

    public string Agency { get; private set; } = "";

    /// <summary>Shown once, on the answer of the act.</summary>
    public string? Secret { get; private set; }

    public DateOnly Today => reading.Today;

    public DateTimeOffset Now => reading.Now;

    public bool Ended => Program.EndedAt is not null;

    public bool Waits => !Ended && Program.ApprovedAt is null;

    public bool MayApprove => Waits && !current.Value.StandsFor(Program.ProposedBy);

    public bool MayHaveSecret => !Ended && !Waits && Program.ValidTo >= Today && OpenSecrets.Count < ProgramSecret.MostAlive;

    public IReadOnlyList<ChoiceView> OpenSecrets => [.. Secrets.Where(s => s.IsOpen(Now))
        .Select(s => new ChoiceView(s.Id.ToString(), s.Words + s.EndWords(Now)))];

    public IReadOnlyList<ChoiceView> OpenPositions => [.. Positions.Where(p => p.Open).Select(p => new ChoiceView(p.Id.ToString(), p.Words))];

    public Task<IActionResult> OnPostApprove(Guid id) => Act(id, "approve", seen => desk.Approve(id, seen, Form("reason")));

    public Task<IActionResult> OnPostAdd(Guid id) => Act(id, "add", seen => propose.AddPosition(id, seen, Form("role"), Form("place"), Form("reason")));

    public Task<IActionResult> OnPostSecret(Guid id) => Act(id, "secret", async seen => Secret = await desk.MakeSecret(id, seen, Form("reason")));

    public Task<IActionResult> OnPostEndSecret(Guid id) => Act(id, "endsecret", seen => desk.EndSecret(id, seen, Chosen("secret"), Last(), Form("reason")));

    /// <summary>Nothing in any of the boxes: at once.</summary>
    private DateOnly? Last()
    {
        var (day, month, year) = (Form("last.day"), Form("last.month"), Form("last.year"));
        if ($"{day}{month}{year}".Trim().Length == 0) return null;
        return DateBoxes.Read(day, month, year, out var last) ? last
            : throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, hoặc bỏ trống để thu hồi ngay", "last");
    }

    public Task<IActionResult> OnPostEndPosition(Guid id) => Act(id, "endposition", seen => desk.EndPosition(id, seen, Chosen("position"), Form("reason")));

    public Task<IActionResult> OnPostEnd(Guid id) => Act(id, "end", seen => desk.End(id, seen, Form("reason")));

    protected override string Root => "/quan-tri/chuong-trinh";

    protected override bool ShowsOnce => Secret is not null;

    protected override async Task Show(Guid id)
    {
        Program = (await reading.List(id)).SingleOrDefault() ?? throw Refused.NotFound("Không có chương trình này. Chọn lại trong danh sách");
        (Positions, Secrets, Failures) = (await reading.Positions(id), await reading.Secrets(id), await reading.Failures(id));
        Log = await log.Told($"account/{id}", 100);
        Places = [.. (await reading.Places()).Select(place => new ChoiceView(place.Code, place.Name))];
        Agency = (await reading.Agencies()).FirstOrDefault(one => one.Code == Program.AgencyCode).Name ?? Program.AgencyCode;
    }
}
