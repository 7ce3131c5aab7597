using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Remind;

/// <summary>Who holds a dossier, and which accounts are told: the official, or all who could take it, and the head of the unit.</summary>
/// <param name="Staffers">Where the unit has nobody to tell: who can give it people.</param>
internal sealed record Holder(string Unit, string? Name, IReadOnlyList<Guid> Officials, IReadOnlyList<Guid> Staffers)
{
    /// <summary>"Phạm Minh Khôi (UBND xã Đất Mũi)".</summary>
    public string Words => Name is null ? Unit : $"{Name} ({Unit})";
}

/// <summary>Finds whom to chase. Each place is asked for once while many timers are fired.</summary>
internal sealed class Chased(Staffing staffing, OrganisationDirectory organisation, WorkflowRuns workflow, Db db)
{
    private readonly Dictionary<(string Role, string Agency, string? Office, DateOnly Day), IReadOnlyList<Guid>> holders = [];
    private IReadOnlyList<Guid>? administrators;
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    public async Task<Holder> Holder(ChasedDossier dossier, CurrentTask? task, DateTimeOffset now)
    {
        var (role, agency, office) = task is null ? (Roles.ReceivingOfficer, dossier.IntakeAgency, dossier.IntakeOffice)
            : (task.Role, task.AgencyCode, task.OfficeCode);
        var hands = task?.AssigneeId is { } assignee ? [assignee] : await Holders(role, agency, office, now);
        var unit = task is null ? dossier.HolderUnit : office is null ? await AgencyName(agency) : await OfficeName(office);
        IReadOnlyList<Guid> told = [.. hands.Union(await Holders(Roles.Leader, agency, null, now))];
        return new Holder(unit, task?.AssigneeName, told, told.Count > 0 ? [] : await Staffers(now));
    }

    /// <summary>Who signs for an agency.</summary>
    public Task<IReadOnlyList<Guid>> Leaders(string agency, DateTimeOffset now) => Holders(Roles.Leader, agency, null, now);

    /// <summary>Who approves, by the role that a rule set names.</summary>
    public Task<IReadOnlyList<Guid>> Approving(string role, string agency, DateTimeOffset now) => Holders(role, agency, null, now);

    /// <summary>Who can give people to a unit that has nobody.</summary>
    public async Task<IReadOnlyList<Guid>> Staffers(DateTimeOffset now) => administrators ??= await staffing.HoldersAnywhere(Roles.Administrator, now);

    /// <summary>Who answers for an agency that was asked: its specialists and its head.</summary>
    public async Task<IReadOnlyList<Guid>> Answering(string agency, DateTimeOffset now)
    {
        IEnumerable<Guid> accounts = [];
        foreach (var role in ConsultationPolicy.Answering) accounts = accounts.Union(await Holders(role, agency, null, now));
        return [.. accounts];
    }

    /// <summary>Who asked; where a reorganisation has taken the dossier from them, who holds its step now.</summary>
    public async Task<IReadOnlyList<Guid>> Asking(Consultation asked, DateTimeOffset now)
    {
        if (asked.AskedById is not { } asker) return [];
        var dossier = await db.Set<Dossier>().AsNoTracking().Where(d => d.Id == asked.DossierId)
            .Select(d => new { d.CompetentAgency, Moved = d.CountedAgency != null }).SingleAsync();
        if (!dossier.Moved || (await staffing.PositionsOf(asker, now)).Any(position => position.AgencyCode == dossier.CompetentAgency)) return [asker];
        var hands = new HashSet<Guid>();
        foreach (var task in await workflow.Open(asked.DossierId))
            hands.UnionWith(task.AssigneeId is { } assignee ? [assignee] : await Holders(task.Role, task.AgencyCode, task.OfficeCode, now));
        return hands.Count == 0 ? [asker] : [.. hands];
    }

    private async Task<IReadOnlyList<Guid>> Holders(string role, string agency, string? office, DateTimeOffset now)
    {
        var key = (role, agency, office, now.Day());
        if (!holders.TryGetValue(key, out var found))
            holders[key] = found = [.. (await staffing.Holders(role, agency, office, now)).Select(position => position.AccountId).Distinct()];
        return found;
    }

    private async Task<string> AgencyName(string code) =>
        names.TryGetValue(code, out var known) ? known : names[code] = (await organisation.Agency(code))?.ShortName ?? code;

    private async Task<string> OfficeName(string code) =>
        names.TryGetValue(code, out var known) ? known : names[code] = (await organisation.Office(code))?.Name ?? code;
}
