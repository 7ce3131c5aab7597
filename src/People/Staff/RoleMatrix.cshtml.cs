using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui.Fields;

namespace MotCua.People.Staff;

/// <summary>Vai trò: the people of an agency by what they may do there today; without an agency, how many there are in each.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class RoleMatrixModel(Db db, Staffing staffing, OrganisationDirectory directory, TimeProvider clock) : PageModel
{
    public string? Agency { get; private set; }

    /// <summary>The code itself where nothing is known under it.</summary>
    public string AgencyName { get; private set; } = "";

    public IReadOnlyList<ChoiceView> Agencies { get; private set; } = [];

    public DateOnly Today => clock.Today();

    /// <summary>One person: for each role the places in which it is held, none: an empty list.</summary>
    public IReadOnlyList<(Guid Id, string Name, IReadOnlyList<IReadOnlyList<string>> Places)> People { get; private set; } = [];

    /// <summary>One agency: how many hold each role.</summary>
    public IReadOnlyList<(string Code, string Name, IReadOnlyList<int> Holders)> Counts { get; private set; } = [];

    public async Task OnGet([FromQuery(Name = "co-quan")] string? agency)
    {
        var today = clock.Today();
        Agency = string.IsNullOrWhiteSpace(agency) ? null : agency.Trim();
        var held = await staffing.HeldIn(Agency is null ? [] : [Agency], [], today);
        var names = (await directory.Agencies(today)).ToDictionary(one => one.Code, one => one.Name, StringComparer.Ordinal);
        AgencyName = Agency is null ? "" : names.GetValueOrDefault(Agency, Agency);
        Agencies = [.. names.Select(one => new ChoiceView(one.Key, one.Value))];
        if (Agency is null)
        {
            Counts = [.. held.GroupBy(position => position.AgencyCode).Select(one => (one.Key, names.GetValueOrDefault(one.Key, one.Key),
                (IReadOnlyList<int>)[.. Roles.Names.Keys.Select(role => one.Where(p => p.Role == role).Select(p => p.AccountId).Distinct().Count())]))
                .OrderBy(one => one.Item2, StringComparer.CurrentCulture)];
            return;
        }
        var ids = held.Select(position => position.AccountId).Distinct().ToArray();
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).OrderBy(account => account.DisplayName)
            .ThenBy(account => account.Id).Select(account => new { account.Id, account.DisplayName, account.DisabledAt }).ToListAsync();
        var offices = (await directory.Offices(today, Agency)).ToDictionary(office => office.Code, office => office.Name, StringComparer.Ordinal);
        People = [.. accounts.Select(account => (account.Id, account.DisplayName + (account.DisabledAt is null ? "" : " (đã chấm dứt)"),
            (IReadOnlyList<IReadOnlyList<string>>)[.. Roles.Names.Keys.Select(role => (IReadOnlyList<string>)[.. held
                .Where(p => p.AccountId == account.Id && p.Role == role)
                .Select(p => p.OfficeCode is null ? "Có" : offices.GetValueOrDefault(p.OfficeCode, p.OfficeCode))])]))];
    }
}
