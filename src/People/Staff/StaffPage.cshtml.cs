using Microsoft.AspNetCore.Mvc;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Một cán bộ: positions and delegations with their days, state, failed sign-ins, and the acts on them.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class StaffPageModel(Db db, StaffReading reading, CloseStaff close, EmpowerStaff empower, CurrentActor current)
    : AccountActsModel(db)
{
    public Account Account { get; private set; } = null!;

    public IReadOnlyList<HeldPosition> Positions { get; private set; } = [];

    public IReadOnlyList<GivenDelegation> Delegations { get; private set; } = [];

    public IReadOnlyList<FailedSignIn> Failures { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Places { get; private set; } = [];

    /// <summary>Shown once, on the answer of the act.</summary>
    public string? Password { get; private set; }

    public bool IsOneself => current.Value.StandsFor(Account.Id);

    public DateOnly Today => reading.Today;

    public static IReadOnlyList<ChoiceView> RoleChoices { get; } = [.. Roles.Names.Select(role => new ChoiceView(role.Key, role.Value))];

    public static IReadOnlyList<ChoiceView> FormChoices { get; } = [.. SigningForm.Names.Select(form => new ChoiceView(form.Key, form.Value))];

    public IReadOnlyList<ChoiceView> OpenPositions => [.. Positions.Where(p => p.Open).Select(p => new ChoiceView(p.Id.ToString(), p.Words))];

    public IReadOnlyList<ChoiceView> OpenDelegations =>
        [.. Delegations.Where(d => d.Open).Select(d => new ChoiceView(d.Id.ToString(), $"{d.Taker} thay {d.Giver}: {d.Words}"))];

    public Task<IActionResult> OnPostBlock(Guid id) => Act(id, "block", seen => close.Block(id, seen, Form("reason")));

    public Task<IActionResult> OnPostUnblock(Guid id) => Act(id, "unblock", seen => close.Unblock(id, seen, Form("reason")));

    public Task<IActionResult> OnPostEnd(Guid id) => Act(id, "end", seen => close.End(id, seen, Form("reason")));

    public Task<IActionResult> OnPostReset(Guid id) => Act(id, "reset", async seen => Password = await close.ResetPassword(id, seen, Form("reason")));

    public Task<IActionResult> OnPostGrant(Guid id) => Act(id, "grant", seen =>
        empower.Grant(id, seen, Form("role"), Form("place"), Day("from", "Nhập ngày bắt đầu có trong lịch, ví dụ 01/07/2026"), LastDay(), Form("reason")));

    public Task<IActionResult> OnPostEndPosition(Guid id) => Act(id, "endposition", seen =>
        empower.EndPosition(id, seen, Chosen("position"), Day("lastDay", "Nhập ngày cuối cùng giữ vị trí, ví dụ 30/06/2026"), Form("reason")));

    public Task<IActionResult> OnPostTitle(Guid id) => Act(id, "title", seen =>
        empower.SetTitle(id, seen, Chosen("position"), new SigningTitle(Form("form"), Form("title"), Form("head"), Form("collective")),
            Day("from", "Nhập ngày bắt đầu ký với chức danh này, ví dụ 01/07/2026"), Form("reason")));

    public Task<IActionResult> OnPostDelegate(Guid id) => Act(id, "delegate", seen =>
        empower.Delegate(id, seen, Chosen("position"), Form("delegate"), Day("from", "Nhập ngày bắt đầu có trong lịch, ví dụ 01/07/2026"),
            Day("to", "Nhập ngày cuối cùng của ủy quyền, ví dụ 15/07/2026"), Form("basis"), Form("reason")));

    public Task<IActionResult> OnPostEndDelegation(Guid id) => Act(id, "enddelegation", seen =>
        empower.EndDelegation(id, seen, Chosen("delegation"), Form("reason")));

    protected override string Root => "/quan-tri/can-bo";

    protected override bool ShowsOnce => Password is not null;

    protected override async Task Show(Guid id)
    {
        Account = await reading.Find(id) ?? throw Refused.NotFound("Không có tài khoản cán bộ này. Chọn lại trong danh sách");
        Positions = await reading.Positions(id);
        Delegations = await reading.DelegationsOf(id);
        Failures = await reading.Failures(id);
        Places = [.. (await reading.Choices()).Select(place => new ChoiceView(place.Code, place.Name))];
    }

    private DateOnly Day(string name, string words) =>
        DateBoxes.Read(Form($"{name}.day"), Form($"{name}.month"), Form($"{name}.year"), out var day) ? day : throw new Refused(400, words, name);

    private DateOnly? LastDay() => new[] { "to.day", "to.month", "to.year" }.All(box => Form(box).Trim().Length == 0) ? null
        : Day("to", "Nhập ngày cuối cùng có trong lịch, hoặc để trống cả ba ô");
}
