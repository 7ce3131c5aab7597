using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Thôi đại diện: from the next day, or at once when the day has passed, the account no longer stands for the organisation.</summary>
internal sealed class EndRepresentation(StaffDesk desk, Db db)
{
    public async Task Execute(Guid accountId, DateOnly lastDay, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var account = await db.Set<Account>().SingleOrDefaultAsync(one => one.Id == accountId && one.Kind == "organisation")
            ?? throw new Refused(409, "Tài khoản này không đại diện cho tổ chức nào");
        var ended = await db.Set<Representation>()
            .Where(r => r.AccountId == accountId && r.FromDate <= lastDay && (r.ToDate == null || r.ToDate > lastDay)).ToListAsync();
        if (ended.Count == 0) throw Refused.WrongState("Không có thời gian đại diện nào kéo dài quá ngày này");
        foreach (var row in ended) row.ToDate = lastDay;
        var organisations = ended.Select(row => row.OrganisationId).Distinct().ToArray();
        var taxCodes = await db.Database.SqlQuery<string>($"select tax_code as \"Value\" from people.organisation where id = any({organisations})")
            .ToListAsync();
        foreach (var taxCode in taxCodes) desk.Record(account, new RepresentationEnded(accountId, taxCode, lastDay), why);
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }
}
