using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Thôi đại diện: from the next day, or at once when the day has passed, the account no longer stands for the organisation.</summary>
internal sealed class EndRepresentation(StaffDesk desk)
{
    public async Task Execute(Guid accountId, DateOnly lastDay, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await desk.Db.Set<Account>().SingleOrDefaultAsync(one => one.Id == accountId && one.Kind == "organisation")
            ?? throw new Refused(409, "Tài khoản này không đại diện cho tổ chức nào");
        var ended = await desk.Db.Database.SqlQuery<string>($"""
            update people.representation r set to_date = {lastDay} from people.organisation o
            where r.account_id = {accountId} and o.id = r.organisation_id and r.from_date <= {lastDay} and (r.to_date is null or r.to_date > {lastDay})
            returning o.tax_code as "Value"
            """).ToListAsync();
        if (ended.Count == 0) throw Refused.WrongState("Không có thời gian đại diện nào kéo dài quá ngày này");
        foreach (var taxCode in ended.Distinct()) desk.Record(account, new RepresentationEnded(accountId, taxCode, lastDay), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }
}
