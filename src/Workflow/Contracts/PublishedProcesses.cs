using System.Collections.Concurrent;
using System.Text.Json;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Expressions;
using Npgsql;

namespace MotCua.Workflow.Contracts;

/// <summary>Quy trình đã duyệt của một thủ tục. What is approved never changes, so all that is read of it may be kept by its id.</summary>
/// <param name="Version">Of the procedure: 1, 2, 3 …</param>
public sealed record PublishedProcess(Guid Id, string ProcedureCode, int Version, Drawing Drawing)
{
    internal static PublishedProcess Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetInt32(2),
            new(row.GetString(3), JsonSerializer.Deserialize<List<KnownValue>>(row.GetString(4), EventLog.Json)!));
}

/// <summary>Which drawn process a dossier is received under.</summary>
public sealed class PublishedProcesses(Db db, ApprovedDrawings kept, TimeProvider clock)
{
    /// <summary>The one in force then; null: none was drawn for the procedure, the list of its version holds.</summary>
    /// <param name="procedureCode">National code.</param>
    public async Task<PublishedProcess?> For(string procedureCode, DateTimeOffset at)
    {
        if (kept.Of(procedureCode, at) is { } known) return known.At(at);
        var (since, read) = (at < clock.GetUtcNow() ? at.ToUniversalTime() : clock.GetUtcNow(), kept.Reading);
        var drawings = new ApprovedOnes(since, await db.Ask($"""
            select id, procedure_code, version, drawing, known::text, from_at, coalesce(to_at, 'infinity') from workflow.drawn_process
            where procedure_code = {procedureCode} and state = 'approved' and (to_at is null or to_at > {since})
            """, row => (PublishedProcess.Read(row), row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6))));
        kept.Keep(procedureCode, drawings, read);
        return drawings.At(at);
    }

    /// <summary>One that was approved, by the id that a dossier has pinned; null when there is none.</summary>
    public async Task<PublishedProcess?> Get(Guid id) => (await db.Ask($"""
        select id, procedure_code, version, drawing, known::text from workflow.drawn_process where id = {id} and approved_at is not null
        """, PublishedProcess.Read)).SingleOrDefault();
}

/// <summary>
/// The approved drawings that this server has looked for within the last minute. Another server's approval is seen when it is over, one here at once.
/// </summary>
public sealed class ApprovedDrawings
{
    private const int Most = 500;
    private const long Milliseconds = 60_000;
    private readonly ConcurrentDictionary<string, (ApprovedOnes Ones, long Until)> known = new(StringComparer.Ordinal);
    private int forgotten;

    /// <summary>Handed back to <see cref="Keep"/>: what was read before an approval is not kept after it.</summary>
    internal int Reading => Volatile.Read(ref forgotten);

    internal ApprovedOnes? Of(string procedure, DateTimeOffset at) =>
        known.TryGetValue(procedure, out var kept) && Environment.TickCount64 < kept.Until && kept.Ones.Since <= at ? kept.Ones : null;

    internal void Keep(string procedure, ApprovedOnes ones, int reading)
    {
        if (known.Count >= Most) known.Clear();
        known[procedure] = (ones, Environment.TickCount64 + Milliseconds);
        if (reading != Reading) known.TryRemove(procedure, out _);
    }

    internal void Forget(string procedure)
    {
        Interlocked.Increment(ref forgotten);
        known.TryRemove(procedure, out _);
    }
}

/// <summary>What holds of one procedure from a moment on.</summary>
internal sealed record ApprovedOnes(DateTimeOffset Since, IReadOnlyList<(PublishedProcess Process, DateTimeOffset From, DateTimeOffset To)> Drawings)
{
    public PublishedProcess? At(DateTimeOffset at) => Drawings.FirstOrDefault(one => one.From <= at && at < one.To).Process;
}
