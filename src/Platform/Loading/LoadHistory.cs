using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Platform.Loading;

/// <summary>The last loads, for the administrator's page.</summary>
public sealed class LoadHistory(Db db)
{
    public async Task<IReadOnlyList<LoadRun>> Last(int count) =>
        (await db.Database.SqlQuery<Row>($"""
            select at, actor_name, dry_run, took_ms, loaded, unchanged, refused, files::text as files from platform.load_run order by id desc limit {count}
            """).ToListAsync()).Select(row => new LoadRun(
                row.At, row.ActorName, row.DryRun, row.TookMs, row.Loaded, row.Unchanged, row.Refused, row.Files)).ToList();

    // Without the computed lists of LoadRun, which the context would try to map.
    private sealed record Row(DateTimeOffset At, string ActorName, bool DryRun, int TookMs, int Loaded, int Unchanged, int Refused, string Files);
}

/// <summary>Một lần nạp đã qua.</summary>
/// <param name="Files">The file reports as stored (JSON).</param>
public sealed record LoadRun(DateTimeOffset At, string ActorName, bool DryRun, int TookMs, int Loaded, int Unchanged, int Refused, string Files)
{
    public IReadOnlyList<FileReport> Reports => JsonSerializer.Deserialize<List<FileReport>>(Files, EventLog.Json)!;

    public IReadOnlyList<RowProblem> Problems => [.. Reports.SelectMany(file => file.Problems)];
}
