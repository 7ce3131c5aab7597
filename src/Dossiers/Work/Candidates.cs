using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Work;

/// <param name="Tasks">Open tasks that the person holds already.</param>
internal sealed record Candidate(Guid Id, string Name, int Tasks);

/// <summary>Who may be given a step: whoever holds its role there today, the least burdened first.</summary>
internal sealed class Candidates(Staffing staffing, Accounts accounts, TaskLists tasks, TimeProvider clock)
{
    public async Task<IReadOnlyList<Candidate>> For(IEnumerable<CurrentTask> steps)
    {
        var ids = new HashSet<Guid>();
        foreach (var (role, agency, office) in steps.Select(step => (step.Role, step.AgencyCode, step.OfficeCode)).Distinct())
            ids.UnionWith((await staffing.Holders(role, agency, office, clock.GetUtcNow())).Select(holder => holder.AccountId));
        var names = await accounts.Names([.. ids]);
        var load = await tasks.Load(ids);
        return [.. ids.Where(names.ContainsKey).Select(id => new Candidate(id, names[id], load.GetValueOrDefault(id))).OrderBy(one => one.Tasks)
            .ThenBy(one => one.Name, StringComparer.Ordinal)];
    }
}
