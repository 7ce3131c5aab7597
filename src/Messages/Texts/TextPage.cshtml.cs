using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Messages.Texts;

/// <summary>Lời của một tin trên một kênh: what it says now, a draft with its preview, and what it said before.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class TextPageModel(Db db, TextReading reading, ChangeText change, CurrentActor current) : PageModel, IComesBack
{
    [BindProperty(SupportsGet = true, Name = "event")]
    public string Event { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "channel")]
    public string Channel { get; set; } = "";

    public TextInForce Now { get; private set; } = null!;

    public TextWords Delivered { get; private set; } = null!;

    public TextRules Rules { get; private set; } = null!;

    /// <summary>What the words of the province do not say although the delivered ones do.</summary>
    public IReadOnlyList<FieldProblem> Lacks => reading.Problems(Rules, Now.Subject, Now.Text);

    public IReadOnlyList<TextChange> History { get; private set; } = [];

    public TextChange? Draft => History.FirstOrDefault(row => row.State == TextChange.Draft);

    /// <summary>Approved, for a day to come: may still be withdrawn.</summary>
    public IEnumerable<TextChange> Coming => History.Where(row => row.State == TextChange.Approved && row.ValidFrom > Today);

    public string? Subject { get; private set; }

    public string Text { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public (string Day, string Month, string Year) From { get; private set; }

    public TextPreview Preview { get; private set; } = null!;

    public string? Done { get; private set; }

    public string? Tried { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public DateOnly Today => reading.Today;

    public bool IsAuthor => Draft is { } draft && draft.Hands.Any(hand => current.Value.StandsFor(hand));

    public int Seen { get; private set; }

    public string Typed(string name) => Request.HasFormContentType ? Request.Form[name].ToString() : "";

    public async Task OnGet([FromQuery(Name = "xong")] string? done, [FromQuery(Name = "loi")] string? words)
    {
        Done = done switch
        {
            "soan" => "Đã lưu. Cần một người khác duyệt.", "duyet" => "Đã duyệt. Tin gửi từ ngày áp dụng dùng lời này.", "rut" => "Đã rút.", _ => null,
        };
        await Show(words == "giao-kem");
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        Take();
        try
        {
            Request.Form.RefuseBroken();
            if (act == "xem")
            {
                await Show();
                Problems = reading.Problems(Rules, Subject, Text);
                return Page();
            }
            if (!DateBoxes.Read(From.Day, From.Month, From.Year, out var from))
                throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", "from");
            await change.Write(Event, Channel, Number("seen"), Subject, Text, from, Reason);
            return Redirect($"{Here}?xong=soan");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again("soan", refused); }
    }

    public Task<IActionResult> OnPostApprove(Guid id, string? approveReason) =>
        Try("duyet", () => change.Approve(Event, Channel, id, Number("revision"), approveReason));

    public Task<IActionResult> OnPostWithdraw(Guid id, string? withdrawReason) =>
        Try("rut", () => change.Withdraw(Event, Channel, id, Number("revision"), withdrawReason));

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        var act = Request.Query["handler"].ToString() switch { "Approve" => "duyet", "Withdraw" => "rut", _ => "soan" };
        if (act == "soan") Take();
        return await Again(act, why);
    }

    public string Words(string field) => MessageEvents.Field(field, Event);

    private string Here => $"/quan-tri/tin-nhan/{Uri.EscapeDataString(Event)}/{Uri.EscapeDataString(Channel)}";

    private int Number(string name) => int.TryParse(Request.Form[name], out var number) ? number : -1;

    private void Take()
    {
        var form = Request.Form;
        (Subject, Text) = (form.ContainsKey("subject") ? VietnameseText.Clean(form["subject"].ToString()) : null,
            VietnameseText.Clean(form["text"].ToString().ReplaceLineEndings("\n"), manyLines: Channel == "email"));
        (Reason, From) = (VietnameseText.Clean(form["reason"].ToString()),
            (form["from.day"].ToString(), form["from.month"].ToString(), form["from.year"].ToString()));
        Tried = "soan";
    }

    private async Task<IActionResult> Try(string act, Func<Task> what)
    {
        try
        {
            await what();
            return Redirect($"{Here}?xong={act}");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(act, refused); }
    }

    private async Task<PageResult> Again(string act, Refused refused)
    {
        db.ChangeTracker.Clear();
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        (Tried, Response.StatusCode) = (act, refused.Status);
        await Show();
        return Page();
    }

    private async Task Show(bool delivered = false)
    {
        Now = await reading.One(Event, Channel);
        (Delivered, Rules) = await reading.Rules(Event, Channel);
        History = await reading.History(Event, Channel);
        // Who was refused has seen by now what others wrote meanwhile.
        Seen = Draft?.Revision ?? 0;
        if (Tried != "soan")
        {
            var (draft, day) = (Draft, Draft?.ValidFrom ?? Today);
            (Subject, Text) = delivered ? (Delivered.Subject, Delivered.Text) : draft is null ? (Now.Subject, Now.Text) : (draft.Subject, draft.Text);
            (Reason, From) = (draft?.Reason ?? "", (Vi.Date(day)[..2], Vi.Date(day)[3..5], Vi.Date(day)[6..]));
        }
        Preview = reading.Preview(Event, Channel, Subject, Text);
    }
}
