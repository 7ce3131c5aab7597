using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
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

internal sealed record LoggedFact(long Position, DateTimeOffset At, string Stream, string Kind, string ActorName, string? Reason);

/// <summary>Contents of facts are not shown: who only watches over the log has no case in which to read them.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class WatchModel(Db db, VerifyLog verifier, Findings findings, Caution caution, LiftCaution lift) : PageModel, IComesBack
{
    private const int PerPage = 50;
    private const long RowsOnScreen = 200_000;

    [BindProperty(SupportsGet = true, Name = "luong")]
    public string? Stream { get; set; }

    public SealState State { get; private set; } = null!;

    public IReadOnlyList<LoggedFact> Rows { get; private set; } = [];

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
        var stream = string.IsNullOrWhiteSpace(Stream) ? null : Stream.Trim();
        var rows = stream is null
            ? await db.Database.SqlQuery<LoggedFact>($"""
                select position, at, stream, kind, actor_name, reason from platform.event
                where position < {before ?? long.MaxValue} order by position desc limit {PerPage + 1}
                """).ToListAsync()
            : await db.Database.SqlQuery<LoggedFact>($"""
                select position, at, stream, kind, actor_name, reason from platform.event
                where stream = {stream} and position < {before ?? long.MaxValue} order by position desc limit {PerPage + 1}
                """).ToListAsync();
        Next = rows.Count > PerPage ? rows[PerPage - 1].Position : null;
        Rows = [.. rows.Take(PerPage)];
    }
}
