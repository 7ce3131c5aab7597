using Npgsql;

namespace MotCua.Platform.Outside;

/// <summary>Whether the system is in reconciliation: the database is older than what is known beside it, and nobody has closed the matter yet.</summary>
public sealed class Reconciliations(NpgsqlDataSource source)
{
    public const string Page = "/quan-tri/doi-chieu";

    private const int Fresh = 5000;

    private (bool Open, long Until) known;

    /// <summary>Asked by every page of the staff: the answer is kept for five seconds.</summary>
    public async Task<bool> AnyOpen()
    {
        if (known.Until > Environment.TickCount64) return known.Open;
        await using var command = source.CreateCommand("select exists (select from platform.reconciliation where closed_at is null)");
        var open = await command.ExecuteScalarAsync() is true;
        known = (open, Environment.TickCount64 + Fresh);
        return open;
    }

    public void Forget() => known = default;
}
