using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;

namespace MotCua.Proof.Seal;

/// <summary>Seals that are behind the log, and a witness outside that is not reached.</summary>
internal static class SealTroubles
{
    public static readonly TroubleSource Source = new("seal", Groups, (services, group, _) => Task.FromResult<IReadOnlyList<Trouble>>(
        [new(group.Name, group.Name, null, group.Since, 0, group.Name == Seal ? "Sự kiện cũ nhất chưa niêm phong" : "Lần cuối gửi được đối chứng ra ngoài",
            null, false)]));

    private const string Seal = "seal-log";

    private static async Task<IReadOnlyList<TroubleGroup>> Groups(IServiceProvider services)
    {
        var (db, now) = (services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var rows = await db.Database.SqlQuery<Row>($"""
            select {Seal} as name, first.at as since from (select 1) one left join lateral (select * from proof.seal order by batch desc limit 1) s on true
            cross join lateral (select at from platform.event e where (e.epoch, e.txid, e.position) > (coalesce(s.last_epoch, 0), coalesce(s.last_txid, '0'),
                coalesce(s.last_position, -1))
                order by e.epoch, e.txid, e.position limit 1) first where first.at < {now.AddMinutes(-2)}
            union all select 'send-witness', at from proof.outside where problem is not null and at < {now.AddMinutes(-10)}
            """).ToListAsync();
        return [.. rows.Select(row => new TroubleGroup(TroubleState.Late, "seal", row.Name, 1, row.Since, 0))];
    }

    private sealed record Row(string Name, DateTimeOffset Since);
}
