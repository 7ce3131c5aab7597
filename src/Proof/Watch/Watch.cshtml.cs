using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Proof.Rows;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;

namespace MotCua.Proof.Watch;

internal sealed record SealState(long? LastBatch, DateTimeOffset? SealedAt, string? Hash, long SealedRows, long Waiting, DateTimeOffset? OldestWaiting);

/// <param name="At">When the place outside was last reached.</param>
internal sealed record OutsideState(long Batch, DateTimeOffset At, string? Problem);

/// <summary>Nhật ký sự kiện: what happened, to what, by whom, in words; nothing of the owners (<see cref="FactDetails"/>).</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class WatchModel(Db db, LogReading log, VerifyLog verifier, Findings findings, Caution caution, LiftCaution lift) : PageModel, IComesBack
{
    private const long RowsOnScreen = 200_000;

    [BindProperty(SupportsGet = true, Name = "luong")]
    public string? Stream { get; set; }

    public SealState State { get; private set; } = null!;

    /// <summary>Code of a dossier, user name, procedure: as people call it.</summary>
    [BindProperty(SupportsGet = true, Name = "ve")]
    public string? About { get; set; }

    [BindProperty(SupportsGet = true, Name = "nguoi")]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true, Name = "viec")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "tu")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "den")]
    public string? To { get; set; }

    public IReadOnlyList<LogLine> Rows { get; private set; } = [];

    public bool Searched { get; private set; }

    public string? ErrorOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;

    /// <summary>The same list, older; or of one subject.</summary>
    public string Address(long? before, string? stream = null)
    {
        var asked = stream is not null ? [("luong", stream)] : new[] { ("luong", Stream), ("ve", About), ("nguoi", Person), ("viec", Kind), ("tu", From),
            ("den", To), ("truoc", before?.ToString(System.Globalization.CultureInfo.InvariantCulture)) };
        return "?" + string.Join('&', asked.Where(one => !string.IsNullOrWhiteSpace(one.Item2))
            .Select(one => $"{one.Item1}={Uri.EscapeDataString(one.Item2!)}"));
    }

    public long? Next { get; private set; }

    public Verdict? Verdict { get; private set; }

    public IReadOnlyList<OpenFinding> Found { get; private set; } = [];

    public OpenCaution? Caution { get; private set; }

    public OutsideState? Outside { get; private set; }

    public IEnumerable<ChoiceView> Choices =>
        Found.Select(found => new ChoiceView(found.Key, found.Words, $"Thấy lúc {Vi.DateTime(found.FoundAt)}, lần cuối {Vi.DateTime(found.SeenAt)}"));

    /// <summary>When the slowest part of the recurring check was last gone through; null: not yet.</summary>
    public DateTimeOffset? RowsPassedAt { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Reason { get; private set; }

    public string? Which { get; private set; }

    public string Words => VerifyCommand.Words(Verdict!);

    public Task OnGetAsync(long? truoc) => Show(truoc);

    public async Task OnPostAsync()
    {
        Verdict = await verifier.Run(new VerifyScope(NewestRows: RowsOnScreen));
        await Show(null);
    }

    public Task<IActionResult> OnPostClose(string? cho, string? lyDo)
    {
        Which = cho;
        return Do(() => findings.Close(cho, lyDo), lyDo);
    }

    public Task<IActionResult> OnPostLift(string? lyDo) => Do(() => lift.Execute(lyDo), lyDo);

    private async Task<IActionResult> Do(Func<Task> act, string? typed)
    {
        try { await act(); }
        catch (Refused no) when (no.Status is 400 or 403)
        {
            return await Again(no.Problems.Count > 0 ? no.Problems : [new FieldProblem("lyDo", no.Message)], typed, no.Status);
        }
        return Redirect(Findings.Page);
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Which = Request.Form["cho"];
        return await Again([new FieldProblem("", why.Message)], Request.Form["lyDo"], why.Status);
    }

    private async Task<IActionResult> Again(IReadOnlyList<FieldProblem> problems, string? typed, int status)
    {
        (Problems, Reason, Response.StatusCode) = (problems, typed, status);
        await Show(null);
        return Page();
    }

    private async Task Show(long? before)
    {
        (Found, Caution) = (await findings.Open(), await caution.Open());
        Outside = (await db.Database.SqlQuery<OutsideState>($"select batch, at, problem from proof.outside").ToListAsync()).SingleOrDefault();
        RowsPassedAt = await db.Database.SqlQuery<DateTimeOffset?>($"""
            select case when bool_or(passed_at is null) then null else min(passed_at) end as "Value" from proof.check_turn
            """).SingleAsync();
        State = await db.Database.SqlQuery<SealState>($"""
            select s.batch as last_batch, s.sealed_at, encode(s.hash, 'hex') as hash,
                   coalesce(s.total, 0) as sealed_rows,
                   w.waiting, w.oldest_waiting
            from (select 1) one
            left join lateral (select * from proof.seal order by batch desc limit 1) s on true
            cross join lateral (
                select count(*) as waiting, min(at) as oldest_waiting from platform.event
                where (epoch, txid, position) > (coalesce(s.last_epoch, 0), coalesce(s.last_txid, '0'), coalesce(s.last_position, -1))) w
            """).SingleAsync();
        try
        {
            var asked = new LogQuestion(Typed(About), Typed(Stream), Typed(Person), FactWords.All.ContainsKey(Kind ?? "") ? Kind : null,
                Day(From, "tu"), Day(To, "den"));
            Searched = asked.AsksAnything;
            (Rows, Next) = await log.Find(asked, before);
        }
        catch (Refused no) { (Problems, Response.StatusCode) = ([.. Problems, new FieldProblem(no.Field ?? "", no.Message)], no.Status); }
    }

    private static string? Typed(string? text) => VietnameseText.Clean(text ?? "") is { Length: > 0 } said ? said : null;

    private static DateOnly? Day(string? text, string field) => string.IsNullOrWhiteSpace(text) ? null
        : DateOnly.TryParseExact(text.Trim(), ["yyyy-MM-dd", "d/M/yyyy"], System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None, out var day) ? day : throw new Refused(400, "Ghi ngày như 28/04/2026", field);
}
