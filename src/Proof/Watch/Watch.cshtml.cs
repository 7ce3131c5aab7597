using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Proof.Verify;

namespace MotCua.Proof.Watch;

internal sealed record SealState(long? LastBatch, DateTimeOffset? SealedAt, string? Hash, long SealedRows, long Waiting, DateTimeOffset? OldestWaiting);

internal sealed record LoggedFact(long Position, DateTimeOffset At, string Stream, string Kind, string ActorName, string? Reason);

/// <summary>Contents of facts are not shown: who only watches over the log has no case in which to read them.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class WatchModel(Db db, VerifyLog verifier) : PageModel
{
    private const int PerPage = 50;
    private const long RowsOnScreen = 200_000;

    [BindProperty(SupportsGet = true, Name = "luong")]
    public string? Stream { get; set; }

    public SealState State { get; private set; } = null!;

    public IReadOnlyList<LoggedFact> Rows { get; private set; } = [];

    public long? Next { get; private set; }

    public Verdict? Verdict { get; private set; }

    public string Words => VerifyCommand.Words(Verdict!);

    public Task OnGetAsync(long? truoc) => Show(truoc);

    public async Task OnPostAsync()
    {
        Verdict = await verifier.Run(new VerifyScope(NewestRows: RowsOnScreen));
        await Show(null);
    }

    private async Task Show(long? before)
    {
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
