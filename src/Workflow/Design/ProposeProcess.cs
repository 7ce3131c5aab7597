using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Design;

/// <summary>Đề nghị duyệt, from today's approval or a coming day on. Nothing holds yet; what hinders is refused here and once more at the approval.</summary>
internal sealed class ProposeProcess(DrawnDesk desk, DrawingCheck check, MakeProcess make)
{
    public async Task Execute(Guid id, int revision, DateOnly? from, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        await Propose(row, from, reason, "from", "proposeReason");
        await desk.Commit(transaction, row);
    }

    /// <summary>Dùng lại một bản cũ: its drawing as a new version that another person approves.</summary>
    public async Task<Guid> Again(Guid id, DateOnly? from, string? reason)
    {
        await using var transaction = await desk.Begin();
        var old = await desk.Load(id);
        if (old.ApprovedAt is null) throw Refused.WrongState("Chỉ dùng lại được bản đã từng duyệt. Bản này thì lập bản mới từ nó");
        if (old.IsInForce(desk.Now)) throw Refused.WrongState("Bản này đang áp dụng, không cần dùng lại");
        var row = await make.Add(old.ProcedureCode, old.Drawing, $"Dùng lại bản {old.Version}", old.Id, desk.By);
        await Propose(row, from, reason, "againFrom", "againReason");
        await desk.Commit(transaction, row);
        return row.Id;
    }

    private async Task Propose(DrawnProcess row, DateOnly? from, string? reason, string day, string field)
    {
        if (from < desk.Today) throw new Refused(400, $"Chọn từ hôm nay, {Vi.Date(desk.Today)}, trở đi", day);
        var why = DrawnDesk.Reason(reason, field);
        await check.Demand(row, "đề nghị duyệt");
        row.Propose(from == desk.Today ? null : from, desk.By, desk.Name, desk.Now);
        desk.Record(row, new ProcessProposed(row.Id, row.ProcedureCode, row.Version, row.WishedOn, row.Checksum), why);
    }
}

/// <summary>Trả lại để sửa, by whoever should approve or by whoever proposed it.</summary>
internal sealed class ReopenProcess(DrawnDesk desk)
{
    public async Task Execute(Guid id, int revision, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        row.Reopen();
        desk.Record(row, new ProcessReopened(row.Id, row.ProcedureCode, row.Version), DrawnDesk.Reason(reason, "reopenReason"));
        await desk.Commit(transaction, row);
    }
}
