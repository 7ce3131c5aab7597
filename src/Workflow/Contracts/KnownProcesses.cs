using System.Collections.Concurrent;

namespace MotCua.Workflow.Contracts;

/// <summary>
/// Quy trình đã chốt that this server wrote or found within the last minute. Not for longer: the database may be set back to an earlier minute, or the
/// demonstration be reset, and then the row is written again.
/// </summary>
public sealed class KnownProcesses
{
    private readonly ConcurrentDictionary<Guid, long> until = new();

    internal bool Has(Guid process) => until.TryGetValue(process, out var end) && Environment.TickCount64 < end;

    internal void Keep(Guid process)
    {
        if (until.Count > 1000) until.Clear();
        until[process] = Environment.TickCount64 + 60_000;
    }
}
