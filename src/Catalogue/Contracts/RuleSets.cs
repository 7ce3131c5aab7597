using System.Diagnostics;
using MotCua.Catalogue.Rules;
using Npgsql;

namespace MotCua.Catalogue.Contracts;

/// <summary>
/// Bộ quy định đã duyệt. All of them are kept for a minute, so that what another process approves is seen soon; an approval
/// in this process calls <see cref="Reload"/>.
/// </summary>
public sealed class RuleSets(NpgsqlDataSource source)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Snapshot? known;
    private int reloads;

    /// <summary>The rule set in force on a day.</summary>
    /// <param name="day">Day of reception in Vietnam.</param>
    /// <exception cref="InvalidOperationException">No rule set is in force: reference data is missing.</exception>
    public async ValueTask<RuleSet> At(DateOnly day)
    {
        foreach (var rules in (await Current()).InForce)
            if (rules.ValidFrom <= day && (rules.ValidTo is null || day <= rules.ValidTo)) return rules;
        throw new InvalidOperationException($"No approved rule set is in force on {day:yyyy-MM-dd}. Load data/rule-sets or approve one.");
    }

    /// <summary>The rule set that a dossier has pinned. Its rules never change; its <see cref="RuleSet.ValidTo"/> may.</summary>
    /// <exception cref="InvalidOperationException">There is no approved rule set with this id.</exception>
    public async ValueTask<RuleSet> Get(Guid id)
    {
        if ((await Current()).ById.TryGetValue(id, out var rules)) return rules;
        // Another process may have approved it within this minute.
        Reload();
        return (await Current()).ById.TryGetValue(id, out rules) ? rules : throw new InvalidOperationException($"There is no approved rule set {id}.");
    }

    public void Reload()
    {
        lock (gate) (known, reloads) = (null, reloads + 1);
    }

    private async ValueTask<Snapshot> Current()
    {
        int reload;
        lock (gate)
        {
            if (known is { } kept && Stopwatch.GetElapsedTime(kept.Taken) < Kept) return kept;
            reload = reloads;
        }
        var taken = Stopwatch.GetTimestamp();
        await using var command = source.CreateCommand("""
            select id, code, version, name, valid_from, valid_to, body::text, state = 'approved' from catalogue.rule_set where approved_at is not null
                order by valid_from desc
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var (inForce, byId) = (new List<RuleSet>(), new Dictionary<Guid, RuleSet>());
        while (await reader.ReadAsync())
        {
            var rules = RuleSetRow.Read(reader.GetString(6), reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3),
                reader.GetFieldValue<DateOnly>(4), await reader.IsDBNullAsync(5) ? null : reader.GetFieldValue<DateOnly>(5));
            byId[rules.Id] = rules;
            if (reader.GetBoolean(7)) inForce.Add(rules);
        }
        var fresh = new Snapshot(inForce, byId, taken);
        // What was read before an approval must not be kept after it.
        lock (gate)
        {
            if (reload == reloads) known = fresh;
        }
        return fresh;
    }

    private sealed record Snapshot(IReadOnlyList<RuleSet> InForce, IReadOnlyDictionary<Guid, RuleSet> ById, long Taken);
}
