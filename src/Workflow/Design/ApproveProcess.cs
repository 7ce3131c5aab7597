using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Design;

/// <summary>Duyệt bản quy trình by a second person. The older one ends at that moment, in the same transaction.</summary>
internal sealed class ApproveProcess(DrawnDesk desk, DrawingCheck check)
{
    public async Task Execute(Guid id, int revision, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        desk.NotForAnAuthor(row);
        var approved = await desk.Approved(row.ProcedureCode);
        row.Approve(desk.By, desk.Name, desk.Now);
        var why = DrawnDesk.Reason(reason, "approveReason");
        // Days have passed: the form, the roles or the list of procedures may be others.
        row.Known = (await check.Demand(row, "duyệt")).Asked;
        if (approved.Find(one => one.FromAt >= row.FromAt) is { } later)
        {
            throw Refused.WrongState($"Bản {later.Version} đã duyệt, áp dụng từ {Vi.DateTime(later.FromAt!.Value)}. " +
                "Rút bản đó, hoặc trả bản này lại để chọn ngày sau");
        }
        var closes = approved.Find(one => one.ToAt is null || one.ToAt > row.FromAt);
        if (closes is not null)
        {
            closes.ToAt = row.FromAt;
            closes.Revision++;
        }
        desk.Record(row, new ProcessApproved(row.Id, row.ProcedureCode, row.Version, row.FromAt!.Value, closes?.Id, row.Checksum), why);
        await desk.Commit(transaction, row);
    }
}

/// <summary>Rút bản quy trình before it is in force. The one before it goes on until where the withdrawn one would have ended.</summary>
internal sealed class WithdrawProcess(DrawnDesk desk)
{
    public async Task Execute(Guid id, int revision, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        var was = row.State;
        var before = was == DrawnProcess.Approved ? (await desk.Approved(row.ProcedureCode)).Find(one => one.Id != row.Id && one.ToAt == row.FromAt) : null;
        row.Withdraw(desk.Name, desk.Now);
        desk.Record(row, new ProcessWithdrawn(row.Id, row.ProcedureCode, row.Version, was, before?.Id), DrawnDesk.Reason(reason, "withdrawReason"));
        if (before is not null)
        {
            before.ToAt = row.ToAt;
            before.Revision++;
        }
        await desk.Commit(transaction, row);
    }
}
