using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Evidence;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Proof.Verify;

namespace MotCua.Proof.Rows;

/// <summary>
/// Kiểm tra luân phiên: what is newest each time, and of the rest a piece each time, in turn. The cost of one pass does not grow with
/// history; how long a turn takes does.
/// </summary>
internal sealed class CheckInTurn(Db db, CheckRows check, VerifyLog verify, Findings findings, Caution caution, TimeProvider clock)
{
    public const long NewestSealedRows = 2000;
    private const int Newest = 1000;
    private const int FactsInTurn = 300;
    private const int OwnersInTurn = 60;

    public static readonly RecurringJob Job = new("proof.check-rows", TimeSpan.FromSeconds(30), (services, stop) =>
        services.GetRequiredService<CheckInTurn>().Run(stop));

    public async Task Run(CancellationToken stop = default)
    {
        var found = new List<RowFinding>();
        if ((await verify.Run(new VerifyScope(NewestRows: NewestSealedRows))).Breach is { } breach) found.Add(new RowFinding("log", breach.Words));
        if (await caution.Open() is { } open) found.Add(new RowFinding($"caution {open.Id}", open.Words));
        var position = (await Turn("newest")).Position;
        // Beginning at the end: what is older comes in its turn.
        if (position == 0) position = Math.Max(0, await Last() - Newest);
        var fresh = await check.Facts(position, Newest);
        found.AddRange(fresh.Findings);
        await Move("newest", fresh.Last, Guid.Empty, fresh.Through);
        var facts = await check.Facts((await Turn("facts")).Position, FactsInTurn);
        found.AddRange(facts.Findings);
        await Move("facts", facts.Through ? 0 : facts.Last, Guid.Empty, facts.Through);
        foreach (var kind in check.Kinds)
        {
            if (stop.IsCancellationRequested) break;
            var piece = await check.Rows(kind, (await Turn(kind.Name)).Owner, files: true, OwnersInTurn);
            found.AddRange(piece.Findings);
            await Move(kind.Name, 0, piece.Through ? Guid.Empty : piece.Last, piece.Through);
        }
        await findings.Note(found);
    }

    private async Task<Place> Turn(string name) =>
        (await db.Database.SqlQuery<Place>($"select position, owner from proof.check_turn where name = {name}").ToListAsync()).SingleOrDefault()
        ?? new Place(0, Guid.Empty);

    private async Task<long> Last() => await db.Database.SqlQuery<long>($"select coalesce(max(position), 0) as \"Value\" from platform.event").SingleAsync();

    private Task Move(string name, long position, Guid owner, bool through)
    {
        var passed = through ? clock.GetUtcNow() : (DateTimeOffset?)null;
        return db.Database.ExecuteSqlAsync($"""
            insert into proof.check_turn as t (name, position, owner, passed_at) values ({name}, {position}, {owner}, {passed})
            on conflict (name) do update set position = excluded.position, owner = excluded.owner, passed_at = coalesce(excluded.passed_at, t.passed_at)
            """);
    }

    private sealed record Place(long Position, Guid Owner);
}
