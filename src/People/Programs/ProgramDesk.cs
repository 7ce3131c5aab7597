using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.People.Programs;

/// <summary>Duyệt, cấp và thu hồi khóa, thôi vị trí, chấm dứt: an administrator's acts on a program, each on the version that was looked at.</summary>
internal sealed class ProgramDesk(StaffDesk desk, Db db, Staffing staffing, CurrentActor current)
{
    /// <summary>Known by its beginning wherever it is found lying about.</summary>
    public const string SecretMark = "mcs_";

    public async Task Approve(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var (account, program) = await Load(db, id, seen);
        if (program.ApprovedAt is not null || account.DisabledAt is not null) throw Refused.WrongState("Chương trình này đã được duyệt hoặc đã chấm dứt");
        if (current.Value.StandsFor(program.ProposedBy)) throw new Refused(403, "Người đề nghị không tự duyệt. Nhờ quản trị khác duyệt");
        (program.ApprovedBy, program.ApprovedAt) = (current.Value.AccountId, desk.Now);
        desk.Record(account, new ProgramApproved(id, program.ProposedBy), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    /// <returns>The secret, shown once.</returns>
    public async Task<string> MakeSecret(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var (account, program) = await Load(db, id, seen);
        if (program.ApprovedAt is null || account.DisabledAt is not null || program.ValidTo < desk.Today)
            throw Refused.WrongState("Chỉ cấp khóa cho chương trình đã duyệt và còn hạn");
        var now = desk.Now;
        if (await db.Set<ProgramSecret>().CountAsync(s => s.AccountId == id && (s.EndedAt == null || s.EndedAt > now)) >= ProgramSecret.MostAlive)
            throw Refused.WrongState("Đã có hai khóa đang dùng. Thu hồi khóa cũ trước");
        var secret = SecretMark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new ProgramSecret { Id = Guid.CreateVersion7(), AccountId = id, Hash = Hash(secret), MadeAt = desk.Now };
        db.Add(row);
        desk.Record(account, new ProgramSecretMade(id, row.Id), why);
        // The other secret and what was opened with it go on: that is what two are for.
        await desk.Commit(transaction);
        return secret;
    }

    /// <param name="lastDay">The key opens until the end of that day, what was opened with it goes on; null: both end at once.</param>
    public async Task EndSecret(Guid id, int seen, Guid secret, DateOnly? lastDay, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        if (lastDay < desk.Today) throw new Refused(400, $"Chọn ngày từ hôm nay ({Vi.Date(desk.Today)}), hoặc bỏ trống để thu hồi ngay", "last");
        await using var transaction = await desk.Begin();
        var ((account, program), now) = (await Load(db, id, seen), desk.Now);
        var row = await db.Set<ProgramSecret>().SingleOrDefaultAsync(s => s.Id == secret && s.AccountId == id && (s.EndedAt == null || s.EndedAt > now))
            ?? throw Refused.WrongState("Khóa này đã thu hồi. Tải lại trang");
        if (lastDay > program.ValidTo)
            throw new Refused(400, $"Chương trình chỉ dùng đến hết {Vi.Date(program.ValidTo)}. Chọn ngày sớm hơn", "last");
        row.EndedAt = lastDay is { } last ? ProgramSecret.After(last) : now;
        desk.Record(account, new ProgramSecretEnded(id, secret, lastDay), why);
        if (lastDay is null) await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    public async Task EndPosition(Guid id, int seen, Guid position, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var (account, _) = await Load(db, id, seen);
        var held = (await staffing.Positions(id)).SingleOrDefault(one => one.Id == position)
            ?? throw Refused.NotFound("Không tìm thấy vị trí này. Tải lại trang");
        // A position of today alone ends with the day; the program itself can be ended at once.
        await staffing.End(position, held.ValidFrom < desk.Today ? desk.Today.AddDays(-1) : desk.Today, why, id);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    public async Task End(Guid id, int seen, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var (account, _) = await Load(db, id, seen);
        if (account.DisabledAt is not null) throw Refused.WrongState("Chương trình này đã chấm dứt rồi");
        account.DisabledAt = desk.Now;
        desk.Record(account, new AccountEnded(id), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }

    public static async Task<(Account Account, ConnectedProgram Program)> Load(Db db, Guid id, int seen)
    {
        var program = await db.Set<ConnectedProgram>().SingleOrDefaultAsync(one => one.AccountId == id)
            ?? throw Refused.NotFound("Không có chương trình này. Chọn lại trong danh sách");
        var account = await db.Set<Account>().SingleAsync(one => one.Id == id);
        if (account.Version != seen) throw Refused.WrongState("Chương trình vừa được thay đổi ở nơi khác. Xem lại rồi bấm lần nữa");
        return (account, program);
    }

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
