using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MotCua.Platform.Data;

/// <summary>
/// What the context asks and writes again and again is planned once per connection: planning a page's queries costs PostgreSQL more than
/// running them (decision 0010).
/// </summary>
internal sealed class PreparedQueries : DbCommandInterceptor
{
    /// <summary>Asked so often by this process, a statement is worth its place.</summary>
    private const int Often = 5;

    /// <summary>Each connection keeps its own plans, some tens of KB each.</summary>
    private const int MostStatements = 300;

    private readonly ConcurrentDictionary<string, int> uses = new(StringComparer.Ordinal);
    private int prepared;

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await Prepare(command);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData,
        InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await Prepare(command);
        return result;
    }

    private Task Prepare(DbCommand command) =>
        Worth(command.CommandText) ? command.PrepareAsync(CancellationToken.None) : Task.CompletedTask;

    private bool Worth(string sql)
    {
        // Its columns are those of the day: a newer version beside this one may add one, and a plan must not change what it gives.
        if (sql.AsSpan().TrimStart().StartsWith("select *", StringComparison.OrdinalIgnoreCase)) return false;
        if (uses.TryGetValue(sql, out var before) && before >= Often) return true;
        // Text that is made anew each time must not fill the memory either.
        if (Volatile.Read(ref prepared) >= MostStatements || uses.Count >= 10 * MostStatements && before == 0) return false;
        if (uses.AddOrUpdate(sql, 1, (_, count) => count + 1) != Often) return false;
        Interlocked.Increment(ref prepared);
        return true;
    }
}
