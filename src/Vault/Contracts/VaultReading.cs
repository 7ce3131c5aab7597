using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Vault.Contracts;

/// <summary>
/// Đọc giấy tờ trong kho: an owner reads their own, an official only through a dossier that carries a grant. Each reading,
/// allowed or refused, is a record that the owner can see.
/// </summary>
public sealed class VaultReading(Db db, EventLog log, CurrentActor current, TimeProvider clock, IServiceScopeFactory scopes, Caution caution)
{
    /// <summary>
    /// Asks the policy and records the answer: a yes with the caller's next Save, a no at once, even though the caller's
    /// work is thrown away. Save before sending bytes.
    /// </summary>
    /// <param name="because">Required for staff; the owner needs no reason.</param>
    /// <param name="channel">"portal", "counter", "desk" or "api".</param>
    /// <param name="again">Another page of what was opened a moment ago: asked of the policy, recorded only when it is refused.</param>
    /// <exception cref="Refused">404 for an owner, 403 for staff: the same whether it is not there or not theirs.</exception>
    public async Task<ReadablePaper> Open(Guid itemId, string channel, ReadingCase? because = null, bool again = false)
    {
        var actor = current.Value;
        if (actor.IsStaff) await caution.RequireNone();
        var item = await db.Set<VaultItem>().AsNoTracking().SingleOrDefaultAsync(item => item.Id == itemId);
        var grant = because is null ? null : await db.Set<PaperGrant>().AsNoTracking()
            .Where(grant => grant.ItemId == itemId && grant.WithdrawnAt == null && (grant.DossierId ?? grant.DraftId) == because.DossierId)
            .FirstOrDefaultAsync();
        var allowed = item is not null && VaultPolicy.MayRead(actor, item, grant, because?.DossierId);
        var purpose = because?.Purpose ?? (allowed ? "Chủ giấy tờ tự mở" : null);
        var record = new AccessRow
        {
            Id = Guid.CreateVersion7(), At = clock.GetUtcNow(), ActorId = actor.AccountId, ActorName = actor.Name,
            ActorKind = actor.Kind.ToString().ToLowerInvariant(), Unit = because?.Unit, OwnerKind = item?.OwnerKind, OwnerNumber = item?.OwnerNumber,
            ItemId = itemId, PaperTitle = item?.Title, Act = "read", Purpose = purpose, DossierId = because?.DossierId,
            DossierCode = because?.DossierCode ?? grant?.DossierCode, Channel = channel, Outcome = allowed ? "allowed" : "refused",
        };
        var fact = new ItemRead(itemId, channel, purpose, because?.DossierId, record.Outcome);
        if (allowed && again) return new ReadablePaper(item!.Id, item.PaperId, item.Title, item.Sha256, item.MediaType);
        if (allowed)
        {
            db.Add(record);
            log.Record(PersonalVault.Stream(itemId), fact);
            return new ReadablePaper(item!.Id, item.PaperId, item.Title, item.Sha256, item.MediaType);
        }
        await RecordRefusal(record, fact);
        // Whether there is such a paper makes no difference to what is said.
        throw actor.IsStaff
            ? new Refused(403, "Anh/chị chưa được giao hồ sơ dùng giấy tờ này. Mở giấy tờ từ hồ sơ đang xử lý")
            : Refused.NotFound("Không tìm thấy giấy tờ này. Mở lại kho giấy tờ để xem danh sách");
    }

    /// <summary>Ai đã xem dữ liệu của tôi, newest first.</summary>
    /// <param name="before">Id of the last row of the page before; ids are ordered by time.</param>
    public async Task<IReadOnlyList<VaultAccess>> AccessesOf(OwnerIdentity owner, int take = 50, Guid? before = null) =>
        await db.Database.SqlQuery<VaultAccess>($"""
            select id, at, actor_name, actor_kind, unit, item_id, paper_title, act, purpose, dossier_code, channel, outcome
            from ((select id, at, actor_name, actor_kind, unit, item_id, paper_title, act, purpose, dossier_code, channel, outcome from vault.access_record
                   where owner_kind = {owner.Kind} and owner_number = {owner.Number} and ({before}::uuid is null or id < {before}) order by id desc
                       limit {take})
                union all
                  (select id, at, actor_name, actor_kind, unit, null::uuid, what, act, purpose, dossier_code, channel, outcome from vault.reading
                   where owner_kind = {owner.Kind} and owner_number = {owner.Number} and ({before}::uuid is null or id < {before}) order by id desc
                       limit {take})) seen
            order by id desc limit {take}
            """).ToListAsync();

    internal void RecordReuse(VaultItem item, PaperGrant grant, Guid dossierId, string dossierCode, string unit) => db.Add(new AccessRow
    {
        Id = Guid.CreateVersion7(), At = clock.GetUtcNow(), ActorId = current.Value.AccountId, ActorName = current.Value.Name,
        ActorKind = current.Value.Kind.ToString().ToLowerInvariant(), Unit = unit, OwnerKind = item.OwnerKind, OwnerNumber = item.OwnerNumber,
        ItemId = item.Id, PaperTitle = item.Title, Act = "reused", Purpose = grant.ProcedureName, DossierId = dossierId, DossierCode = dossierCode,
        Channel = current.Value.Kind switch { ActorKind.Staff => "counter", ActorKind.System => "system", _ => "portal" }, Outcome = "allowed",
    });

    private async Task RecordRefusal(AccessRow record, ItemRead fact)
    {
        await using var apart = scopes.CreateAsyncScope();
        apart.ServiceProvider.GetRequiredService<CurrentActor>().Value = current.Value;
        var own = apart.ServiceProvider.GetRequiredService<Db>();
        own.Add(record);
        apart.ServiceProvider.GetRequiredService<EventLog>().Record(PersonalVault.Stream(fact.ItemId), fact);
        await own.Save();
    }
}
