using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;

namespace MotCua.Operations;

/// <summary>Thử lại: one piece of work, or all of its kind. Who asked stands in the log; asked twice, it is done and written once.</summary>
internal sealed class TryAgain(Db db, TroubleList troubles, EventLog log)
{
    /// <param name="key">Null: all of the name.</param>
    /// <returns>How many; 0: they are being tried already, or done.</returns>
    public async Task<int> Execute(string what, string name, string? key)
    {
        await using var transaction = await db.Begin();
        var count = await troubles.TryAgain(what, name, key);
        if (count > 0) log.Record($"work/{name}", new WorkRetryAsked(what, name, key ?? "all"));
        await db.Commit(transaction);
        return count;
    }
}
