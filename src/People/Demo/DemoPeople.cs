using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;

namespace MotCua.People.Demo;

/// <summary>The invented people of data/demo/people.json: accounts first, then the positions of the staff.</summary>
internal sealed record DemoPeople(DateOnly PositionsFrom, IReadOnlyList<DemoPerson> Accounts)
{
    private const string EveryProvincialAgency = "province";

    public static DemoPeople Read(StartOptions options)
    {
        using var file = File.OpenRead(Path.Combine(options.ReferenceData, "demo", "people.json"));
        return JsonSerializer.Deserialize<DemoPeople>(file, EventLog.Json)!;
    }

    public async Task Seed(IServiceProvider services, Action<string> say)
    {
        var directory = services.GetRequiredService<Contracts.Accounts>();
        var (staffing, titles) = (services.GetRequiredService<Staffing>(), services.GetRequiredService<SigningTitles>());
        var db = services.GetRequiredService<Db>();
        var known = await db.Set<Account>().Select(account => account.Username).ToListAsync();
        var missing = Accounts.Where(account => !known.Contains(account.Username)).ToList();
        if (missing.Count == 0) return;
        say($"Tạo {missing.Count} tài khoản dùng thử");
        var agencies = await services.GetRequiredService<OrganisationDirectory>().Agencies(services.GetRequiredService<TimeProvider>().Today());
        foreach (var person in missing)
        {
            // One transaction each: an interrupted seed leaves no account without its positions.
            await using var transaction = await db.Begin();
            var id = await directory.Ensure(new AccountSeed(person.Username, person.Password, person.Kind, person.Name, person.Phone,
                person.Person?.Profile(OwnerIdentity.Person, person.Phone), person.Organisation?.Profile(OwnerIdentity.Organisation, person.Phone),
                PositionsFrom));
            foreach (var position in person.Positions ?? [])
                foreach (var agency in position.Agencies.SelectMany(code => code == EveryProvincialAgency
                    ? agencies.Where(agency => agency.Level == 1).Select(agency => agency.Code) : [code]))
                {
                    var held = staffing.Grant(id, position.Role, agency, position.Office, PositionsFrom);
                    if (position.Signs is { } signs && (signs.GetValueOrDefault(agency) ?? signs.GetValueOrDefault("*")) is { } title)
                        await titles.Set(held, title, PositionsFrom, "Dữ liệu dùng thử");
                }
            await db.Commit(transaction);
        }
    }
}

internal sealed record DemoPerson(string Username, string Password, string Kind, string Name, string Role, string Phone,
    DemoParty? Person = null, DemoParty? Organisation = null, IReadOnlyList<DemoPosition>? Positions = null);

internal sealed record DemoParty(string Number, string Name, string? Birth = null, string? Sex = null, string? Email = null,
    PartyAddress? Address = null, string? Representative = null)
{
    public PartyProfile Profile(string kind, string phone) =>
        new(new OwnerIdentity(kind, Number), Name, Birth, Sex, phone, Email, Address, Representative);
}

/// <param name="Signs">Chức danh ký by agency; "*": in any other.</param>
internal sealed record DemoPosition(string Role, IReadOnlyList<string> Agencies, string? Office = null,
    IReadOnlyDictionary<string, SigningTitle>? Signs = null);
