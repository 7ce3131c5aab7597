using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Ủy quyền xử lý thay: who acts in whose position, from which day to which. It carries no more than the position itself: it holds
/// only on days on which the position does. Changes are tracked; the caller saves.
/// </summary>
public sealed class Delegations(Db db, EventLog log, TimeProvider clock)
{
    public const int LongestBasis = 300;

    /// <summary>The delegations that the account may use on that day.</summary>
    public async Task<IReadOnlyList<DelegationView>> Usable(Guid account, DateTimeOffset at)
    {
        var day = at.Day();
        return await db.Database.SqlQuery<DelegationView>($"""
            select d.id, d.position_id, p.account_id, d.delegate_id, p.role, p.agency_code, p.office_code, d.valid_from, d.valid_to, d.basis, d.ended_at
            from organisation.delegation d join organisation.position p on p.id = d.position_id
            where d.delegate_id = {account} and d.ended_at is null and d.valid_from <= {day} and d.valid_to >= {day}
              and p.valid_from <= {day} and (p.valid_to is null or p.valid_to >= {day})
              and exists (select from organisation.agency a where a.code = p.agency_code and a.valid_from <= {day} and (a.valid_to is null
                  or a.valid_to >= {day}))
            order by d.valid_to, p.agency_code, p.role
            """).ToListAsync();
    }

    /// <summary>Codes of before a reorganisation whose work the agency or office of a position goes on with.</summary>
    public async Task<IReadOnlyList<string>> FormerOf(string agency, string? office) => await db.Database.SqlQuery<string>($"""
        select code as "Value" from organisation.former_code where heir in ({agency}, {office})
        """).ToListAsync();

    /// <summary>Everything given by or to the account, of all times, newest first.</summary>
    public async Task<IReadOnlyList<DelegationView>> Of(Guid account) =>
        await db.Database.SqlQuery<DelegationView>($"""
            select d.id, d.position_id, p.account_id, d.delegate_id, p.role, p.agency_code, p.office_code, d.valid_from, d.valid_to, d.basis, d.ended_at
            from organisation.delegation d join organisation.position p on p.id = d.position_id
            where d.delegate_id = {account} or p.account_id = {account} order by d.valid_from desc, d.id desc limit 200
            """).ToListAsync();

    /// <param name="basis">Văn bản ủy quyền: number and date of the paper.</param>
    public async Task<Guid> Grant(Guid positionId, Guid delegateId, DateOnly from, DateOnly to, string basis, string reason)
    {
        var position = await db.Set<Position>().FindAsync(positionId) ?? throw Refused.NotFound("Không tìm thấy vị trí này. Mở lại trang của cán bộ");
        if (position.AccountId == delegateId) throw new Refused(400, "Chọn người khác: không ai ủy quyền cho chính mình", "delegate");
        if (to < from) throw new Refused(400, $"Ngày kết thúc phải từ ngày bắt đầu ({from:dd/MM/yyyy}) trở đi", "to");
        if (to < clock.Today()) throw new Refused(400, $"Ngày kết thúc phải từ hôm nay ({clock.Today():dd/MM/yyyy}) trở đi", "to");
        if (from < position.ValidFrom || position.ValidTo is { } last && to > last)
            throw new Refused(400, $"Ủy quyền phải nằm trong thời gian giữ vị trí: từ {position.ValidFrom:dd/MM/yyyy}"
                + (position.ValidTo is { } end ? $" đến {end:dd/MM/yyyy}" : ""), "from");
        if (string.IsNullOrWhiteSpace(basis)) throw new Refused(400, "Ghi số, ngày của văn bản ủy quyền", "basis");
        if (basis.Trim().Length > LongestBasis) throw new Refused(400, $"Văn bản ủy quyền dài quá {LongestBasis} ký tự. Rút ngắn lại", "basis");
        if (await db.Set<Delegation>().AnyAsync(d => d.PositionId == positionId && d.DelegateId == delegateId && d.EndedAt == null && d.ValidFrom <= to
            && d.ValidTo >= from))
            throw new Refused(409, "Người này đã được ủy quyền vị trí đó trong những ngày này. Thu hồi ủy quyền cũ trước", "delegate");
        var made = new Delegation
        {
            Id = Guid.CreateVersion7(), PositionId = positionId, DelegateId = delegateId, ValidFrom = from, ValidTo = to, Basis = basis.Trim(),
        };
        db.Add(made);
        log.Record($"account/{position.AccountId}", new DelegationGranted(made.Id, positionId, position.AccountId, delegateId, position.Role,
            position.AgencyCode,
            position.OfficeCode, from, to, made.Basis), reason);
        return made.Id;
    }

    /// <summary>Thu hồi: it holds no longer at the next request.</summary>
    /// <returns>Whose position it was, and who acted in it.</returns>
    public async Task<(Guid Account, Guid Delegate)> End(Guid delegationId, string reason)
    {
        var given = await db.Set<Delegation>().FindAsync(delegationId) ?? throw Refused.NotFound("Không tìm thấy ủy quyền này. Mở lại trang của cán bộ");
        if (given.EndedAt is not null) throw Refused.WrongState("Ủy quyền này đã được thu hồi rồi");
        var position = await db.Set<Position>().FindAsync(given.PositionId) ?? throw Refused.NotFound("Không tìm thấy vị trí này. Mở lại trang của cán bộ");
        given.EndedAt = clock.GetUtcNow();
        log.Record($"account/{position.AccountId}", new DelegationEnded(given.Id, position.AccountId, given.DelegateId), reason);
        return (position.AccountId, given.DelegateId);
    }
}
