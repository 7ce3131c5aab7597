using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Giao và kết thúc vị trí công tác, ghi chức danh ký, ủy quyền và thu hồi: each from a day to a day, counted by the day of Vietnam.</summary>
internal sealed class EmpowerStaff(StaffDesk desk, Db db, Staffing staffing, Delegations delegations, SigningTitles titles,
    OrganisationDirectory directory)
{
    /// <param name="place">Code of an office, or of an agency when the position is in no office.</param>
    public async Task Grant(Guid id, int seen, string? role, string? place, DateOnly from, DateOnly? to, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        if (role is null || !Roles.Names.ContainsKey(role)) throw new Refused(400, "Chọn vai trò trong danh sách", "role");
        if (to < from) throw new Refused(400, $"Ngày kết thúc phải từ ngày bắt đầu ({from:dd/MM/yyyy}) trở đi", "to");
        var (agency, office) = await Place(place, role);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if (account.DisabledAt is not null) throw Refused.WrongState("Tài khoản đã chấm dứt nên không nhận vị trí mới");
        if (await staffing.Overlaps(id, role, agency, office, from, to))
            throw new Refused(409, "Người này đã giữ vị trí đó trong những ngày này. Xem lại danh sách vị trí", "role");
        staffing.Grant(id, role, agency, office, from, to, why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    public async Task EndPosition(Guid id, int seen, Guid position, DateOnly lastDay, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        var role = await staffing.End(position, lastDay, why, account.Id);
        await desk.EndSessions(account);
        await desk.Commit(transaction, role == Roles.Administrator, lastDay < desk.Today ? desk.Today : lastDay.AddDays(1));
    }

    /// <summary>Ghi chức danh ký of a position, from a day on.</summary>
    public async Task SetTitle(Guid id, int seen, Guid position, SigningTitle title, DateOnly from, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if ((await staffing.Positions(id)).All(held => held.Id != position)) throw new Refused(400, "Chọn một vị trí của người này", "position");
        await titles.Set(position, title, from, why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    public async Task Delegate(Guid id, int seen, Guid position, string? username, DateOnly from, DateOnly to, string? basis, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        if ((await staffing.Positions(id)).All(held => held.Id != position)) throw new Refused(400, "Chọn một vị trí của người ủy quyền", "position");
        // As it stands at the account, however short: what new names must look like is not asked of old ones.
        var name = (username ?? "").Trim().ToLowerInvariant();
        var other = await db.Set<Account>().SingleOrDefaultAsync(one => one.Username == name && one.Kind == "staff");
        if (other is null || !other.IsOpen) throw new Refused(400, "Nhập tên đăng nhập của một cán bộ đang làm việc", "delegate");
        desk.NotOneself(other.Id);
        await delegations.Grant(position, other.Id, from, to, basis ?? "", why);
        await desk.EndSessions(account);
        await desk.EndSessions(other);
        await desk.Commit(transaction);
    }

    public async Task EndDelegation(Guid id, int seen, Guid delegation, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Load(id, seen);
        var (giver, taker) = await delegations.End(delegation, why);
        if (giver != id && taker != id) throw Refused.NotFound("Không tìm thấy ủy quyền này. Mở lại trang của cán bộ");
        await desk.EndSessions(account);
        var other = await db.Set<Account>().SingleAsync(one => one.Id == (giver == id ? taker : giver));
        await desk.EndSessions(other);
        await desk.Commit(transaction);
    }

    /// <summary>Where a position is: an office, or an agency.</summary>
    public async Task<(string Agency, string? Office)> Place(string? code, string role)
    {
        if (string.IsNullOrWhiteSpace(code)) throw new Refused(400, "Chọn cơ quan hoặc bộ phận Một cửa", "place");
        if (await directory.Office(code, desk.Today) is { } office) return (office.AgencyCode, office.Code);
        if (await directory.Agency(code, desk.Today) is not { } agency)
            throw new Refused(400, "Hôm nay không có cơ quan, bộ phận này. Chọn lại trong danh sách", "place");
        if (role == Roles.ReceivingOfficer) throw new Refused(400, "Cán bộ tiếp nhận thuộc một bộ phận Một cửa. Chọn bộ phận, không chọn cơ quan", "place");
        return (agency.Code, null);
    }
}
