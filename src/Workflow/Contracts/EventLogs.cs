using System.Data;
using System.Security.Cryptography;
using System.Text;
using MotCua.Workflow.Past;
using Npgsql;

namespace MotCua.Workflow.Contracts;

/// <summary>Định dạng nhật ký sự kiện, as tools of process mining read them.</summary>
public enum EventLogFormat { Ocel, Xes }

/// <summary>
/// Xuất nhật ký sự kiện: OCEL 2.0 (JSON) or XES (IEEE 1849), written while it is read. Neither owner nor official is named: officials are pseudonyms, a
/// dossier has its code only where the caller says that it may be read. The same thing has the same pseudonym in every export.
/// </summary>
public sealed class EventLogs(NpgsqlDataSource source)
{
    private const int Batch = 500;
    private const string Dossier = "dossier";

    /// <summary>"ocel", "xes".</summary>
    public static EventLogFormat? Known(string? name) => name switch { "ocel" => EventLogFormat.Ocel, "xes" => EventLogFormat.Xes, _ => null };

    public static (string MediaType, string Ending) Of(EventLogFormat format) =>
        format == EventLogFormat.Ocel ? ("application/json", "jsonocel") : ("application/xml", "xes");

    /// <param name="readable">Of some dossiers those whose code may be written; null: none.</param>
    /// <returns>How many dossiers were written.</returns>
    public async Task<int> Write(HappenedSpan span, EventLogFormat format, Stream into, Func<Guid[], Task<IReadOnlySet<Guid>>>? readable = null)
    {
        var key = await Key();
        await using var connection = await source.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var ways = new Dictionary<Guid, PastWay>();
        await foreach (var way in HappenedLog.Ways(connection, span)) ways[way.Id] = way;
        await using ILogWriter writer = format == EventLogFormat.Ocel ? new OcelWriter(into) : new XesWriter(into);
        await writer.Begin(span.Procedure, ways.Values);
        var (count, batch) = (0, new List<LoggedRun>());
        await using (var command = HappenedLog.Runs(connection, span, "dossier_id, dossier_code, way_id, began_at, times, outcomes, assignees",
            "order by ended_at desc, dossier_id"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
            {
                batch.Add(new(reader.GetGuid(0), reader.GetString(1), ways[reader.GetGuid(2)], reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetFieldValue<int[]>(4), reader.GetFieldValue<string[]>(5), reader.GetFieldValue<Guid[]>(6)));
                if (batch.Count == Batch) await Send();
            }
        await Send();
        await writer.End();
        return count;

        async Task Send()
        {
            var open = readable is null || batch.Count == 0 ? new HashSet<Guid>() : await readable([.. batch.Select(run => run.Id)]);
            foreach (var run in batch) await writer.Add(run with { Code = open.Contains(run.Id) ? run.Code : Pseudonym(key, Dossier, run.Id) }, Official);
            count += batch.Count;
            batch.Clear();
        }

        string? Official(Guid account) => account == Guid.Empty ? null : Pseudonym(key, "official", account);
    }

    /// <summary>What a dossier is called for who may not read it, on a page as in each log.</summary>
    public async Task<Func<Guid, string>> DossierNames()
    {
        var key = await Key();
        return id => Pseudonym(key, Dossier, id);
    }

    private async Task<byte[]> Key()
    {
        await using var command = source.CreateCommand("select key from workflow.past_key");
        return (byte[])(await command.ExecuteScalarAsync())!;
    }

    private static string Pseudonym(byte[] key, string what, Guid id) =>
        $"{what}-{Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{what}/{id}")).AsSpan(0, 10))}";
}
