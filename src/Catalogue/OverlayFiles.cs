using System.Text.Json;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using Npgsql;

namespace MotCua.Catalogue;

/// <summary>Reads procedures/*.json: one complete procedure per file, bound to its national code.</summary>
internal sealed class OverlayFiles(NpgsqlDataSource source)
{
    public async Task<IReadOnlyList<FileReport>> Load(ReferenceFolder folder)
    {
        var path = Path.Combine(folder.Path, "procedures");
        if (!Directory.Exists(path)) return [];
        var known = await Codes();
        var reports = new List<FileReport>();
        foreach (var file in Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal))
            reports.Add(await Load(file, known, folder.DryRun));
        return reports;
    }

    private async Task<FileReport> Load(string path, HashSet<string> known, bool dryRun)
    {
        var name = "procedures/" + Path.GetFileName(path);
        try
        {
            var overlay = JsonSerializer.Deserialize<ProcedureOverlay>(await File.ReadAllTextAsync(path), EventLog.Json);
            if (overlay is null) return Refuse(name, "Tệp trống");
            if (!known.Contains(overlay.Code)) return Refuse(name, $"Mã thủ tục \"{overlay.Code}\" chưa có trong danh mục thủ tục");
            if (Wrong(overlay) is { } reason) return Refuse(name, reason);
            if (dryRun) return new FileReport(name, 1, 0, 1, 0, []);
            var changed = await Store(overlay);
            return new FileReport(name, 1, changed, 1 - changed, 0, []);
        }
        catch (JsonException problem)
        {
            return Refuse(name, $"JSON chưa đúng ở dòng {problem.LineNumber + 1}, mục {problem.Path}");
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Refuse(name, "Mã ngắn này đã dùng cho thủ tục khác");
        }
    }

    private static string? Wrong(ProcedureOverlay overlay)
    {
        if (overlay.Papers is { } papers && papers.GroupBy(paper => paper.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"Khóa giấy tờ \"{twice.Key}\" có hai lần";
        if (overlay.CompetentLevel is not (null or "commune" or "province")) return "competentLevel cần là commune hoặc province";
        if (overlay.StatutoryMax is { } most && WrongMaximum(most) is { } odd) return odd;
        if (overlay.Process is { Count: > 0 } steps)
        {
            if (steps[0].Kind != "receive") return "Quy trình cần bắt đầu bằng bước tiếp nhận (receive)";
            if (steps[^1].Kind != "return") return "Quy trình cần kết thúc bằng bước trả kết quả (return)";
            if (steps.FirstOrDefault(step => !Organisation.Contracts.Roles.Names.ContainsKey(step.Role)) is { } stranger) return $"Vai trò \"{stranger.Role}\" không có trong danh sách";
        }
        return null;
    }

    /// <summary>A maximum without its article, or two at once, is no law.</summary>
    private static string? WrongMaximum(IReadOnlyList<StatutoryMaximum> most)
    {
        foreach (var one in most)
        {
            if (one.Term is null || one.Term.Value <= 0) return "statutoryMax cần thời hạn (term) lớn hơn 0";
            if (string.IsNullOrWhiteSpace(one.Basis)) return "statutoryMax cần căn cứ (basis): điều, khoản của luật";
            if (one.ValidFrom == default || one.ValidTo < one.ValidFrom) return "statutoryMax cần ngày bắt đầu (validFrom) và ngày kết thúc không trước ngày đó";
        }
        var ordered = most.OrderBy(one => one.ValidFrom).ToList();
        return ordered.Zip(ordered.Skip(1)).Any(pair => pair.First.ValidTo is not { } end || end >= pair.Second.ValidFrom) ? "Hai mục statutoryMax có hiệu lực cùng lúc" : null;
    }

    private async Task<int> Store(ProcedureOverlay overlay)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into catalogue.procedure_overlay as o (code, alias, content) values ($1, $2, $3::jsonb)
            on conflict (code) do update set alias = excluded.alias, content = excluded.content
            where (o.alias, o.content) is distinct from (excluded.alias, excluded.content)
            """)
        { Parameters = { new() { Value = overlay.Code }, new() { Value = overlay.Alias }, new() { Value = JsonSerializer.Serialize(overlay, EventLog.Json) } } });
        foreach (var (code, name, national) in PaperTypes(overlay))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into catalogue.paper_type (code, name, result_paper_code) values ($1, $2, $3) on conflict do nothing")
            { Parameters = { new() { Value = code }, new() { Value = name }, new() { Value = (object?)national ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } } });
        }
        await batch.ExecuteNonQueryAsync();
        return (int)batch.BatchCommands[0].RecordsAffected;
    }

    private static IEnumerable<(string Code, string Name, string? National)> PaperTypes(ProcedureOverlay overlay)
    {
        if (overlay.Result is { } result) yield return (result.PaperType, result.Name, result.ResultPaperCode);
        foreach (var paper in overlay.Papers ?? [])
        {
            if (paper.PaperType is { } type) yield return (type, paper.Name, null);
        }
    }

    private async Task<HashSet<string>> Codes()
    {
        await using var command = source.CreateCommand("select code from catalogue.procedure_source");
        await using var reader = await command.ExecuteReaderAsync();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) codes.Add(reader.GetString(0));
        return codes;
    }

    private static FileReport Refuse(string name, string reason) => new(name, 1, 0, 0, 1, [new RowProblem(name, 1, "", reason)]);
}
