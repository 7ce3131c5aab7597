using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Security;
using Npgsql;

namespace MotCua.Platform.Loading;

/// <summary>
/// Nạp dữ liệu tham chiếu from a folder, whole or in part, into a running system. Each file is one transaction that takes
/// row locks only; a bad row is left out with its reason; a second load of the same changes nothing.
/// </summary>
public sealed class ReferenceLoader(
    NpgsqlDataSource source, IEnumerable<ReferenceFile> files, IEnumerable<ReferenceStep> steps, IServiceScopeFactory scopes,
    TimeProvider clock, ILogger<ReferenceLoader> logger)
{
    private const long MaxBytes = 200L * 1024 * 1024;

    /// <summary>
    /// The first load, and whatever a new build makes of files that were taken before; quick when nothing is new. Files that changed since are
    /// not taken by a start: what they say binds everybody, so two people load them by command. A demonstration takes them.
    /// </summary>
    /// <returns>null when nothing was done.</returns>
    public async Task<LoadReport?> LoadIfChanged(string folder, bool demo, Action<string> say)
    {
        if (!Directory.Exists(folder)) return null;
        // A new build may read the same files otherwise.
        var (files, build) = (await FilesPrint(folder), typeof(ReferenceLoader).Module.ModuleVersionId.ToString("n"));
        await using (var known = source.CreateCommand("select value #>> '{}' from platform.setting where name = 'reference-data'"))
        {
            var mark = await known.ExecuteScalarAsync() as string;
            if (mark == $"{files} {build}") return null;
            if (!demo && mark?.Split(' ') is [var taken, _] && taken != files)
            {
                say("Tệp dữ liệu tham chiếu đi kèm bản này khác với bản đã nạp, nên chưa được dùng. "
                    + $"Hai người xem thay đổi rồi nạp: ./motcua load {folder} --author TÊN --approver TÊN");
                return null;
            }
        }
        var report = await Load(folder, false, say, Actor.System);
        // Refused rows stay refused until their file changes; a file that could not be read is tried again.
        if (report.Files.All(file => file.Reason is null)) await Taken(files, build);
        return report;
    }

    /// <summary>These are the files that the house goes by.</summary>
    private async Task Taken(string files, string build)
    {
        await using var store = source.CreateCommand("""
            insert into platform.setting (name, value) values ('reference-data', to_jsonb($1::text))
            on conflict (name) do update set value = excluded.value
            """);
        store.Parameters.Add(new() { Value = $"{files} {build}" });
        await store.ExecuteNonQueryAsync();
    }

    /// <summary>The same after two people have loaded the folder that a start looks at.</summary>
    public async Task Take(string folder) => await Taken(await FilesPrint(folder), typeof(ReferenceLoader).Module.ModuleVersionId.ToString("n"));

    public async Task<LoadReport> Load(string folder, bool dryRun, Action<string> say, Actor actor)
    {
        var started = Stopwatch.GetTimestamp();
        var reports = new List<FileReport>();
        var known = files.OrderBy(file => file.Order).ToList();
        var accepted = new Dictionary<string, List<SourceRow>>(StringComparer.Ordinal);
        foreach (var file in known.Where(file => File.Exists(Path.Combine(folder, file.Name))))
        {
            var report = await LoadFile(file, Path.Combine(folder, file.Name), dryRun, accepted);
            say($"{file.Name}: {report.Words}");
            reports.Add(report);
        }
        foreach (var path in Directory.GetFiles(folder, "*.csv").Where(path => known.TrueForAll(file => file.Name != Path.GetFileName(path))))
            reports.Add(Whole(Path.GetFileName(path), $"Tên tệp không có trong danh sách: {string.Join(", ", known.Select(file => file.Name))}"));
        var changed = reports.Exists(file => file.Loaded > 0);
        foreach (var step in steps.OrderBy(step => step.Order))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
            foreach (var report in await step.Run(scope.ServiceProvider, new ReferenceFolder(folder, dryRun, changed)))
            {
                say($"{report.File}: {report.Words}");
                reports.Add(report);
            }
        }
        var result = new LoadReport(Guid.CreateVersion7(), clock.GetUtcNow(), folder, dryRun, reports);
        await Store(result, actor, Stopwatch.GetElapsedTime(started));
        return result;
    }

    private async Task<FileReport> LoadFile(ReferenceFile file, string path, bool dryRun, Dictionary<string, List<SourceRow>> accepted)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes) return Whole(file.Name, "Tệp lớn hơn 200 MB. Chia tệp thành nhiều phần");
            await using var content = File.OpenRead(path);
            var read = RowReader.Rows(file, content);
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var (rows, problems) = (read.Rows, read.Problems);
            foreach (var reference in file.References) rows = await Resolve(connection, file, reference, rows, problems, accepted);
            accepted[file.Name] = rows;
            var loaded = await new TableMerge(connection, file).Run(rows);
            foreach (var statement in file.After)
            {
                await using var after = new NpgsqlCommand(statement, connection) { CommandTimeout = 300 };
                await after.ExecuteNonQueryAsync();
            }
            if (dryRun) await transaction.RollbackAsync();
            else await transaction.CommitAsync(CancellationToken.None);
            return new FileReport(file.Name, read.Total, loaded, rows.Count - loaded, read.Total - rows.Count,
                [.. problems.OrderBy(problem => problem.Line)]);
        }
        catch (FileRefused refused)
        {
            return Whole(file.Name, refused.Message);
        }
        catch (Exception problem) when (problem is PostgresException or IOException or UnauthorizedAccessException)
        {
            logger.LogError(problem, "Reference file {File} was not loaded", file.Name);
            return Whole(file.Name, problem is PostgresException database
                ? $"Cơ sở dữ liệu không nhận tệp này ({database.SqlState} {database.ConstraintName}). Dữ liệu cũ vẫn giữ nguyên"
                : "Không mở được tệp. Kiểm tra quyền đọc");
        }
    }

    /// <summary>Leaves out rows that name something unknown; again and again while that takes away keys of the same file.</summary>
    private async Task<List<SourceRow>> Resolve(NpgsqlConnection connection, ReferenceFile file, ForeignKey reference,
        List<SourceRow> rows, List<RowProblem> problems, Dictionary<string, List<SourceRow>> accepted)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (reference.FromFile is { } other && accepted.TryGetValue(other.File, out var others))
            known.UnionWith(others.Select(row => row.Key(other.Columns)));
        if (reference.Keys is { } keys)
        {
            await using var scope = scopes.CreateAsyncScope();
            known.UnionWith(await keys(scope.ServiceProvider));
        }
        else
        {
            await using var command = new NpgsqlCommand(reference.KeysSql, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) known.Add(reader.GetString(0));
        }
        var last = reference.Columns[^1];
        while (true)
        {
            var own = reference.SameFile is { } columns
                ? rows.Select(row => row.Key(columns)).ToHashSet(StringComparer.Ordinal) : [];
            var lost = rows.Where(row => row[last].Length > 0 && !known.Contains(row.Key(reference.Columns)) && !own.Contains(row.Key(reference.Columns)))
                .ToList();
            if (lost.Count == 0) return rows;
            foreach (var row in lost) problems.Add(new RowProblem(file.Name, row.Line, last, $"\"{row[last]}\" chưa có trong {reference.What}"));
            rows = [.. rows.Except(lost)];
        }
    }

    private async Task Store(LoadReport report, Actor actor, TimeSpan took)
    {
        var files = report.Files.Select(file => file with { Problems = [.. file.Problems.Take(500)] });
        await using var command = source.CreateCommand("""
            insert into platform.load_run (id, at, folder, dry_run, actor_name, took_ms, loaded, unchanged, refused, files)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb)
            """);
        foreach (object value in new object[]
        {
            report.Id, report.At.ToUniversalTime(), report.Folder, report.DryRun, actor.Name, (int)took.TotalMilliseconds, report.Loaded,
            report.Unchanged, report.Refused, JsonSerializer.Serialize(files, Events.EventLog.Json),
        }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>SHA-256 over names and bytes of all files of a folder that a load reads.</summary>
    public static async Task<string> FilesPrint(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".csv" or ".json").Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path)));
            hash.AppendData(await File.ReadAllBytesAsync(path));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static FileReport Whole(string file, string reason) => new(file, 0, 0, 0, 0, [], reason);
}
