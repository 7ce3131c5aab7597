using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>Hẹn ngày áp dụng, from a coming day on. Nothing holds yet: another person approves it.</summary>
internal sealed class ScheduleRuleSet(RuleSetDesk desk, Calendars calendars)
{
    public async Task Execute(Guid id, int revision, DateOnly from, DateOnly? to, string? reason)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        var (closes, problem) = RuleSetPeriod.Fit(from, to, desk.Today, [.. (await desk.Approved()).Select(one => one.Period)]);
        if (problem is not null) throw new Refused(400, problem.Message, problem.Field);
        if (RuleSetCheck.Problems(row.Rules with { ValidFrom = from, ValidTo = to }, (await calendars.Of()).HoursOn(desk.Today)) is [var first, ..])
            throw new Refused(400, $"Sửa nội dung trước khi hẹn ngày: {first.Message}", "");
        var why = RuleSetDesk.Reason(reason);
        row.Schedule(from, to, desk.By, desk.Name, desk.Now);
        desk.Record(row, new RuleSetScheduled(row.Id, row.Code, row.Version, from, to, closes?.Id, row.Checksum), why);
        await desk.Commit(transaction);
    }
}
