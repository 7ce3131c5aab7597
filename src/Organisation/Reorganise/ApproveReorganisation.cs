using MotCua.Organisation.Agencies;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>Duyệt phương án by a second administrator, on exactly what the preview showed. What begins today is put in force with it.</summary>
internal sealed class ApproveReorganisation(Db db, EventLog log, AgencyDesk desk, ReorganisationReading reading, ApplyReorganisation apply)
{
    /// <param name="seen">Digest of the preview that was looked at.</param>
    public async Task Execute(Guid id, int revision, string seen, string? reason)
    {
        var why = AgencyDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var row = await DraftReorganisation.Load(db, id, revision);
        // Under a delegation from an author one is the author.
        if (desk.Actor.ActsFor is { AccountId: var giver } && row.Hands.Contains(giver))
            throw new Refused(403, "Người ủy quyền đã lập phương án này nên không duyệt thay được. Nhờ quản trị khác duyệt");
        // Before it is approved: the digest is of the revision that was looked at.
        var (made, problems) = await reading.Judge(row);
        if (made.Before.Digest(row) != seen)
            throw Refused.WrongState("Tổ chức, cán bộ của các đơn vị này vừa thay đổi từ khi xem trước. Xem lại bản xem trước mới rồi duyệt");
        row.Approve(desk.By, desk.Actor.Name, desk.Now, desk.Today);
        if (problems.Count > 0) throw Refused.WrongState($"Chưa duyệt được. {problems[0].Message}");
        log.Record(row.Stream, new ReorganisationApproved(row.Id, row.Number, row.Effective!.Value, seen), why);
        if (row.Effective == desk.Today) await apply.Write(row, made);
        await db.Commit(transaction);
    }
}
