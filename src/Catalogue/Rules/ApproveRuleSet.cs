using MotCua.Catalogue.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>Duyệt bộ quy định by a second person. The older one ends on the day before, in the same transaction.</summary>
internal sealed class ApproveRuleSet(RuleSetDesk desk)
{
    public async Task Execute(Guid id, int revision, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        desk.NotForAnAuthor(row);
        row.Approve(desk.By, desk.Name, desk.Now);
        var why = RuleSetDesk.Reason(reason);
        var approved = await desk.Approved();
        // Days have passed and others were approved since it was scheduled.
        var (closes, problem) = RuleSetPeriod.Fit(row.ValidFrom!.Value, row.ValidTo, desk.Today, [.. approved.Select(one => one.Period)]);
        if (problem is not null) throw new Refused(409, $"Không duyệt được, cần hẹn ngày lại. {problem.Message}");
        if (closes is not null)
        {
            var older = approved.Single(one => one.Id == closes.Id);
            older.ValidTo = row.ValidFrom.Value.AddDays(-1);
            older.Revision++;
        }
        desk.Record(row, new RuleSetApproved(row.Id, row.Code, row.Version, row.ValidFrom.Value, row.ValidTo, closes?.Id, row.Checksum), why);
        await desk.Commit(transaction);
    }
}
