using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;

namespace MotCua.Organisation.Reorganise;

/// <summary>
/// Giao lại vị trí ở đơn vị kế tục: the old one ends on the day before, the new one begins; the title of signing and the delegations go along.
/// </summary>
internal sealed class MovePositions(Db db, Staffing staffing, SigningTitles titles, Delegations delegations)
{
    public async Task Run(Reorganisation row, NewUnit made, DateOnly day, DateOnly today)
    {
        var why = $"Phương án sắp xếp số {row.Number}: {made.Plan.Basis}";
        var moving = made.Moving.ToList();
        // Who held the same in two units that became one holds it once.
        var staying = made.Splits ? [] : made.Before.Positions.Except(moving.Select(move => move.Position));
        var held = staying.Select(position => (Key: Key(position, position.OfficeCode),
            From: position.ValidFrom, To: position.ValidTo, position.Id)).ToList();
        var continued = new List<(Guid Next, Guid Before)>();
        var titled = (await titles.Of([.. moving.Select(move => move.Position.Id)])).ToLookup(title => title.PositionId);
        foreach (var (position, office) in moving.OrderByDescending(move => titled[move.Position.Id].Any()))
        {
            var (from, key) = (position.ValidFrom > day ? position.ValidFrom : day, Key(position, office));
            // One that was to begin later still ends on a day of its own; without its agency it gives nobody any power.
            var last = position.ValidFrom > day.AddDays(-1) ? position.ValidFrom : day.AddDays(-1);
            if (position.ValidTo is null || position.ValidTo > last) await staffing.End(position.Id, last, why);
            var next = held.FirstOrDefault(other => other.Key == key && (position.ValidTo is null || other.From <= position.ValidTo)
                && !(other.To < from)).Id;
            if (next == Guid.Empty)
            {
                next = staffing.Grant(position.AccountId, position.Role, made.Code, office, from, position.ValidTo, why);
                continued.Add((next, position.Id));
                held.Add((key, from, position.ValidTo, next));
                // The newest line of the day: earlier ones stay with the position of before.
                if (titled[position.Id].FirstOrDefault(title => title.ValidFrom <= from) is { } title) await titles.Set(next, title.Title, from, why);
            }
            foreach (var given in made.Before.Delegations.Where(one => one.PositionId == position.Id))
            {
                await delegations.End(given.Id, why);
                if (given.ValidTo >= today) await delegations.Grant(next, given.DelegateId, given.ValidFrom > from ? given.ValidFrom : from, given.ValidTo,
                    given.Basis, why);
            }
        }
        await db.Save();
        var (fresh, old) = (continued.Select(one => one.Next).ToArray(), continued.Select(one => one.Before).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.continued_position (position_id, line)
            select n.fresh, coalesce(c.line, n.old) from unnest({fresh}, {old}) as n (fresh, old)
            left join organisation.continued_position c on c.position_id = n.old
            """);
    }

    private static (Guid, string, string?) Key(PositionBefore position, string? office) => (position.AccountId, position.Role, office);
}
