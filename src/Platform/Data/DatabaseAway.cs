using Microsoft.Extensions.Logging;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// Cơ sở dữ liệu đang vắng: what is the database's trouble and nobody's fault. It counts as nobody's try, is answered 503, and stands in
/// the log of the server once when it begins and once when it ends.
/// </summary>
public sealed class DatabaseAway(ILogger<DatabaseAway> logger)
{
    /// <summary>idle_in_transaction_session_timeout.</summary>
    internal const string TooLong = "25P03";

    private int away;

    /// <summary>Gone, not reached, too busy to take a connection, or a collision of two transactions: the same again may go well.</summary>
    public static bool Is(Exception? problem)
    {
        for (var one = problem; one is not null; one = one.InnerException)
        {
            switch (one)
            {
                // A statement that was stopped for its length is its own fault: it would hold up everything for ever.
                case PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or TooLong }: return false;
                case PostgresException answer: return answer.IsTransient || answer.SqlState is ['0', '8', ..] or ['5', '7', 'P', ..] or ['5', '8', ..]
                    // A standby that was not promoted yet.
                    or PostgresErrorCodes.ReadOnlySqlTransaction;
                case NpgsqlException line when line.IsTransient
                    || line.InnerException is IOException or System.Net.Sockets.SocketException or TimeoutException: return true;
            }
        }
        return false;
    }

    public void Seen(Exception problem)
    {
        if (Interlocked.Exchange(ref away, 1) == 0) logger.LogError(problem, "The database is not available; what needs it waits or is answered 503");
    }

    /// <summary>Somebody has just worked with it.</summary>
    public void Back()
    {
        if (Volatile.Read(ref away) == 1 && Interlocked.Exchange(ref away, 0) == 1) logger.LogWarning("The database is available again");
    }
}
