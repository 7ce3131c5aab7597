using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Live;

/// <summary>Who has a dossier open now.</summary>
internal sealed record Present(Guid DossierId, Guid AccountId, string Name, string Role);

/// <summary>
/// Ai đang cùng mở hồ sơ: each open page says so every <see cref="Beat"/>, and is forgotten when it has not for a minute. By the clock of the database,
/// which is one for all servers.
/// </summary>
internal sealed class Presence(Db db)
{
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public async Task Here(Guid dossier, Actor actor)
    {
        var (account, name) = (actor.AccountId!.Value, actor.Name);
        var role = actor.Positions.Select(p => Roles.Names.GetValueOrDefault(p.Role)).FirstOrDefault() ?? "Cán bộ";
        await db.Database.ExecuteSqlAsync($"""
            with gone as (delete from dossiers.presence where seen_at < now() - interval '10 minutes')
            insert into dossiers.presence (dossier_id, account_id, name, role, seen_at) values ({dossier}, {account}, {name}, {role}, now())
            on conflict (dossier_id, account_id) do update set (name, role, seen_at) = (excluded.name, excluded.role, excluded.seen_at)
            """);
    }

    public async Task Gone(Guid dossier, Guid account) => await db.Database.ExecuteSqlAsync($"""
        delete from dossiers.presence where dossier_id = {dossier} and account_id = {account}
        """);

    public async Task<IReadOnlyList<Present>> Of(IReadOnlyCollection<Guid> dossiers)
    {
        var ids = dossiers.ToArray();
        return await db.Ask($"""
            select dossier_id, account_id, name, role from dossiers.presence
            where dossier_id = any({ids}) and seen_at > now() - interval '1 minute' order by name, account_id
            """, row => new Present(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3)));
    }
}
