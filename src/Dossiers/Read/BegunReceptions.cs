using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Read;

/// <summary>
/// Bắt đầu tiếp nhận: the officer says that the person is there and how they were recognised. Before that a number that is typed or scanned shows
/// nothing that is kept of anybody.
/// </summary>
internal sealed class BegunReceptions(Db db, EventLog log, CurrentActor current, TimeProvider clock, DossierReadings readings)
{
    /// <param name="key">Of the page: what the dossier will be made of.</param>
    /// <param name="reason">How the person was recognised.</param>
    public async Task Begin(Guid key, string office, ProcedureVersionView version, OwnerIdentity owner, string reason)
    {
        var (actor, now) = (current.Value, clock.GetUtcNow());
        var begun = await db.Database.ExecuteSqlAsync($"""
            insert into dossiers.begun_reception (key, owner_kind, owner_number, officer_id, officer_name, office, procedure_code, reason, begun_at)
            values ({key}, {owner.Kind}, {owner.Number}, {actor.AccountId}, {actor.Name}, {office}, {version.Code}, {reason}, {now}) on conflict do nothing
            """);
        if (begun == 0) return;
        log.Record($"reception/{key}", new ReceptionBegun(key, office, version.Code), reason);
        await db.Save();
        await readings.LookedUp(owner, key, $"Tiếp nhận tại quầy: {version.PlainTitle} ({reason.ToLowerInvariant()})");
    }

    /// <summary>Whether this officer has begun this reception, today: whoever it was for has gone home by the evening.</summary>
    public async Task<bool> IsMine(Guid key)
    {
        var (officer, since) = (current.Value.AccountId, clock.GetUtcNow().AddHours(-12));
        return await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from dossiers.begun_reception where key = {key} and officer_id = {officer} and begun_at > {since}
            """).AnyAsync();
    }

    /// <summary>Whether this officer has begun this reception for this owner.</summary>
    public async Task<bool> Has(Guid key, OwnerIdentity owner)
    {
        var officer = current.Value.AccountId;
        return await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from dossiers.begun_reception
            where key = {key} and owner_kind = {owner.Kind} and owner_number = {owner.Number} and officer_id = {officer}
            """).AnyAsync();
    }
}
