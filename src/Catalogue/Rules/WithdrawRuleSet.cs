using MotCua.Catalogue.Contracts;

namespace MotCua.Catalogue.Rules;

/// <summary>Rút bộ quy định before it is in force. The one before it goes on until where the withdrawn one would have ended.</summary>
internal sealed class WithdrawRuleSet(RuleSetDesk desk)
{
    public async Task Execute(Guid id, int revision, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        var was = row.State;
        var before = was == RuleSetRow.Approved ? (await desk.Approved()).SingleOrDefault(one => one.ValidTo == row.ValidFrom!.Value.AddDays(-1)) : null;
        row.Withdraw(desk.Name, desk.Now, desk.Today);
        var why = RuleSetDesk.Reason(reason);
        desk.Record(row, new RuleSetWithdrawn(row.Id, row.Code, row.Version, was, before?.Id), why);
        if (before is not null)
        {
            before.ValidTo = row.ValidTo;
            before.Revision++;
        }
        await desk.Commit(transaction);
    }
}
