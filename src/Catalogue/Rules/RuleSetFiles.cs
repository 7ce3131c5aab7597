using System.Text.Json;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using Npgsql;

namespace MotCua.Catalogue.Rules;

/// <summary>Reads rule-sets/*.json: the generations of the law that come with the product. What is there already stays as it is.</summary>
internal sealed class RuleSetFiles(NpgsqlDataSource source, RuleSets kept, TimeProvider clock)
{
    public async Task<IReadOnlyList<FileReport>> Load(ReferenceFolder folder)
    {
        var path = Path.Combine(folder.Path, "rule-sets");
        if (!Directory.Exists(path)) return [];
        var reports = new List<FileReport>();
        foreach (var file in Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal)) reports.Add(await Load(file, folder.DryRun));
        if (!folder.DryRun) kept.Reload();
        return reports;
    }

    private async Task<FileReport> Load(string path, bool dryRun)
    {
        var name = "rule-sets/" + Path.GetFileName(path);
        try
        {
            var rules = JsonSerializer.Deserialize<RuleSet>(await File.ReadAllTextAsync(path), EventLog.Json);
            if (rules is null) return Refuse(name, "Tệp trống");
            if (new object?[]
            {
                rules.Code, rules.Name, rules.LegalBasis, rules.FormSet, rules.Forms, rules.Counting, rules.Supplements, rules.Extensions, rules.Answers,
                rules.Pauses, rules.EndsAt
            }.Contains(null))
                return Refuse(name, "Thiếu mục. So với một tệp khác trong thư mục này");
            if (RuleSetCheck.Problems(rules) is { Count: > 0 } problems)
                return new FileReport(name, 1, 0, 0, 1, [.. problems.Select(problem => new RowProblem(name, 1, problem.Field, problem.Message))]);
            var added = await Store(rules, dryRun);
            return new FileReport(name, 1, added, 1 - added, 0, []);
        }
        catch (JsonException problem)
        {
            return Refuse(name, $"JSON chưa đúng ở dòng {problem.LineNumber + 1}, mục {problem.Path}");
        }
        catch (PostgresException taken) when (taken.ConstraintName == "rule_set_periods")
        {
            return Refuse(name, "Thời gian áp dụng trùng với bộ quy định khác đã duyệt");
        }
    }

    /// <summary>A trial does the same and takes it back, so that it cannot judge otherwise.</summary>
    private async Task<int> Store(RuleSet rules, bool dryRun)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("""
            insert into catalogue.rule_set (id, code, version, name, valid_from, valid_to, body, state, made_by, made_at, approved_by, approved_at)
            select $1, $2, $3, $4, $5, $6, $7::jsonb, 'approved', $8, $9, $8, $9
            where not exists (select 1 from catalogue.rule_set where id = $1 or (code, version) = ($2, $3))
            """, connection, transaction);
        foreach (var value in new object[] { rules.Id, rules.Code, rules.Version, rules.Name, rules.ValidFrom })
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = (object?)rules.ValidTo ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date });
        foreach (var value in new object[] { RuleSetRow.Write(rules), "Hệ thống", clock.GetUtcNow().ToUniversalTime() })
            command.Parameters.Add(new() { Value = value });
        var added = await command.ExecuteNonQueryAsync();
        if (dryRun) await transaction.RollbackAsync();
        else await transaction.CommitAsync(CancellationToken.None);
        return added;
    }

    private static FileReport Refuse(string name, string reason) => new(name, 1, 0, 0, 1, [new RowProblem(name, 1, "", reason)]);
}
