using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Doors;

/// <summary>Đề nghị mở cửa nộp tại đây, waiting for somebody else.</summary>
internal sealed record DoorWish(Guid Id, string Code, string Door, DateOnly ValidFrom, string Basis, string AskedBy, Guid AskedById, DateTimeOffset AskedAt);

/// <summary>
/// Duyệt, rút đề nghị mở cửa nộp: from that day the public files here what it filed elsewhere, so two people answer for it. Closing a door is
/// one person's act: it may have to be quick.
/// </summary>
internal sealed class OpenFilingDoor(Db db, EventLog log, CurrentActor current, SetFilingDoor doors, TimeProvider clock)
{
    public async Task<DoorWish?> Open(string code) => (await db.Database.SqlQuery<DoorWish>($"""
        select id, code, door, valid_from, basis, asked_by, asked_by_id, asked_at from catalogue.door_wish where code = {code} and state = 'open'
        """).ToListAsync()).SingleOrDefault();

    public bool IsMine(DoorWish wish) => current.Value.StandsFor(wish.AskedById);

    public async Task Approve(string code, Guid id, string? basis)
    {
        var why = Reason(basis, "approveBasis");
        await using var transaction = await Begin(code);
        var wish = await Load(code, id);
        if (IsMine(wish)) throw new Refused(403, "Người đề nghị mở không tự duyệt. Nhờ người khác duyệt");
        if (wish.ValidFrom < clock.Today()) throw Refused.WrongState($"Ngày {Vi.Date(wish.ValidFrom)} đã qua. Rút đề nghị rồi đề nghị ngày khác");
        await Decide(id, "approved");
        await doors.Write(code, wish.Door, wish.ValidFrom, wish.Basis);
        log.Record($"procedure/{code}", new FilingDoorSet(code, wish.Door, wish.ValidFrom), $"{wish.Basis}. Duyệt đề nghị của {wish.AskedBy}: {why}");
        await db.Commit(transaction);
    }

    public async Task Withdraw(string code, Guid id, string? basis)
    {
        var why = Reason(basis, "withdrawBasis");
        await using var transaction = await Begin(code);
        await Load(code, id);
        await Decide(id, "withdrawn");
        log.Record($"procedure/{code}", new FilingDoorWithdrawn(code), why);
        await db.Commit(transaction);
    }

    private async Task<IDbContextTransaction> Begin(string code)
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị đổi được cửa nộp");
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"select 1 from catalogue.procedure where code = {code} for update");
        return transaction;
    }

    private async Task<DoorWish> Load(string code, Guid id) => await Open(code) is { } wish && wish.Id == id ? wish
        : throw Refused.WrongState("Đề nghị này đã được duyệt hoặc rút. Tải lại trang");

    private async Task Decide(Guid id, string state) => await db.Database.ExecuteSqlAsync($"""
        update catalogue.door_wish set state = {state}, decided_by = {current.Value.Name}, decided_by_id = {current.Value.AccountId},
            decided_at = {clock.GetUtcNow()} where id = {id}
        """);

    private static string Reason(string? typed, string field)
    {
        var why = VietnameseText.Clean(typed ?? "");
        return why.Length == 0 ? throw new Refused(400, "Nhập căn cứ, ví dụ số và ngày của văn bản", field)
            : TypedText.Within(why, SetFilingDoor.LongestBasis, "Căn cứ", field);
    }
}
