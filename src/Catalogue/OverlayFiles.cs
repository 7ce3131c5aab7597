using System.Text.Json;
using MotCua.Forms.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using Npgsql;

namespace MotCua.Catalogue;

/// <summary>Reads procedures/*.json: one complete procedure per file, bound to its national code.</summary>
internal sealed class OverlayFiles(NpgsqlDataSource source, FormLibrary library)
{
    private readonly Dictionary<string, ProcedureOverlay> accepted = new(StringComparer.Ordinal);

    /// <summary>What the last load or trial has let through, by code.</summary>
    public IReadOnlyDictionary<string, ProcedureOverlay> Accepted => accepted;

    public async Task<IReadOnlyList<FileReport>> Load(ReferenceFolder folder)
    {
        var path = Path.Combine(folder.Path, "procedures");
        if (!Directory.Exists(path)) return [];
        var known = await Codes();
        var forms = await library.Known(folder.Path);
        var own = library.In(folder.Path);
        var reports = new List<FileReport>();
        foreach (var file in Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal))
            reports.Add(await Load(file, known, forms, own, folder.DryRun));
        return reports;
    }

    private async Task<FileReport> Load(string path, HashSet<string> known, IReadOnlyDictionary<string, int> forms,
        IReadOnlyDictionary<string, FormDefinition> own, bool dryRun)
    {
        var name = "procedures/" + Path.GetFileName(path);
        try
        {
            var overlay = JsonSerializer.Deserialize<ProcedureOverlay>(await File.ReadAllTextAsync(path), EventLog.Json);
            if (overlay is null) return Refuse(name, "Tệp trống");
            if (overlay.Drawing is { } drawing)
            {
                var lies = Path.Combine(Path.GetDirectoryName(path)!, "..", "processes", Path.GetFileName(drawing));
                if (!File.Exists(lies)) return Refuse(name, $"Không có bản vẽ quy trình processes/{Path.GetFileName(drawing)}");
                overlay = overlay with { Drawing = await File.ReadAllTextAsync(lies) };
            }
            if (!known.Contains(overlay.Code)) return Refuse(name, $"Mã thủ tục \"{overlay.Code}\" chưa có trong danh mục thủ tục");
            var code = overlay.FormCode ?? VersionBuilder.GenericForm;
            var form = overlay.FormVersion is { } version ? await library.Get(code, version) ?? own.GetValueOrDefault(code)
                : own.GetValueOrDefault(code) ?? await library.Latest(code);
            var wrong = OverlayCheck.Problems(overlay, forms, form).ToList();
            if (wrong.Count > 0) return new FileReport(name, 1, 0, 0, 1, [.. wrong.Select(one => new RowProblem(name, 0, one.Place, one.Reason))]);
            var changed = await Store(overlay, dryRun);
            accepted[overlay.Code] = overlay;
            return new FileReport(name, 1, changed, 1 - changed, 0, []);
        }
        catch (JsonException problem)
        {
            return Refuse(name, $"JSON chưa đúng ở dòng {problem.LineNumber + 1}, mục {problem.Path}");
        }
        catch (PostgresException taken) when (taken is { ConstraintName: "procedure_overlay_alias_key" or "procedure_alias_key" })
        {
            return Refuse(name, "Mã ngắn này đã dùng cho thủ tục khác");
        }
    }

    /// <summary>A trial does the same and takes it back, so that it cannot judge otherwise.</summary>
    private async Task<int> Store(ProcedureOverlay overlay, bool dryRun)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into catalogue.procedure_overlay as o (code, alias, content) values ($1, $2, $3::jsonb)
            on conflict (code) do update set alias = excluded.alias, content = excluded.content
            where (o.alias, o.content) is distinct from (excluded.alias, excluded.content)
            """)
        { Parameters = { new() { Value = overlay.Code }, new() { Value = overlay.Alias },
                new() { Value = JsonSerializer.Serialize(overlay, EventLog.Json) } } });
        foreach (var (code, name, national) in PaperTypes(overlay))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into catalogue.paper_type (code, name, result_paper_code) values ($1, $2, $3) on conflict "
                + "do nothing")
            { Parameters = { new() { Value = code }, new() { Value = name },
                new() { Value = (object?)national ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } } });
        }
        await batch.ExecuteNonQueryAsync();
        if (dryRun) await transaction.RollbackAsync();
        else await transaction.CommitAsync(CancellationToken.None);
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
