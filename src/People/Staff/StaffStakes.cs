using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;

namespace MotCua.People.Staff;

/// <summary>Who works there, as the page of an agency tells it: each person with what they hold there today; programs that answer to it.</summary>
internal sealed class StaffStakes(Db db, Staffing staffing, TimeProvider clock) : IAgencyStakes
{
    private const int MostLines = 40;

    public async Task<IReadOnlyList<AgencyStake>> At(StakePlaces at)
    {
        // Whoever splits an agency chooses among all of its people.
        var most = at.Part is null ? MostLines : int.MaxValue;
        var held = (await staffing.HeldIn(at.Agencies, at.Offices, clock.Today())).ToLookup(position => position.AccountId);
        var ids = held.Select(person => person.Key).ToArray();
        var people = await db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id) && account.DisabledAt == null)
            .OrderBy(account => account.DisplayName).ThenBy(account => account.Id).Select(account => new { account.Id, account.DisplayName }).ToListAsync();
        var programs = await db.Set<Programs.ConnectedProgram>().CountAsync(program => at.Agencies.Contains(program.AgencyCode));
        return
        [
            new AgencyStake(10, "Cán bộ", people.Count, at.Agencies is [var one] ? $"/quan-tri/vai-tro?co-quan={Uri.EscapeDataString(one)}" : null,
                [.. people.Take(most).Select(person => new StakeLine(
                    $"{person.DisplayName}: {string.Join("; ", held[person.Id].Select(p => Roles.Names[p.Role].ToLowerInvariant()).Distinct())}",
                    $"/quan-tri/can-bo/{person.Id}", person.Id)),
                .. people.Count > most ? [new StakeLine($"và {people.Count - most} người nữa")] : Array.Empty<StakeLine>()]),
            new AgencyStake(60, "Chương trình kết nối", programs, "/quan-tri/chuong-trinh"),
        ];
    }
}
