using Npgsql;

namespace MotCua.Platform.Postgres;

/// <summary>
/// Bộ gộp kết nối đứng trước (pgbouncer và các loại khác). Jobs are held by locks of a session: behind a pooler that gives each transaction
/// another session, such a lock stays with a stranger. Found out by what a session is, not by asking the pooler, who answers only its own
/// administrators.
/// </summary>
public static class PoolerCheck
{
    // pgbouncer hands on the server that was freed last, or in turn (server_round_robin) any of those that rest.
    private const int MostHolders = 12;

    /// <exception cref="GroundException">Sessions are not kept.</exception>
    public static async Task Refuse(string connectionString, CancellationToken cancellation)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 10, CommandTimeout = 10 }.ConnectionString;
        await using var kept = new NpgsqlConnection(own);
        await kept.OpenAsync(cancellation);
        var server = await Server(kept, cancellation);
        // A pooler gives its clients numbers of its own; without one, a single holder proves that sessions are apart.
        var holders = kept.ProcessID == server ? 1 : MostHolders;
        var held = new List<NpgsqlConnection>();
        try
        {
            for (var i = 0; i < holders; i++)
            {
                var other = new NpgsqlConnection(own);
                held.Add(other);
                // Its session stays taken as long as its transaction: behind a pooler of transactions it gets the one that rests beside "kept".
                if (await Hold(other, cancellation) is not { } taken) break;
                if (taken == server) throw Refusal(null);
            }
            if (await Server(kept, cancellation) != server) throw Refusal(null);
        }
        finally
        {
            foreach (var other in held) await other.DisposeAsync();
        }
    }

    /// <returns>Null: there are no more sessions to be had.</returns>
    private static async Task<int?> Hold(NpgsqlConnection other, CancellationToken cancellation)
    {
        try
        {
            await other.OpenAsync(cancellation);
            await other.BeginTransactionAsync(cancellation);
            await using var command = new NpgsqlCommand("select pg_backend_pid()", other);
            return (int)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (PostgresException problem) when (problem.MessageText.Contains("pooling mode", StringComparison.Ordinal))
        {
            throw Refusal(problem);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private static async Task<int> Server(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection);
        try
        {
            return (int)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (NpgsqlException problem) when (problem.InnerException is TimeoutException)
        {
            // A session that was promised is not there any more.
            throw Refusal(problem);
        }
    }

    private static GroundException Refusal(Exception? problem) => new(
        "Giữa hệ thống và PostgreSQL có bộ gộp kết nối (pgbouncer) ở chế độ transaction hoặc statement; hệ thống cần giữ nguyên phiên. " +
        "Hãy đặt pool_mode = session cho cơ sở dữ liệu này, hoặc nối thẳng vào PostgreSQL; xem docs/operations.md.", problem!);
}
