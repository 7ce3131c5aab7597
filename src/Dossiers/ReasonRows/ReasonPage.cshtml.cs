using Microsoft.AspNetCore.Mvc;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>Một lý do: what it says, how many dossiers say it, what is proposed, and what it said before.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class ReasonPageModel(ReasonReading reading, ChangeReason change, CurrentActor current, Db db) : ReasonFormModel(reading), IComesBack
{
    [BindProperty(SupportsGet = true, Name = "reason")]
    public string Code { get; set; } = "";

    public ReasonLine Line { get; private set; } = null!;

    public IReadOnlyList<ReasonChange> History { get; private set; } = [];

    public long Used { get; private set; }

    public string? Done { get; private set; }

    public ReasonChange? Draft => Line.Draft;

    /// <summary>Approved, for a day to come: may still be withdrawn.</summary>
    public IEnumerable<ReasonChange> Coming => History.Where(row => row.State == ReasonChange.Approved && row.ValidFrom > Today);

    public bool IsAuthor => Draft is { } draft && draft.Hands.Any(hand => current.Value.StandsFor(hand));

    public (string Day, string Month, string Year) Last { get; private set; }

    public string EndWhy { get; private set; } = "";

    public DateOnly Earliest => change.Earliest(Draft?.Act ?? ReasonChange.Change);

    public int Seen => Draft?.Revision ?? 0;

    /// <summary>Neither "Lý do khác" nor one that ends or is about to change.</summary>
    public bool MayChange => Draft is { Act: ReasonChange.Add or ReasonChange.Change } || Draft is null && MayEnd;

    public bool MayEnd => Code != Contracts.Reasons.Other && Draft is null or { Act: ReasonChange.End } && !Coming.Any()
        && Line.Rows is [.., { ValidTo: null }];

    public async Task OnGet([FromQuery(Name = "xong")] string? done)
    {
        Kind = ReasonKind.Of(List);
        Done = done switch
        {
            "de-nghi" => "Đã lưu. Cần một người khác duyệt.", "duyet" => "Đã duyệt.", "rut" => "Đã rút.", _ => null,
        };
        await Show();
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        (Kind, Tried) = (ReasonKind.Of(List), "doi");
        Take();
        try
        {
            Request.Form.RefuseBroken();
            if (act != "xem")
            {
                var line = await Reading.One(Kind.Code, Code);
                await change.Propose(Kind, Code, Wish(line.Draft is { Act: ReasonChange.Add } ? ReasonChange.Add : ReasonChange.Change));
                return Redirect($"{Here}?xong=de-nghi");
            }
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(refused); }
        await Show();
        return Page();
    }

    public async Task<IActionResult> OnPostEnd()
    {
        (Kind, Tried) = (ReasonKind.Of(List), "thoi");
        TakeEnd();
        try
        {
            Request.Form.RefuseBroken();
            if (!DateBoxes.Read(Last.Day, Last.Month, Last.Year, out var last) || last.Year > 9000)
                throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", "from");
            await change.Propose(Kind, Code, new ReasonWish(ReasonChange.End, SeenThen, null, null, last.AddDays(1), EndWhy));
            return Redirect($"{Here}?xong=de-nghi");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(refused); }
    }

    private void TakeEnd()
    {
        var form = Request.Form;
        (Last, EndWhy) = ((form["last.day"].ToString(), form["last.month"].ToString(), form["last.year"].ToString()), form["endWhy"].ToString());
    }

    public Task<IActionResult> OnPostApprove(Guid id, string? approveReason) =>
        Try("duyet", () => change.Approve(Kind, Code, id, Revision, approveReason));

    public Task<IActionResult> OnPostWithdraw(Guid id, string? withdrawReason) =>
        Try("rut", () => change.Withdraw(Kind, Code, id, Revision, withdrawReason));

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Kind = ReasonKind.Of(List);
        Tried = Request.Query["handler"].ToString() switch { "Approve" => "duyet", "Withdraw" => "rut", "End" => "thoi", _ => "doi" };
        if (Tried == "doi") Take();
        if (Tried == "thoi") TakeEnd();
        return await Again(why);
    }

    private string Here => Kind.Address(Code);

    private int Revision => int.TryParse(Request.Form["revision"], out var number) ? number : -1;

    private async Task<IActionResult> Try(string act, Func<Task> what)
    {
        (Kind, Tried) = (ReasonKind.Of(List), act);
        try
        {
            await what();
            return Redirect($"{Here}?xong={act}");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(refused); }
    }

    private async Task<IActionResult> Again(Refused refused)
    {
        db.ChangeTracker.Clear();
        Refuse(refused);
        // The form of the end has boxes of its own.
        if (Tried == "thoi")
            Problems = [.. Problems.Select(one => one with { Field = one.Field switch { "from" => "last", "why" => "endWhy", var other => other } })];
        await Show();
        return Page();
    }

    private async Task Show()
    {
        Line = await Reading.One(Kind.Code, Code);
        (History, Used) = (await Reading.History(Kind.Code, Code), await Reading.Used(Kind.Code, Code));
        var shown = Line.Shown(Today);
        if (Tried != "doi")
        {
            (Words, Basis, Why) = (Draft?.Words ?? shown?.Words ?? "", Draft is null ? shown?.LegalBasis ?? "" : Draft.LegalBasis ?? "", Draft?.Reason ?? "");
            Start(Draft?.ValidFrom ?? Earliest);
        }
        if (Tried != "thoi")
            (Last, EndWhy) = Draft is { Act: ReasonChange.End } end ? (Boxes(end.ValidFrom.AddDays(-1)), end.Reason) : (Boxes(Today), "");
        await Look(Code);
    }
}
