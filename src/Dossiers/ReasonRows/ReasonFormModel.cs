using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>What the page of a new reason and that of one that is there have in common: the boxes, the preview, what was refused.</summary>
internal abstract class ReasonFormModel(ReasonReading reading) : PageModel
{
    protected ReasonReading Reading => reading;

    [BindProperty(SupportsGet = true, Name = "list")]
    public string List { get; set; } = "";

    public ReasonKind Kind { get; protected set; } = null!;

    public string Words { get; protected set; } = "";

    public string Basis { get; protected set; } = "";

    public string Why { get; protected set; } = "";

    public (string Day, string Month, string Year) From { get; protected set; }

    public string? Tried { get; protected set; }

    public IReadOnlyList<FieldProblem> Problems { get; protected set; } = [];

    public DateOnly Today => reading.Today;

    /// <summary>What an official will choose from, with this reason as it is typed.</summary>
    public IReadOnlyList<string> Preview { get; protected set; } = [];

    public string Typed(string name) => Request.HasFormContentType ? Request.Form[name].ToString() : "";

    protected void Take()
    {
        var form = Request.Form;
        (Words, Basis, Why) = (VietnameseText.Clean(form["words"].ToString()), VietnameseText.Clean(form["basis"].ToString()),
            VietnameseText.Clean(form["why"].ToString()));
        From = (form["from.day"].ToString(), form["from.month"].ToString(), form["from.year"].ToString());
    }

    protected void Start(DateOnly day) => From = Boxes(day);

    protected static (string Day, string Month, string Year) Boxes(DateOnly day) => ($"{day:dd}", $"{day:MM}", $"{day:yyyy}");

    protected ReasonWish Wish(string act) => DateBoxes.Read(From.Day, From.Month, From.Year, out var from)
        ? new ReasonWish(act, SeenThen, Words, Basis, from, Why)
        : throw new Refused(400, "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026", "from");

    protected int SeenThen => int.TryParse(Request.Form["seen"], out var seen) ? seen : 0;

    protected void Refuse(Refused refused)
    {
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
    }

    /// <param name="code">null: a new one.</param>
    protected async Task Look(string? code)
    {
        var lines = await reading.Lines(Kind.Code);
        var choice = lines.Where(line => line.On(Today) is not null || line.Code == code).Select(line => line.Code == code && Words.Length > 0 ? Words
            : line.Words(Today)).ToList();
        if (code is null && Words.Length > 0) choice.Insert(lines.Any(line => line.Code == Reasons.Other) ? choice.Count - 1 : choice.Count, Words);
        Preview = choice;
    }
}
