using MotCua.Organisation.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>Sửa bản soạn thảo. Whoever changes it is one of those who do not approve it.</summary>
internal sealed class EditRuleSet(RuleSetDesk desk, Calendars calendars)
{
    public async Task Execute(Guid id, int revision, RuleSetForm form)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        var (rules, unread) = form.Read(row.Rules with { ValidTo = null });
        IReadOnlyList<FieldProblem> problems = [.. unread, .. RuleSetCheck.Problems(rules, (await calendars.Of()).HoursOn(desk.Today))];
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: [.. problems.DistinctBy(problem => problem.Field)]);
        row.Edit(rules, desk.By);
        await desk.Commit(transaction);
    }
}
